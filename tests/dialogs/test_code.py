"""The organization's code: received once, then only what changed, and each year where that is the custom."""

from datetime import date

import pytest

from content.model import Cadence, Code, CodeVersion, Library, Month, Reminders, Text
from content.wording import fill
from dialogs import code, which
from dialogs.facts import Acknowledged, Dated, Reached, ReminderSent
from dialogs.flow import Past
from dialogs.people import Path
from tests.dialogs.test_module import of, read
from tests.dialogs.visitor import TODAY, Visitor

ONE, TWO, THREE = (Text(en=f"Change {n}", fr=f"Changement {n}") for n in (1, 2, 3))
CODE = Code(
    version="2026-2",
    name=Text(en="Code", fr="Code"),
    history=(
        CodeVersion(version="2024-1", since=date(2024, 1, 1)),
        CodeVersion(version="2025-1", since=date(2025, 1, 1), changes=(ONE,)),
        CodeVersion(version="2026-1", since=date(2026, 1, 1), changes=(TWO,)),
        CodeVersion(version="2026-2", since=date(2026, 6, 1), changes=(THREE,)),
    ),
)
MARCH = date(2026, 3, 4)


@pytest.fixture
def employee(library: Library) -> Visitor:
    visitor = Visitor(of(library, code=CODE))
    visitor.settles_in()
    return visitor


def remembers(visitor: Visitor, version: str, day: date = MARCH) -> None:
    """Let the visitor have received a version on a day."""
    fact = Dated(day, Path.EMPLOYEE, "en", Acknowledged(version))
    happened = (fact, *visitor.past.happened)
    visitor.past = Past(TODAY, visitor.past.path, visitor.past.language, visitor.past.may, happened)


def received(visitor: Visitor) -> list[str]:
    return [fact.code_version for fact in visitor.facts if isinstance(fact, Acknowledged)]


# The first time -------------------------------------------------------------------------------------


def test_somebody_who_never_received_the_code_is_asked_in_the_words_of_the_module(employee: Visitor) -> None:
    here = employee.types("the code")
    assert here.card == "code.first"
    read(employee, "M01")
    employee.presses("next")
    there = employee.presses("next")
    assert (there.card, there.values) == (here.card, here.values)
    assert here.buttons[0] == there.buttons[0]


def test_the_code_is_received_once(employee: Visitor) -> None:
    employee.presses("code")
    first = employee.card
    view = employee.presses("acknowledge")
    assert (view.card, view.values) == ("code.received", {"day": TODAY, "code_version": "2026-2"})
    assert employee.presses("acknowledge", first) == view
    assert employee.types("le code") == view
    assert employee.presses("acknowledge").note == "here-again"
    assert received(employee) == ["2026-2"]


def test_what_was_received_at_the_door_is_not_asked_again_in_the_module(employee: Visitor) -> None:
    read(employee, "M01")
    employee.presses("next")
    employee.presses("next")
    asked = employee.card
    employee.types("code")
    employee.presses("acknowledge")
    view = employee.presses("open-M01")
    assert (view.card, view.buttons[0].verb) == ("module.talk", "finish")
    assert employee.presses("acknowledge", asked).card == "module.talk"
    assert received(employee) == ["2026-2"]


def test_a_typed_confirmation_asks_yes_first(employee: Visitor) -> None:
    employee.types("code")
    assert employee.types("j'ai reçu le code").card == "confirm"
    assert received(employee) == []
    assert employee.types("oui").card == "code.received"
    assert received(employee) == ["2026-2"]


