"""Names the periods of a report: a quarter, a month, a fiscal year; pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never

FISCAL_MONTH = 4
"""The federal fiscal year begins on 1 April."""


class PeriodUnknown(ValueError):
    """The words name no period; 2026-Q3, 2026-11 and FY2026-27 do."""


class Kind(StrEnum):
    """How long a period is."""

    QUARTER = "quarter"
    MONTH = "month"
    FISCAL_YEAR = "fiscal-year"


@dataclass(frozen=True, slots=True)
class Period:
    """A period by its id, such as 2026-Q3, with its first and last days."""

    id: str
    kind: Kind
    first: date
    last: date


def parse(words: str) -> Period:
    """Read `2026-Q3`, `2026-11` or `FY2026-27`. Raises PeriodUnknown for anything else."""
    name = words.strip().upper()
    try:
        if found := re.fullmatch(r"([0-9]{4})-Q([1-4])", name):
            return _quarter(int(found[1]), int(found[2]))
        if found := re.fullmatch(r"([0-9]{4})-([0-9]{2})", name):
            first = date(int(found[1]), int(found[2]), 1)
            return Period(name, Kind.MONTH, first, _before_month(first.year, first.month + 1))
        if found := re.fullmatch(r"FY([0-9]{4})-([0-9]{2})", name):
            year = _fiscal_year(int(found[1]))
            if year.id == name:
                return year
    except ValueError as error:  # a month 13, a year 0
        raise PeriodUnknown(words) from error
    raise PeriodUnknown(words)


def _before_month(year: int, month: int) -> date:
    """Return the last day before a month; month 13 is January of the next year."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1) - timedelta(days=1)


def _quarter(year: int, number: int) -> Period:
    first = date(year, number * 3 - 2, 1)
    return Period(f"{year:04}-Q{number}", Kind.QUARTER, first, _before_month(year, number * 3 + 1))


def _fiscal_year(year: int) -> Period:
    first = date(year, FISCAL_MONTH, 1)
    name = f"FY{year:04}-{(year + 1) % 100:02}"
    return Period(name, Kind.FISCAL_YEAR, first, _before_month(year + 1, FISCAL_MONTH))


def closed(period: Period, today: date) -> bool:
    """Tell whether a period is over."""
    return period.last < today


def quarters(period: Period) -> tuple[Period, ...]:
    """Return the four quarters of a fiscal year; nothing for a shorter period."""
    if period.kind is not Kind.FISCAL_YEAR:
        return ()
    year = period.first.year
    return (_quarter(year, 2), _quarter(year, 3), _quarter(year, 4), _quarter(year + 1, 1))


def months(period: Period) -> tuple[Period, ...]:
    """Return the months of a period."""
    first, last = (day.year * 12 + day.month - 1 for day in (period.first, period.last))
    return tuple(parse(f"{each // 12:04}-{each % 12 + 1:02}") for each in range(first, last + 1))


def parts(period: Period) -> tuple[Period, ...]:
    """Return the periods just below one: the quarters of a fiscal year, the months of a quarter."""
    return months(period) if period.kind is Kind.QUARTER else quarters(period)


def below(period: Period) -> tuple[Period, ...]:
    """Return every shorter period in one, the longer ones first."""
    inner = parts(period)
    return (*inner, *(deep for part in inner for deep in parts(part)))


def previous(period: Period) -> Period:
    """Return the period of the same kind before one."""
    before = period.first - timedelta(days=1)
    match period.kind:
        case Kind.MONTH:
            return current_month(before)
        case Kind.QUARTER:
            return current_quarter(before)
        case Kind.FISCAL_YEAR:
            return current_year(before)
        case _:
            assert_never(period.kind)


def current_month(today: date) -> Period:
    """Return the month a day lies in."""
    return parse(f"{today.year:04}-{today.month:02}")


def last_month(today: date) -> Period:
    """Return the month before the one a day lies in."""
    return previous(current_month(today))


def current_quarter(today: date) -> Period:
    """Return the calendar quarter a day lies in."""
    return _quarter(today.year, (today.month + 2) // 3)


def last_quarter(today: date) -> Period:
    """Return the calendar quarter before the one a day lies in."""
    return current_quarter(current_quarter(today).first - timedelta(days=1))


def current_year(today: date) -> Period:
    """Return the fiscal year a day lies in."""
    return _fiscal_year(today.year if today.month >= FISCAL_MONTH else today.year - 1)


def last_year(today: date) -> Period:
    """Return the fiscal year before the one a day lies in."""
    return current_year(current_year(today).first - timedelta(days=1))
