"""What a checklist card and a manager's team card list, folded from facts and the staff list; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from content.model import Checklist, Item, Library, Text, Within
from content.wording import filled
from dialogs.facts import Acknowledged, CourseReported, Fact, LanguageChosen, ModuleFinished, Stamped
from dialogs.flow import Answer
from dialogs.people import Person
from dialogs.talk import OTHER
from dialogs.team import NOBODY, SETTLED, TALKS
from dialogs.together import Confirmed, counted, due_day, upcoming_or_current
from dialogs.views import Table, Value
from dialogs.working_days import item_due

MOST_PEOPLE = 10
"""More people in a table than these would make a card that Teams refuses."""


# An employee's or a manager's checklist ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stands:
    """How the talk of a checklist stands for an employee: their own day, and both together, if any."""

    mine: date | None = None
    both: Confirmed | None = None


def managers_list(library: Library, checklist: Checklist) -> Answer:
    """List what a manager does, in the words of the checklist."""
    items = [item for item in checklist.items if item.side == "manager"]
    return Answer({}, (_items(library, "checklist.when", [(item.text, item.when) for item in items]),))


def employees_list(
    library: Library,
    checklist: Checklist,
    person: Person,
    facts: Sequence[Stamped],
    stands: Stands,
    *,
    today: date,
) -> Answer:
    """List what is to be done, with days, and what facts say is done. The state names what may be opened.

    Once the time of the checklist is over only what always holds is left to do.
    """
    current = upcoming_or_current(checklist, counted(checklist, person), today)
    todo: list[tuple[date, Item, Value]] = []
    done: list[tuple[Text, Value]] = []
    for item in checklist.items:
        if item.side != "employee" or not _concerns(item, library, person):
            continue
        on = _done(item, library, person, facts, stands)
        if on is not None:
            done.append((item.text, on))
        elif current or (item.within is None and item.done_by != "talk"):
            by = _by(item, library, checklist, person)
            said = filled(library.sentences["checklist.mine"], {"day": stands.mine}) if stands.mine else None
            when = said if said and item.done_by == "talk" else by
            todo.append((by or date.max, item, when or item.when))
    todo.sort(key=lambda each: each[0])  # What has no day keeps its order, and stands last.
    tables = [_items(library, "checklist.by", [(item.text, when) for _, item, when in todo])] if todo else []
    tables += [_items(library, "checklist.done", done)] if done else []
    return Answer({}, tuple(tables), state=" ".join(item.id for _, item, _ in todo))


def _items(library: Library, column: str, rows: Sequence[tuple[Value, Value]]) -> Table:
    words = library.sentences
    return Table(words[f"{column}-title"], (words["checklist.what"], words[column]), tuple(rows))


def _concerns(item: Item, library: Library, person: Person) -> bool:
    """Tell whether an item is for this path, in this organization."""
    if item.paths and person.path.value not in item.paths:
        return False
    if item.done_by == "course":
        return bool(_courses(library, person))
    return item.opens != "file" or bool(library.organization.processes)


def _courses(library: Library, person: Person) -> list[str]:
    """Return the courses that somebody on this path is asked to take."""
    every = library.organization.courses
    return [course.code for course in every if not course.paths or person.path.value in course.paths]


def _done(
    item: Item, library: Library, person: Person, facts: Sequence[Stamped], stands: Stands
) -> Value | None:
    """Return since when Ethos knows that an item is done, or None: it keeps no ticks."""
    match item.done_by:
        case "language":
            return _first(facts, [LanguageChosen("en"), LanguageChosen("fr")])
        case "code":
            return _first(facts, [Acknowledged(library.organization.code.version)])
        case "module":
            return _finished(facts, [item.module or ""])
        case "path":
            return _finished(facts, library.paths[person.path.value].modules)
        case "course":
            return _all(_courses(library, person), facts, CourseReported, "course")
        case "talk" if stands.both:
            return filled(library.sentences["checklist.both"], {"day": stands.both.day})
        case _:
            return None


def _first(facts: Sequence[Stamped], wanted: Sequence[Fact]) -> date | None:
    return min((stamped.day for stamped in facts if stamped.fact in wanted), default=None)


def _finished(facts: Sequence[Stamped], modules: Sequence[str]) -> date | None:
    return _all(modules, facts, ModuleFinished, "module")


def _all(
    wanted: Sequence[str], facts: Sequence[Stamped], kind: type[ModuleFinished | CourseReported], name: str
) -> date | None:
    """Return the day on which the last of several things had happened, or None while one is missing."""
    days: dict[str, date] = {}
    for stamped in facts:
        if isinstance(stamped.fact, kind):
            days.setdefault(getattr(stamped.fact, name), stamped.day)
    return max((days[each] for each in wanted), default=None) if set(wanted) <= days.keys() else None


def _by(item: Item, library: Library, checklist: Checklist, person: Person) -> date | None:
    """Return the working day by which an item is due, or None when it cannot be worked out."""
    if item.done_by == "talk":
        return due_day(checklist, person)
    within, base = _within(item, library), counted(checklist, person)
    return item_due(within, checklist.counted_from, base, person.province) if within and base else None


def _within(item: Item, library: Library) -> Within | None:
    """Return how long there is; days that the organization decides stand among its values."""
    if item.within is None or item.within.days_of is None:
        return item.within
    value = library.organization.values.get(item.within.days_of)
    return Within(days=int(value.en)) if value and value.en.isdecimal() else None


def in_order(library: Library) -> list[Checklist]:
    """Return the checklists: those of a beginning first."""
    return sorted(library.checklists.values(), key=lambda each: each.counted_from, reverse=True)


# A manager's team -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody new or leaving, as their manager may see them: the manager's own day, or both together.

    Nothing can be confirmed while it is too `early`.
    """

    key: str
    name: str
    checklist: Checklist
    due: date | None
    mine: date | None
    both: date | None
    early: bool = False


def team_list(library: Library, members: Sequence[Member], talked: str = "") -> Answer:
    """List people, those whom the manager has not confirmed first. `talked` was confirmed just now."""
    ranked = sorted(members, key=lambda each: (each.mine is not None, each.due or date.max, each.name))
    shown = ranked[:MOST_PEOPLE]
    tables = [
        _members(library, checklist, [each for each in shown if each.checklist is checklist])
        for checklist in in_order(library)
        if any(each.checklist is checklist for each in shown)
    ]
    options = tuple(
        (each.key, _option(library, each)) for each in shown if each.mine is None and not each.early
    )
    more = len(ranked) - len(shown)
    return Answer(
        {OTHER: talked} if talked else {},
        tuple(tables),
        (filled(library.sentences["team.more"], {"count": more}),) if more else (),
        NOBODY if not members else TALKS if options else SETTLED,
        options,
    )


def _members(library: Library, checklist: Checklist, members: Sequence[Member]) -> Table:
    words = library.sentences
    header = (words["team.who"], words["team.due"], words["team.talk"])
    rows = tuple((each.name, each.due or words["talk.no-date"], _stands(library, each)) for each in members)
    return Table(words[f"team.{checklist.counted_from}"], header, rows)


def _stands(library: Library, member: Member) -> Text:
    """Say how the talk stands, as far as the manager may know."""
    words = library.sentences
    if member.both:
        return filled(words["team.both"], {"day": member.both})
    if member.mine:
        return filled(words["team.mine"], {"day": member.mine})
    return words["team.open"]


def _option(library: Library, member: Member) -> Text:
    return filled(library.sentences[f"team.option.{member.checklist.counted_from}"], {"name": member.name})
