"""The home card: what is next, what is open, and at most six ways on."""

import pytest

from content.model import Library
from dialogs import ways
from dialogs.facts import Acknowledged, ModuleFinished
from tests.dialogs.test_module import of
from tests.dialogs.visitor import Visitor


def verbs(visitor: Visitor) -> list[str]:
    return [button.verb for button in visitor.types("home").buttons]


def finishes_everything(visitor: Visitor) -> None:
    finished = [ModuleFinished(name, 1) for name in visitor.library.paths["employee"].modules]
    visitor.past = visitor.past.with_facts(finished, visitor.past.language)


def test_the_next_module_leads_and_help_comes_last(settled: Visitor) -> None:
    assert verbs(settled)[0] == "open-M01"
    assert verbs(settled)[-2:] == ["menu", "help"]


def test_the_form_without_a_name_always_has_the_second_place(settled: Visitor) -> None:
    assert verbs(settled)[1] == "feedback"


def test_an_open_reminder_comes_right_after_it(settled: Visitor) -> None:
    settled.is_sent()
    assert verbs(settled)[:3] == ["open-M01", "feedback", "coi"]


@pytest.mark.parametrize("office", ["report", "records"])
def test_an_office_finds_its_door_at_home(library: Library, office: str) -> None:
    official = Visitor(library, may=(office,))
    official.settles_in()
    official.is_sent()
    assert verbs(official)[:4] == ["open-M01", "feedback", "coi", office]


def test_home_never_has_more_than_six_ways_on(library: Library) -> None:
    official = Visitor(library, may=ways.OFFICES)
    official.settles_in()
    official.is_sent()
    assert len(verbs(official)) <= 6
    assert len([verb for verb in verbs(official) if verb in ways.OFFICES]) == 1


def test_a_team_has_no_door_for_whoever_has_no_team(settled: Visitor) -> None:
    assert "team" not in verbs(settled)
    assert ways.offices(frozenset({"nothing", "report"})) == ("report",)


def test_a_newcomer_begins_with_a_module_and_not_with_the_code(settled: Visitor) -> None:
    assert settled.types("home").card == "home"
    assert "code" not in verbs(settled)


def test_a_code_that_was_never_received_comes_first_once_its_module_is_finished(settled: Visitor) -> None:
    settled.past = settled.past.with_facts([ModuleFinished("M01", 1), ModuleFinished("M99", 1)], "en")
    view = settled.types("home")
    assert (view.card, view.buttons[0].verb) == ("home.code", "code")
    assert view.values["why"] == settled.library.sentences["home.code-first"]


def test_where_no_module_ends_with_the_code_it_comes_last(settled: Visitor, library: Library) -> None:
    modules = {
        name: each.model_copy(update={"acknowledges_code": False}) for name, each in library.modules.items()
    }
    settled.library = library.model_copy(update={"modules": modules})
    assert settled.types("home").card == "home"
    finishes_everything(settled)
    assert settled.types("home").card == "home.code"
    settled.past = settled.past.with_facts([Acknowledged(library.organization.code.version)], "en")
    assert settled.types("home").card == "home.all-done"


def test_a_code_that_changed_comes_before_the_next_module(settled: Visitor) -> None:
    settled.past = settled.past.with_facts([Acknowledged("2025-1")], "en")
    view = settled.types("home")
    assert (view.card, view.buttons[0].verb) == ("home.code", "code")
    assert view.values["why"] == settled.library.sentences["home.code-changed"]


def test_when_everything_is_done_home_says_so_and_still_leads_on(settled: Visitor) -> None:
    settled.past = settled.past.with_facts([Acknowledged(settled.library.organization.code.version)], "en")
    finishes_everything(settled)
    assert settled.types("home").card == "home.all-done"
    assert verbs(settled)[-2:] == ["menu", "help"]


def test_a_sample_says_at_home_that_it_is_one(settled: Visitor, library: Library) -> None:
    assert settled.types("home").remarks == (library.organization.sample,)
    settled.library = of(library, sample=None)
    assert settled.types("home").remarks == ()


def test_a_word_for_a_door_opens_it_wherever_else_it_could_be_pressed(settled: Visitor) -> None:
    for name in ("M01", "M04"):
        settled.presses(f"open-{name}")
    settled.is_sent()
    settled.types("coi")
    assert settled.types("home").card == "home"
