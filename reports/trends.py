"""Lays the same figure of several periods side by side, as each was first published; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.participation import Report
from reports.periods import Period, previous

BACK = 4
"""How many periods of the same kind are looked back at, at most."""


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of one period: a count, a band, or None where it may not be shown. `open`: it can change."""

    period: Period
    open: bool
    shown: int | str | None


def looked_back(period: Period) -> tuple[Period, ...]:
    """Return the periods of the same kind before one, oldest first."""
    found: list[Period] = []
    for _ in range(BACK):
        found.append(previous(found[-1] if found else period))
    return tuple(reversed(found))


def trend(reports: Sequence[Report], measure: str, key: str = "") -> tuple[Point, ...]:
    """Return a measure's total in each report, or the cell with a key.

    A period that knew neither the measure nor the cell is left out: it says nothing, not even nobody.
    """
    return tuple(
        Point(report.period, report.open, shown)
        for report in reports
        for shown in _shown(report, measure, key)
    )


def _shown(report: Report, measure: str, key: str) -> Sequence[int | str | None]:
    found = [each for each in report.measures if each.id == measure]
    if not key:
        return [each.total for each in found]
    cells = [cell for each in found for cell in each.cells if cell.key == key]
    return [cell.band if cell.count is None else cell.count for cell in cells]
