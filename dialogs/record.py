"""« My record »: every row about the person who asks, in words, and what is not kept."""

from dataclasses import dataclass

from content.model import Library
from dialogs import parts
from dialogs.flow import Ask, Flow, Learned, Next, Nothing, Opened, Said, Show
from dialogs.questions import OwnRecordAsked
from dialogs.views import Button, Pressed, View


@dataclass(frozen=True, slots=True)
class AtRecord:
    """Which part was last shown; the rows are looked up each time. Version 1 had no parts."""

    part: int = 1
    of: int = 1


BUTTONS = (Button("home"), Button("privacy"))


def here(library: Library, known: Nothing, place: AtRecord) -> View:
    """Show the way back in: rows are never shown from memory. What is typed means the same as on the rows."""
    others = parts.Part(place.part, place.of).buttons(library)
    return View("record.closed", {}, (*others, *BUTTONS, Button("record")))


def step(library: Library, known: Nothing, place: AtRecord, said: Said) -> Next[AtRecord]:
    """Ask for the rows when opened, show them when they come."""
    match said:
        case Opened():
            return Next(place, (Ask(OwnRecordAsked()),))
        case Pressed(verb) if wanted := parts.wanted(verb):
            return Next(place, (Ask(OwnRecordAsked(wanted)),))
        case Learned(answer) if answer is not None:
            held = parts.shown(answer)
            buttons = (*held.buttons(library), *BUTTONS)
            view = View("record", {}, buttons, tables=answer.tables, remarks=held.remarks(library))
            return Next(AtRecord(held.number, held.of), (Show(view),))
        case _:
            return Next(place, (Show(here(library, known, place)),))


FLOW: Flow[Library, Nothing, AtRecord] = Flow(
    name="record",
    version=2,
    places=(AtRecord,),
    script=lambda library, _key: library,
    know=lambda _library, _past: Nothing(),
    begin=lambda _library, _known: AtRecord(),
    here=here,
    step=step,
    edition=lambda _library: "1",
    looks_up=True,
)
