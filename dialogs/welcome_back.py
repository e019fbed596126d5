"""« Welcome back »: everything that was missed on one card, with one date, instead of a pile."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from content.model import Library, Text
from content.wording import filled, period_in_words
from dialogs.facts import Dated, MessageSent, Reached, ReminderSent, Stamped
from dialogs.flow import Ask, Flow, Learned, Next, Past, Said, Show, Start
from dialogs.plans import Missed
from dialogs.questions import ReturnAsked
from dialogs.sources import COMMUNICATION, SESSION, WELCOME_BACK
from dialogs.together import TALK, TEAM
from dialogs.views import Button, Choice, Pressed, Value, View
from dialogs.working_days import message_days_after

WORKING_DAYS = 10
"""From the first day back to the day to aim for, for everything together."""

NOTHING = "nothing"
"""What an answer's state says when nothing waits any more: the card does not leave."""

READ = frozenset({COMMUNICATION, SESSION})
"""What is there to be read; everything else has a door of its own."""

DOORS = {TALK: "checklist", TEAM: "team"}
"""The doors of what is no duty; a duty's is its own."""


@dataclass(frozen=True, slots=True)
class Script:
    """The words, and the first day back."""

    library: Library
    day: date


@dataclass(frozen=True, slots=True)
class Back:
    """There is only one place: the card lists what came."""


@dataclass(frozen=True, slots=True)
class Known:
    """What came on the card, once it has left."""

    came: tuple[Missed, ...]


def script(library: Library, key: str) -> Script | None:
    """Find the words; the key is the first day back, such as 2026-11-30."""
    try:
        return Script(library, date.fromisoformat(key))
    except ValueError:
        return None


def came(facts: Sequence[Dated | Stamped], day: str) -> tuple[Missed, ...]:
    """Return what came on the card of a return: what was kept as sent together, on the day the card left."""
    left = {
        each.day
        for each in facts
        if isinstance(each.fact, MessageSent)
        and (each.fact.source, each.fact.occurrence) == (WELCOME_BACK, day)
        and each.fact.reached is not Reached.REFUSED
    }
    found: list[Missed] = []
    for each in facts:
        match each.fact:
            case ReminderSent(duty, occurrence, nth, Reached.TOGETHER) if each.day in left:
                found.append(Missed(duty, occurrence, nth))
            case MessageSent(source, occurrence, Reached.TOGETHER) if each.day in left:
                found.append(Missed(source, occurrence))
            case _:
                pass  # It came by itself.
    return tuple(found)


def named(missed: Missed) -> str:
    """Name one thing as the options of an answer do: communication/gifts."""
    return f"{missed.source}/{missed.id}"


def line(library: Library, missed: Missed, title: Text | None = None) -> Text:
    """Write one thing; `title` is a campaign's own, which only the register knows."""
    duty = library.duties.get(missed.source)
    if duty is not None:
        values: dict[str, Value] = {"title": duty.title, "period": period_in_words(missed.id)}
        return filled(library.sentences["welcome-back.duty"], values)
    return title or library.sentences[f"welcome-back.{missed.source}"]


def know(_script: Script, past: Past) -> Known:
    """Fold what came with the card."""
    return Known(came(past.happened, _script.day.isoformat()))


def here(back: Script, known: Known, place: Back) -> View:
    """Show what came, as far as the words of the library go: a campaign's title is looked up."""
    lines = tuple((named(each), line(back.library, each)) for each in known.came)
    return _view(back, lines, message_days_after(WORKING_DAYS, back.day, None))


def step(back: Script, known: Known, place: Back, said: Said) -> Next[Back]:
    """List it, and open what is to be read; the other doors are open everywhere."""
    match said:
        case Learned(answer) if answer is not None:
            due = answer.values.get("due")
            day = due if isinstance(due, date) else message_days_after(WORKING_DAYS, back.day, None)
            view = replace(_view(back, answer.options, day), remarks=answer.remarks)
            return Next(place, (Show(view),))
        case Pressed("read", {"what": what}) if chosen := _chosen(known, what):
            return Next(place, (Start(chosen.source, chosen.id),))
        case _:
            return Next(place, (Ask(ReturnAsked(back.day.isoformat())),))


def _chosen(known: Known, what: str) -> Missed | None:
    return next((each for each in known.came if each.source in READ and named(each) == what), None)


def _view(back: Script, lines: tuple[tuple[str, Text], ...], due: date) -> View:
    """Show the list, a button for each door, and one choice for everything that is to be read."""
    words = back.library.sentences
    sources = [id_.partition("/")[0] for id_, _ in lines]
    doors = dict.fromkeys(DOORS.get(each, each) for each in sources if each not in READ)
    options = tuple(each for each, name in zip(lines, sources, strict=True) if name in READ)
    ways = tuple(Button(verb) for verb in doors if verb in back.library.verbs)
    choice = (Choice("what", words["welcome-back.read"], options, submit="read"),) if options else ()
    read = (Button("read"),) if options else ()
    values: dict[str, Value] = {"missed": tuple(text for _, text in lines), "due": due}
    return View("welcome-back", values, (*read, *ways, Button("home")), choice)


FLOW: Flow[Script, Known, Back] = Flow(
    name=WELCOME_BACK,
    version=1,
    places=(Back,),
    script=script,
    know=know,
    begin=lambda _script, _known: Back(),
    here=here,
    step=step,
    edition=lambda _script: "1",
    looks_up=True,
    silent=frozenset({NOTHING}),
)
