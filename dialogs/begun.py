"""An office begins a message or a session from what is ready; from there on it is like any other; pure."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from content.model import Library
from dialogs import campaigns, planning, themes
from dialogs.communication_desk import Known
from dialogs.flow import Ask, Flow, Next, Opened, Past, Said
from dialogs.questions import FormAsked
from dialogs.session_desk import Planning
from dialogs.views import View

Form = Next[campaigns.Place]


@dataclass(frozen=True, slots=True)
class Beginning:
    """The words of the office, and the draft to begin with."""

    library: Library
    draft: str


def _begun(
    name: str, fits: Callable[[Library, str], bool], form: Callable[[str], Form]
) -> Flow[Beginning, Known, campaigns.Place]:
    """Return the conversation that begins with the form of a draft, where that `fits`.

    All else is said and shown where every message is written and every session planned.
    """
    return Flow(
        name=name,
        version=1,
        places=campaigns.FLOW.places,
        script=lambda library, key: Beginning(library, key) if fits(library, key) else None,
        know=_know,
        begin=lambda _beginning, _known: campaigns.AtCalendar(),
        here=_here,
        step=partial(_step, form),
        edition=lambda _beginning: "1",
        looks_up=True,
        forms=campaigns.FLOW.forms,
    )


def _know(beginning: Beginning, past: Past) -> Known:
    return campaigns.FLOW.know(beginning.library, past)


def _here(beginning: Beginning, known: Known, place: campaigns.Place) -> View:
    return campaigns.here(beginning.library, known, place)


def _step(
    form: Callable[[str], Form], beginning: Beginning, known: Known, place: campaigns.Place, said: Said
) -> Next[campaigns.Place]:
    """Ask for the form when opened; the rest is said elsewhere."""
    match said:
        case Opened(door=True):
            return form(beginning.draft)
        case _:
            return campaigns.step(beginning.library, known, place, said)


def _message(draft: str) -> Form:
    return Next(campaigns.Drafts(), (Ask(FormAsked(draft=draft)),))


def _session(draft: str) -> Form:
    form = Planning(draft=draft)
    return Next(form, (Ask(form.asked()),))


YOU_SAID = _begun("you-said", lambda library, key: themes.begun_with(key)[0] in library.drafts, _message)
"""« You said, we did »: a message about a theme."""

REQUESTED_SESSION = _begun(
    "requested-session", lambda library, key: bool(planning.requested(library, key)), _session
)
"""A session that a unit asked for."""
