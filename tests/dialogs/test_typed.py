"""Typed answers that count ask "yes?" first, and numbers that could mean several things ask which."""

import pytest

from content.model import Library
from dialogs import places
from dialogs.desk import Standing
from dialogs.facts import Acknowledged, ReminderAnswered
from tests.dialogs.test_module import read
from tests.dialogs.visitor import Visitor

# Typed answers that count ask "yes?" ---------------------------------------------------------------------


def test_a_typed_acknowledgement_asks_yes_first(settled: Visitor, library: Library) -> None:
    read(settled, "M01")
    for _ in range(2):
        settled.types("continue")
    view = settled.types("1")
    assert (view.card, view.values["action"]) == ("confirm", library.verbs["acknowledge"].label)
    assert not any(isinstance(fact, Acknowledged) for fact in settled.facts)
    assert settled.types("oui").card == "module.done"
    assert any(isinstance(fact, Acknowledged) for fact in settled.facts)


@pytest.mark.parametrize("no", ["no", "2", "non"])
def test_no_leads_back_to_the_question(settled: Visitor, no: str) -> None:
    settled.is_sent()
    settled.types("coi")
    assert settled.types("nothing changed").card == "confirm"
    assert settled.types(no).card == "coi.ask-first"
    assert not any(isinstance(fact, ReminderAnswered) for fact in settled.facts)


def test_a_date_typed_asks_yes_and_keeps_that_date(settled: Visitor) -> None:
    settled.is_sent()
    settled.types("coi")
    settled.types("i filed it")
    assert settled.types("2026-11-12").card == "confirm.date"
    assert settled.types("yes").card == "coi.answered.filed"


def test_yes_after_the_question_moved_on_shows_where_we_are(settled: Visitor) -> None:
    settled.is_sent()
    settled.types("coi")
    coi = settled.card
    settled.types("nothing changed")
    confirm = settled.card
    settled.presses("will-declare", coi)
    assert settled.presses("yes", confirm).card == "coi.answered.will-declare"
    assert sum(isinstance(fact, ReminderAnswered) for fact in settled.facts) == 1


def test_anything_else_while_confirming_asks_again(settled: Visitor) -> None:
    settled.is_sent()
    settled.types("coi")
    settled.types("nothing changed")
    assert settled.presses("maybe").card == "confirm"
    assert settled.types("perhaps").note == "not-understood"


def test_yes_for_a_module_that_is_gone_leads_home(settled: Visitor, library: Library) -> None:
    read(settled, "M01")
    for _ in range(2):
        settled.types("next")
    settled.types("acknowledge")
    kept = {name: module for name, module in library.modules.items() if name != "M01"}
    settled.library = library.model_copy(update={"modules": kept})
    view = settled.types("yes")
    assert (view.card, view.note) == ("home", "old-card")


# Several open questions -----------------------------------------------------------------------------------


def test_a_reminder_that_arrives_never_takes_the_number_meant_for_a_dilemma(settled: Visitor) -> None:
    read(settled, "M01")
    settled.is_sent()
    view = settled.types("1")
    assert view.card == "which"
    assert [button.verb for button in view.buttons] == ["to-module/M01", "to-coi/2026-Q4", "home"]
    assert settled.types("1").card == "module.dilemma"
    settled.types("1")
    assert settled.turned is not None
    assert settled.turned.view is not None
    assert settled.turned.view.card == "module.feedback"


def test_which_one_can_be_pressed(settled: Visitor) -> None:
    read(settled, "M01")
    settled.is_sent()
    settled.types("2")
    assert settled.presses("to-coi/2026-Q4").card == "coi.ask-first"
    settled.types("home")
    settled.is_sent("2027-Q1")
    settled.types("1")
    assert settled.presses("to-elsewhere").card == "which"


def test_a_word_goes_to_the_only_conversation_it_fits(settled: Visitor) -> None:
    settled.is_sent()
    settled.types("home")
    assert settled.types("nothing changed").card == "confirm"
    assert settled.types("yes").card == "coi.answered.nothing-changed"


def test_a_word_that_fits_several_asks_which(settled: Visitor) -> None:
    for occurrence in ("2026-Q3", "2026-Q4"):
        point = settled.desk.point("coi", occurrence)
        assert point is not None
        settled.standing["coi", occurrence] = Standing(
            "coi", occurrence, 0, places.save(point.flow, point.place)
        )
    settled.types("home")
    assert settled.types("rien n'a changé").card == "which"


def test_a_choice_without_words_is_not_offered(settled: Visitor, library: Library) -> None:
    settled.presses("open-M04")
    settled.is_sent()
    settled.types("1")
    kept = {name: module for name, module in library.modules.items() if name != "M04"}
    settled.library = library.model_copy(update={"modules": kept})
    view = settled.types("what")
    assert [button.verb for button in view.buttons] == ["to-coi/2026-Q4", "home"]


def test_next_after_the_feedback_stays_in_its_module(settled: Visitor) -> None:
    settled.presses("open-M04")
    read(settled, "M01")
    settled.types("1")
    assert settled.types("next").card == "module.talk"


def test_which_names_help_and_lists_by_their_titles(settled: Visitor, library: Library) -> None:
    settled.types("help")
    settled.is_sent()
    view = settled.types("1")
    assert view.buttons[0].label == library.cards["help"].title
