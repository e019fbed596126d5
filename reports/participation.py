"""Folds facts into counts of people, and hides what is too small; pure.

Everything counts persons, not clicks, so that a cell can be compared with how many people a unit has.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from content.model import LANGUAGES, Library, Organization, Text
from dialogs.courses import concerns, name_of
from dialogs.facts import CourseReported, ModuleFinished, Stamped
from dialogs.people import NO_UNIT, Path, Person, PersonId
from reports import privacy
from reports.measures import MEASURES, FirstFacts, first_facts
from reports.periods import Kind, Period, closed, quarters
from reports.privacy import Counted


class Dimension(StrEnum):
    """What the people are told apart by, one dimension at a time."""

    UNIT = "unit"
    MODULE = "module"
    LANGUAGE = "language"
    PATH = "path"


WHOLE = "modules-finished"
"""By module, counts of the whole organization: anybody may read any module, so they are not about a group."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit, module, course…: an exact count, or a band such as "few", or neither when hidden."""

    key: str
    name: Text
    count: int | None = None
    band: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is counted, with its definition. `total` is None in a very small organization."""

    id: str
    definition: Text
    total: int | None
    hidden_cells: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The counts of one period, told apart by one dimension. `open`: the period is not over yet."""

    organization: Organization
    period: Period
    open: bool
    by: Dimension
    measures: tuple[Measure, ...]

    def in_bands(self, measure: Measure) -> bool:
        """Tell whether the cells of a measure are bands: those of groups are, in open periods and in months.

        Modules are not groups, but courses are: one may be for a few people only.
        """
        whole = self.by is Dimension.MODULE and measure.id == WHOLE
        return not whole and _banded(self.period, open_now=self.open)


