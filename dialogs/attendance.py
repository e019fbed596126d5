"""« I am at a session »: four digits shown in the room, and only a count ever leaves."""

import re
from dataclasses import dataclass

from content.model import Library
from dialogs.facts import SessionAttended
from dialogs.flow import Ask, Flow, Learned, Next, Nothing, Opened, Record, Said, Show, again
from dialogs.questions import AttendanceAsked
from dialogs.views import Button, Pressed, TextInput, View

CODE = re.compile("[0-9]{4}")

NEW, THERE, UNKNOWN, TOO_MANY = "new", "there", "unknown", "too-many"
"""What an answer's state says: counted now, counted before, no such code today, too many wrong ones."""

SESSION = "session"
"""Where the answer names the session, for the fact; no card shows it."""

BUTTONS = (Button("record"), Button("home"), Button("help"))


@dataclass(frozen=True, slots=True)
class AtDoor:
    """There is only one place: which session it is, is looked up each time."""


def is_code(text: str) -> bool:
    """Tell whether typed words are four digits."""
    return CODE.fullmatch(text.strip()) is not None


def here(library: Library, known: Nothing, place: AtDoor) -> View:
    """Ask for the code."""
    words = library.sentences
    asked = TextInput(
        "code", words["attend.code"], "present", CODE.pattern, words["attend.example"],
        words["attend.required"],
    )  # fmt: skip
    return View("attend", {}, (Button("present"), *BUTTONS), (asked,))


def step(library: Library, known: Nothing, place: AtDoor, said: Said) -> Next[AtDoor]:
    """Hear a code; whether a session has it, the shell looks up."""
    match said:
        case Opened():
            return Next(place, (Ask(AttendanceAsked()),))
        case Pressed("present", {"code": code}) if is_code(code):
            return Next(place, (Ask(AttendanceAsked(code.strip())),))
        case Pressed("present"):
            return Next(place, (Show(here(library, known, place).noted("attend.required")),))
        case Learned(None):
            return Next(place, (Show(View("attend.left", {}, BUTTONS)),))
        case Learned(answer) if answer is not None and answer.state in (NEW, THERE):
            ways = (*BUTTONS, Button("rating"))
            shown = Show(View("attend.there", {"title": answer.values["title"]}, ways))
            fact = SessionAttended(str(answer.values[SESSION]))
            return Next(place, (Record(fact), shown) if answer.state == NEW else (shown,))
        case Learned(answer) if answer is not None and answer.state in (UNKNOWN, TOO_MANY):
            # Four digits may have been meant for something else, so this takes nobody from where they are.
            return Next(place, (Show(_refused(library, known, place, answer.state)),))
        case Learned():
            return Next(place, (Show(here(library, known, place)),))
        case _:
            return again(place, here(library, known, place))


def _refused(library: Library, known: Nothing, place: AtDoor, state: str) -> View:
    asked = here(library, known, place)
    return View(asked.card, {}, asked.buttons, asked.inputs, note=f"attend.{state}", passing=True)


FLOW: Flow[Library, Nothing, AtDoor] = Flow(
    name="attend",
    version=1,
    places=(AtDoor,),
    script=lambda library, _key: library,
    know=lambda _library, _past: Nothing(),
    begin=lambda _library, _known: AtDoor(),
    here=here,
    step=step,
    edition=lambda _library: "1",
    looks_up=True,
)
