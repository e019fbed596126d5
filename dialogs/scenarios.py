"""Scenarios that the values and ethics office writes about themes that came back."""

from typing import assert_never

from content.model import Library
from dialogs import parts, scenario_form
from dialogs import scenarios_cards as cards
from dialogs.flow import ABOUT, Ask, Flow, Learned, Next, Nothing, Opened, Said, Show
from dialogs.scenario_questions import (
    ScenarioAsked,
    ScenarioFormAsked,
    ScenarioQuery,
    ScenariosAsked,
    ScenarioTaken,
    ScenarioWritten,
)
from dialogs.scenarios_cards import (
    ANYWAY,
    BRING,
    NOT_ALLOWED,
    SAVE,
    TAKE,
    AtAll,
    AtOne,
    Place,
    Script,
    Writing,
)
from dialogs.views import Pressed

OLD = frozenset({f"old-{SAVE}", f"old-{ANYWAY}"})


def step(script: Script, known: Nothing, place: Place, said: Said) -> Next[Place]:
    """Ask the shell, which checks the role each time."""
    match said:
        case Learned(None):
            return Next(AtAll(), (Show(NOT_ALLOWED),))
        case Learned(answer) if answer is not None:
            at, view = cards.learned(script.library, answer)
            return Next(at, (Show(view),))
        case Opened(door=True) if script.batch:
            return Next(Writing(batch=script.batch), (Ask(ScenarioFormAsked(batch=script.batch)),))
        case Opened(door=True):
            return Next(AtAll(), (Ask(ScenariosAsked()),))
        case Pressed(verb, given) if verb in OLD:
            held = scenario_form.cleaned(given)
            asked = ScenarioFormAsked(given.get(ABOUT, ""), script.batch, held)
            return Next(Writing(batch=script.batch), (Ask(asked),))
        case Pressed():
            return Next(place, (Ask(_pressed(place, said)),))
        case _:
            return Next(place, (Ask(_again(place)),))


def _pressed(place: Place, said: Pressed) -> ScenarioQuery:
    """Return what a press asks for; one that means nothing here asks for what was shown."""
    match place, said:
        case AtAll(offered), Pressed("open", {"scenario": id_}) if id_ in offered.split():
            return ScenarioAsked(id_)
        case AtAll(), Pressed("scenarios-taken-back"):
            return ScenariosAsked(withdrawn=True)
        case AtAll(_, withdrawn, part), Pressed(verb):
            return ScenariosAsked(parts.wanted(verb) or part, withdrawn)
        case AtOne(id_, revision, withdrawn), Pressed(verb) if verb == (BRING if withdrawn else TAKE):
            return ScenarioTaken(id_, revision, not withdrawn)
        case AtOne(id_, _, False), Pressed("edit-scenario"):
            return ScenarioFormAsked(id_)
        case Writing(id_, revision, batch), Pressed(verb, given) if verb in (SAVE, ANYWAY):
            return ScenarioWritten(id_, revision, batch, scenario_form.cleaned(given), verb == ANYWAY)
        case _:
            return _again(place)


def _again(place: Place) -> ScenarioQuery:
    """Ask for what is shown at a place."""
    match place:
        case AtAll(_, withdrawn, part):
            return ScenariosAsked(part, withdrawn)
        case AtOne(id_):
            return ScenarioAsked(id_)
        case Writing(id_, _, batch):
            return ScenarioFormAsked(id_, batch)
        case _:
            assert_never(place)


def _script(library: Library, key: str) -> Script:
    return Script(library, key)


FLOW: Flow[Script, Nothing, Place] = Flow(
    name="scenarios",
    version=1,
    places=(AtAll, AtOne, Writing),
    script=_script,
    know=lambda _script, _past: Nothing(),
    begin=lambda _script, _known: AtAll(),
    here=lambda script, _known, place: cards.here(script.library, place),
    step=step,
    edition=lambda _script: "1",
    looks_up=True,
    forms=frozenset({SAVE, ANYWAY}),
    about=lambda place: place.id if isinstance(place, Writing) else "",
    writing=lambda _step, about: Writing(about),
)
