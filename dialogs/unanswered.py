"""The conflict-of-interest office's list: who left two cards unanswered, and who asked for advice."""

from content.model import Library
from dialogs import parts
from dialogs.flow import Ask, Flow, Learned, Next, Nothing, Opened, Said, Show
from dialogs.questions import UnansweredAsked
from dialogs.record import AtRecord
from dialogs.views import Button, Pressed, View

NOBODY = "nobody"
"""What an answer's state says when there is no name to show."""

BUTTONS = (Button("home"), Button("help"))


def here(library: Library, known: Nothing, place: AtRecord) -> View:
    """Show the way back in: names are never shown from memory, and whether they may be is asked each time."""
    others = parts.Part(place.part, place.of).buttons(library)
    return View("unanswered.closed", {}, (*others, *BUTTONS, Button("unanswered")))


def step(library: Library, known: Nothing, place: AtRecord, said: Said) -> Next[AtRecord]:
    """Ask for the list when opened, show it when it comes."""
    match said:
        case Opened():
            return Next(place, (Ask(UnansweredAsked()),))
        case Pressed(verb) if wanted := parts.wanted(verb):
            return Next(place, (Ask(UnansweredAsked(wanted)),))
        case Learned(None):
            return Next(AtRecord(), (Show(View("unanswered.not-allowed", {}, BUTTONS)),))
        case Learned(answer) if answer is not None:
            held = parts.shown(answer)
            card = "unanswered.none" if answer.state == NOBODY else "unanswered"
            remarks = (*answer.remarks, *held.remarks(library))
            buttons = (*held.buttons(library), *BUTTONS)
            view = View(card, {}, buttons, tables=answer.tables, remarks=remarks)
            return Next(AtRecord(held.number, held.of), (Show(view),))
        case _:
            return Next(place, (Show(here(library, known, place)),))


FLOW: Flow[Library, Nothing, AtRecord] = Flow(
    name="unanswered",
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