# A newer version ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "changes", "english"),
    [
        ("2024-1", (ONE, TWO, THREE), "3 things have changed:"),
        ("2025-1", (TWO, THREE), "2 things have changed:"),
        ("2026-1", (THREE,), "one thing has changed:"),
    ],
)
def test_only_what_changed_since_is_shown_and_confirmed(
    employee: Visitor, before: str, changes: tuple[Text, ...], english: str
) -> None:
    remembers(employee, before)
    view = employee.types("code")
    assert (view.card, view.values["changes"]) == ("code.changed", changes)
    summary = view.values["summary"]
    assert isinstance(summary, Text)
    assert summary.en == f"Since the version you received on March 4, 2026 (version {before}), {english}"
    assert f"4 mars 2026 (version {before}), " in summary.fr
    assert view.buttons[0].label == employee.library.sentences["code.received-changes"]
    assert employee.presses("acknowledge").card == "code.received"
    assert received(employee)[-1] == "2026-2"


def test_the_button_of_the_changes_can_be_typed(employee: Visitor) -> None:
    remembers(employee, "2026-1")
    employee.types("code")
    assert employee.types("J'ai reçu les changements").card == "confirm"
    assert employee.types("yes").card == "code.received"


@pytest.mark.parametrize("history", [(), CODE.history[:-1], CODE.history[2:]])
def test_where_nobody_wrote_down_what_changed_the_card_says_whom_to_ask(
    employee: Visitor, library: Library, history: tuple[CodeVersion, ...]
) -> None:
    employee.library = of(library, code=CODE.model_copy(update={"history": history}))
    remembers(employee, "2025-1")
    view = employee.types("code")
    assert (view.card, view.buttons[0].label) == ("code.changed-unlisted", None)
    said = " ".join(fill(line, view.values, "en") for line in library.cards[view.card].body)
    contact = library.organization.contacts["ve_office"]
    assert contact is not None
    assert "version 2025-1" in said
    assert contact.name.en in said


def test_the_module_shows_the_changes_too(employee: Visitor) -> None:
    remembers(employee, "2026-1")
    read(employee, "M01")
    employee.presses("next")
    view = employee.presses("next")
    assert (view.card, [button.verb for button in view.buttons]) == (
        "code.changed",
        ["acknowledge", "back", "home"],
    )
    assert employee.presses("acknowledge").card == "module.done"
    assert employee.types("home").card == "home"


def test_a_card_that_shows_an_older_code_confirms_nothing(employee: Visitor, library: Library) -> None:
    remembers(employee, "2026-1")
    employee.types("code")
    employee.library = of(library, code=CODE.model_copy(update={"version": "2027-1"}))
    assert employee.presses("acknowledge").note == "old-card"
    assert received(employee) == ["2026-1"]


def test_an_organization_that_goes_back_to_an_older_version_asks_nothing_again(employee: Visitor) -> None:
    remembers(employee, "2027-1", TODAY)
    remembers(employee, "2026-2", MARCH)
    view = employee.types("code")
    assert (view.card, view.values["day"]) == ("code.received", MARCH)


# Once a year ----------------------------------------------------------------------------------------


def test_a_yearly_message_is_answered_with_the_same_version(employee: Visitor) -> None:
    remembers(employee, "2026-2", date(2025, 11, 30))
    assert employee.types("code").card == "code.received"
    employee.is_sent("2026", code.DUTY)
    assert employee.types("home").values["why"] == employee.library.sentences["home.code-again"]
    view = employee.presses("code")
    assert (view.card, view.values["day"]) == ("code.again", date(2025, 11, 30))
    assert employee.presses("acknowledge").card == "code.received"
    assert received(employee) == ["2026-2", "2026-2"]
    assert employee.types("home").card == "home"


def test_a_code_received_since_the_first_day_of_the_year_is_not_asked_for_again(employee: Visitor) -> None:
    remembers(employee, "2026-2", date(2026, 1, 1))
    employee.is_sent("2026", code.DUTY)
    assert employee.types("code").card == "code.received"


def test_the_yearly_message_shows_only_what_changed_where_something_did(employee: Visitor) -> None:
    remembers(employee, "2026-1", date(2025, 11, 30))
    employee.is_sent("2026", code.DUTY)
    assert employee.types("code").card == "code.changed"
    employee.presses("acknowledge")
    assert employee.types("code").card == "code.received"


