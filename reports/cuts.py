"""Tells the people who count apart by one dimension: in which group or kind each of them counts; pure."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter
from typing import assert_never

from content.model import LANGUAGES, Library, Text
from dialogs import themes
from dialogs.courses import concerns, name_of
from dialogs.facts import Outcome, Stamped
from dialogs.people import NO_UNIT, Path, Person, PersonId
from reports.measures import TIMES, FirstFacts, Tally
from reports.periods import Period
from reports.privacy import Counted


class Dimension(StrEnum):
    """What the people are told apart by, one dimension at a time.

    By module, other measures are told apart by what is their own kind: a course, an answer, a kind of file.
    """

    UNIT = "unit"
    MODULE = "module"
    LANGUAGE = "language"
    PATH = "path"
    TOPIC = "topic"


WHOLE = "modules-finished"
"""By module and by topic, counts of the whole organization: anybody may read any module, so they are not
about a group."""

KINDS: Mapping[str, str] = {
    WHOLE: "module",
    "courses-reported": "course",
    "reminders-answered": "answer",
    "talks-confirmed": "time",
    "files-answered": "file",
}
"""What each measure is told apart by in a report by module; the others are not."""

TOPICAL = frozenset({WHOLE, "sessions-attended", "messages-arrived"})
"""What is about a topic; of sessions and messages, as far as they name one."""


def whole(by: Dimension, measure: str) -> bool:
    """Tell whether cells are counts of the whole organization, which are exact also while a period is open.

    Modules are not groups, but courses are: one may be for a few people only; so are sessions.
    """
    return by in {Dimension.MODULE, Dimension.TOPIC} and measure == WHOLE


def split(by: Dimension, measure: str) -> str:
    """Name what the cells of a measure are."""
    return KINDS.get(measure, by.value) if by is Dimension.MODULE else by.value


@dataclass(frozen=True, slots=True)
class Asked:
    """What one table is made from; `staff` is who worked here in the period.

    `topics` holds the theme of each session and communication that has one, by its id.
    """

    period: Period
    by: Dimension
    tally: Tally
    first: FirstFacts
    staff: Mapping[PersonId, Person]
    library: Library
    topics: Mapping[str, str]
    sizes: dict[str, int] = field(default_factory=dict)
    """How many of the staff each unit or path has; counted once, for there may be many."""

    def __post_init__(self) -> None:
        """Count the staff of each group."""
        if self.by in {Dimension.UNIT, Dimension.PATH}:
            self.sizes.update(Counter(map(_group_of(self.by), self.staff.values())))

    def everyone(self, measure: str) -> int:
        """Return how many people a count is of: the staff, and whoever counts without being on its list."""
        return len(self.staff) + sum(who not in self.staff for who in self.first[measure])


def counted(asked: Asked, measure: str) -> list[Counted]:
    """Return the cells of a measure, before anything is hidden, in the order in which they are shown."""
    first = asked.first[measure]
    match asked.by:
        case Dimension.MODULE:
            return _by_kind(asked, measure)
        case Dimension.TOPIC:
            return _by_topic(asked, measure) if measure in TOPICAL else []
        case Dimension.UNIT | Dimension.PATH:
            return _by_group(asked, first)
        case Dimension.LANGUAGE:
            spoken = Counter(stamped.language for stamped in first.values())
            return [Counted(each, spoken[each], asked.everyone(measure)) for each in LANGUAGES]
        case _:
            assert_never(asked.by)


def _by_group(asked: Asked, first: Mapping[PersonId, Stamped]) -> list[Counted]:
    """Return the units or paths that have anybody: the known ones in their order, then any other."""
    known = [unit.id for unit in asked.library.organization.units]
    groups = [path.value for path in Path] if asked.by is Dimension.PATH else known
    members, counts = Counter[str](dict.fromkeys(groups, 0)), Counter[str]()
    members.update(asked.sizes)
    group = _group_of(asked.by)
    for who, stamped in first.items():
        mine = group(stamped)
        counts[mine] += 1
        # Whoever did something in a group was a member of it then, wherever the roster has them now.
        person = asked.staff.get(who)
        if person is None or group(person) != mine:
            members[mine] += 1
    return [Counted(str(each), counts[each], people) for each, people in members.items() if people]


def _group_of(by: Dimension) -> Callable[[Person | Stamped], str]:
    return attrgetter("path" if by is Dimension.PATH else "unit")


def _by_kind(asked: Asked, measure: str) -> list[Counted]:
    found = asked.tally.kinds(asked.period, measure)
    match measure:
        case "modules-finished":
            return _cells(found, list(asked.library.modules), asked.everyone(measure))
        case "courses-reported":
            return _courses(asked, found)
        case "reminders-answered":
            return _cells(found, [outcome.value for outcome in Outcome], len(asked.first[measure]))
        case "talks-confirmed":
            return _cells(found, TIMES, len(asked.first[measure]))
        case "files-answered":
            known = [process.id for process in asked.library.organization.processes]
            return _cells(found, known, len(asked.first[measure]))
        case _:
            return []


def _cells(found: Mapping[str, set[PersonId]], known: Sequence[str], members: int) -> list[Counted]:
    """Return a cell for each kind: the known ones first, then any other; no cell where nobody counts."""
    if not members:
        return []
    kinds = [*known, *sorted(found.keys() - set(known))]
    return [Counted(kind, len(found.get(kind, ())), members) for kind in kinds]


def _courses(asked: Asked, found: Mapping[str, set[PersonId]]) -> list[Counted]:
    """Return how many people reported each course, among those whom it concerns."""
    courses = asked.library.organization.courses
    members: dict[str, set[PersonId]] = {course.code: set() for course in courses}
    members |= {code: set(people) for code, people in found.items()}
    for course in courses:
        members[course.code].update(
            person.id for person in asked.staff.values() if concerns(course, person.path)
        )
    return [
        Counted(code, len(found.get(code, ())), len(people)) for code, people in members.items() if people
    ]


def _by_topic(asked: Asked, measure: str) -> list[Counted]:
    """Return how many people a topic had, among those who count at all; one person may have several."""
    modules = {key: module.topic or "" for key, module in asked.library.modules.items()}
    topics = modules if measure == WHOLE else asked.topics
    of_topic: dict[str, set[PersonId]] = {topic: set() for topic in map(_theme, topics.values())}
    for kind, people in asked.tally.kinds(asked.period, measure).items():
        of_topic.setdefault(_theme(topics.get(kind, "")), set()).update(people)
    members = asked.everyone(measure) if measure == WHOLE else len(asked.first[measure])
    shown = [theme for theme in themes.THEMES if theme in of_topic]
    return _cells(of_topic, shown, members)


def _theme(topic: str) -> str:
    return topic if topic in themes.THEMES else "other"


def names(library: Library, by: Dimension, measure: str) -> Callable[[str], Text]:
    """Return what names the cells of a measure. What is no longer known keeps its id, in both languages."""
    sentences, organization = library.sentences, library.organization
    known: dict[str, Text] = {}
    match split(by, measure):
        case "course":
            return lambda key: name_of(library, key)
        case "unit":
            known = {unit.id: unit.name for unit in organization.units}
            known[NO_UNIT] = sentences["unit.none"]
        case "module":
            known = {key: module.title for key, module in library.modules.items()}
        case "file":
            known = {process.id: process.name for process in organization.processes}
        case "topic":
            return lambda key: themes.named(library, key)
        case kind:  # Languages, paths, answers and times have sentences of their own.
            return lambda key: sentences[f"{kind}.{key}"]
    return lambda key: known.get(key) or Text(en=key, fr=key)
