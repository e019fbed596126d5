"""What an office sent: a communication, an invitation or the reminder of a session, to read at any time."""

from dataclasses import dataclass

from content.model import Library
from dialogs.flow import Answer, Ask, Flow, Learned, Next, Nothing, Said, Show
from dialogs.questions import CommunicationAsked
from dialogs.sources import COMMUNICATION, SESSION, SESSION_REMINDER
from dialogs.views import Button, View

WAYS = (Button("home"),)


@dataclass(frozen=True, slots=True)
class Message:
    """Which campaign, and by which card it is shown."""

    card: str
    id: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Nothing has to be remembered: the text is looked up each time, so that a correction is seen."""


def gone() -> View:
    """Say that there is nothing to read."""
    return View("communication.gone", {}, WAYS, passing=True)


def shown(card: str, answer: Answer) -> View:
    """Show a message. It leaves no trace: a number typed afterwards means what was asked before."""
    return View(card, answer.values, WAYS, passing=True)


def step(message: Message, known: Nothing, place: Reading, said: Said) -> Next[Reading]:
    """Ask the shell, which knows the text and whom it was meant for."""
    match said:
        case Learned(None):
            return Next(place, (Show(gone()),))
        case Learned(answer) if answer is not None:
            return Next(place, (Show(shown(message.card, answer)),))
        case _:
            return Next(place, (Ask(CommunicationAsked(message.id)),))


MessageFlow = Flow[Message, Nothing, Reading]


def _flow(name: str) -> MessageFlow:
    def script(_library: Library, key: str) -> Message | None:
        return Message(name, key) if key else None

    return Flow(
        name=name,
        version=1,
        places=(Reading,),
        script=script,
        know=lambda _message, _past: Nothing(),
        begin=lambda _message, _known: Reading(),
        here=lambda _message, _known, _place: gone(),
        step=step,
        edition=lambda _message: "1",
        looks_up=True,
    )


COMMUNICATIONS, INVITATIONS = _flow(COMMUNICATION), _flow(SESSION)
SESSION_REMINDERS = _flow(SESSION_REMINDER)
