"""Names what a draft is about: one fiscal year, or several in a row; pure."""

from dataclasses import dataclass
from datetime import date

from content.model import Span, Text
from content.wording import period_in_words
from reports.periods import Kind, Period, PeriodUnknown, current_year, last_year, parse

MOST_YEARS = 5
"""Fiscal years in one draft."""

BETWEEN = ".."


@dataclass(frozen=True, slots=True)
class Years:
    """Fiscal years in a row, oldest first; never none."""

    periods: tuple[Period, ...]

    @property
    def id(self) -> str:
        """Return FY2025-26, or FY2023-24..FY2025-26 for several."""
        first, last = self.periods[0].id, self.periods[-1].id
        return first if first == last else f"{first}{BETWEEN}{last}"

    @property
    def first(self) -> date:
        """Return the first day."""
        return self.periods[0].first

    @property
    def last(self) -> date:
        """Return the last day."""
        return self.periods[-1].last

    @property
    def in_words(self) -> Text:
        """Return how it is called on a card and in a document."""
        return period_in_words(self.id)

    def hold(self, span: Span) -> bool:
        """Tell whether any day of a span lies in them."""
        return span.first <= self.last and span.last >= self.first


def years_named(words: str) -> Years:
    """Read FY2025-26 or FY2023-24..FY2025-26. Raises PeriodUnknown for anything else."""
    begins, _, ends = words.partition(BETWEEN)
    first, last = parse(begins), parse(ends or begins)
    found = [first]
    while found[-1].first < last.first and len(found) < MOST_YEARS:
        found.append(_after(found[-1]))
    if any(each.kind is not Kind.FISCAL_YEAR for each in (first, last)) or found[-1] != last:
        raise PeriodUnknown(words)
    return Years(tuple(found))


def _after(year: Period) -> Period:
    return current_year(date(year.last.year, year.last.month + 1, 1))


def offered(today: date) -> tuple[Years, ...]:
    """Return what a person may choose: the last fiscal year, this one, both together."""
    last, this = last_year(today), current_year(today)
    return (Years((last,)), Years((this,)), Years((last, this)))