def _banded(period: Period, *, open_now: bool) -> bool:
    return open_now or period.kind is Kind.MONTH


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one report is made from; `staff` is who worked here in the period."""

    period: Period
    today: date
    by: Dimension
    facts: tuple[Stamped, ...]
    first: FirstFacts
    staff: Mapping[PersonId, Person]
    library: Library


def participation(
    period: Period,
    today: date,
    facts: Iterable[Stamped],
    people: Sequence[Person],
    library: Library,
    *,
    by: Dimension,
    published: Mapping[str, Report] | None = None,
) -> Report:
    """Count a period. `facts` may reach beyond it, and for some measures have to: see `FROM_THE_BEGINNING`.

    `people` is the whole roster. `published` holds reports of quarters that were given out before, by period
    id and for the same dimension: a fiscal year hides what they hid, however the roster looks today.
    """
    kept = tuple(facts)
    here = {person.id: person for person in people if _works_in(person, period)}
    asked = _Asked(period, today, by, kept, first_facts(kept, period, library, people), here, library)
    hidden_before = _hidden_in_quarters(asked, people, published or {})
    measures = tuple(_measure(asked, name, hidden_before.get(name, Counter())) for name in MEASURES)
    return allowed(Report(library.organization, period, not closed(period, today), by, measures))


def allowed(report: Report) -> Report:
    """Return a report as the organization may see it: a small one sees totals only, and modules."""
    if not report.organization.small:
        return report
    return replace(
        report,
        measures=tuple(
            measure
            if report.by is Dimension.MODULE and measure.id == WHOLE
            else replace(measure, cells=(), hidden_cells=len(measure.cells) or measure.hidden_cells)
            for measure in report.measures
        ),
    )


def _works_in(person: Person, period: Period) -> bool:
    """Tell whether a person works here on at least one day of a period."""
    return (person.start is None or person.start <= period.last) and (
        person.end is None or person.end >= period.first
    )


def _hidden_in_quarters(
    asked: _Asked, people: Sequence[Person], published: Mapping[str, Report]
) -> Mapping[str, Counter[str]]:
    """Return, by measure and cell, in how many quarters of a fiscal year the cell is hidden.

    A quarter that was given out before a measure existed says nothing of it.
    """
    found: dict[str, Counter[str]] = {name: Counter() for name in MEASURES}
    if not closed(asked.period, asked.today):
        return found
    for quarter in quarters(asked.period):
        report = published.get(quarter.id) or participation(
            quarter, asked.today, asked.facts, people, asked.library, by=asked.by
        )
        for measure in report.measures:
            found.setdefault(measure.id, Counter()).update(
                cell.key for cell in measure.cells if cell.count is None
            )
    return found


def _measure(asked: _Asked, name: str, hidden_before: Counter[str]) -> Measure:
    first = asked.first[name]
    everyone = len(asked.staff.keys() | first.keys())
    definition = asked.library.sentences[f"measure.{name}"]
    shown = privacy.total_shown(everyone)
    match asked.by:
        case Dimension.MODULE if name == WHOLE:
            cells = _modules(asked, shown=shown)
        case Dimension.MODULE:
            counted = _courses(asked) if name == "courses-reported" else []
            cells = _suppressed(asked, counted, hidden_before)
        case Dimension.UNIT | Dimension.PATH:
            cells = _suppressed(asked, _by_group(asked, first), hidden_before)
        case Dimension.LANGUAGE:
            spoken = Counter(stamped.language for stamped in first.values())
            counted = [Counted(language, spoken[language], everyone) for language in LANGUAGES]
            cells = _suppressed(asked, counted, hidden_before)
        case _:
            assert_never(asked.by)
    hidden_cells = sum(cell.count is None and cell.band is None for cell in cells)
    return Measure(name, definition, len(first) if shown else None, hidden_cells, cells)


def _by_group(asked: _Asked, first: Mapping[PersonId, Stamped]) -> list[Counted]:
    """Return the units or paths that have anybody: the known ones in their order, then any other."""
    known = [unit.id for unit in asked.library.organization.units]
    groups = [path.value for path in Path] if asked.by is Dimension.PATH else known
    members = Counter(dict.fromkeys(groups, 0))
    members.update(_group(asked, person) for person in asked.staff.values())
    for who, stamped in first.items():
        # Whoever did something in a group was a member of it then, wherever the roster has them now.
        person = asked.staff.get(who)
        if person is None or _group(asked, person) != _group(asked, stamped):
            members[_group(asked, stamped)] += 1
    counts = Counter(_group(asked, stamped) for stamped in first.values())
    return [Counted(group, counts[group], people) for group, people in members.items() if people]


def _group(asked: _Asked, who: Person | Stamped) -> str:
    return who.path.value if asked.by is Dimension.PATH else str(who.unit)


def _courses(asked: _Asked) -> list[Counted]:
    """Return how many people reported each course, among those whom it concerns."""
    courses = asked.library.organization.courses
    reported: dict[str, set[PersonId]] = {course.code: set() for course in courses}
    for stamped in _within(asked):
        if isinstance(stamped.fact, CourseReported):
            reported.setdefault(stamped.fact.course, set()).add(stamped.person)
    members = {code: set(people) for code, people in reported.items()}
    for course in courses:
        members[course.code].update(
            person.id for person in asked.staff.values() if concerns(course, person.path)
        )
    return [
        Counted(code, len(people), len(members[code])) for code, people in reported.items() if members[code]
    ]


def _within(asked: _Asked) -> Iterable[Stamped]:
    period = asked.period
    return (stamped for stamped in asked.facts if period.first <= stamped.day <= period.last)


def _suppressed(asked: _Asked, counted: Sequence[Counted], hidden_before: Counter[str]) -> tuple[Cell, ...]:
    names = _names(asked)
    if _banded(asked.period, open_now=not closed(asked.period, asked.today)):
        bands = privacy.bands(counted)
        return tuple(Cell(cell.key, names(cell.key), band=bands.get(cell.key)) for cell in counted)
    # One hidden quarter could be had by taking the other three from the year.
    hidden = privacy.hidden(counted, [key for key, times in hidden_before.items() if times == 1])
    return tuple(
        Cell(cell.key, names(cell.key), None if cell.key in hidden else cell.count) for cell in counted
    )


def _names(asked: _Asked) -> Callable[[str], Text]:
    sentences = asked.library.sentences
    match asked.by:
        case Dimension.LANGUAGE | Dimension.PATH:
            return lambda key: sentences[f"{asked.by.value}.{key}"]
        case Dimension.MODULE:
            return lambda key: name_of(asked.library, key)
        case Dimension.UNIT:
            units = {unit.id: unit.name for unit in asked.library.organization.units}
            units[NO_UNIT] = sentences["unit.none"]
            # A unit that the organization no longer names keeps its id, which is the same in both languages.
            return lambda key: units.get(key) or Text(en=key, fr=key)
        case _:
            assert_never(asked.by)


def _modules(asked: _Asked, *, shown: bool) -> tuple[Cell, ...]:
    """Return how many people of the whole organization finished each module."""
    finished: dict[str, set[PersonId]] = {module: set() for module in asked.library.modules}
    for stamped in _within(asked):
        if isinstance(stamped.fact, ModuleFinished):
            finished.setdefault(stamped.fact.module, set()).add(stamped.person)
    modules = asked.library.modules
    return tuple(
        Cell(
            key,
            modules[key].title if key in modules else Text(en=key, fr=key),
            len(people) if shown else None,
        )
        for key, people in finished.items()
    )
