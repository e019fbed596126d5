"""Help, the privacy notice, and where team sessions are held: what Ethos does and cannot do, whom to ask."""

from dataclasses import dataclass

from content.model import Library
from dialogs.flow import Flow, Next, Past, Said, Show
from dialogs.surroundings import wants_text
from dialogs.views import Button, View
from dialogs.ways import other_form


@dataclass(frozen=True, slots=True)
class AtGuidance:
    """There is only one place; the key says which card."""


@dataclass(frozen=True, slots=True)
class Known:
    """Whether the person gets text in place of cards."""

    text_only: bool


def here(card: str, known: Known, place: AtGuidance) -> View:
    """Show help, the notice, or where sessions are held."""
    form = other_form(text_only=known.text_only)
    ways = ("home", "menu", "record", "privacy", form) if card == "help" else ("home", "record", "help")
    return View(card, {}, tuple(map(Button, ways)))


def step(card: str, known: Known, place: AtGuidance, said: Said) -> Next[AtGuidance]:
    """Whatever is said, show it."""
    return Next(place, (Show(here(card, known, place)),))


def _script(library: Library, key: str) -> str | None:
    return key if key in ("help", "privacy", "team-sessions") else None


def _know(card: str, past: Past) -> Known:
    return Known(wants_text(past.happened))


FLOW: Flow[str, Known, AtGuidance] = Flow(
    name="guidance",
    version=1,
    places=(AtGuidance,),
    script=_script,
    know=_know,
    begin=lambda _card, _known: AtGuidance(),
    here=here,
    step=step,
    edition=lambda _card: "1",
)
