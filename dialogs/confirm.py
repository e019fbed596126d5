"""A typed "yes" before something that counts: what was typed is said back once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from content.model import Library
from dialogs.flow import Flow, Next, Nothing, Said, Show
from dialogs.views import Button, View

CONFIRMED = frozenset({"acknowledge", "nothing-changed", "filed-today", "filed-on", "talked"})
"""Verbs that ask "yes?" when they are typed. A button needs no second question."""


@dataclass(frozen=True, slots=True)
class Confirming:
    """What was meant, and where. The inputs hold a date at most."""

    flow: str
    key: str
    revision: int
    edition: str
    verb: str
    inputs: Mapping[str, str] = field(default_factory=dict)


def here(library: Library, known: Nothing, place: Confirming) -> View:
    """Say back what was understood, a date included."""
    buttons = (Button("yes"), Button("no"))
    if filed_on := place.inputs.get("filed_on"):
        return View("confirm.date", {"filed_on": date.fromisoformat(filed_on)}, buttons)
    return View("confirm", {"action": library.verbs[place.verb].label}, buttons)


def step(library: Library, known: Nothing, place: Confirming, said: Said) -> Next[Confirming]:
    """Say it again; the reception carries "yes" and "no" to the conversation that was meant."""
    return Next(place, (Show(here(library, known, place)),))


FLOW: Flow[Library, Nothing, Confirming] = Flow(
    name="confirm",
    version=1,
    places=(Confirming,),
    script=lambda library, _key: library,
    know=lambda _library, _past: Nothing(),
    begin=lambda _library, _known: Confirming("home", "", 0, "1", "home"),
    here=here,
    step=step,
    edition=lambda _library: "1",
)
