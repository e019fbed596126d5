"""Asks both people of a talk on its day, and weekly the managers who have one overdue; never for a press."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from content.model import Checklist, Organization, Weekday
from dialogs.facts import Side, Stamped
from dialogs.flow import Ref
from dialogs.people import Person, PersonId
from dialogs.surroundings import local_day, zone_of
from dialogs.together import (
    TALK,
    TEAM,
    counted,
    due_day,
    key_of,
    occurrence_of,
    opens,
    own_day,
    upcoming_or_current,
)
from scheduler.attempts import MOVED
from scheduler.calendar import allowed_from, office_hours, week_of
from scheduler.due import seen_notice
from scheduler.tick import AT_A_TIME, served
from storage.ports import Delivery, DeliveryKey, Store
from storage.talks import both_confirmed

WEEK = tuple(Weekday)


@dataclass(frozen=True, slots=True)
class Due:
    """A talk whose day has come: between whom, and since when."""

    checklist: Checklist
    employee: Person
    manager: PersonId
    since: date

    @property
    def occurrence(self) -> str:
        """Name the talk."""
        return occurrence_of(self.checklist, self.employee)

    def day(self, facts: Iterable[Stamped], side: Side, other: PersonId) -> date | None:
        """Return the day on which one of the two confirmed it, from their own facts."""
        return own_day(facts, self.checklist.id, side, other, opens(self.checklist, self.employee))


def due_talks(checklists: Iterable[Checklist], person: Person, today: date) -> Iterator[Due]:
    """Give the talks of one person whose day has come, from the staff list alone; `today` is their own."""
    for checklist in checklists:
        if not upcoming_or_current(checklist, counted(checklist, person), today):
            continue
        if person.manager is None or person.manager == person.id or not person.here_on(today):
            continue
        since = due_day(checklist, person)
        if since is not None and since <= today:
            yield Due(checklist, person, person.manager, since)


@dataclass(frozen=True, slots=True)
class Round:
    """The how-manieth time two people are asked about one talk, with which manager, and who is settled."""

    nth: int
    manager: PersonId
    settled: set[PersonId] = field(default_factory=set)


def next_round(known: Iterable[Delivery], due: Due) -> Round:
    """Return the round in which both are asked now. A manager who is back after another one begins a new one.

    So does one in whose round a message was held back because the employee had moved.
    """
    nth = max((each.key.nth for each in known), default=0)
    last = [each for each in known if each.key.nth == nth]
    managers = {each.about if each.key.addressee == due.employee.id else each.key.addressee for each in last}
    if managers == {due.manager} and MOVED not in {each.reason for each in last}:
        return Round(nth, due.manager, {each.key.addressee for each in last})
    return Round(nth + 1, due.manager)


@dataclass(slots=True)
class Settled:
    """What a process need not look at again; losing it costs time and nothing else."""

    rounds: dict[str, Round] = field(default_factory=dict)
    weekly: dict[str, set[PersonId]] = field(default_factory=dict)
    hour: datetime | None = None
    without_notice: set[PersonId] = field(default_factory=set)


class Talks:
    """Owes the messages about talks, again and again without doubling one.

    Whom it asks follows from the staff list, the day, and what each addressee has confirmed themselves: that
    somebody pressed a button never makes a message leave. `channels` are those of this process.
    """

    def __init__(
        self,
        store: Store,
        organization: Organization,
        checklists: Mapping[str, Checklist],
        channels: frozenset[str],
    ) -> None:
        self._store, self._organization = store, organization
        self._checklists, self._channels = tuple(checklists.values()), channels
        self._settled = Settled()

    async def __call__(self, now: datetime) -> int:
        """Owe what is due at an aware instant, and return how many messages are new."""
        walk = _Walk(now.replace(second=0, microsecond=0), self._store, self._organization, self._settled)
        walk.begin()
        reports: dict[PersonId, list[Due]] = {}
        owed: list[Delivery] = []
        for count, person in enumerate(await self._store.people.everyone(), start=1):
            if count % AT_A_TIME == 0:
                await asyncio.sleep(0)
            for due in due_talks(self._checklists, person, walk.day_of(person)):
                owed += await walk.asks(due, self._channels)
                reports.setdefault(due.manager, []).append(due)
        for manager, overdue in reports.items():
            owed += await walk.reminds(manager, overdue, self._channels)
        new = await self._store.deliveries.owe(owed)
        walk.settle(owed, reports)
        return new


class _Walk:
    """One look at everybody."""

    def __init__(self, now: datetime, store: Store, organization: Organization, settled: Settled) -> None:
        self._now, self._store, self._organization, self._settled = now, store, organization, settled
        self._days: dict[str | None, date] = {}

    def begin(self) -> None:
        """Look again, once in an hour, at who had not seen the notice."""
        hour = self._now.replace(minute=0)
        if hour != self._settled.hour:
            self._settled.hour = hour
            self._settled.without_notice.clear()

    def settle(self, owed: Iterable[Delivery], reports: Mapping[PersonId, Iterable[Due]]) -> None:
        """Note what is owed, once it is kept, and forget the talks that are due no more."""
        rounds, weekly = self._settled.rounds, self._settled.weekly
        for delivery in owed:
            key = delivery.key
            settled = rounds[key.occurrence].settled if key.source == TALK else weekly[key.occurrence]
            settled.add(key.addressee)
        due = {each.occurrence for dues in reports.values() for each in dues}
        self._settled.rounds = {name: each for name, each in rounds.items() if name in due}

    def day_of(self, person: Person) -> date:
        """Return the date where a person is, worked out once for each zone."""
        if person.zone not in self._days:
            self._days[person.zone] = local_day(person, self._now, self._organization.time_zone)
        return self._days[person.zone]

    # On the day -----------------------------------------------------------------------------------

    async def asks(self, due: Due, channels: frozenset[str]) -> list[Delivery]:
        """Ask the employee and the manager of today, each once, whatever the other one has answered."""
        found: list[Delivery] = []
        own, talk = due.checklist.id, key_of(due.checklist.id, due.employee.id)
        manager = await self._store.people.person(due.manager)
        if manager is None or manager.left_by(self.day_of(manager)):
            return []  # Nobody can talk alone.
        now = await self._round(due)
        for side, addressee, other, opened in (
            (Side.EMPLOYEE, due.employee.id, due.manager, own),
            (Side.MANAGER, due.manager, due.employee.id, talk),
        ):
            if addressee in now.settled:
                continue
            person = await self._reachable(addressee, channels)
            if person is None or due.since > self.day_of(person):
                continue
            facts = await self._of_noticed(addressee)
            if facts is None:
                continue
            if due.day(facts, side, other) is not None or await self._both(due):
                now.settled.add(addressee)
                continue
            key = DeliveryKey(TALK, due.occurrence, now.nth, addressee)
            found.append(Delivery(key, Ref(TALK, opened), self._leaves(person), about=other))
        return found

    async def _round(self, due: Due) -> Round:
        """Return the round of a talk with today's manager, read anew whenever that is somebody else."""
        known = self._settled.rounds.get(due.occurrence)
        if known is None or known.manager != due.manager:
            known = next_round(await self._store.deliveries.find(TALK, due.occurrence), due)
            self._settled.rounds[due.occurrence] = known
        return known

    async def _reachable(self, person_id: PersonId, channels: frozenset[str]) -> Person | None:
        """Return somebody who works here today, is not on leave, and is reached through this process."""
        person = await self._store.people.person(person_id)
        if person is None or not person.here_on(self.day_of(person)) or person.on_leave(self.day_of(person)):
            return None
        return person if served(await self._store.people.address(person_id), channels) else None

    async def _of_noticed(self, person: PersonId) -> Sequence[Stamped] | None:
        """Return the facts of somebody to whom the privacy notice was shown; None for anybody else."""
        if person in self._settled.without_notice:
            return None
        facts = await self._facts(person)
        if seen_notice(facts):
            return facts
        self._settled.without_notice.add(person)
        return None

    async def _facts(self, person: PersonId) -> Sequence[Stamped]:
        return (await self._store.ledger.life(person)).facts

    async def _both(self, due: Due) -> bool:
        """Tell whether both have confirmed, with today's manager or an earlier one."""
        facts = await self._facts(due.employee.id)
        both = await both_confirmed(self._store.ledger, due.checklist, due.employee, facts)
        return both is not None

    def _leaves(self, person: Person) -> datetime:
        zone = zone_of(person, self._organization.time_zone)
        return allowed_from(office_hours(self._organization), zone, self._now, person.province)

    # Once a week ----------------------------------------------------------------------------------

    async def reminds(
        self, manager: PersonId, reports: Sequence[Due], channels: frozenset[str]
    ) -> list[Delivery]:
        """Remind a manager on one day of the week, whoever pressed what, while a talk is overdue."""
        person = await self._store.people.person(manager)
        weekday = self._organization.talks.weekday
        if person is None or weekday is None or self.day_of(person).weekday() != WEEK.index(weekday):
            return []
        today = self.day_of(person)
        week = week_of(today)
        seen = await self._seen(week)
        if manager in seen or await self._reachable(manager, channels) is None:
            return []
        leaves = self._leaves(person)
        if week_of(leaves.astimezone(zone_of(person, self._organization.time_zone)).date()) != week:
            return []
        facts = await self._of_noticed(manager)
        if facts is None:
            return []
        if "team" not in person.may(today) or not await self._overdue(reports, facts, today):
            seen.add(manager)
            return []
        return [Delivery(DeliveryKey(TEAM, week, 1, manager), Ref(TEAM, ""), leaves)]

    async def _overdue(self, reports: Sequence[Due], facts: Sequence[Stamped], today: date) -> bool:
        """Tell whether a talk is overdue that this manager has not confirmed."""
        for due in reports:
            mine = due.day(facts, Side.MANAGER, due.employee.id)
            if due.since < today and mine is None and not await self._both(due):
                return True
        return False

    async def _seen(self, week: str) -> set[PersonId]:
        """Return who is settled this week; around midnight the country is in two days at once."""
        weekly = self._settled.weekly
        if week not in weekly:
            for old in list(weekly)[:-1]:
                del weekly[old]
            weekly[week] = set(await self._store.deliveries.known(TEAM, week))
        return weekly[week]
