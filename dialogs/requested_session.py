"""An office begins a session that a unit asked for; from there on it is planned like any other."""

from dataclasses import dataclass

from content.model import Library
from dialogs import campaigns, planning
from dialogs.communication_desk import Known
from dialogs.flow import Ask, Flow, Next, Opened, Past, Said
from dialogs.session_desk import Planning
from dialogs.views import View


@dataclass(frozen=True, slots=True)
class Beginning:
    """The words of the office, and what the session begins with."""

    library: Library
    draft: str


def here(beginning: Beginning, known: Known, place: campaigns.Place) -> View:
    """Show a place as the office's own conversation does."""
    return campaigns.here(beginning.library, known, place)


def step(beginning: Beginning, known: Known, place: campaigns.Place, said: Said) -> Next[campaigns.Place]:
    """Ask for the form of a session when opened; the rest is said where every session is planned."""
    match said:
        case Opened(door=True):
            form = Planning(draft=beginning.draft)
            return Next(form, (Ask(form.asked()),))
        case _:
            return campaigns.step(beginning.library, known, place, said)


def _script(library: Library, key: str) -> Beginning | None:
    return Beginning(library, key) if planning.requested(library, key) else None


def _know(beginning: Beginning, past: Past) -> Known:
    return campaigns.FLOW.know(beginning.library, past)


FLOW: Flow[Beginning, Known, campaigns.Place] = Flow(
    name="requested-session",
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
