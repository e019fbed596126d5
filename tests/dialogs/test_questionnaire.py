"""The form without a name as the pure core knows it: what a step may do, and what it never does."""

from dataclasses import replace
from datetime import date

import pytest

from content.model import AnswerOption, Factor, Library, Text
from dialogs import anonymous, questionnaire, turned
from dialogs.anonymous import large, widest
from dialogs.facts import LanguageChosen
from dialogs.flow import Drop, Next, Opened, Past, Record, Show, Start
from dialogs.people import Path
from dialogs.turned import took
from dialogs.views import Choice, Pressed, View
from tests.dialogs.visitor import Visitor

PASSING = View("questionnaire.sent", passing=True)
DROP = Drop("feedback", 1, {"help": "agree"}, large=True)
FACTOR = Factor(
    id="since",
    text=Text(en="How long have you been here?", fr="Depuis quand êtes-vous ici?"),
    options=tuple(AnswerOption(id=each, text=Text(en=each, fr=each)) for each in ("new", "long")),
    opening=Text(en="The last question is about you.", fr="La dernière question porte sur vous."),
)


@pytest.mark.parametrize(
    "effects",
    [
        (DROP, Show(replace(PASSING, passing=False))),
        (DROP, Record(LanguageChosen("en")), Show(PASSING)),
    ],
)
def test_a_step_that_drops_shows_a_passing_view_and_does_nothing_else(
    effects: tuple[Drop | Record | Show, ...],
) -> None:
    with pytest.raises(ValueError, match="passing view"):
        Next(questionnaire.Blank(), effects)
    assert Next(questionnaire.Blank(), (DROP, Show(PASSING))).effects


def test_a_step_that_drops_stays_where_it_is(settled: Visitor) -> None:
    point = settled.desk.point("questionnaire", "feedback")
    assert point is not None

    def moves(*_: object) -> Next[object]:
        return Next("elsewhere", (DROP, Show(PASSING)))

    moved = replace(point, flow=replace(point.flow, step=moves))
    with pytest.raises(ValueError, match="stays where it is"):
        took(settled.desk, moved, Opened())


def test_what_is_kept_with_a_person_and_what_is_dropped_never_share_a_turn(settled: Visitor) -> None:
    point = settled.desk.point("home", "")
    assert point is not None

    def goes_on(*_: object) -> Next[object]:
        return Next(point.place, (Record(LanguageChosen("fr")), Start("doors", "ear")))

    found = took(settled.desk, replace(point, flow=replace(point.flow, step=goes_on)), Opened())
    assert found.facts == (LanguageChosen("fr"),)
    assert found.drops == ()


def test_a_conversation_with_nothing_to_look_up_says_where_it_is(settled: Visitor) -> None:
    point = settled.desk.point("home", "")
    assert point is not None
    asking = replace(point, flow=replace(point.flow, looks_up=True))
    assert turned.shown(asking).view == turned.shown(point).view


def test_the_button_of_a_window_opens_the_form_its_card_is_about(settled: Visitor) -> None:
    settled.presses("pulse")
    assert settled.presses("questionnaire").values["title"] == settled.library.questionnaires["pulse"].title


def test_what_a_person_says_of_themselves_is_asked_last_and_kept_with_the_rest(library: Library) -> None:
    form = library.questionnaires["pulse"].model_copy(update={"factor": FACTOR})
    sheet = questionnaire.Sheet(form, library.sentences)
    known = questionnaire.Known(date(2026, 11, 23), Path.EMPLOYEE)
    view = questionnaire.here(sheet, known, questionnaire.Blank())
    asked = view.inputs[-1]
    assert isinstance(asked, Choice)
    assert (asked.id, asked.required) == ("since", False)
    opening = view.values["opening"]
    assert isinstance(opening, tuple)
    assert opening[-1] == FACTOR.opening
    question = form.questions[0]
    given = {question.id: question.options[0].id, "since": "new"}
    drop, _ = questionnaire.step(sheet, known, questionnaire.Blank(), Pressed("send", given)).effects
    assert isinstance(drop, Drop)
    assert drop.answer == given
    assert widest(form) > widest(library.questionnaires["pulse"])
    assert drop.large == large(form)


def test_no_conversation_that_drops_knows_more_than_the_day_and_the_path(library: Library) -> None:
    past = Past(date(2026, 11, 23), Path.EMPLOYEE, "en", frozenset(), ())
    sheet = questionnaire.FLOW.script(library, "feedback")
    assert sheet is not None
    assert questionnaire.FLOW.know(sheet, past) == questionnaire.Known(past.today, past.path)
    assert anonymous.period_on(past.today) == "2026-Q4"