def test_a_number_that_could_answer_the_yearly_message_asks_which_is_meant(employee: Visitor) -> None:
    employee.types("code")
    employee.types("M01")
    employee.is_sent("2026", code.DUTY)
    view = employee.types("1")
    assert (view.card, view.buttons[1].label) == ("which", employee.library.duties["code"].title)
    assert which.title(employee.library, "code", "") == employee.library.verbs["code"].label
    assert employee.types("2").card == "code.first"


def test_an_older_message_leads_to_the_newer_one(employee: Visitor) -> None:
    remembers(employee, "2026-2", date(2024, 11, 30))
    employee.is_sent("2025", code.DUTY)
    employee.types("code")
    old = employee.card
    employee.is_sent("2026", code.DUTY)
    assert employee.presses("language-en", old).card == "code.past"
    assert employee.presses("acknowledge", old).card == "code.again"
    assert received(employee) == ["2026-2"]


def test_a_reminder_about_conflicts_of_interest_circulates_no_code(employee: Visitor) -> None:
    remembers(employee, "2026-2", date(2025, 11, 30))
    employee.is_sent("2026-Q4")
    assert employee.types("code").card == "code.received"


def test_the_yearly_message_opens_no_question_about_conflicts_of_interest(employee: Visitor) -> None:
    employee.is_sent("2027", code.DUTY)
    assert "coi" not in [button.verb for button in employee.types("home").buttons]
    assert employee.types("coi").card == "coi.none"


def test_a_message_that_was_refused_asks_for_nothing(employee: Visitor) -> None:
    remembers(employee, "2026-2", date(2025, 11, 30))
    refused = ReminderSent(code.DUTY, "2026", 1, Reached.REFUSED)
    employee.past = employee.past.with_facts([refused], "en")
    assert employee.types("code").card == "code.received"


@pytest.mark.parametrize(
    ("version", "day", "left"),
    [
        ("2026-2", date(2026, 2, 1), False),
        ("2026-2", date(2025, 2, 1), True),
        ("2026-1", date(2026, 2, 1), True),
    ],
)
def test_a_message_leaves_only_while_there_is_something_to_confirm(
    employee: Visitor, version: str, day: date, *, left: bool
) -> None:
    remembers(employee, version, day)
    circulated = code.script(employee.library, "2026")
    assert circulated is not None
    assert code.FLOW.settled(code.know(circulated, employee.past)) is not left
    employee.is_sent("2027", code.DUTY)
    assert code.FLOW.settled(code.know(circulated, employee.past))


def test_a_year_that_begins_in_november_is_asked_for_from_november_on(library: Library) -> None:
    yearly = Reminders(duty="code", cadence=Cadence.YEARLY, month=Month.NOVEMBER)
    organization = library.organization.model_copy(update={"reminders": (yearly,)})
    version = organization.code.version
    circulated = code.script(library.model_copy(update={"organization": organization}), "2026")
    assert circulated is not None
    for received, standing in (
        (date(2026, 10, 31), code.Again(version, date(2026, 10, 31))),
        (date(2026, 11, 1), code.Received(version, date(2026, 11, 1))),
    ):
        fact = Dated(received, Path.EMPLOYEE, "en", Acknowledged(version))
        past = Past(date(2026, 11, 23), Path.EMPLOYEE, "en", frozenset(), (fact,))
        assert code.know(circulated, past).standing == standing


def test_there_are_no_words_for_an_occurrence_nobody_knows(library: Library) -> None:
    assert code.script(library, "someday") is None


def test_anything_else_says_again_where_we_are(employee: Visitor) -> None:
    view = employee.types("code")
    assert view.note == ""
    assert employee.presses("nonsense") == view.noted("here-again")


def test_the_two_codes_of_the_demonstration_differ_by_what_is_written_down(library: Library) -> None:
    ours = library.organization.code
    assert [each.version for each in ours.history] == ["2025-1", "2026-1"]
    assert ours.version == ours.history[-1].version
    assert code.changes(ours, "2025-1") == ours.history[-1].changes
    assert code.changes(ours, ours.version) == ()
