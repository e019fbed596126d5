"""What is said about scenarios: a place that is come back to, and presses that mean nothing there."""

import pytest

from content.model import Library
from dialogs.flow import Answer, Ask, Learned, Nothing, Opened, Show, Start
from dialogs.scenario_form import cleaned
from dialogs.scenario_questions import (
    ScenarioAsked,
    ScenarioFormAsked,
    ScenarioQuery,
    ScenariosAsked,
    ScenarioTaken,
)
from dialogs.scenarios import FLOW
from dialogs.scenarios_cards import AtAll, AtOne, Place, Script, Writing
from dialogs.views import Pressed
from dialogs.voices import FLOW as VOICES
from dialogs.voices_cards import AtBatch

PLACES: tuple[tuple[Place, object], ...] = (
    (AtAll("s1 s2", part=2), ScenariosAsked(2)),
    (AtAll(withdrawn=True), ScenariosAsked(1, withdrawn=True)),
    (AtOne("s1", 3), ScenarioAsked("s1")),
    (AtOne("s1", 3, withdrawn=True), ScenarioAsked("s1")),
    (Writing("s1", 3), ScenarioFormAsked("s1")),
    (Writing(batch="b"), ScenarioFormAsked(batch="b")),
)


@pytest.mark.parametrize(("place", "asked"), PLACES)
def test_whoever_comes_back_finds_what_was_shown_there(
    library: Library, place: Place, asked: ScenarioQuery
) -> None:
    script = Script(library)
    for said in (Opened(door=False), Pressed("nonsense", {"scenario": "s9"}), Pressed("open")):
        following = FLOW.step(script, Nothing(), place, said)
        assert following.effects == (Ask(asked),)
    shown = FLOW.here(script, Nothing(), place)
    assert shown.card == "scenarios.closed"
    assert "home" in {button.verb for button in shown.buttons}


def test_only_what_stands_can_be_taken_back_and_only_the_rest_brought_back(library: Library) -> None:
    script = Script(library)
    for withdrawn, verb in ((False, "take-scenario-back"), (True, "bring-scenario-back")):
        for held in (False, True):
            following = FLOW.step(script, Nothing(), AtOne("s1", 3, held), Pressed(verb))
            taken = ScenarioTaken("s1", 3, withdrawn=not withdrawn)
            asked = taken if held is withdrawn else ScenarioAsked("s1")
            assert following.effects == (Ask(asked),)


def test_a_batch_begins_a_form_and_nobody_else_is_shown_one(library: Library) -> None:
    begun = VOICES.step(library, Nothing(), AtBatch("b@1", "draft-scenario"), Pressed("draft-scenario"))
    assert begun.effects == (Start("scenarios", "b@1"),)
    script = FLOW.script(library, "b@1")
    assert script is not None
    opened = FLOW.step(script, Nothing(), AtAll(), Opened())
    assert opened.effects == (Ask(ScenarioFormAsked(batch="b@1")),)
    told = FLOW.step(script, Nothing(), opened.place, Learned(None))
    (shown,) = told.effects
    assert isinstance(shown, Show)
    assert shown.view.card == "scenarios.not-allowed"
    empty = FLOW.step(script, Nothing(), opened.place, Learned(Answer({}, state="scenarios.none")))
    assert empty.place == AtAll()


def test_values_and_options_that_nobody_offered_are_left_out_of_a_form() -> None:
    held = cleaned({"tension": "all,integrity democracy", "holds": "9", "nonsense": "x"})
    assert held == {"tension": "democracy,integrity", "holds": ""}
