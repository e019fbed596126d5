"""« You said, we did »: an office begins a message about a theme; from there on it is like any other."""

from dataclasses import dataclass

from content.model import Library
from dialogs import campaigns, themes
from dialogs.communication_desk import Known
from dialogs.flow import Ask, Flow, Next, Opened, Past, Said
from dialogs.questions import FormAsked
from dialogs.views import View


@dataclass(frozen=True, slots=True)
class Beginning:
    """The words of the office, and the ready draft to begin with, with its theme."""

    library: Library
    draft: str


def here(beginning: Beginning, known: Known, place: campaigns.Place) -> View:
    """Show a place as the office's own conversation does."""
    return campaigns.here(beginning.library, known, place)


def step(beginning: Beginning, known: Known, place: campaigns.Place, said: Said) -> Next[campaigns.Place]:
    """Ask for the form with its draft when opened; the rest is said where every message is written."""
    match said:
        case Opened(door=True):
            return Next(campaigns.Drafts(), (Ask(FormAsked(draft=beginning.draft)),))
        case _:
            return campaigns.step(beginning.library, known, place, said)


def _script(library: Library, key: str) -> Beginning | None:
    return Beginning(library, key) if themes.begun_with(key)[0] in library.drafts else None


def _know(beginning: Beginning, past: Past) -> Known:
    return campaigns.FLOW.know(beginning.library, past)


FLOW: Flow[Beginning, Known, campaigns.Place] = Flow(
    name="you-said",
    version=1,
    places=campaigns.FLOW.places,
    script=_script,
    know=_know,
    begin=lambda _beginning, _known: campaigns.AtCalendar(),
    here=here,
    step=step,
    edition=lambda _beginning: "1",
    looks_up=True,
    forms=campaigns.FLOW.forms,
)
