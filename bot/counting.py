"""Counts for a Senior Official, from the chat or the command line: the same suppression, and a line kept."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.heard import File
from content.model import Communication, Library, Stage
from dialogs.facts import Stamped
from dialogs.flow import Answer
from dialogs.people import Person
from dialogs.themes import YOU_SAID
from reports import evidence
from reports.evidence import Told, within
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
from reports.rendering import ROOM, on_one_card
from reports.snapshots import from_snapshot, to_snapshot
from storage.campaigns import campaigns
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


async def write_down(store: Store, look: Look, what: Mapping[str, str]) -> None:
    """Write a look into the access list: at what, by which role and on which day, never by whom."""
    line = {**what, "role": look.role, "day": look.today.isoformat()}
    with suppress(Stale):  # It was written down when the turn was decided the first time.
        await store.registers.put("access", look.id, line, 0)


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
    period = WHICH[which](look.today)
    told = await you_said(store, period)
    reports = await counts(store, library, period, by, look)
    answer = on_one_card(reports, library, ROOM - evidence.needs(library, told))
    return evidence.on_a_card(answer, library, told)


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
    lines = evidence.as_csv(report, library, await you_said(store, period))
    return File(f"ethos-{period.id}.csv", "text/csv; charset=utf-8", lines.encode())


async def you_said(store: Store, period: Period) -> list[Told]:
    """Return the messages about what people said that ended in a period; one that was stopped did not."""
    found = [each.campaign for each in (await campaigns(store)).values()]
    told = [
        Told(each.last_day, each.title, each.topic or "")
        for each in found
        if isinstance(each, Communication) and each.draft == YOU_SAID and each.stage is Stage.CLOSED
    ]
    return within(told, period)


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
    split = ",".join(dimension.value for dimension in by)
    await write_down(store, look, {"what": "report", "period": period.id, "by": split})
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
