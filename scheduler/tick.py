"""Owes each person, once in an occurrence, the reminder of a duty, and closes what ran out of time."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from content.model import Organization, Reminders
from dialogs.audience import holds
from dialogs.facts import Reached
from dialogs.flow import Ref
from dialogs.people import Person, PersonId
from dialogs.plans import Missed
from dialogs.sources import CORRECTION
from dialogs.surroundings import local_day, zone_of
from scheduler.attempts import settled as settled_by
from scheduler.calendar import moment, turn_on
from scheduler.due import Owed, due, seen_notice, spread_of
from scheduler.ports import Retry
from scheduler.receipts import receipts
from storage.ports import Address, Delivery, DeliveryKey, DeliveryState, Settlement, Stale, Store


@dataclass(frozen=True, slots=True)
class Ticked:
    """How many deliveries became owed, and how many may have arrived but nobody can tell."""

    owed: int
    expired: int


Settled = dict[tuple[str, str], set[PersonId]]
"""Whom a process need not look at again, by duty and occurrence; losing it costs time and nothing else."""

Merged = Callable[[Delivery, datetime], Awaitable[Sequence[Missed]]]
"""Tells what the card of a return holds that may have arrived."""

AT_A_TIME = 500
"""How many people are looked at before whoever else is waiting has their turn."""


async def tick(
    now: datetime,
    store: Store,
    organization: Organization,
    *,
    channels: frozenset[str],
    settled: Settled | None = None,
    merged: Merged | None = None,
) -> Ticked:
    """Owe what is due at an aware instant. Repeating it changes nothing; any number may run at once.

    `channels` are those this process serves: whoever is reached elsewhere is owed nothing from here.
    `settled` is carried from one tick of a process to the next, so that a large roster costs little.
    """
    now = now.replace(second=0, microsecond=0)  # no finer time than needed lies beside a person
    expired = await _close_lapsed(now, store, organization, merged)
    everyone = await store.people.everyone()
    walk = _Walk(now, store, organization, channels, {} if settled is None else settled)
    owed = 0
    for reminders in organization.reminders:
        new = await walk.newly_owed(reminders, everyone)
        owed += await store.deliveries.owe(new)
        walk.settle(new)
    return Ticked(owed, expired)


class _Walk:
    """One look at everybody."""

    def __init__(
        self,
        now: datetime,
        store: Store,
        organization: Organization,
        channels: frozenset[str],
        settled: Settled,
    ) -> None:
        self._now, self._store, self._organization = now, store, organization
        self._channels = channels
        self._settled = settled
        self._days: dict[str | None, date] = {}
        self._current: dict[tuple[str, date], set[PersonId]] = {}

    async def newly_owed(self, reminders: Reminders, everyone: Sequence[Person]) -> list[Delivery]:
        """Return what is due to people who do not have it yet."""
        owed: list[Delivery] = []
        for count, person in enumerate(everyone, start=1):
            if count % AT_A_TIME == 0:
                await asyncio.sleep(0)
            today = self._today(person)
            settled = await self._settled_in(reminders, today)
            if person.id in settled or not person.here_on(today) or person.on_leave(today):
                continue
            if not holds(self._organization, reminders.audience, person, today):
                continue
            if not served(await self._store.people.address(person.id), self._channels):
                continue
            facts = (await self._store.ledger.life(person.id)).facts
            found = due(today, reminders, person, facts)
            if found is not None and found.nth == 1 and found.turn == turn_on(today, reminders):
                owed += delivery(self._now, self._organization, reminders, found, person)
            elif seen_notice(facts):
                settled.add(person.id)  # What follows a first card is owed by the follow-ups.
        return owed

    def _today(self, person: Person) -> date:
        """Return the date where a person is, worked out once for each zone."""
        if person.zone not in self._days:
            self._days[person.zone] = local_day(person, self._now, self._organization.time_zone)
        return self._days[person.zone]

    def settle(self, owed: Iterable[Delivery]) -> None:
        """Note who has it now, once it is kept."""
        for delivery in owed:
            key = (delivery.key.source, delivery.key.occurrence)
            self._settled.setdefault(key, set()).add(delivery.key.addressee)

    async def _settled_in(self, reminders: Reminders, today: date) -> set[PersonId]:
        """Return who is settled; around midnight the country is in two occurrences at once."""
        at = (reminders.duty, today)
        if at not in self._current:
            key = (reminders.duty, turn_on(today, reminders).id)
            if key not in self._settled:
                for old in [each for each in self._settled if each[0] == reminders.duty][:-1]:
                    del self._settled[old]
                self._settled[key] = set(await self._store.deliveries.known(*key))
            self._current[at] = self._settled[key]
        return self._current[at]


def served(address: Address | None, channels: frozenset[str]) -> bool:
    """Tell whether somebody is reached on one of these channels."""
    return address is not None and address.channel in channels


def delivery(
    now: datetime, organization: Organization, reminders: Reminders, owed: Owed, person: Person
) -> list[Delivery]:
    """Return the delivery of a card, or nothing when it could only leave after its occurrence is over."""
    zone, turn = zone_of(person, organization.time_zone), owed.turn
    spread = spread_of(person.id, turn.id, turn.spread(reminders.spread_days)) if owed.nth == 1 else 0
    leaves = moment(reminders, turn, spread, zone, now, province=person.province)
    if leaves.astimezone(zone).date() > turn.last_day:
        return []
    key = DeliveryKey(reminders.duty, turn.id, owed.nth, person.id)
    return [Delivery(key, Ref(reminders.duty, turn.id), leaves)]


async def _close_lapsed(
    now: datetime, store: Store, organization: Organization, merged: Merged | None
) -> int:
    """Settle what a sender never came back from: each may have arrived, so it counts as sent.

    It is in its addressee's record with that; a note to an office is in nobody's. A correction is made again
    instead: that does no harm.
    """
    closed = 0
    for delivery in await store.deliveries.lapsed(now):
        if delivery.key.source == CORRECTION:
            again, _ = settled_by(delivery, Retry("lease"), now)
            with suppress(Stale):
                await store.deliveries.settle(delivery.key, again)
            continue
        person = await store.people.person(delivery.key.addressee) or Person(delivery.key.addressee)
        life = await store.ledger.life(person.id)
        along = await merged(delivery, now) if merged else ()
        facts = receipts(
            delivery.key, Reached.UNCERTAIN, person, life.facts, organization, now=now, merged=along
        )
        try:
            await store.deliveries.settle(
                delivery.key, Settlement(DeliveryState.UNCERTAIN, reason="lease", facts=facts)
            )
        except Stale:
            continue  # The slow sender came back after all, and knows better how it ended.
        closed += 1
    return closed
