"""Counts for a Senior Official, from the chat or the command line: the same suppression, and a line kept."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import chain, count
from zoneinfo import ZoneInfo

from content.model import Communication, DutyRun, Library, Stage
from dialogs.people import Person
from dialogs.themes import YOU_SAID
from reports.evidence import Told, within
from reports.measures import FROM_THE_BEGINNING, Tally, tally
from reports.participation import Dimension, Report, allowed, participations
from reports.periods import (
    Kind,
    Period,
    below,
    closed,
    current_month,
    current_quarter,
    current_year,
    last_month,
    last_quarter,
    last_year,
)
from reports.snapshots import from_snapshot, to_snapshot
from reports.trends import looked_back
from storage.campaigns import campaigns
from storage.ports import Stale, Store

WHICH: dict[str, Callable[[date], Period]] = {
    "this-quarter": current_quarter,
    "last-quarter": last_quarter,
    "this-year": current_year,
    "last-year": last_year,
    "this-month": current_month,
    "last-month": last_month,
}
"""The periods that a card or a form offers."""

WEST = ("America/Vancouver", "America/Whitehorse")
"""Where in Canada midnight comes last: British Columbia, an hour after Yukon in winters up to 2025-26; since
then both are seven hours behind UTC all year. Naming both, neither has to be right for ever."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look at counts: its random id, who looked, by role only, when, and in which time zone.

    A turn that is decided anew is still one look. Whoever takes the counts along as a file looks `as_file`:
    its format, such as csv. `pressed` is the same whenever the same button of the same card is pressed.
    """

    id: str
    role: str
    now: datetime
    zone: ZoneInfo
    as_file: str = ""
    pressed: str = ""

    @property
    def new(self) -> str:
        """Return the id of what is written new: pressed twice, or after a failure, it is written once."""
        return self.pressed or self.id

    @property
    def today(self) -> date:
        """Return the date where whoever looks is."""
        return self.now.astimezone(self.zone).date()


async def write_down(store: Store, look: Look, what: Mapping[str, str]) -> None:
    """Write a look into the access list: at what, by which role and on which day, never by whom.

    Every look of a turn is a line of its own; the same one again is none, as of a turn that is decided anew.
    """
    form = {"format": look.as_file} if look.as_file else {}
    line = {**what, **form, "role": look.role, "day": look.today.isoformat()}
    for number in count(1):
        id_ = look.id if number == 1 else f"{look.id}-{number}"
        try:
            await store.registers.put("access", id_, line, 0)
        except Stale:
            kept = await store.registers.get("access", id_)
            if kept is None or kept.body != line:
                continue
        return


def day_everywhere(now: datetime, people: Iterable[Person], library: Library) -> date:
    """Return the date where the day is youngest: the zones of the west, the staff list and the organization.

    Facts are stamped with their person's own date, so a period is over when this date has left it. An
    official abroad, further west than Canada, can still do something "yesterday".
    """
    zones = {*WEST, library.organization.time_zone, *(person.zone for person in people if person.zone)}
    return min(now.astimezone(ZoneInfo(zone)).date() for zone in zones)


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
    reports = await beside(store, library, period, by, look.now)
    split = ",".join(dimension.value for dimension in by)
    await write_down(store, look, {"what": "report", "period": period.id, "by": split})
    return reports


async def beside(
    store: Store, library: Library, period: Period, by: Sequence[Dimension], now: datetime
) -> tuple[Report, ...]:
    """Count likewise what stands beside counts: whoever looks at both looks once, which is written down."""
    books = await _Books.open(store, library, now)
    return tuple([await books.published(period, dimension) for dimension in by])


async def trends(
    store: Store, library: Library, period: Period, by: Dimension, look: Look
) -> tuple[Report, ...]:
    """Return up to four earlier periods of the same kind as they were first published, then this one.

    Periods before the first fact are left out, and in a small organization all but fiscal years. The look is
    written down once, as one at the last period.
    """
    if library.organization.small and period.kind is not Kind.FISCAL_YEAR:
        return ()
    books = await _Books.open(store, library, look.now)
    earlier = [each for each in looked_back(period) if await books.known(each, by, period)]
    reports = [await books.published(each, by) for each in (*earlier, period)]
    await write_down(store, look, {"what": "report", "period": period.id, "by": by.value})
    return tuple(reports)


@dataclass(slots=True)
class _Books:
    """Counts from the facts, and keeps what is published. Facts of a period are read and added up once.

    `tallies` holds what was added up, each with its period: it serves all the shorter ones in it.
    """

    store: Store
    library: Library
    today: date
    people: Sequence[Person]
    topics: Mapping[str, str]
    tallies: list[tuple[Period, Tally]] = field(default_factory=list)

    @classmethod
    async def open(cls, store: Store, library: Library, now: datetime) -> "_Books":
        """Read the staff list and what sessions and messages are about."""
        people = await store.people.everyone()
        return cls(store, library, day_everywhere(now, people, library), people, await _topics(store))

    async def published(self, period: Period, by: Dimension) -> Report:
        """Return the first publication; a closed period that was never published is published now.

        So are the shorter ones in it, before it: what they hid, it does not give away.
        """
        given = await self._kept(period, by)
        if given is not None:
            return given
        kept = {part.id: report for part in below(period) if (report := await self._kept(part, by))}
        # A year of a large department takes seconds, and conversations go on meanwhile.
        made = await asyncio.to_thread(
            participations, period, self.today, await self._tally(period), self.people, self.library,
            by=by, published=kept, topics=self.topics,
        )  # fmt: skip
        for part in (*reversed(below(period)), period):
            if part.id in kept or not closed(part, self.today):
                continue
            try:
                snapshot = to_snapshot(made[part.id])
                await self.store.registers.put("snapshot", _name(part, by), snapshot, 0)
            except Stale:  # Somebody published it in between: theirs is the first.
                return await self.published(period, by)
        return made[period.id]

    async def known(self, period: Period, by: Dimension, last: Period) -> bool:
        """Tell whether there is anything to say of a period: it was published, or somebody counts in it.

        The facts are read together, up to the end of the last period.
        """
        if await self._kept(period, by) is not None:
            return True
        oldest = looked_back(last)[0]
        found = await self._tally(replace(last, first=oldest.first))
        return any(period.first <= month <= period.last for month in found.months)

    async def _kept(self, period: Period, by: Dimension) -> Report | None:
        kept = await self.store.registers.get("snapshot", _name(period, by))
        return allowed(from_snapshot(kept.body, self.library.organization)) if kept else None

    async def _tally(self, period: Period) -> Tally:
        """Add up the facts of a period, after those from before it that count together with them."""
        for around, made in self.tallies:
            if around.first <= period.first and period.last <= around.last:
                return made
        ledger = self.store.ledger
        earlier = await ledger.facts(date.min, period.first - timedelta(days=1))
        facts = chain(
            (stamped for stamped in earlier if isinstance(stamped.fact, FROM_THE_BEGINNING)),
            await ledger.facts(period.first, period.last),
        )
        found = tally(facts, period, self.library, self.people)
        self.tallies.append((period, found))
        return found


def _name(period: Period, by: Dimension) -> str:
    return f"{period.id}.{by.value}"


async def _topics(store: Store) -> Mapping[str, str]:
    """Return what each communication and session is about, by its id; some name no theme."""
    found = {id_: filed.campaign for id_, filed in (await campaigns(store)).items()}
    return {id_: each.topic or "" for id_, each in found.items() if not isinstance(each, DutyRun)}


async def publish(store: Store, library: Library, before: date) -> None:
    """Publish every period of the fiscal years that ended before a date, so that facts behind them may go.

    Years before the first fact have nothing to publish. Between two figures others get their turn.
    """
    days = [stamped.day for stamped in await store.ledger.facts(date.min, before - timedelta(days=1))]
    people, topics = await store.people.everyone(), await _topics(store)
    year = current_year(min(days, default=before))
    while year.last < before:
        books = _Books(store, library, before, people, topics)
        for by in Dimension:
            for period in (year, *below(year)):  # What is published already changes nothing.
                await books.published(period, by)
                await asyncio.sleep(0)
        year = current_year(year.last + timedelta(days=1))
