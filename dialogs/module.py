"""One onboarding module: outcomes, pages, a dilemma, a question for the team, an acknowledgement."""

from dataclasses import dataclass
from datetime import date
from typing import assert_never

from content.model import Code, Library, Module, Option, OwnValue, Text
from dialogs.facts import Acknowledged, ModuleFinished
from dialogs.flow import Flow, Next, Opened, Past, Record, Said, Show, again
from dialogs.views import Button, Choice, Pressed, Value, View


@dataclass(frozen=True, slots=True)
class Lesson:
    """A module with what the organization adds to it."""

    module: Module
    code: Code
    public_value: Text
    own: OwnValue | None
    choose: Text


@dataclass(frozen=True, slots=True)
class Opening:
    """What the module is about."""


@dataclass(frozen=True, slots=True)
class Reading:
    """On a page, counted from 0."""

    page: int


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


Place = Opening | Reading | Deciding | Talking | Acknowledging | Done


@dataclass(frozen=True, slots=True)
class Known:
    """Whether this version was finished, and when today's code was acknowledged, if it was."""

    finished: bool
    acknowledged: date | None


def script(library: Library, key: str) -> Lesson | None:
    """Find a module by its id."""
    module = library.modules.get(key)
    if module is None:
        return None
    organization = library.organization
    return Lesson(
        module,
        organization.code,
        library.public_values[module.value],
        organization.own_value(module.value),
        library.sentences["choose-option"],
    )


def edition(lesson: Lesson) -> str:
    """Name the words: the module's version, and the code's where it is acknowledged."""
    code = f"/{lesson.code.version}" if lesson.module.acknowledges_code else ""
    return f"{lesson.module.version}{code}"


def know(lesson: Lesson, past: Past) -> Known:
    """Fold the past into what this module needs."""
    done = ModuleFinished(lesson.module.id, lesson.module.version)
    received = Acknowledged(lesson.code.version)
    return Known(
        finished=any(dated.fact == done for dated in past.happened),
        acknowledged=next((dated.day for dated in past.happened if dated.fact == received), None),
    )


def here(lesson: Lesson, known: Known, place: Place) -> View:
    """Show a place. A page that a shorter version no longer has becomes the last page."""
    module = lesson.module
    match place:
        case Opening():
            return _opening(lesson)
        case Reading(page):
            number = min(page, len(module.pages) - 1)
            values: dict[str, Value] = {
                "title": module.pages[number].title,
                "lines": module.pages[number].lines,
                "module": module.title,
                "number": number + 1,
                "of": len(module.pages),
            }
            return View("module.page", values, (Button("next"), Button("back"), Button("home")))
        case Deciding():
            dilemma = module.dilemma
            choice = Choice(
                "option",
                lesson.choose,
                tuple((option.id, option.text) for option in dilemma.options),
                submit="answer",
            )
            situation: dict[str, Value] = {"title": dilemma.title, "situation": dilemma.situation}
            return View(
                "module.dilemma", situation, (Button("answer"), Button("back"), Button("home")), (choice,)
            )
        case Talking():
            forward = Button("next") if _asks(lesson, known) else Button("finish")
            return View("module.talk", {"talk": module.talk}, (forward, Button("back"), Button("home")))
        case Acknowledging():
            version: dict[str, Value] = {"code_version": lesson.code.version}
            return View(
                "module.acknowledge", version, (Button("acknowledge"), Button("back"), Button("home"))
            )
        case Done():
            return View("module.done", {"title": module.title}, (Button("home"), Button("modules")))
        case _:
            assert_never(place)


def step(lesson: Lesson, known: Known, place: Place, said: Said) -> Next[Place]:
    """Turn the pages; the feedback on a dilemma is shown in place and kept nowhere."""
    module = lesson.module
    match place, said:
        case Opening(), Pressed("next"):
            return _go(lesson, known, Reading(0))
        case Reading(page), Pressed("next") if page + 1 < len(module.pages):
            return _go(lesson, known, Reading(page + 1))
        case Reading(), Pressed("next"):
            return _go(lesson, known, Deciding())
        case Reading(0), Pressed("back"):
            return _go(lesson, known, Opening())
        case Reading(page), Pressed("back"):
            return _go(lesson, known, Reading(min(page, len(module.pages)) - 1))
        case Deciding(), Pressed("answer", {"option": chosen}) if option := _option(module, chosen):
            return Next(place, (Show(_feedback(option)),))
        case Deciding(), Pressed("reconsider"):
            return _go(lesson, known, place)
        case Deciding(), Pressed("next"):
            return _go(lesson, known, Talking())
        case Deciding(), Pressed("back"):
            return _go(lesson, known, Reading(len(module.pages) - 1))
        case Talking(), Pressed("back"):
            return _go(lesson, known, Deciding())
        case Talking(), Pressed("next" | "finish") if _asks(lesson, known):
            return _go(lesson, known, Acknowledging())
        case Talking(), Pressed("finish" | "next"):
            return _finish(lesson, known)
        case Acknowledging(), Pressed("back"):
            return _go(lesson, known, Talking())
        case Acknowledging(), Pressed("acknowledge"):
            return _finish(lesson, known, Record(Acknowledged(lesson.code.version)))
        case Done(), Opened():  # Somebody comes back to it: from the start.
            return _go(lesson, known, Opening())
        case _, Opened():
            return Next(place, (Show(here(lesson, known, place)),))
        case _:  # Anything else: say again where we are. Nobody loses their place.
            return again(place, here(lesson, known, place))


def _go(lesson: Lesson, known: Known, place: Place) -> Next[Place]:
    return Next(place, (Show(here(lesson, known, place)),))


def _finish(lesson: Lesson, known: Known, *also: Record) -> Next[Place]:
    """Reach the end; the same version is finished once."""
    finished = () if known.finished else (Record(ModuleFinished(lesson.module.id, lesson.module.version)),)
    return Next(Done(), (*also, *finished, Show(here(lesson, known, Done()))))


def _asks(lesson: Lesson, known: Known) -> bool:
    """Tell whether the module ends with an acknowledgement that this person has not given yet."""
    return lesson.module.acknowledges_code and known.acknowledged is None


def _option(module: Module, chosen: str) -> Option | None:
    return next((option for option in module.dilemma.options if option.id == chosen), None)


def _opening(lesson: Lesson) -> View:
    """Show the outcomes, under the three lines (public value, own value, own rule) where there are any."""
    module = lesson.module
    values: dict[str, Value] = {"title": module.title, "minutes": module.minutes, "outcomes": module.outcomes}
    buttons = (Button("next"), Button("home"))
    if lesson.own is None:
        return View("module.opening", values, buttons)
    stacked: dict[str, Value] = {
        "public_value": lesson.public_value,
        "own_value": lesson.own.own,
        "rule": lesson.own.rule,
    }
    return View("module.opening-with-values", {**values, **stacked}, buttons)


def _feedback(option: Option) -> View:
    values = {"chosen": option.text, "feedback": option.feedback}
    return View(
        "module.feedback", values, (Button("next"), Button("reconsider"), Button("home")), passing=True
    )


FLOW: Flow[Lesson, Known, Place] = Flow(
    name="module",
    version=1,
    places=(Opening, Reading, Deciding, Talking, Acknowledging, Done),
    script=script,
    know=know,
    begin=lambda _lesson, _known: Opening(),
    here=here,
    step=step,
    edition=edition,
)
