"""When a reminder must leave, worked out anew from the raw time-zone files and plain calendar rules.

It shares no code with what it judges: it reads the files of the tzdata package itself, counts holidays from
the statutes, and finds an instant by going through the minutes one after the other.
"""

import hashlib
import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib import resources

import tzdata  # type: ignore[import-untyped]  # a package of data, which ships no types

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST_YEAR = 2029


# Zones ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Zone:
    """The instants at which clocks change, in seconds since 1970, and the offset from each on."""

    changes: tuple[int, ...]
    offsets: tuple[int, ...]

    def local(self, instant: datetime) -> datetime:
        """Return what a clock on the wall shows, without a zone."""
        seconds = int((instant - EPOCH).total_seconds())
        found = self.offsets[bisect_right(self.changes, seconds)]
        return (instant + timedelta(seconds=found)).replace(tzinfo=None)

    def changing(self, begin: datetime, end: datetime) -> Iterator[tuple[datetime, bool]]:
        """Return each change between two instants, and whether clocks go forward."""
        for number, seconds in enumerate(self.changes):
            instant = EPOCH + timedelta(seconds=seconds)
            if begin <= instant < end and self.offsets[number + 1] != self.offsets[number]:
                yield instant, self.offsets[number + 1] > self.offsets[number]


HEADER = struct.Struct(">4s1s15x6l")
FIXED = re.compile(r"<?[A-Z+-]?[A-Z0-9]+>?(-?\d+)(?::(\d+))?")
RULED = re.compile(r"[A-Z]+(\d+)(?::(\d+))?[A-Z]+,M3\.2\.0,M11\.1\.0")


@lru_cache
def zone(name: str) -> Zone:
    """Read a zone such as America/Toronto: the block of 64-bit numbers, then the rule at the end."""
    data = resources.files(tzdata).joinpath("zoneinfo", *name.split("/")).read_bytes()
    *_, utc, std, leaps, times, types, chars = HEADER.unpack_from(data)
    second = HEADER.size + times * 5 + types * 6 + chars + leaps * 8 + std + utc
    *_, utc, std, leaps, times, types, chars = HEADER.unpack_from(data, second)
    at = second + HEADER.size
    changes = list(struct.unpack_from(f">{times}q", data, at))
    kinds = struct.unpack_from(f">{times}B", data, at + times * 8)
    meanings = [struct.unpack_from(">lBB", data, at + times * 9 + n * 6)[0] for n in range(types)]
    footer = data[at + times * 9 + types * 6 + chars + leaps * 12 + std + utc :].strip().decode()
    offsets = [meanings[0], *(meanings[kind] for kind in kinds)]
    if ruled := RULED.fullmatch(footer):
        standard = -(int(ruled[1]) * 3600 + int(ruled[2] or 0) * 60)
        first = (EPOCH + timedelta(seconds=changes[-1])).year + 1
        for year in range(first, LAST_YEAR + 1):
            for day, before, after in (
                (nth(year, 3, 6, 2), standard, standard + 3600),
                (nth(year, 11, 6, 1), standard + 3600, standard),
            ):
                wall = datetime.combine(day, time(2), UTC)
                changes.append(int((wall - EPOCH).total_seconds()) - before)
                offsets.append(after)
    else:
        assert FIXED.fullmatch(footer), footer
    return Zone(tuple(changes), tuple(offsets))


# Days off -------------------------------------------------------------------------------------------------


def nth(year: int, month: int, weekday: int, count: int) -> date:
    """Return the so-many-eth weekday of a month; Monday is 0."""
    day = date(year, month, 1)
    while day.weekday() != weekday:
        day += DAY
    return day + (count - 1) * timedelta(days=7)


