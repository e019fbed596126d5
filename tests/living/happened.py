"""What happened to whom, read from the transcript alone; one small function for each measure.

Whoever adds a measure to the reports adds its function here, and its name to `MEASURES`: a test fails until
then. It returns everything that counts for the measure, in the order of the transcript.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from content.model import Library
from dialogs.people import PersonId
from tests.living.transcript import BACK, CAME, LOST, TYPED, Line, Story


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that counts for somebody, with what was true of them; `what` names a module or course."""

    who: PersonId
    day: date
    unit: str
    path: str
    language: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """Everything somebody knows who counts by hand: the transcript, the staff lists, and the program."""

    lines: Sequence[Line]
    story: Story
    library: Library


def of(line: Line, what: str = "", day: date | None = None) -> Happened:
    return Happened(line.who, day or line.day, line.unit, line.path, line.language, what)


def modules_finished(heard: Heard) -> list[Happened]:
    """The last card of a module: the first time, or when it had new pages for somebody."""
    titles = {module.title.en: module.id for module in heard.library.modules.values()}
    found: list[Happened] = []
    done: set[tuple[PersonId, str]] = set()
    for line in heard.lines:
        if line.card == "module.new":
            done.discard((line.who, line.title))
        if line.card == "module.done" and not line.note and (line.who, line.title) not in done:
            done.add((line.who, line.title))
            found.append(of(line, titles[line.title]))
    return found


def acknowledgements(heard: Heard) -> list[Happened]:
    return [
        of(line)
        for line in heard.lines
        if line.said == "acknowledge"
        and line.before.startswith("code.")
        and line.card in ("code.received", "module.done")
        and not line.note
    ]


def reminders_sent(heard: Heard) -> list[Happened]:
    """The card itself, or the one for whoever comes back when it has a door to the question."""
    return [
        of(line)
        for line in heard.lines
        if line.said in (CAME, LOST)
        and (
            line.about.startswith("coi~")
            or (line.about.startswith("welcome-back~") and "coi" in line.offered)
        )
    ]


ANSWERS = {
    "nothing-changed": "nothing-changed",
    "will-declare": "will-declare",
    "filed-today": "filed",
    "filed-on": "filed",
    "send-name": "need-advice",
    "will-call": "need-advice",
}
"""What somebody says, and the answer it is."""


def reminders_answered(heard: Heard) -> list[Happened]:
    return [
        of(line, ANSWERS[line.said])
        for line in heard.lines
        if line.said in ANSWERS and line.said in line.choices and line.card.startswith("coi.answered.")
    ]


def onboarding_finished(heard: Heard) -> list[Happened]:
    """The module that was the last one on somebody's path, once on each path."""
    everything = set(heard.library.modules)
    paths: dict[str, set[str]] = {name: set(listed.modules) for name, listed in heard.library.paths.items()}
    found: list[Happened] = []
    finished: dict[PersonId, set[str]] = defaultdict(set)
    reached: set[tuple[PersonId, str]] = set()
    for each in modules_finished(heard):
        finished[each.who].add(each.what)
        if paths.get(each.path, everything) <= finished[each.who] and (each.who, each.path) not in reached:
            reached.add((each.who, each.path))
            found.append(each)
    return found


def talks_confirmed(heard: Heard) -> list[Happened]:
    """Both have said so: counted for the employee, as they were when they did, on the later of both days."""
    mine: dict[PersonId, Line] = {}
    theirs: dict[PersonId, Line] = {}
    for line in heard.lines:
        if line.said != "talked" or line.note:
            continue
        key = line.given.get("who") if line.card == "team" else line.about.removeprefix("talk~")
        if not (key or "").startswith("onboarding") or line.card not in ("team", "talk.mine", "talk.both"):
            continue
        _, _, employee = (key or "").partition("~")
        if employee and (line.card != "team" or key in line.choices):
            theirs.setdefault(PersonId(employee), line)
        elif not employee:
            mine.setdefault(line.who, line)
    found: list[Happened] = []
    for who, tap in mine.items():
        if who in theirs and heard.story.row(who, tap.day).manager == theirs[who].who:
            day = max(tap.day, theirs[who].day)
            found.append(of(tap, in_time(heard.story.row(who, day).start, day), day))
    return found


def in_time(start: date | None, day: date) -> str:
    """Six weeks after the first day are thirty working days; one long before it was another's."""
    if start is None or (start - day).days > 42:
        return "unknown"
    return "in-time" if (day - start).days <= 42 else "later"


def courses_reported(heard: Heard) -> list[Happened]:
    found: list[Happened] = []
    at: dict[PersonId, str] = {}
    for line in heard.lines:
        if line.said == "choose-course":
            at[line.who] = line.given["course"]
        if line.said == "finished-today" and line.card == "courses.reported":
            found.append(of(line, at[line.who]))
    return found


def sessions_attended(heard: Heard) -> list[Happened]:
    return [of(line) for line in heard.lines if line.said == TYPED and line.card == "attend.there"]


def messages_arrived(heard: Heard) -> list[Happened]:
    """Whatever comes unasked and is kept; what comes to an office is not."""
    return [of(line) for line in heard.lines if line.said in (CAME, LOST) and of_record(line)]


def messages_undelivered(heard: Heard) -> list[Happened]:
    return [of(line) for line in heard.lines if line.said == BACK and of_record(line)]


def of_record(line: Line) -> bool:
    return not line.about.startswith(("note~", "month~"))


def files_answered(heard: Heard) -> list[Happened]:
    found: list[Happened] = []
    at: dict[PersonId, str] = {}
    for line in heard.lines:
        if line.said == "choose-file":
            at[line.who] = line.given["process"]
        if line.card in ("file.kept.no-conflict", "file.kept.need-advice") and line.said in FILED:
            found.append(of(line, at[line.who]))
    return found


FILED = {"no-conflict", "send-name", "will-call"}


MEASURES: Mapping[str, Callable[[Heard], list[Happened]]] = {
    "modules-finished": modules_finished,
    "acknowledgements": acknowledgements,
    "reminders-sent": reminders_sent,
    "reminders-answered": reminders_answered,
    "onboarding-finished": onboarding_finished,
    "talks-confirmed": talks_confirmed,
    "courses-reported": courses_reported,
    "sessions-attended": sessions_attended,
    "messages-arrived": messages_arrived,
    "messages-undelivered": messages_undelivered,
    "files-answered": files_answered,
}
"""Every measure there is, counted by hand."""
