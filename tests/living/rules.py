"""The thresholds of the design, written a second time: what may be shown of which cell; nothing is shared.

Units of 10 or more; hidden when 0 < n < 5 or 0 < members - n < 5, plus a complement. The organization's total
is exact and always shown when it has 10 people or more. Exact cells are for closed quarters and fiscal years;
a year shows a cell only if none or at least two of its quarters hide it. Otherwise cells stand in bands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

MEMBERS, CELL, ROOM = 10, 5, 3
BANDS = (("few", 3, 1), ("about-half", 3, 2), ("most", 10, 9))
"""A band, and the share below which it lies, as a fraction turned round: 3, 1 is one third."""


@dataclass(frozen=True, slots=True)
class Group:
    """How many of the members of a group did something."""

    key: str
    count: int
    members: int

    @property
    def small(self) -> bool:
        rest = self.members - self.count
        return self.members < MEMBERS or 0 < self.count < CELL or 0 < rest < CELL


def hidden(groups: Iterable[Group], besides: Iterable[str] = ()) -> set[str]:
    """Return what is hidden: the small ones, and with them the two smallest, then more until there is room.

    There is room when the hidden together lie at least three people from nobody and from everybody.
    """
    everyone = sorted(groups, key=lambda group: (group.members, group.key))
    gone = {group.key for group in everyone if group.small or group.key in set(besides)}
    if not gone:
        return gone
    gone |= {group.key for group in everyone[:2]}
    for group in everyone[2:]:
        done = sum(each.count for each in everyone if each.key in gone)
        members = sum(each.members for each in everyone if each.key in gone)
        if ROOM <= done <= members - ROOM:
            break
        gone.add(group.key)
    return gone


def band(count: int, members: int) -> str:
    return next((name for name, of, share in BANDS if of * count < share * members), "nearly-all")


def banded(groups: Iterable[Group]) -> Mapping[str, str | None]:
    """Return the band of each group; none at all where bands and total together would tell a count."""
    everyone = [group for group in groups if group.members]
    said = {g.key: band(g.count, g.members) if g.members >= MEMBERS else None for g in everyone}
    total, members = sum(g.count for g in everyone), sum(g.members for g in everyone)
    if total in (0, members):
        return said
    possible = {
        g.key: [n for n in range(g.members + 1) if said[g.key] in (None, band(n, g.members))]
        for g in everyone
    }
    for group in everyone:
        others = [numbers for key, numbers in possible.items() if key != group.key]
        least, most = sum(map(min, others)), sum(map(max, others))
        left = [n for n in possible[group.key] if least <= total - n <= most]
        if len(left) == 1:
            return dict.fromkeys(said)
    return said


# Periods ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """A period by its id, from the first day to the last; the quarters of a fiscal year are parts of it."""

    id: str
    first: date
    last: date
    quarters: tuple["Span", ...] = ()

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def over(self, today: date) -> bool:
        return self.last < today

    @property
    def months(self) -> tuple["Span", ...]:
        """Return the months in it; a month has none."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        begins = (
            [month(self.first.year, self.first.month, each)[1] for each in range(count)] if count > 1 else []
        )
        firsts = [each + timedelta(days=1) for each in begins]
        return tuple(Span(f"{each:%Y-%m}", *month(each.year, each.month)) for each in firsts)

    @property
    def month(self) -> bool:
        return (self.last - self.first).days < 31


def month(year: int, number: int, count: int = 1) -> tuple[date, date]:
    after = year * 12 + number - 1 + count
    return date(year, number, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1)


def quarter(year: int, number: int) -> Span:
    return Span(f"{year}-Q{number}", *month(year, 3 * number - 2, 3))


def fiscal_year(year: int) -> Span:
    parts = (quarter(year, 2), quarter(year, 3), quarter(year, 4), quarter(year + 1, 1))
    return Span(f"FY{year}-{(year + 1) % 100:02}", parts[0].first, parts[-1].last, parts)


def everything(year: int) -> list[Span]:
    """Return a fiscal year, its quarters and its months, the year last: it stands on its quarters."""
    whole = fiscal_year(year)
    return [*whole.months, *whole.quarters, whole]
