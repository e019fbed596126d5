"""Federal working days, days on which a message may arrive, and the day on which something counted is due."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from holidays import country_holidays
from holidays.constants import GOVERNMENT, OPTIONAL, PUBLIC
from holidays.countries.canada import Canada

from content.model import Within

DAY = timedelta(days=1)
SATURDAY = 5

CountedFrom = Literal["start", "end"]


SPRING = (3, 4)
"""The months in which Good Friday is the only federal holiday."""

AUGUST = 8
CIVIC: Mapping[str, tuple[int, int]] = {"QC": (6, 24), "YT": (AUGUST, 15)}
"""The holiday that offices keep with their province: Saint-Jean-Baptiste, and in Yukon the third Monday in
August, which is the first on or after the 15th. Elsewhere it is the first Monday in August."""


def working_day(day: date, province: str | None) -> bool:
    """Tell whether federal offices work: Monday to Friday, no federal holiday, nor the one of the province.

    `province` is a two-letter code; one that is unknown counts as none.
    """
    return day.weekday() < SATURDAY and day not in _days_off(day.year, _known(province))


def message_day(day: date, province: str | None) -> bool:
    """Tell whether a message may arrive: federal offices work, and the province keeps no holiday of its own.

    Days that only some employers of a province keep are left alone too: better a day late than on a day off.
    """
    return working_day(day, province) and day not in _provincial(day.year, _known(province))


def _known(province: str | None) -> str | None:
    return province if province in Canada.subdivisions else None


@lru_cache(maxsize=128)
def _days_off(year: int, province: str | None) -> frozenset[date]:
    """Return the holidays of federal offices; Easter Monday is one by their agreements, not by statute."""
    off = set(country_holidays("CA", years=year, categories=(GOVERNMENT,), observed=False))
    off.add(next(day for day in off if day.month in SPRING) + timedelta(days=3))
    if province is not None:
        off.add(_civic(year, province))
    return _moved(off)


@lru_cache(maxsize=128)
def _provincial(year: int, province: str | None) -> frozenset[date]:
    """Return the holidays of a province, with those that are kept by custom."""
    if province is None:
        return frozenset()
    kept = (PUBLIC, OPTIONAL)
    return _moved(set(country_holidays("CA", subdiv=province, years=year, categories=kept, observed=False)))


def _civic(year: int, province: str) -> date:
    month, day = CIVIC.get(province, (AUGUST, 1))
    first = date(year, month, day)
    return first + timedelta(days=-first.weekday() % 7) if month == AUGUST else first


def _moved(off: set[date]) -> frozenset[date]:
    """Return holidays with the working days to which those on a weekend are moved."""
    kept = set(off)
    for day in sorted(each for each in off if each.weekday() >= SATURDAY):
        instead = day
        while instead.weekday() >= SATURDAY or instead in kept:
            instead += DAY
        kept.add(instead)
    return frozenset(kept)


@lru_cache(maxsize=65_536)
def message_days_after(count: int, day: date, province: str | None) -> date:
    """Return the day that is so many message days after a day."""
    while count:
        day += DAY
        count -= message_day(day, province)
    return day


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
