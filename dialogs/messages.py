"""« My messages »: how many come unasked, what comes next, and peace until a date."""

from dataclasses import dataclass
from datetime import date, timedelta

from content.model import Library, Text
from dialogs import dates
from dialogs.away import snoozed_until
from dialogs.budget import counted, most
from dialogs.facts import Snoozed
from dialogs.flow import Ask, Flow, Learned, Next, Opened, Past, Record, Said, Show
from dialogs.questions import MessagesAsked
from dialogs.views import Button, DateInput, Pressed, Value, View

LONGEST = timedelta(days=30)
"""Peace for longer would let a whole period of a duty go by."""


@dataclass(frozen=True, slots=True)
class AtMessages:
    """There is only one place: everything shown is counted or looked up each time."""


@dataclass(frozen=True, slots=True)
class Known:
    """Today, how many messages came this quarter, how many may, and until when nothing is wanted."""

    today: date
    count: int
    most: int
    until: date | None


def know(library: Library, past: Past) -> Known:
    """Fold the past into the budget and the peace that was asked for."""
    budget = library.organization.budget
    return Known(
        past.today,
        counted(past.happened, past.today),
        most(past.happened, past.today, budget),
        snoozed_until(past.happened, past.today),
    )


def here(library: Library, known: Known, place: AtMessages) -> View:
    """Show the budget and the date. What comes next is never shown from memory."""
    return _view(library, known, known.until, (library.sentences["messages.look"],))


def step(library: Library, known: Known, place: AtMessages, said: Said) -> Next[AtMessages]:
    """Keep a date, or end the peace; a typed date counts at once, because one word takes it back."""
    tomorrow, latest = known.today + timedelta(days=1), known.today + LONGEST
    match said:
        case Learned(answer) if answer is not None:
            upcoming, until = answer.values.get("upcoming"), answer.values.get("until")
            lines = upcoming if isinstance(upcoming, tuple) else ()
            peace = until if isinstance(until, date) and until > known.today else None
            note = str(answer.values.get("note", ""))
            return Next(place, (Show(_view(library, known, peace, lines).noted(note)),))
        case Pressed("snooze", {"until": written}) if day := dates.ahead(written, tomorrow, latest):
            if day == known.until:
                return Next(place, (Ask(MessagesAsked()),))
            return Next(place, (Record(Snoozed(day)), Ask(MessagesAsked(day))))
        case Pressed("snooze"):
            return Next(place, (Ask(MessagesAsked(note="messages.date-required")),))
        case Pressed("wake") if known.until:
            return Next(place, (Record(Snoozed(known.today)), Ask(MessagesAsked(known.today))))
        case Opened() | _:  # Whatever else is said, look again.
            return Next(place, (Ask(MessagesAsked()),))


def _view(library: Library, known: Known, until: date | None, upcoming: tuple[Text, ...]) -> View:
    words = library.sentences
    asked = DateInput(
        "until",
        words["messages.until"],
        "snooze",
        known.today + LONGEST,
        earliest=known.today + timedelta(days=1),
        missing=words["messages.date-required"],
    )
    values: dict[str, Value] = {
        "count": known.count,
        "most": known.most,
        "upcoming": upcoming or (words["messages.nothing"],),
    }
    if until is None:
        return View("messages", values, (Button("snooze"), Button("home")), (asked,))
    buttons = (Button("snooze"), Button("wake"), Button("home"))
    return View("messages.peace", {**values, "until": until}, buttons, (asked,))


FLOW: Flow[Library, Known, AtMessages] = Flow(
    name="messages",
    version=1,
    places=(AtMessages,),
    script=lambda library, _key: library,
    know=know,
    begin=lambda _library, _known: AtMessages(),
    here=here,
    step=step,
    edition=lambda _library: "1",
    looks_up=True,
)
