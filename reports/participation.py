"""Folds facts into counts of people, and hides what is too small; pure.

Everything counts persons, not clicks, so that a cell can be compared with how many people a unit has.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import assert_never

from content.model import LANGUAGES, Library, Organization, Text
from dialogs import coi
from dialogs.facts import Acknowledged, Fact, ModuleFinished, Reached, ReminderAnswered, ReminderSent, Stamped
from dialogs.people import NO_UNIT, Person, PersonId
from reports import privacy
from reports.periods import Kind, Period, closed, quarters
from reports.privacy import Counted


class Dimension(StrEnum):
    """What the people are told apart by, one dimension at a time."""

    UNIT = "unit"
    MODULE = "module"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit, module or language: an exact count, or a band such as "few", or neither when hidden."""

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

    @property
    def in_bands(self) -> bool:
        """Tell whether cells are bands: units and languages are, in open periods and in months."""
        return self.by is not Dimension.MODULE and _banded(self.period, open_now=self.open)


def _banded(period: Period, *, open_now: bool) -> bool:
    return open_now or period.kind is Kind.MONTH


MEASURES: Mapping[str, type[Fact]] = {
    "modules-finished": ModuleFinished,
    "acknowledgements": Acknowledged,
    "reminders-sent": ReminderSent,
    "reminders-answered": ReminderAnswered,
}

FirstFacts = Mapping[str, Mapping[PersonId, Stamped]]
"""By measure, each person's first counted fact of the period, so that cells add up to the total."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one report is made from; `staff` is who worked here in the period, with their unit."""

    period: Period
    today: date
    by: Dimension
    facts: tuple[Stamped, ...]
    first: FirstFacts
    staff: Mapping[PersonId, str]
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
    """Count a period. `facts` may reach beyond it; `people` is the whole roster.

    `published` holds reports of quarters that were given out before, by period id and for the same
    dimension: a fiscal year hides what they hid, however the roster looks today.
    """
    kept = tuple(facts)
    within = tuple(stamped for stamped in kept if period.first <= stamped.day <= period.last)
    here = {person.id: str(person.unit) for person in people if _works_in(person, period)}
    asked = _Asked(period, today, by, within, _first_facts(within), here, library)
    hidden_before = _hidden_in_quarters(asked, people, published or {})
    measures = tuple(_measure(asked, name, hidden_before.get(name, Counter())) for name in MEASURES)
    return Report(library.organization, period, not closed(period, today), by, measures)


def _works_in(person: Person, period: Period) -> bool:
    """Tell whether a person works here on at least one day of a period."""
    return (person.start is None or person.start <= period.last) and (
        person.end is None or person.end >= period.first
    )


def _hidden_in_quarters(
    asked: _Asked, people: Sequence[Person], published: Mapping[str, Report]
) -> Mapping[str, Counter[str]]:
    """Return, by measure and cell, in how many quarters of a fiscal year the cell is hidden."""
    found: dict[str, Counter[str]] = {name: Counter() for name in MEASURES}
    if asked.by is Dimension.MODULE or not closed(asked.period, asked.today):
        return found
    for quarter in quarters(asked.period):
        report = published.get(quarter.id) or participation(
            quarter, asked.today, asked.facts, people, asked.library, by=asked.by
        )
        for measure in report.measures:
            found[measure.id].update(cell.key for cell in measure.cells if cell.count is None)
    return found


def _measure(asked: _Asked, name: str, hidden_before: Counter[str]) -> Measure:
    first = asked.first[name]
    everyone = len(asked.staff.keys() | first.keys())
    definition = asked.library.sentences[f"measure.{name}"]
    shown = privacy.total_shown(everyone)
    match asked.by:
        case Dimension.MODULE:
            cells = _modules(asked, shown=shown) if name == "modules-finished" else ()
        case Dimension.UNIT:
            cells = _suppressed(asked, _by_unit(asked, first), hidden_before)
        case Dimension.LANGUAGE:
            spoken = Counter(stamped.language for stamped in first.values())
            counted = [Counted(language, spoken[language], everyone) for language in LANGUAGES]
            cells = _suppressed(asked, counted, hidden_before)
        case _:
            assert_never(asked.by)
    hidden_cells = sum(cell.count is None and cell.band is None for cell in cells)
    return Measure(name, definition, len(first) if shown else None, hidden_cells, cells)


def _first_facts(facts: Iterable[Stamped]) -> FirstFacts:
    first: dict[str, dict[PersonId, Stamped]] = {name: {} for name in MEASURES}
    of_kind = {kind: first[name] for name, kind in MEASURES.items()}
    for stamped in facts:
        fact = stamped.fact
        counted = of_kind.get(type(fact))
        if counted is not None and _counts(fact):
            counted.setdefault(stamped.person, stamped)
    return first


def _counts(fact: Fact) -> bool:
    """Tell whether a fact counts: of reminders, those about conflicts of interest that may have arrived."""
    return not isinstance(fact, ReminderSent) or (
        fact.duty == coi.DUTY and fact.reached is not Reached.REFUSED
    )


def _by_unit(asked: _Asked, first: Mapping[PersonId, Stamped]) -> list[Counted]:
    """Return the units that have anybody: those of the organization in its order, then any other."""
    members = Counter({unit.id: 0 for unit in asked.library.organization.units})
    members.update(asked.staff.values())
    # Whoever did something in a unit was a member of it then, wherever the roster has them now.
    members.update(
        stamped.unit for person, stamped in first.items() if asked.staff.get(person) != stamped.unit
    )
    counts = Counter(str(stamped.unit) for stamped in first.values())
    return [Counted(unit, counts[unit], people) for unit, people in members.items() if people]


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
    if asked.by is Dimension.LANGUAGE:
        return lambda key: sentences[f"language.{key}"]
    units = {unit.id: unit.name for unit in asked.library.organization.units}
    units[NO_UNIT] = sentences["unit.none"]
    # A unit that the organization no longer names keeps its id, which is the same in both languages.
    return lambda key: units.get(key) or Text(en=key, fr=key)


def _modules(asked: _Asked, *, shown: bool) -> tuple[Cell, ...]:
    """Return how many people of the whole organization finished each module."""
    finished: dict[str, set[PersonId]] = {module: set() for module in asked.library.modules}
    for stamped in asked.facts:
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
