"""The ATIP contact puts disposal on hold, lifts it, and reads one person's record for a request."""

import re
from dataclasses import dataclass, replace
from typing import assert_never

from content.model import Library
from dialogs import parts
from dialogs.flow import Answer, Ask, Flow, Learned, Next, Nothing, Opened, Said, Show, again
from dialogs.questions import DisposalAsked, RecordAsked
from dialogs.views import Button, Pressed, TextInput, View

REQUEST = r"[A-Za-z]{1,4}(?:[-/ ]?[0-9]{1,12}){1,4}"
"""A request's number, such as A-2026-00123: too narrow to hold a name, because it is kept."""

PERSON = r"[^\s@]{1,100}@[^\s@]{1,100}|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
"""An email, or an id of the staff list. It is looked up and kept nowhere."""

ON_HOLD, FOUND, UNKNOWN = "on-hold", "found", "unknown"
"""What an answer's state says; any other word means that disposal is not on hold."""


@dataclass(frozen=True, slots=True)
class Free:
    """Disposal was not on hold when last looked."""


@dataclass(frozen=True, slots=True)
class Held:
    """Disposal was on hold when last looked."""


@dataclass(frozen=True, slots=True)
class Lifting:
    """Asked whether the hold may really be lifted."""


@dataclass(frozen=True, slots=True)
class Requesting:
    """Asked for the number of a request."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Asked whose record this request is about. Whose it was is not kept."""

    request: str


Place = Free | Held | Lifting | Requesting | Finding


def _ways(place: Free | Held) -> tuple[Button, ...]:
    switch = Button("lift-hold") if isinstance(place, Held) else Button("hold")
    return (switch, Button("record-of"), Button("home"), Button("help"))


def here(library: Library, known: Nothing, place: Place) -> View:
    """Show a place. What is on hold and what was disposed of is never shown from memory."""
    words = library.sentences
    match place:
        case Free() | Held():
            return View("records.closed", {}, (*_ways(place), Button("records")))
        case Lifting():
            return View("records.lift", {}, (Button("yes"), Button("no")))
        case Requesting():
            asked = TextInput(
                "request", words["records.request"], "next", REQUEST, words["records.request-example"],
                words["request-required"],
            )  # fmt: skip
            return View("records.request", {}, (Button("next"), Button("back"), Button("home")), (asked,))
        case Finding(request):
            asked = TextInput(
                "who", words["records.person"], "show-record", PERSON, words["records.person-example"],
                words["person-required"],
            )  # fmt: skip
            buttons = (Button("show-record"), Button("back"), Button("home"))
            return View("records.person", {"request": request}, buttons, (asked,))
        case _:
            assert_never(place)


def step(library: Library, known: Nothing, place: Place, said: Said) -> Next[Place]:
    """Ask the shell for everything; it checks the role each time."""
    match place, said:
        case _, Learned(None):
            return Next(Free(), (Show(View("records.not-allowed", {}, (Button("home"), Button("help")))),))
        case Finding() | Requesting() | Lifting(), Learned(answer) if answer is not None:
            return Next(place, (Show(_about(library, known, place, answer)),))
        case _, Learned(answer) if answer is not None:
            return _overview(answer)
        case Free(), Pressed("hold"):
            return Next(place, (Ask(DisposalAsked(hold=True)),))
        case Held(), Pressed("lift-hold"):
            return _go(library, known, Lifting())
        case Lifting(), Pressed("yes"):
            return Next(Held(), (Ask(DisposalAsked(hold=False)),))
        case Free() | Held(), Pressed("record-of"):
            return _go(library, known, Requesting())
        case Requesting(), Pressed("next", {"request": number}) if re.fullmatch(REQUEST, number.strip()):
            return _go(library, known, Finding(number.strip().upper()))
        case Requesting(), Pressed("next"):
            return Next(place, (Show(here(library, known, place).noted("request-required")),))
        case Finding(request), Pressed("show-record", {"who": who}) if re.fullmatch(PERSON, who.strip()):
            return Next(place, (Ask(RecordAsked(who.strip(), request)),))
        case Finding(request), Pressed(verb, {"who": who}) if parts.wanted(verb) and re.fullmatch(
            PERSON, who
        ):
            return Next(place, (Ask(RecordAsked(who, request, parts.wanted(verb))),))
        case Finding(), Pressed("show-record"):
            return Next(place, (Show(here(library, known, place).noted("person-required")),))
        case Finding(), Pressed("back"):
            return _go(library, known, Requesting())
        case (Lifting(), Pressed("no")) | (Requesting(), Pressed("back")) | (_, Opened()):
            return Next(Free(), (Ask(DisposalAsked()),))
        case _:
            return again(place, here(library, known, place))


def _go(library: Library, known: Nothing, place: Place) -> Next[Place]:
    return Next(place, (Show(here(library, known, place)),))


def _overview(answer: Answer) -> Next[Place]:
    """Show whether disposal is on hold and what was disposed of, and remember which switch was shown."""
    place = Held() if answer.state == ON_HOLD else Free()
    card = "records.on-hold" if answer.state == ON_HOLD else "records"
    view = View(card, answer.values, _ways(place), tables=answer.tables, remarks=answer.remarks)
    return Next(place, (Show(view),))


def _about(library: Library, known: Nothing, place: Place, answer: Answer) -> View:
    """Show a record where one was asked for, else where we are."""
    view = here(library, known, place)
    match place, answer.state:
        case Finding(request), state if state == FOUND:
            return _found(library, view, request, answer)
        case _, state if state == UNKNOWN:
            return view.noted("person-unknown")
        case _:
            return view


def _found(library: Library, view: View, request: str, answer: Answer) -> View:
    """Show a part of a record. Whose it is stands in the card's own field only, so that it can go on."""
    part, who = parts.shown(answer), str(answer.values.get("who", ""))
    inputs = tuple(replace(asked, value=who) for asked in view.inputs if isinstance(asked, TextInput))
    buttons = (*view.buttons, *part.buttons(library, sends=True))
    remarks = part.remarks(library)
    return View("record-of", {"request": request}, buttons, inputs, answer.tables, remarks=remarks)


FLOW: Flow[Library, Nothing, Place] = Flow(
    name="records",
    version=1,
    places=(Free, Held, Lifting, Requesting, Finding),
    script=lambda library, _key: library,
    know=lambda _library, _past: Nothing(),
    begin=lambda _library, _known: Free(),
    here=here,
    step=step,
    edition=lambda _library: "1",
    looks_up=True,
)
