"""The queue of sessions that units ask for: the values and ethics office says what became of each."""

from typing import assert_never

from content.model import Library
from dialogs import parts, request_form
from dialogs import session_requests_cards as cards
from dialogs.flow import ABOUT, Ask, Flow, Learned, Next, Opened, Past, Said, Show, Start
from dialogs.request_questions import (
    RequestAnswered,
    RequestAsked,
    RequestFormAsked,
    RequestQuery,
    RequestReopened,
    RequestsAsked,
)
from dialogs.session_requests_cards import (
    ANSWERED,
    FORMS,
    NOT_ALLOWED,
    PLAN,
    REOPEN,
    SAVES,
    AtRequest,
    AtRequests,
    AtStep,
    Known,
    Place,
)
from dialogs.views import Pressed

OLD = {f"old-{verb}": step for verb, step in SAVES.items()}
PLANNED = "requested-session"
"""The conversation in which a session is planned that was asked for."""


def step(library: Library, known: Known, place: Place, said: Said) -> Next[Place]:
    """Ask the shell, which checks the role each time."""
    match place, said:
        case _, Learned(None):
            return Next(AtRequests(), (Show(NOT_ALLOWED),))
        case _, Learned(answer) if answer is not None:
            at, view = cards.learned(library, known, answer)
            return Next(at, (Show(view),))
        case _, Opened(door=True):
            return Next(AtRequests(), (Ask(RequestsAsked()),))
        case _, Pressed(verb, given) if verb in OLD:
            held = request_form.cleaned_step(given)
            return Next(place, (Ask(RequestFormAsked(given.get(ABOUT, ""), OLD[verb], held)),))
        case AtRequest(_, _, ways, plan), Pressed(verb) if verb == PLAN and PLAN in ways.split():
            return Next(place, (Start(PLANNED, plan),))
        case _, Pressed():
            return Next(place, (Ask(_pressed(place, said)),))
        case _:
            return Next(place, (Ask(_again(place)),))


def _pressed(place: Place, said: Pressed) -> RequestQuery:
    """Return what a press asks for; one that means nothing here asks for what was shown."""
    match place, said:
        case AtRequests(offered), Pressed("open", {"request": id_}) if id_ in offered.split():
            return RequestAsked(id_)
        case AtRequests(), Pressed(verb) if verb == ANSWERED:
            return RequestsAsked(answered=True)
        case AtRequests(_, answered, part), Pressed(verb):
            return RequestsAsked(parts.wanted(verb) or part, answered)
        case AtRequest(id_, revision, ways), Pressed(verb) if verb == REOPEN and verb in ways.split():
            return RequestReopened(id_, revision)
        case AtRequest(id_, _, ways), Pressed(verb) if verb in FORMS and verb in ways.split():
            return RequestFormAsked(id_, FORMS[verb])
        case AtStep(id_, revision), Pressed(verb, given) if verb in SAVES:
            return RequestAnswered(id_, revision, SAVES[verb], request_form.cleaned_step(given))
        case _:
            return _again(place)


def _again(place: Place) -> RequestQuery:
    """Ask for what is shown at a place."""
    match place:
        case AtRequests(_, answered, part):
            return RequestsAsked(part, answered)
        case AtRequest(id_) | AtStep(id_, _, ""):
            return RequestAsked(id_)
        case AtStep(id_):
            return RequestFormAsked(id_, cards.step_of(place))
        case _:
            assert_never(place)


def _know(_library: Library, past: Past) -> Known:
    return Known(past.today)


FLOW: Flow[Library, Known, Place] = Flow(
    name="requests",
    version=1,
    places=(AtRequests, AtRequest, AtStep),
    script=lambda library, _key: library,
    know=_know,
    begin=lambda _library, _known: AtRequests(),
    here=cards.here,
    step=step,
    edition=lambda _library: "1",
    looks_up=True,
    forms=frozenset(SAVES),
    about=lambda place: place.id if isinstance(place, AtStep) else "",
    writing=lambda _step, about: AtStep(about),
)
