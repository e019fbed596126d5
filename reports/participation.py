"""Folds facts into counts of people, and hides what is too small; pure.

Everything counts persons, not clicks, so that a cell can be compared with how many people a unit has.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from content.model import Library, Organization, Text
from dialogs.facts import Stamped
from dialogs.people import Person
from reports import cuts, privacy
from reports.cuts import WHOLE, Asked, Dimension
from reports.measures import MEASURES, Tally, tally
from reports.nested import Shown, Table, given_away
from reports.periods import Kind, Period, below, closed, quarters
from reports.privacy import Counted

__all__ = ["WHOLE", "Cell", "Dimension", "Measure", "Report", "allowed", "participation"]


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
        """Tell whether the cells of a measure are bands: those of groups, in open periods and in months."""
        return not cuts.whole(self.by, measure.id) and _banded(self.period, open_now=self.open)


def _banded(period: Period, *, open_now: bool) -> bool:
    return open_now or period.kind is Kind.MONTH


def participation(
    period: Period,
    today: date,
    facts: Iterable[Stamped],
    people: Sequence[Person],
    library: Library,
    *,
    by: Dimension,
    published: Mapping[str, Report] | None = None,
    topics: Mapping[str, str] | None = None,
) -> Report:
    """Count a period. `facts` may reach beyond it, and for some measures have to: see `FROM_THE_BEGINNING`.

    `people` is the whole roster. `published` holds reports of shorter periods in this one that were given out
    before, by period id and for the same dimension: nothing that they hid is given away, however the roster
    looks today. `topics` holds the theme of each session and communication, by its id.
    """
    kept = tally(facts, period, library, people)
    counted = participations(period, today, kept, people, library, by=by, published=published, topics=topics)
    return counted[period.id]


def participations(
    period: Period,
    today: date,
    kept: Tally,
    people: Sequence[Person],
    library: Library,
    *,
    by: Dimension,
    published: Mapping[str, Report] | None = None,
    topics: Mapping[str, str] | None = None,
) -> Mapping[str, Report]:
    """Return a period's report and those of the shorter ones in it, by period id: see `participation`.

    `kept` is the tally of this period, or of one around it. What was published stays as it is.
    """
    counting = _Counting(today, by, kept, people, library, topics or {}, dict(published or {}))
    counting.reports[period.id] = counting.report(period)
    return counting.reports


def allowed(report: Report) -> Report:
    """Return a report as the organization may see it: a small one sees totals only, and modules."""
    if not report.organization.small:
        return report
    return replace(
        report,
        measures=tuple(
            measure
            if cuts.whole(report.by, measure.id)
            else replace(measure, cells=(), hidden_cells=len(measure.cells) or measure.hidden_cells)
            for measure in report.measures
        ),
    )


def _works_in(person: Person, period: Period) -> bool:
    """Tell whether a person works here on at least one day of a period."""
    return (person.start is None or person.start <= period.last) and (
        person.end is None or person.end >= period.first
    )


@dataclass(frozen=True, slots=True)
class _Counting:
    """Counts a period and the shorter ones in it, each of them once. `reports` are those given out so far."""

    today: date
    by: Dimension
    tally: Tally
    people: Sequence[Person]
    library: Library
    topics: Mapping[str, str]
    reports: dict[str, Report]
    asked: dict[str, Asked] = field(default_factory=dict)
    cells: dict[tuple[str, str], list[Counted]] = field(default_factory=dict)

    def report(self, period: Period) -> Report:
        """Count a period, after those in it: a longer one hides what would give a shorter one away."""
        for part in reversed(self._below(period)):
            if part.id not in self.reports:
                self.reports[part.id] = self._counted(part)
        return self._counted(period)

    def _counted(self, period: Period) -> Report:
        measures = tuple(self._measure(period, name) for name in MEASURES)
        opened = not closed(period, self.today)
        return allowed(Report(self.library.organization, period, opened, self.by, measures))

    def _below(self, period: Period) -> list[Period]:
        """Return the shorter periods in one that have begun; longer ones come first."""
        return [part for part in below(period) if part.first <= self.today]

    def _asked(self, period: Period) -> Asked:
        if period.id not in self.asked:
            here = {person.id: person for person in self.people if _works_in(person, period)}
            first = self.tally.first(period)
            asked = Asked(period, self.by, self.tally, first, here, self.library, self.topics)
            self.asked[period.id] = asked
        return self.asked[period.id]

    def _cells(self, period: Period, name: str) -> list[Counted]:
        """Return the cells of a measure before anything is hidden."""
        if (period.id, name) not in self.cells:
            self.cells[period.id, name] = cuts.counted(self._asked(period), name)
        return self.cells[period.id, name]

    def _measure(self, period: Period, name: str) -> Measure:
        asked = self._asked(period)
        shown = privacy.total_shown(asked.everyone(name))
        counted = self._cells(period, name)
        if cuts.whole(self.by, name):
            known: Shown = {cell.key: cell.count if shown else None for cell in counted}
        else:
            known = self._suppressed(period, name, counted)
        label = cuts.names(self.library, self.by, name)
        cells = tuple(_cell(cell.key, label(cell.key), known.get(cell.key)) for cell in counted)
        hidden_cells = sum(cell.count is None and cell.band is None for cell in cells)
        total = len(asked.first[name]) if shown else None
        definition = self.library.sentences[f"measure.{name}"]
        return Measure(name, definition, total, hidden_cells, cells)

    def _suppressed(self, period: Period, name: str, counted: Sequence[Counted]) -> Shown:
        """Return what is shown of each cell, so that neither this table nor those in it give any away."""
        banded = _banded(period, open_now=not closed(period, self.today))
        inner = [self._table(part, name) for part in self._below(period)] if counted else []
        total = len(self._asked(period).first[name])
        also = set() if banded else self._hidden_once(period, name)
        by_size = sorted(counted, key=lambda cell: (cell.members, cell.key))
        while True:
            shown = _shown(counted, also, banded=banded)
            table = Table(period, total, {cell.key: cell for cell in counted}, shown, banded)
            away = given_away((table, *inner)) if inner else frozenset()
            open_still = [cell.key for cell in by_size if shown.get(cell.key) is not None]
            if not away or not open_still:
                return shown
            also |= away & set(open_still) or {open_still[0]}

    def _hidden_once(self, period: Period, name: str) -> set[str]:
        """Return what one quarter of a fiscal year hides: taking the other three from it would tell."""
        times: Counter[str] = Counter()
        for quarter in quarters(period):
            known = _of(self.reports[quarter.id], name)
            times.update(cell.key for cell in known.cells if cell.count is None) if known else None
        return {key for key, hidden in times.items() if hidden == 1}

    def _table(self, period: Period, name: str) -> Table:
        """Return what a reader has of a shorter period: nothing, if it was given out before the measure."""
        asked, report = self._asked(period), self.reports[period.id]
        known = _of(report, name)
        cells = {cell.key: cell for cell in self._cells(period, name)}
        shown: Shown = {
            cell.key: cell.band if cell.count is None else cell.count
            for cell in (known.cells if known else ())
        }
        banded = _banded(period, open_now=report.open)
        return Table(period, len(asked.first[name]), cells, shown, banded, known is not None)


def _of(report: Report, name: str) -> Measure | None:
    return next((measure for measure in report.measures if measure.id == name), None)


def _shown(counted: Sequence[Counted], also: set[str], *, banded: bool) -> Shown:
    if banded:
        bands = privacy.bands(counted)
        return {cell.key: None if cell.key in also else bands.get(cell.key) for cell in counted}
    hidden = privacy.hidden(counted, also)
    return {cell.key: None if cell.key in hidden else cell.count for cell in counted}


def _cell(key: str, name: Text, shown: int | str | None) -> Cell:
    if isinstance(shown, int):
        return Cell(key, name, count=shown)
    return Cell(key, name, band=shown)
