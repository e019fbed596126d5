"""Counts for a Senior Official, from the chat or the command line: the same suppression, and a line kept."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.heard import File
from content.model import Library
from dialogs.facts import Stamped
from dialogs.flow import Answer
from dialogs.people import Person
from reports.measures import FROM_THE_BEGINNING
from reports.participation import Dimension, Report, allowed, participation
from reports.periods import (
    Kind,
    Period,
    PeriodUnknown,
    closed,
    current_quarter,
    current_year,
    last_quarter,
    last_year,
    months,
    parse,
    quarters,
)
from reports.rendering import as_csv, on_one_card
from reports.snapshots import from_snapshot, to_snapshot
from storage.ports import Stale, Store

WHICH: dict[str, Callable[[date], Period]] = {
    "this-quarter": current_quarter,
    "last-quarter": last_quarter,
    "this-year": current_year,
    "last-year": last_year,
}
"""The periods the card offers."""

WEST = ("America/Vancouver", "America/Whitehorse")
"""Where in Canada midnight comes last: British Columbia, an hour after Yukon in winters up to 2025-26; since
then both are seven hours behind UTC all year. Naming both, neither has to be right for ever."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look at counts: its random id, who looked, by role only, when, and in which time zone.

    A turn that is decided anew is still one look.
    """

    id: str
    role: str
    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        """Return the date where whoever looks is."""
        return self.now.astimezone(self.zone).date()


def day_everywhere(now: datetime, people: Iterable[Person], library: Library) -> date:
    """Return the date where the day is youngest: the zones of the west, the staff list and the organization.

    Facts are stamped with their person's own date, so a period is over when this date has left it. An
    official abroad, further west than Canada, can still do something "yesterday".
    """
    zones = {*WEST, library.organization.time_zone, *(person.zone for person in people if person.zone)}
    return min(now.astimezone(ZoneInfo(zone)).date() for zone in zones)


async def on_a_card(store: Store, library: Library, which: str, look: Look) -> Answer:
    """Count one of the periods the card offers, told apart by what it has room for."""
    by = (
        (Dimension.MODULE,)
        if library.organization.small
        else (Dimension.UNIT, Dimension.MODULE, Dimension.PATH)
    )
    return on_one_card(await counts(store, library, WHICH[which](look.today), by, look), library)


async def as_file(store: Store, library: Library, key: str, look: Look) -> File | None:
    """Write the counts of a period, such as 2026-Q4, for a spreadsheet; None when it is not given out.

    They are told apart by unit; those of a small organization by module, and of whole fiscal years only.
    """
    try:
        period = parse(key)
    except PeriodUnknown:
        return None
    small = library.organization.small
    if small and period.kind is not Kind.FISCAL_YEAR:
        return None
    by = Dimension.MODULE if small else Dimension.UNIT
    (report,) = await counts(store, library, period, (by,), look)
    return File(f"ethos-{period.id}.csv", "text/csv; charset=utf-8", as_csv(report, library).encode())


async def counts(
    store: Store, library: Library, period: Period, by: Sequence[Dimension], look: Look
) -> tuple[Report, ...]:
    """Count a period, or reprint what was first published of a closed one, and write the look down once.

    Raises SnapshotUnreadable when what was published belongs to another organization or a later version.
    """
    people = await store.people.everyone()
    today = day_everywhere(look.now, people, library)
    books = _Books(store, library, today)
    reports = [await books.published(period, dimension) for dimension in by]
    looked = {
        "what": "report",
        "period": period.id,
        "by": ",".join(dimension.value for dimension in by),
        "role": look.role,
        "day": look.today.isoformat(),
    }
    with suppress(Stale):  # This look was written down when the turn was decided the first time.
        await store.registers.put("access", look.id, looked, 0)
    return tuple(reports)


@dataclass(slots=True)
class _Books:
    """Reads facts for counting. Those of a period are read once, however many ways they are told apart."""

    store: Store
    library: Library
    today: date
    read: dict[str, Sequence[Stamped]] = field(default_factory=dict)

    async def published(self, period: Period, by: Dimension) -> Report:
        """Return the first publication; a closed period that was never published is published now."""
        name = f"{period.id}.{by.value}"
        kept = await self.store.registers.get("snapshot", name)
        if kept is not None:
            return allowed(from_snapshot(kept.body, self.library.organization))
        earlier: dict[str, Report] = {}
        if period.kind is Kind.FISCAL_YEAR:  # A year hides what its quarters hid when they were given out.
            for quarter in quarters(period):
                if closed(quarter, self.today):
                    earlier[quarter.id] = await self.published(quarter, by)
        facts, people = await self._facts(period), await self.store.people.everyone()
        report = participation(period, self.today, facts, people, self.library, by=by, published=earlier)
        if not closed(period, self.today):
            return report
        try:
            await self.store.registers.put("snapshot", name, to_snapshot(report), 0)
        except Stale:  # Somebody published it in between: theirs is the first.
            return await self.published(period, by)
        return report

    async def _facts(self, period: Period) -> Sequence[Stamped]:
        """Return the facts of a period, after those from before it that count together with them."""
        if period.id not in self.read:
            ledger = self.store.ledger
            before = await ledger.facts(date.min, period.first - timedelta(days=1))
            earlier = [stamped for stamped in before if isinstance(stamped.fact, FROM_THE_BEGINNING)]
            self.read[period.id] = (*earlier, *await ledger.facts(period.first, period.last))
        return self.read[period.id]


async def publish(store: Store, library: Library, before: date) -> None:
    """Publish every period of the fiscal years that ended before a date, so that facts behind them may go.

    Years before the first fact have nothing to publish. Between two figures others get their turn.
    """
    days = [stamped.day for stamped in await store.ledger.facts(date.min, before - timedelta(days=1))]
    year = current_year(min(days, default=before))
    while year.last < before:
        for period in (*quarters(year), *months(year), year):
            books = _Books(store, library, before)
            for by in Dimension:
                await books.published(period, by)
                await asyncio.sleep(0)
        year = current_year(year.last + timedelta(days=1))
