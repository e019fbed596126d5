"""« My record »: every row about the person who asks, in words, and what is not kept."""

from dataclasses import dataclass

from content.model import Library
from dialogs.flow import Ask, Flow, Learned, Next, Nothing, Opened, Said, Show
from dialogs.questions import OwnRecordAsked
from dialogs.views import Button, View


@dataclass(frozen=True, slots=True)
class AtRecord:
    """There is only one place; the rows are looked up each time."""


BUTTONS = (Button("home"), Button("privacy"))


def here(library: Library, known: Nothing, place: AtRecord) -> View:
    """Show the way back in: rows are never shown from memory."""
    return View("record.closed", {}, (Button("record"), *BUTTONS))


def step(library: Library, known: Nothing, place: AtRecord, said: Said) -> Next[AtRecord]:
    """Ask for the rows when opened, show them when they come."""
    match said:
        case Opened():
            return Next(place, (Ask(OwnRecordAsked()),))
        case Learned(answer) if answer is not None:
            return Next(place, (Show(View("record", answer.values, BUTTONS, tables=answer.tables)),))
        case _:
            return Next(place, (Show(here(library, known, place)),))


FLOW: Flow[Library, Nothing, AtRecord] = Flow(
    name="record",
    version=1,
    places=(AtRecord,),
    script=lambda library, _key: library,
    know=lambda _library, _past: Nothing(),
    begin=lambda _library, _known: AtRecord(),
    here=here,
    step=step,
    edition=lambda _library: "1",
    looks_up=True,
)
