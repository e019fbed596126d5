"""« Log a conversation »: a talk about values that took place, in two taps; never what was said in it.

The id of what was logged stands on the card of whoever logged it, and in no place: nothing that is kept links
a talk to anybody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from content.model import Conversation, Library, Text
from content.model.session_requests import BANDS
from dialogs import goal_forms, request_form, themes, writing
from dialogs.flow import Answer, Ask, Flow, Learned, Next, Opened, Past, Said, Show
from dialogs.goal_forms import Asked
from dialogs.request_questions import LogAsked, TalkLogged, TalkUnlogged
from dialogs.views import Button, Choice, Input, Pressed, View
from dialogs.writing import Held

LOG, UNLOG = "conversation-held", "unlog-conversation"
FORM, DONE = "log-conversation", "log-conversation.done"
FIELDS = ("talked", "topic", "people")
LONGEST_AGO = timedelta(days=60)
ID = re.compile(r"[0-9a-f]{32}")
"""How the id of what was logged looks."""

NOT_ALLOWED = View("log-conversation.not-allowed", {}, (Button("home"), Button("help")))


@dataclass(frozen=True, slots=True)
class Logging:
    """The card was shown."""


@dataclass(frozen=True, slots=True)
class Logged:
    """Something was logged, or taken back; what it was is not here."""


Place = Logging | Logged


@dataclass(frozen=True, slots=True)
class Known:
    """Today, where whoever logs is."""

    today: date


# What a card holds --------------------------------------------------------------------------------


def cleaned(given: Held) -> dict[str, str]:
    """Return what was given, without what nobody can see."""
    return writing.cleaned(given, FIELDS, ("talked",))


def conversation_of(held: Held) -> Conversation:
    """Return the talk that a card without faults says."""
    return Conversation.model_validate(
        {"day": held["talked"], "topic": held["topic"], "people": held["people"]}
    )


def bands(library: Library) -> tuple[tuple[str, Text], ...]:
    """Return about how many people may have taken part."""
    return tuple((each, library.sentences[f"conversations.people.{each}"]) for each in BANDS)


def inputs(library: Library, today: date, held: Held) -> tuple[Input, ...]:
    """Return the inputs with what they hold; the day is today until somebody says otherwise."""
    asked = Asked(library, {"talked": today.isoformat(), **held}, LOG)
    return (
        asked.choice("topic", request_form.topics(library)),
        asked.choice("people", bands(library)),
        asked.day("talked", today - LONGEST_AGO, today),
    )


def faults(library: Library, today: date, held: Held) -> tuple[Text, ...]:
    """Return everything that is wrong with a card."""
    return tuple(_faults(library, today, held))


def _faults(library: Library, today: date, held: Held) -> Iterator[Text]:
    if held.get("topic") not in themes.THEMES:
        yield goal_forms.slip(library, "choose", "topic")
    if held.get("people") not in BANDS:
        yield goal_forms.slip(library, "choose", "people")
    yield from goal_forms.not_a_day(library, held, "talked", today - LONGEST_AGO, today)


# The conversation ---------------------------------------------------------------------------------


def here(library: Library, known: Known, place: Place) -> View:
    """Show the ways on from a place; which talk was logged is never shown from memory."""
    return View("log-conversation.closed", {}, (Button("log-conversation"), Button("home")))


def step(library: Library, known: Known, place: Place, said: Said) -> Next[Place]:
    """Ask the shell, which checks the role each time."""
    match place, said:
        case _, Learned(None):
            return Next(Logging(), (Show(NOT_ALLOWED),))
        case _, Learned(answer) if answer is not None and answer.state == FORM:
            return Next(Logging(), (Show(_form(library, known, answer)),))
        case _, Learned(answer) if answer is not None:
            return Next(Logged(), (Show(_done(library, answer)),))
        case _, Pressed(verb, given) if verb == UNLOG and ID.fullmatch(given.get("logged", "")):
            return Next(Logged(), (Ask(TalkUnlogged(given["logged"])),))
        case _, Pressed(verb, given) if verb == f"old-{LOG}":
            return Next(Logging(), (Ask(LogAsked(cleaned(given))),))
        case Logging(), Pressed(verb, given) if verb == LOG:
            return Next(place, (Ask(TalkLogged(cleaned(given))),))
        case Logged(), Pressed() | Opened(door=False):
            return Next(place, (Show(here(library, known, place)),))
        case _:
            return Next(Logging(), (Ask(LogAsked()),))


def _form(library: Library, known: Known, answer: Answer) -> View:
    held = {field: str(answer.values[field]) for field in FIELDS if field in answer.values}
    view = View(FORM, {}, (Button(LOG), Button("home")), inputs(library, known.today, held))
    return replace(view, note=str(answer.values.get("note", "")), remarks=answer.remarks)


def _done(library: Library, answer: Answer) -> View:
    """Show what was logged, with the way to take it back while it stands."""
    chosen = "".join(id_ for id_, _ in answer.options)
    label = library.sentences["conversations.logged"]
    choice = Choice("logged", label, answer.options, UNLOG, compact=True, value=chosen)
    back = (Button(UNLOG),) if answer.options else ()
    buttons = (*back, Button("log-conversation"), Button("home"))
    return View(answer.state, answer.values, buttons, (choice,) if answer.options else ())


def _know(_library: Library, past: Past) -> Known:
    return Known(past.today)


FLOW: Flow[Library, Known, Place] = Flow(
    name="log-conversation",
    version=1,
    places=(Logging, Logged),
    script=lambda library, _key: library,
    know=_know,
    begin=lambda _library, _known: Logging(),
    here=here,
    step=step,
    edition=lambda _library: "1",
    looks_up=True,
    forms=frozenset({LOG}),
    writing=lambda _step, _about: Logging(),
)
