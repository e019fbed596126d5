"""Federal working days, and the day on which something counted from a first or a last day is due."""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from holidays import country_holidays
from holidays.constants import GOVERNMENT
from holidays.countries.canada import Canada

from content.model import Within

DAY = timedelta(days=1)
SATURDAY = 5

CountedFrom = Literal["start", "end"]


def working_day(day: date, province: str | None) -> bool:
    """Tell whether federal offices work: Monday to Friday, and not a federal holiday.

    `province` is a two-letter code; one that is unknown counts as none.
    """
    if day.weekday() >= SATURDAY:
        return False
    return day not in _federal_holidays(day.year, province if province in Canada.subdivisions else None)


@lru_cache(maxsize=64)
def _federal_holidays(year: int, province: str | None) -> frozenset[date]:
    return frozenset(country_holidays("CA", subdiv=province, years=year, categories=(GOVERNMENT,)))


def from_day_on(day: date, province: str | None) -> date:
    """Return the first working day on or after a day."""
    while not working_day(day, province):
        day += DAY
    return day


def up_to_day(day: date, province: str | None) -> date:
    """Return the last working day on or before a day."""
    while not working_day(day, province):
        day -= DAY
    return day


def after(day: date, count: int, province: str | None) -> date:
    """Return the working day that lies so many working days after a day."""
    while count > 0:
        day += DAY
        count -= working_day(day, province)
    return day


@lru_cache(maxsize=4096)
def item_due(within: Within, counted_from: CountedFrom, base: date, province: str | None) -> date:
    """Return the working day by which an item is due; never later than the days or months allow."""
    if within.working_days is not None:
        return _working_days(within.working_days, counted_from, base, province)
    return up_to_day(_plain(within, counted_from, base), province)


@lru_cache(maxsize=4096)
def talk_due(within: Within, counted_from: CountedFrom, base: date, province: str | None) -> date:
    """Return the day on which both people of a talk are asked: the first working day on or after its due day.

    Before a departure it is never after the last day.
    """
    if within.working_days is not None:
        return _working_days(within.working_days, counted_from, base, province)
    due = from_day_on(_plain(within, counted_from, base), province)
    return up_to_day(base, province) if counted_from == "end" and due > base else due


def _working_days(count: int, counted_from: CountedFrom, base: date, province: str | None) -> date:
    """Count working days forward from the first day, or back from the last; that day itself is the first."""
    if counted_from == "start":
        day, step = from_day_on(base, province), DAY
    else:
        day, step = up_to_day(base, province), -DAY
    while count > 1:
        day += step
        count -= working_day(day, province)
    return day


def _plain(within: Within, counted_from: CountedFrom, base: date) -> date:
    """Count days or calendar months; the 31st of a month that has none becomes its last day."""
    sign = 1 if counted_from == "start" else -1
    if within.months is None:
        return base + sign * timedelta(days=within.days or 0)
    year, month = divmod(base.year * 12 + base.month - 1 + sign * within.months, 12)
    return date(year, month + 1, min(base.day, monthrange(year, month + 1)[1]))
