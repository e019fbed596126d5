"""Courses: a person says which one they finished and when. It is what they report, and called so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import assert_never

from content.model import Course, Library, Text
from content.wording import filled
from dialogs import dates
from dialogs.facts import CourseReported
from dialogs.flow import Flow, Next, Opened, Past, Record, Said, Show, Start, again
from dialogs.people import Path
from dialogs.views import Button, Choice, DateInput, Pressed, Value, View

# What every course knows --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """The day and path of the person, since when they work here, and what they reported, newest by course.

    `paths` are those the person was ever on, as far as facts say.
    """

    today: date
    path: Path
    paths: frozenset[Path]
    first_day: date | None
    reported: Mapping[str, date]


def know(_script: object, past: Past) -> Known:
    """Fold the past: of each course, what was reported last counts."""
    facts = (dated.fact for dated in past.happened)
    reported = {fact.course: fact.finished_on for fact in facts if isinstance(fact, CourseReported)}
    paths = frozenset({past.path, *(dated.path for dated in past.happened)})
    return Known(past.today, past.path, paths, past.first_day, reported)


def concerns(course: Course, path: Path) -> bool:
    """Tell whether people on a path are asked to take a course."""
    return not course.paths or path.value in course.paths


def name_of(library: Library, code: str) -> Text:
    """Return a course's code and name; only the code when the organization no longer names it."""
    course = course_of(library, code)
    return (
        Text(en=f"{code}, {course.name.en}", fr=f"{code}, {course.name.fr}")
        if course
        else Text(en=code, fr=code)
    )


def course_of(library: Library, code: str) -> Course | None:
    """Return the course with a code, or None when the organization has none."""
    return next((course for course in library.organization.courses if course.code == code), None)


def due(course: Course, known: Known) -> date | None:
    """Return by when a course is due, counted from the first day; None where nobody can tell.

    Somebody who came to a path later has no such day: nobody tells Ethos when a course began to concern them.
    """
    always = all(concerns(course, path) for path in known.paths)
    if course.within_days is None or known.first_day is None or not always:
        return None
    return known.first_day + timedelta(days=course.within_days)


def in_order(library: Library, known: Known) -> tuple[Course, ...]:
    """Return the courses that concern the person's path, then the others."""
    courses = library.organization.courses
    return tuple(sorted(courses, key=lambda course: not concerns(course, known.path)))


def line(library: Library, known: Known, course: Course) -> Text:
    """Write a course with what was reported, or by when it is due."""
    values: dict[str, Value] = {"course": name_of(library, course.code)}
    if course.code in known.reported:
        values["finished_on"] = known.reported[course.code]
        return filled(library.sentences["courses.line-reported"], values)
    if not concerns(course, known.path):
        return filled(library.sentences["courses.line-others"], values)
    if day := due(course, known):
        values["due"] = day
        return filled(library.sentences["courses.line-due"], values)
    return filled(library.sentences["courses.line-open"], values)


# The list of courses ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AtCourses:
    """There is only one place in the list."""


def listed(library: Library, known: Known, place: AtCourses) -> View:
    """Show every course with its state, as one choice."""
    options = tuple((course.code, line(library, known, course)) for course in in_order(library, known))
    if not options:
        return View("courses.none", {}, (Button("home"), Button("help")))
    choice = Choice("course", library.sentences["courses.choose"], options, submit="choose-course")
    return View("courses", {}, (Button("choose-course"), Button("home")), (choice,))


def choose(library: Library, known: Known, place: AtCourses, said: Said) -> Next[AtCourses]:
    """Open the course that was chosen."""
    match said:
        case Pressed("choose-course", {"course": code}) if course_of(library, code):
            return Next(place, (Start(FLOW.name, code),))
        case Pressed():
            return again(place, listed(library, known, place))
        case _:
            return Next(place, (Show(listed(library, known, place)),))


# One course ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Script:
    """The words, and the course this conversation is about."""

    library: Library
    course: Course


@dataclass(frozen=True, slots=True)
class Dating:
    """Asked for the date on which the course was finished."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A date was given. Another may be given at any time; the newest counts."""


Place = Dating | Reported


def script(library: Library, code: str) -> Script | None:
    """Find a course by its code."""
    course = course_of(library, code)
    return Script(library, course) if course else None


def begin(script: Script, known: Known) -> Place:
    """Start with the date, or with the one that was given before."""
    return Reported() if script.course.code in known.reported else Dating()


def here(script: Script, known: Known, place: Place) -> View:
    """Show a place. A report that is no longer kept is asked for again."""
    match place:
        case Reported() if script.course.code in known.reported:
            return _receipt(script, known)
        case Dating() | Reported():
            return _ask(script, known)
        case _:
            assert_never(place)


def step(script: Script, known: Known, place: Place, said: Said) -> Next[Place]:
    """Hear the date; nobody checks it here, and the cards say so."""
    match place, said:
        case Dating(), Pressed("finished-today"):
            return _keep(script, known, known.today)
        case Dating(), Pressed("finished-on", {"finished_on": written}) if day := dates.accepted(
            written, known.today
        ):
            return _keep(script, known, day)
        case Dating(), Pressed("finished-on"):
            return Next(place, (Show(here(script, known, place).noted("date-required")),))
        case Reported(), Pressed("change"):
            return Next(Dating(), (Show(_ask(script, known)),))
        case _, Pressed("back"):
            return Next(begin(script, known), (Start(LIST.name),))
        case _, Opened():
            return Next(place, (Show(here(script, known, place)),))
        case _:  # Anything else: say again where we are.
            return again(place, here(script, known, place))


def _ask(script: Script, known: Known) -> View:
    words, course = script.library.sentences, name_of(script.library, script.course.code)
    asked = DateInput("finished_on", words["courses.finished-on"], submit="finished-on", latest=known.today)
    today = Button("finished-today", words["courses.today"])
    return View("courses.date", {"course": course}, (Button("finished-on"), today, Button("back")), (asked,))


def _keep(script: Script, known: Known, day: date) -> Next[Place]:
    fact = CourseReported(script.course.code, day)
    now = Known(known.today, known.path, known.paths, known.first_day, {**known.reported, fact.course: day})
    return Next(Reported(), (Record(fact), Show(_receipt(script, now))))


def _receipt(script: Script, known: Known) -> View:
    """Say what is kept, and list what was reported and what is left."""
    library, code = script.library, script.course.code
    mine = [
        course
        for course in in_order(library, known)
        if concerns(course, known.path) or course.code in known.reported
    ]
    values: dict[str, Value] = {
        "course": name_of(library, code),
        "finished_on": known.reported[code],
        "courses": tuple(line(library, known, course) for course in mine),
    }
    words = library.sentences
    buttons = (
        Button("courses", words["courses.mine"]),
        Button("change", words["courses.change"]),
        Button("home"),
    )
    return View("courses.reported", values, buttons)


LIST: Flow[Library, Known, AtCourses] = Flow(
    name="courses",
    version=1,
    places=(AtCourses,),
    script=lambda library, _key: library,
    know=know,
    begin=lambda _library, _known: AtCourses(),
    here=listed,
    step=choose,
    edition=lambda _library: "1",
)

FLOW: Flow[Script, Known, Place] = Flow(
    name="course",
    version=1,
    places=(Dating, Reported),
    script=script,
    know=know,
    begin=begin,
    here=here,
    step=step,
    edition=lambda _script: "1",
)
