"""What each report must say, from what was counted by hand and the rules; and when it was first given out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dialogs.people import Person, PersonId
from tests.living.happened import ANSWERS, MEASURES, Happened, Heard
from tests.living.rules import Group, Span, banded, hidden

UNIT, MODULE, PATH, LANGUAGE = "unit", "module", "path", "language"
DIMENSIONS = (UNIT, MODULE, PATH, LANGUAGE)


@dataclass(frozen=True, slots=True)
class Said:
    """What a report says of one measure: the total, and of each cell a number, a band, or None.

    `groups` are the cells before anything is hidden, where any could be.
    """

    total: int | None
    cells: Mapping[str, int | str | None]
    groups: Mapping[str, Group] = field(default_factory=dict)


@dataclass(slots=True)
class ByHand:
    """Counts a period as often as somebody looks; a closed one stands as it was first given out.

    `given_out` holds the day on which a closed period was first told apart by something.
    """

    heard: Heard
    given_out: dict[tuple[str, str], date] = field(default_factory=dict)
    _found: dict[str, list[Happened]] = field(default_factory=dict)

    def looked(self, span: Span, by: str, today: date) -> None:
        """Note that somebody looked: what is over is given out then, with the quarters and months in it."""
        for each in (*span.months, *span.quarters, span):
            if each.over(today):
                self.given_out.setdefault((each.id, by), today)

    def counted(self) -> None:
        """Read the transcript as far as it goes."""
        self._found = {name: count(self.heard) for name, count in MEASURES.items()}

    def report(self, span: Span, by: str, today: date) -> dict[str, Said]:
        return {name: self._said(name, span, by, today) for name in MEASURES}

    def _said(self, name: str, span: Span, by: str, today: date) -> Said:
        staff = self._staff(span, by, today)
        within = [each for each in self._found[name] if span.holds(each.day)]
        firsts: dict[PersonId, Happened] = {}
        for each in within:
            firsts.setdefault(each.who, each)
        everyone = staff.keys() | firsts.keys()
        total = len(firsts) if len(everyone) >= 10 else None
        if (name, by) == ("modules-finished", MODULE):
            modules = dict.fromkeys(self.heard.library.modules, 0) | _persons(within)
            return Said(total, modules)
        groups = self._groups(name, by, within, firsts, staff)
        named = {each.key: each for each in groups}
        if span.month or not span.over(today):
            return Said(total, banded(groups), named)
        gone = hidden(groups, self._alone(name, span, by, today))
        return Said(total, {each.key: None if each.key in gone else each.count for each in groups}, named)

    def _alone(self, name: str, span: Span, by: str, today: date) -> list[str]:
        """Return the cells that exactly one quarter of a year hides: the year would tell it."""
        quarters = [self._said(name, each, by, today).cells for each in span.quarters]
        times = Counter(key for cells in quarters for key, said in cells.items() if said is None)
        return [key for key, count in times.items() if count == 1]

    def _staff(self, span: Span, by: str, today: date) -> dict[PersonId, Person]:
        """Return who works here in a period, by the staff list of the day on which it was first given out."""
        day = self.given_out.get((span.id, by), today) if span.over(today) else today
        return {
            who: person
            for who, person in self.heard.story.rows(day).items()
            if (person.start is None or person.start <= span.last)
            and (person.end is None or person.end >= span.first)
        }

    def _groups(
        self,
        name: str,
        by: str,
        within: Sequence[Happened],
        firsts: Mapping[PersonId, Happened],
        staff: Mapping[PersonId, Person],
    ) -> list[Group]:
        match by:
            case "language":
                everyone = len(staff.keys() | firsts.keys())
                spoken = Counter(each.language for each in firsts.values())
                return [Group(language, spoken[language], everyone) for language in ("en", "fr")]
            case "module":
                if name == "courses-reported":
                    return self._courses(within, staff)
                persons = _persons(within)
                return [
                    Group(kind, persons.get(kind, 0), len(firsts)) for kind in self._kinds(name) if firsts
                ]
            case _:
                return _of_groups(by, firsts.values(), staff)

    def _kinds(self, name: str) -> Sequence[str]:
        """Return what people choose from, or are told apart by, where it is not a module or a course."""
        match name:
            case "reminders-answered":
                return list(dict.fromkeys(ANSWERS.values()))
            case "talks-confirmed":
                return ["in-time", "later", "unknown"]
            case "files-answered":
                return [process.id for process in self.heard.library.organization.processes]
            case _:
                return []

    def _courses(self, within: Sequence[Happened], staff: Mapping[PersonId, Person]) -> list[Group]:
        found: list[Group] = []
        for course in self.heard.library.organization.courses:
            reported = {each.who for each in within if each.what == course.code}
            asked = {
                who for who, person in staff.items() if not course.paths or person.path.value in course.paths
            }
            if reported | asked:
                found.append(Group(course.code, len(reported), len(reported | asked)))
        return found


def _persons(within: Iterable[Happened]) -> dict[str, int]:
    people: dict[str, set[PersonId]] = defaultdict(set)
    for each in within:
        people[each.what].add(each.who)
    return {what: len(who) for what, who in people.items()}


def _of_groups(by: str, firsts: Iterable[Happened], staff: Mapping[PersonId, Person]) -> list[Group]:
    """Return each unit or path that has anybody; who did something in one was a member of it then."""
    members: dict[str, set[PersonId]] = defaultdict(set)
    doers: Counter[str] = Counter()
    for who, person in staff.items():
        members[str(person.unit) if by == UNIT else person.path.value].add(who)
    for each in firsts:
        group = each.unit if by == UNIT else each.path
        members[group].add(each.who)
        doers[group] += 1
    return [Group(key, doers[key], len(people)) for key, people in members.items()]