def easter(year: int) -> date:
    """Return Easter Sunday, as the church computes it (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, g = b // 4, b % 4, (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    n = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * n) // 433
    month = (h + n - 7 * m + 90) // 25
    return date(year, month, (h + n - 7 * m + 33 * month + 19) % 32)


def nearest_monday(day: date) -> date:
    """Return the Monday closest to a day."""
    return min((day + timedelta(days=n) for n in range(-3, 4)), key=date.weekday)


def moved(days: set[date]) -> set[date]:
    """Add, for each holiday on a weekend, the working day on which it is kept."""
    kept = set(days)
    for day in sorted(days):
        if day.weekday() > 4:
            while day.weekday() > 4 or day in kept:
                day += DAY  # noqa: PLW2901 - the day itself moves
            kept.add(day)
    return kept


FAMILY_DAY = {"AB", "BC", "MB", "NB", "NS", "ON", "PE", "SK"}


@lru_cache
def days_off(year: int, province: str) -> frozenset[date]:
    """Return the holidays of federal offices and of a province, as the statutes write them."""
    victoria = next(day for n in range(1, 8) if (day := date(year, 5, 25) - n * DAY).weekday() == 0)
    federal = {date(year, *day) for day in ((1, 1), (7, 1), (9, 30), (11, 11), (12, 25), (12, 26))}
    federal |= {easter(year) - 2 * DAY, easter(year) + DAY, victoria}
    federal |= {nth(year, 9, 0, 1), nth(year, 10, 0, 2)}
    own: set[date] = set()
    match province:
        case "QC":
            federal.add(date(year, 6, 24))
        case "YT":
            federal.add(nth(year, 8, 0, 3))
            last_sunday = max(nth(year, 2, 6, count) for count in (3, 4))
            own = {last_sunday - 2 * DAY, date(year, 6, 21)}
        case _:
            federal.add(nth(year, 8, 0, 1))
    if province in FAMILY_DAY:
        own.add(nth(year, 2, 0, 3))
    if province == "NL":
        own = {nearest_monday(date(year, *day)) for day in ((3, 17), (4, 23), (6, 24), (7, 12))}
    return frozenset(moved(federal) | moved(own))


def working(day: date, province: str) -> bool:
    """Tell whether a message may arrive on a day."""
    return day.weekday() < 5 and day not in days_off(day.year, province)


# Duties ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Duty:
    """One duty: months of an occurrence, the month in which a year begins, hours, and days kept free."""

    id: str
    months: int
    opens: time
    closes: time
    every_day: bool = False
    begins: int = 1
    spread: int = 0
    kept_free: int = 7
    second_after: int = 0

    def occurrences(self, begin: date, end: date) -> Iterator[tuple[str, date, date]]:
        """Return each occurrence that has a day between two: its name, its first and its last day."""
        year, month = begin.year - 2, self.begins
        while True:
            first = date(year, month, 1)
            after = date(year + (month - 1 + self.months) // 12, (month - 1 + self.months) % 12 + 1, 1)
            if first > end:
                return
            if after > begin:
                name = {1: f"{year}-{month:02}", 3: f"{year}-Q{month // 3 + 1}", 12: f"{year}"}[self.months]
                yield name, first, after - DAY
            year, month = after.year, after.month


@dataclass(frozen=True)
class Resident:
    """Somebody who is reminded: where they live, and from when to when they work here."""

    id: str
    zone: str
    province: str
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, order=True)
class Card:
    """One card that must leave."""

    instant: datetime
    who: str
    duty: str
    occurrence: str
    nth: int


def cards(person: Resident, duty: Duty, begin: datetime, end: datetime) -> Iterator[Card]:
    """Return every card of a duty that leaves for somebody who answers nothing, between two instants.

    The bot wakes at the first of them and never sleeps.
    """
    where = zone(person.zone)
    today = where.local(begin).date()
    for name, first, last in duty.occurrences(max(today, person.start or today), where.local(end).date()):
        digest = hashlib.sha256(f"{name}\0{person.id}".encode()).digest()
        room = max(0, min(duty.spread, (last - first).days - duty.kept_free))
        day = max(first + int.from_bytes(digest[:8], "big") % (room + 1) * DAY, person.start or first)
        card = _leaving(person, duty, max(begin, _midnight(where, day)), last)
        if card is None or card >= end:
            continue
        yield Card(card, person.id, duty.id, name, 1)
        if duty.second_after:
            day = where.local(card).date()
            for _ in range(duty.second_after):
                day += DAY
                while not working(day, person.province):
                    day += DAY
            card = _leaving(person, duty, _midnight(where, day), last)
            if card is not None and card < end:
                yield Card(card, person.id, duty.id, name, 2)


def _midnight(where: Zone, day: date) -> datetime:
    """Return the first minute of a local day."""
    instant = datetime.combine(day, time(0), UTC)
    while where.local(instant).date() < day:
        instant += MINUTE
    return instant


def _leaving(person: Resident, duty: Duty, earliest: datetime, last: date) -> datetime | None:
    """Go through the minutes until one of them is allowed; None when the occurrence is over before."""
    where, instant = zone(person.zone), earliest
    while (local := where.local(instant)).date() <= min(last, person.end or last):
        if duty.opens <= local.time() < duty.closes and (
            duty.every_day or working(local.date(), person.province)
        ):
            return instant
        instant += MINUTE
    return None
