"""Who looked: how often which role opened what, for everyone to read, and never which person."""

from content.model import Library
from dialogs import parts
from dialogs.flow import Ask, Flow, Learned, Next, Nothing, Said, Show
from dialogs.record import AtRecord
from dialogs.views import Button, Pressed, View
from dialogs.voice_questions import LooksAsked

NOBODY = "nobody"
"""What an answer's state says when no look is on the list."""

BUTTONS = (Button("privacy"), Button("home"), Button("help"))


def here(library: Library, known: Nothing, place: AtRecord) -> View:
    """Show the way back in; the list is looked up each time."""
    others = parts.Part(place.part, place.of).buttons(library)
    return View("who-looked.closed", {}, (*others, Button("who-looked"), *BUTTONS))


def step(library: Library, known: Nothing, place: AtRecord, said: Said) -> Next[AtRecord]:
    """Ask for the list, show it when it comes."""
    match said:
        case Learned(answer) if answer is not None:
            held = parts.shown(answer)
            card = "who-looked.none" if answer.state == NOBODY else "who-looked"
            remarks = (*answer.remarks, *held.remarks(library))
            buttons = (*held.buttons(library), *BUTTONS)
            view = View(card, {}, buttons, tables=answer.tables, remarks=remarks)
            return Next(AtRecord(held.number, held.of), (Show(view),))
        case Learned():
            return Next(place, (Show(here(library, known, place)),))
        case Pressed(verb) if wanted := parts.wanted(verb):
            return Next(place, (Ask(LooksAsked(wanted)),))
        case _:
            return Next(place, (Ask(LooksAsked()),))


FLOW: Flow[Library, Nothing, AtRecord] = Flow(
    name="who-looked",
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
