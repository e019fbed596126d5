"""Help and the privacy notice: what Ethos does, what it cannot do, whom to ask."""

from dataclasses import dataclass

from content.model import Library
from dialogs.flow import Flow, Next, Nothing, Past, Said, Show
from dialogs.views import Button, View


@dataclass(frozen=True, slots=True)
class AtGuidance:
    """There is only one place; the key says which card."""


def here(card: str, known: Nothing, place: AtGuidance) -> View:
    """Show help or the notice."""
    ways = (Button("home"), Button("menu"), Button("modules"), Button("record"), Button("privacy"))
    return View(card, {}, ways if card == "help" else (Button("home"), Button("record"), Button("help")))


def step(card: str, known: Nothing, place: AtGuidance, said: Said) -> Next[AtGuidance]:
    """Whatever is said, show it."""
    return Next(place, (Show(here(card, known, place)),))


def _script(library: Library, key: str) -> str | None:
    return key if key in ("help", "privacy") else None


def _know(card: str, past: Past) -> Nothing:
    return Nothing()


FLOW: Flow[str, Nothing, AtGuidance] = Flow(
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
