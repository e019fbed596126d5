"""A typed "yes" before something that counts: what was typed is said back once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from content.model import Library
from dialogs.courses import name_of
from dialogs.facts import CourseReported, Fact
from dialogs.flow import Flow, Next, Nothing, Said, Show
from dialogs.views import Button, Pressed, Value, View

CONFIRMED = frozenset(
    {
        "acknowledge",
        "nothing-changed",
        "filed-today",
        "filed-on",
        "finished-today",
        "finished-on",
        "no-conflict",
        "talked",
        "start-campaign",
        "resume-campaign",
        "send-correction",
        "send-test",
        "drop-draft",
        "drop-correction",
    }
)
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


def exactly(said: Pressed, facts: Sequence[Fact]) -> Pressed:
    """Return a press with the day it means, so that "today" is still that day when "yes" comes tomorrow."""
    match said.verb, facts:
        case "finished-today", (CourseReported(_, day),):
            return Pressed("finished-on", {"finished_on": day.isoformat()})
        case _:
            return said


def here(library: Library, known: Nothing, place: Confirming) -> View:
    """Say back what was understood, a date and a course included."""
    buttons = (Button("yes"), Button("no"))
    match place.inputs:
        case {"filed_on": day}:
            return View("confirm.date", {"filed_on": date.fromisoformat(day)}, buttons)
        case {"finished_on": day}:
            finished_on = date.fromisoformat(day)
            values: dict[str, Value] = {"course": name_of(library, place.key), "finished_on": finished_on}
            return View("confirm.course", values, buttons)
        case _:
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
