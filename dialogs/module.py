"""One onboarding module: outcomes, pages, a dilemma, a question for the team, an acknowledgement.

Somebody who finished it on another path reads only the pages that are new for them.
"""

from dataclasses import dataclass
from typing import assert_never

from content.model import Module
from dialogs import branching, code, lesson
from dialogs.facts import Acknowledged, ModuleFinished
from dialogs.flow import Flow, Next, Opened, Record, Said, Show, again
from dialogs.lesson import Known, Lesson
from dialogs.views import Button, Pressed, View


@dataclass(frozen=True, slots=True)
class Opening:
    """What the module is about."""


@dataclass(frozen=True, slots=True)
class Reading:
    """On a page: its number among all pages, from 0, and its id. Places of version 1 have no id."""

    page: int
    id: str = ""


@dataclass(frozen=True, slots=True)
class Deciding:
    """Before the dilemma. What is chosen leaves no trace, so there is no place after choosing."""


@dataclass(frozen=True, slots=True)
class Talking:
    """The question to take to the team."""


@dataclass(frozen=True, slots=True)
class Acknowledging:
    """Asked to confirm having received the organization's code."""


@dataclass(frozen=True, slots=True)
class Done:
    """Finished; opening the module again starts it over."""


@dataclass(frozen=True, slots=True)
class Announced:
    """Told that a finished module has something new for this person."""


@dataclass(frozen=True, slots=True)
class Adding:
    """On one of the new pages: its number among all pages, from 0, and its id."""

    page: int
    id: str


Place = Opening | Reading | Deciding | Talking | Acknowledging | Done | Announced | Adding


def begin(script: Lesson, known: Known) -> Place:
    """Start with what is new where there is something, else with the whole module."""
    return Announced() if known.new else Opening()


def today(script: Lesson, known: Known, place: Place) -> Place:
    """Return what a saved place means with the pages, the path and the code of today."""
    module = script.module
    match place:
        case Reading(number, page):
            found = lesson.nearest(module, known.pages, number, page)
            return Deciding() if found is None else Reading(found, module.pages[found].id)
        case Adding(number, page):
            found = lesson.nearest(module, known.new, number, page)
            return Done() if found is None else Adding(found, module.pages[found].id)
        case Announced() if not known.new:
            return Done()
        case Acknowledging() if not known.asks:
            return Talking()
        case _:
            return place


def here(script: Lesson, known: Known, place: Place) -> View:
    """Show a place."""
    match today(script, known, place):
        case Opening():
            return lesson.opening(script)
        case Reading(number):
            return lesson.page(script, known.pages, number, "next")
        case Deciding():
            return branching.dilemma(script)
        case Talking():
            forward = Button("next") if known.asks else Button("finish")
            talk = {"talk": script.module.talk}
            return View("module.talk", talk, (forward, Button("back"), Button("home")))
        case Acknowledging():
            return code.ask(script.code, known.code, Button("back"), Button("home"))
        case Done():
            return lesson.done(script)
        case Announced():
            return lesson.what_is_new(script, known.new)
        case Adding(number):
            last = lesson.after(known.new, number) is None
            return lesson.page(script, known.new, number, "finish" if last else "next")
        case _ as never:
            assert_never(never)


def step(script: Lesson, known: Known, place: Place, said: Said) -> Next[Place]:
    """Turn the pages; what is chosen in a dilemma is answered in place, and counted where no name is."""
    module, now = script.module, today(script, known, place)
    match now, said:
        case ((Announced() | Adding()), Pressed(verb)):
            return _add(script, known, now, verb)
        case ((Opening() | Reading()), Pressed("next")):
            number = now.page if isinstance(now, Reading) else -1
            return _go(script, known, _page(module, lesson.after(known.pages, number)) or Deciding())
        case Reading(number), Pressed("back"):
            return _go(script, known, _page(module, lesson.before(known.pages, number)) or Opening())
        case Deciding(), Pressed("answer", {"option": chosen}) if view := branching.feedback(script, chosen):
            return Next(now, (branching.tally(module, chosen), Show(view)))
        case Deciding(), Pressed(verb) if view := branching.followed(script, verb):
            return Next(now, (Show(view),))
        case Deciding(), Pressed("reconsider"):
            return _go(script, known, now)
        case Deciding(), Pressed("next"):
            return _go(script, known, Talking())
        case Deciding(), Pressed("back"):
            last = lesson.before(known.pages, len(module.pages))
            return _go(script, known, _page(module, last) or Opening())
        case Talking(), Pressed("back"):
            return _go(script, known, Deciding())
        case Talking(), Pressed("next" | "finish"):
            return _go(script, known, Acknowledging()) if known.asks else _finish(script, known)
        case Acknowledging(), Pressed("back"):
            return _go(script, known, Talking())
        case Acknowledging(), Pressed("acknowledge"):
            return _finish(script, known, Record(Acknowledged(script.code.code.version)))
        case _, Opened():
            return _open(script, known, now)
        case _:  # Anything else: say again where we are. Nobody loses their place.
            return again(now, here(script, known, now))


def _open(script: Lesson, known: Known, now: Place) -> Next[Place]:
    """Go on where the person is; a finished module starts over, and what is new in it comes first."""
    rereading = known.new and not isinstance(now, Announced | Adding)
    return _go(script, known, begin(script, known) if rereading or isinstance(now, Done) else now)


def _add(script: Lesson, known: Known, now: Announced | Adding, verb: str) -> Next[Place]:
    """Turn the new pages; at the end the module is finished again, on the path of today."""
    module = script.module
    number = now.page if isinstance(now, Adding) else -1
    following = lesson.after(known.new, number)
    match now, verb:
        case _, "next" | "finish" if following is not None:
            return _go(script, known, Adding(following, module.pages[following].id))
        case Adding(), "next" | "finish":
            return _done(script, known, Record(ModuleFinished(module.id, module.version)))
        case Adding(), "back":
            previous = lesson.before(known.new, number)
            earlier = None if previous is None else Adding(previous, module.pages[previous].id)
            return _go(script, known, earlier or Announced())
        case _:
            return again(now, here(script, known, now))


def _go(script: Lesson, known: Known, place: Place) -> Next[Place]:
    return Next(place, (Show(here(script, known, place)),))


def _page(module: Module, number: int | None) -> Reading | None:
    return None if number is None else Reading(number, module.pages[number].id)


def _finish(script: Lesson, known: Known, *also: Record) -> Next[Place]:
    """Reach the end; the same version is finished once.

    Whoever changed path in the middle of reading again has not seen the new pages: they still come.
    """
    module = script.module
    if known.finished or known.new:
        return _done(script, known, *also)
    return _done(script, known, *also, Record(ModuleFinished(module.id, module.version)))


def _done(script: Lesson, known: Known, *facts: Record) -> Next[Place]:
    return Next(Done(), (*facts, Show(lesson.done(script))))


FLOW: Flow[Lesson, Known, Place] = Flow(
    name="module",
    version=2,
    places=(Opening, Reading, Deciding, Talking, Acknowledging, Done, Announced, Adding),
    script=lesson.script,
    know=lesson.know,
    begin=begin,
    here=here,
    step=step,
    edition=lesson.edition,
    drops=True,
)
