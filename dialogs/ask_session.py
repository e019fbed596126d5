"""A manager asks the values and ethics office for a session; what is sent names a unit, and nobody."""

from dataclasses import dataclass, replace
from datetime import date

from content.model import Library
from dialogs import request_form
from dialogs.flow import Answer, Ask, Flow, Learned, Next, Opened, Past, Said, Show
from dialogs.request_questions import AskFormAsked, AskWritten
from dialogs.views import Button, Pressed, View

SEND, ANYWAY = "send-request", "send-request-anyway"
OLD = frozenset({f"old-{SEND}", f"old-{ANYWAY}"})
FORM, SENT = "ask-session", "ask-session.sent"

NOT_ALLOWED = View("ask-session.not-allowed", {}, (Button("doors"), Button("home"), Button("help")))
BACK = (Button("team"), Button("home"))


@dataclass(frozen=True, slots=True)
class Asking:
    """The form was shown. What was written is not here."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Something was sent. Which request it was is not here: nothing links it to whoever asked."""


Place = Asking | Sent


@dataclass(frozen=True, slots=True)
class Known:
    """Today, where whoever asks is."""

    today: date


def here(library: Library, known: Known, place: Place) -> View:
    """Show a place; what was written is never shown from memory."""
    if isinstance(place, Sent):
        return _sent("")
    return View("ask-session.closed", {}, (Button("ask-session"), *BACK))


def step(library: Library, known: Known, place: Place, said: Said) -> Next[Place]:
    """Ask the shell, which checks the role each time."""
    match place, said:
        case _, Learned(None):
            return Next(Asking(), (Show(NOT_ALLOWED),))
        case _, Learned(answer) if answer is not None and answer.state == SENT:
            return Next(Sent(), (Show(_sent(str(answer.values["note"]))),))
        case _, Learned(answer) if answer is not None:
            return Next(Asking(), (Show(_form(library, known, answer)),))
        case _, Pressed(verb, given) if verb in OLD:
            return Next(Asking(), (Ask(AskFormAsked(request_form.cleaned(given))),))
        case Asking(), Pressed(verb, given) if verb in (SEND, ANYWAY):
            return Next(place, (Ask(AskWritten(request_form.cleaned(given), verb == ANYWAY)),))
        case Sent(), Pressed() | Opened(door=False):
            return Next(place, (Show(_sent("")),))
        case _:
            return Next(Asking(), (Ask(AskFormAsked()),))


def _sent(note: str) -> View:
    return View(SENT, {}, (Button("ask-session"), *BACK), note=note)


def _form(library: Library, known: Known, answer: Answer) -> View:
    values = answer.values
    held = {field: str(values[field]) for field in request_form.FIELDS if field in values}
    asked = request_form.inputs(library, known.today, held, SEND)
    anyway = (Button(ANYWAY, sends=True),) if values.get("anyway") else ()
    view = View(FORM, {}, (Button(SEND), *anyway, *BACK), asked)
    return replace(view, note=str(values.get("note", "")), remarks=answer.remarks)


def _know(_library: Library, past: Past) -> Known:
    return Known(past.today)


FLOW: Flow[Library, Known, Place] = Flow(
    name="ask-session",
    version=1,
    places=(Asking, Sent),
    script=lambda library, _key: library,
    know=_know,
    begin=lambda _library, _known: Asking(),
    here=here,
    step=step,
    edition=lambda _library: "1",
    looks_up=True,
    forms=frozenset({SEND, ANYWAY}),
    writing=lambda _step, _about: Asking(),
)
