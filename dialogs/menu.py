"""« More »: one list of everything that can be opened from anywhere."""

from dataclasses import dataclass, replace

from content.model import Library
from dialogs import coi
from dialogs.facts import TextOnlyChosen
from dialogs.flow import Flow, Next, Past, Record, Said, Show, Start, again
from dialogs.surroundings import wants_text
from dialogs.views import Button, Choice, Pressed, View
from dialogs.ways import DOORS, TEXT_ONLY, offices, other_form

ORDER = (
    "modules",
    "checklist",
    "self-check",
    "courses",
    "attend",
    "file",
    "code",
    "feedback",
    "pulse",
    "rating",
    "doors",
    "record",
    "messages",
    "privacy",
    "who-looked",
    "help",
)
"""For everyone, in the order in which it is listed; what is not a door yet is left out."""


@dataclass(frozen=True, slots=True)
class AtMenu:
    """There is only one place in the menu."""


@dataclass(frozen=True, slots=True)
class Known:
    """The offices the person holds, the newest conflict-of-interest reminder, if any, and cards or text."""

    offices: tuple[str, ...]
    reminder: str
    text_only: bool


def know(library: Library, past: Past) -> Known:
    """Fold the past into what the menu needs."""
    return Known(offices(past.may), coi.latest(past), wants_text(past.happened))


def opens(library: Library, known: Known) -> dict[str, tuple[str, str]]:
    """Return what the menu lists: by verb, the flow and key it opens."""
    found = {verb: DOORS[verb] for verb in (*known.offices, *ORDER) if verb in DOORS}
    if not library.organization.processes:  # Nobody here starts files that need a declaration.
        found.pop("file", None)
    return {"coi": (coi.DUTY, known.reminder), **found} if known.reminder else found


def here(library: Library, known: Known, place: AtMenu) -> View:
    """Show everything as one choice, so that a number can be typed."""
    verbs = (*opens(library, known), other_form(text_only=known.text_only))
    options = tuple((verb, library.verbs[verb].label) for verb in verbs)
    choice = Choice("menu", library.sentences["choose-from-menu"], options, submit="open")
    return View("menu", {}, (Button("open"), Button("home")), (choice,))


def step(library: Library, known: Known, place: AtMenu, said: Said) -> Next[AtMenu]:
    """Open what is chosen."""
    match said:
        case Pressed("open", {"menu": verb}) if way := opens(library, known).get(verb):
            return Next(place, (Start(*way),))
        case Pressed("open", {"menu": verb}) if verb == other_form(text_only=known.text_only):
            on = TEXT_ONLY[verb]
            chosen = here(library, replace(known, text_only=on), place)
            return Next(place, (Record(TextOnlyChosen(on)), Show(chosen)))
        case Pressed():
            return again(place, here(library, known, place))
        case _:
            return Next(place, (Show(here(library, known, place)),))


FLOW: Flow[Library, Known, AtMenu] = Flow(
    name="menu",
    version=1,
    places=(AtMenu,),
    script=lambda library, _key: library,
    know=know,
    begin=lambda _library, _known: AtMenu(),
    here=here,
    step=step,
    edition=lambda _library: "1",
)
