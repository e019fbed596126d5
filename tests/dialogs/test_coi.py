"""The conflict-of-interest reminder: one tap, never the content."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from content.model import Library, Text
from dialogs import coi
from dialogs.facts import Outcome, ReminderAnswered
from dialogs.flow import Past, Ref, Tell
from dialogs.people import Office, Path
from dialogs.views import Pressed
from tests.dialogs.visitor import TODAY, Visitor


@pytest.fixture
def asked(visitor: Visitor) -> Visitor:
    visitor.settles_in()
    visitor.is_sent("2026-Q4")
    return visitor


def answered(outcome: Outcome, filed_on: date | None = None) -> ReminderAnswered:
    return ReminderAnswered("coi", "2026-Q4", outcome, filed_on)


def test_the_first_time_the_question_is_since_the_start(asked: Visitor) -> None:
    view = asked.types("coi")
    assert view.card == "coi.ask-first"
    assert [button.verb for button in view.buttons] == [
        "nothing-changed",
        "will-declare",
        "filed",
        "need-advice",
    ]


def test_the_next_time_it_names_the_day_of_the_last_answer(asked: Visitor) -> None:
    asked.types("coi")
    asked.presses("nothing-changed")
    asked.is_sent("2027-Q1")
    view = asked.types("coi")
    assert (view.card, view.values["last_said"]) == ("coi.ask", TODAY)


@pytest.mark.parametrize(
    ("verb", "outcome"),
    [("nothing-changed", Outcome.NOTHING_CHANGED), ("will-declare", Outcome.WILL_DECLARE)],
)
def test_one_tap_answers(asked: Visitor, verb: str, outcome: Outcome) -> None:
    asked.types("coi")
    view = asked.presses(verb)
    assert view.card == f"coi.answered.{outcome}"
    assert asked.facts[-1] == answered(outcome)
    assert asked.types("home").card == "home"
    assert "coi" not in [button.verb for button in asked.types("home").buttons]


def test_a_question_that_is_open_stands_on_the_home_card(asked: Visitor) -> None:
    assert "coi" in [button.verb for button in asked.types("home").buttons]
    assert asked.presses("coi").card == "coi.ask-first"


def test_the_date_of_filing_can_be_given(asked: Visitor) -> None:
    asked.types("coi")
    assert asked.presses("filed").card == "coi.filing"
    view = asked.presses("filed-on", filed_on="2026-11-12")
    assert view.values["filed_on"] == date(2026, 11, 12)
    assert asked.facts[-1] == answered(Outcome.FILED, date(2026, 11, 12))


def test_filing_today_needs_no_calendar(asked: Visitor) -> None:
    asked.types("coi")
    asked.presses("filed")
    asked.presses("filed-today")
    assert asked.facts[-1] == answered(Outcome.FILED, TODAY)


@pytest.mark.parametrize(
    "day", ["", "yesterday", "2026-13-01", "0026-11-01", (TODAY + timedelta(days=1)).isoformat()]
)
def test_a_day_that_cannot_be_is_asked_again(asked: Visitor, day: str) -> None:
    asked.types("coi")
    asked.presses("filed")
    view = asked.presses("filed-on", filed_on=day)
    assert (view.card, view.note) == ("coi.filing", "date-required")
    assert not any(isinstance(fact, ReminderAnswered) for fact in asked.facts)


def test_advice_shows_the_contact_before_any_name_is_sent(asked: Visitor) -> None:
    asked.types("coi")
    view = asked.presses("need-advice")
    assert view.card == "coi.advice"
    assert not any(isinstance(fact, ReminderAnswered) for fact in asked.facts)
    asked.presses("send-name")
    assert asked.turned is not None
    assert asked.turned.tells == (Tell(Office.COI, Ref("note", "coi.advice-request")),)
    assert asked.facts[-1] == answered(Outcome.NEED_ADVICE)


def test_whoever_prefers_to_call_sends_no_name(asked: Visitor) -> None:
    asked.types("coi")
    asked.presses("need-advice")
    asked.presses("will-call")
    assert asked.turned is not None
    assert asked.turned.tells == ()
    assert asked.facts[-1] == answered(Outcome.NEED_ADVICE)


def test_back_leaves_the_question_open(asked: Visitor) -> None:
    asked.types("coi")
    for aside in ("need-advice", "filed"):
        asked.presses(aside)
        assert asked.presses("back").card == "coi.ask-first"


def test_an_answer_can_be_changed(asked: Visitor) -> None:
    asked.types("coi")
    asked.presses("will-declare")
    assert asked.presses("change").card == "coi.ask-first"
    asked.presses("nothing-changed")
    assert asked.facts[-1] == answered(Outcome.NOTHING_CHANGED)


def test_who_said_will_declare_says_later_that_it_is_filed(asked: Visitor) -> None:
    asked.types("coi")
    asked.presses("will-declare")
    asked.presses("filed")
    assert asked.presses("back").card == "coi.answered.will-declare"
    asked.presses("filed")
    asked.presses("filed-today")
    assert asked.types("coi").card == "coi.answered.filed"


def test_who_wanted_advice_may_file_too(asked: Visitor) -> None:
    asked.types("coi")
    asked.presses("need-advice")
    view = asked.presses("will-call")
    assert "filed" in [button.verb for button in view.buttons]
    assert asked.presses("need-advice").card == "coi.advice"


def test_the_example_rotates_from_one_quarter_to_the_next(library: Library) -> None:
    quarters = [f"{2026 + n // 4}-Q{n % 4 + 1}" for n in range(8)]
    questions = [coi.script(library, quarter) for quarter in quarters]
    shown = [coi.rotating(question) for question in questions if question]
    assert all(one != other for one, other in pairwise(shown))
    assert set(shown) <= set(library.duties["coi"].questions)
    assert len(set(shown)) == len(library.duties["coi"].questions)


def test_without_a_reminder_no_question_is_open(visitor: Visitor) -> None:
    visitor.settles_in()
    assert visitor.types("coi").card == "coi.none"
    visitor.presses("nothing-changed")
    assert not any(isinstance(fact, ReminderAnswered) for fact in visitor.facts)


def test_an_organization_without_the_duty_has_no_question(library: Library) -> None:
    assert coi.script(library.model_copy(update={"duties": {}}), "2026-Q4") is None


def test_nonsense_says_again_where_we_are(asked: Visitor) -> None:
    asked.types("coi")
    view = asked.presses("acknowledge")
    assert (view.card, view.note) == ("coi.ask-first", "here-again")


def test_a_place_that_says_answered_without_an_answer_asks(library: Library) -> None:
    question = coi.script(library, "2026-Q4")
    assert question is not None
    known = coi.know(question, Past(TODAY, Path.EMPLOYEE, "en", frozenset(), ()))
    assert coi.here(question, known, coi.Answered()).card == "coi.ask-first"
    assert coi.step(question, known, coi.Answered(), Pressed("change")).place == coi.Asked()


def test_an_older_card_leads_to_the_question_of_today(visitor: Visitor) -> None:
    visitor.settles_in()
    visitor.is_sent("2026-Q3")
    visitor.types("coi")
    older = visitor.card
    visitor.is_sent("2026-Q4")
    assert visitor.presses("nothing-changed", older).card == "coi.ask-first"
    assert visitor.turned is not None
    assert visitor.turned.point.key == "2026-Q4"
    assert not any(isinstance(fact, ReminderAnswered) for fact in visitor.facts)


def test_only_the_newest_reminder_can_be_open(asked: Visitor) -> None:
    asked.is_sent("2027-Q1")
    asked.types("coi")
    asked.presses("nothing-changed")
    assert "coi" not in [button.verb for button in asked.types("home").buttons]


def test_the_place_of_an_older_reminder_says_that_a_newer_one_came(asked: Visitor) -> None:
    asked.is_sent("2027-Q1")
    point = asked.desk.point("coi", "2026-Q4")
    assert point is not None
    assert point.here().card == "coi.past"


def test_a_yearly_question_changes_every_year(library: Library) -> None:
    shown = []
    for year in ("2026", "2027", "2028"):
        question = coi.script(library, year)
        assert question is not None
        shown.append(coi.rotating(question))
    assert len(set(shown)) == 3


def test_a_typed_date_is_said_back_before_it_counts(asked: Visitor) -> None:
    asked.types("coi")
    asked.types("filed")
    view = asked.types("2026-11-12")
    assert (view.card, view.values["filed_on"]) == ("confirm.date", date(2026, 11, 12))
    asked.types("no")
    assert asked.types("0026-11-12").note == "date-required"


# The second card, and a new path ----------------------------------------------------------------------------


def test_a_second_card_says_what_comes_next_wherever_the_question_is_open(asked: Visitor) -> None:
    asked.past = replace(asked.past, warned=date(2026, 12, 8))
    view = asked.types("coi")
    assert view.card == "coi.ask-first"
    said = Text(
        en="After December 8, 2026 your name joins the COI officer's list of unanswered reminders.",
        fr="Après le 8 décembre 2026, votre nom figurera sur la liste des rappels sans réponse.",
    )
    assert view.remarks == (said,)
    assert asked.presses("need-advice").remarks == (said,)
    asked.presses("back")
    assert asked.presses("filed").remarks == (said,)


def test_an_answer_ends_what_was_to_come_next(asked: Visitor) -> None:
    asked.past = replace(asked.past, warned=date(2026, 12, 8))
    asked.types("coi")
    assert asked.presses("will-declare").remarks == ()
    assert asked.presses("filed").remarks == ()
    asked.presses("back")
    assert asked.presses("change").remarks == ()


def test_a_first_card_says_nothing_of_a_list(asked: Visitor) -> None:
    assert asked.types("coi").remarks == ()


def test_whoever_has_a_new_path_is_told_why_the_question_comes_again(asked: Visitor) -> None:
    first = asked.types("coi")
    asked.presses("nothing-changed")
    asked.becomes(Path.MANAGER)
    asked.is_sent("2026-Q4-manager")
    assert "coi" in [button.verb for button in asked.types("home").buttons]
    view = asked.types("coi")
    assert (view.card, view.values["last_said"]) == ("coi.ask", TODAY)
    assert view.remarks == (asked.library.sentences["coi.new-path"],)
    assert view.values["rotating"] != first.values["rotating"]
    asked.presses("will-declare")
    assert asked.facts[-1] == ReminderAnswered("coi", "2026-Q4-manager", Outcome.WILL_DECLARE)
    assert asked.types("home").card == "home"
    assert "coi" not in [button.verb for button in asked.types("home").buttons]


def test_the_card_from_before_a_new_path_leads_to_the_newer_one(asked: Visitor) -> None:
    asked.types("coi")
    older = asked.card
    asked.is_sent("2026-Q4-executive")
    asked.presses("nothing-changed", older)
    assert asked.turned is not None
    assert asked.turned.point.key == "2026-Q4-executive"


def test_words_that_name_no_occurrence_have_an_example_too(library: Library) -> None:
    question = coi.script(library, "someday")
    assert question is not None
    assert coi.rotating(question) in library.duties["coi"].questions


@pytest.mark.parametrize("cadence", ["{year}-Q{part}", "{year}-0{part}", "{year}"])
def test_a_new_path_is_not_asked_with_the_example_of_its_occurrence(library: Library, cadence: str) -> None:
    for part in range(1, 5):
        name = cadence.format(year=2026, part=part)
        one, other = coi.script(library, name), coi.script(library, f"{name}-manager")
        assert one is not None
        assert other is not None
        assert coi.rotating(one) != coi.rotating(other)
