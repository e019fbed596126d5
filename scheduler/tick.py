"""Owes each person, once in an occurrence, the reminder of a duty, and closes what ran out of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from content.model import Organization, Reminders
from dialogs.facts import Dated, Reached
from dialogs.flow import Ref
from dialogs.people import Person
from scheduler.calendar import Occurrence, moment, occurrence
from scheduler.due import due, spread_of
from scheduler.receipts import receipt, zone_of
from storage.ports import Delivery, DeliveryKey, DeliveryState, Settlement, Stale, Store


@dataclass(frozen=True, slots=True)
class Ticked:
    """How many deliveries became owed, and how many may have arrived but nobody can tell."""

    owed: int
    expired: int


async def tick(now: datetime, store: Store, organization: Organization) -> Ticked:
    """Owe what is due at an aware instant. Repeating it changes nothing; any number may run at once."""
    now = now.replace(second=0, microsecond=0)  # no finer time than needed lies beside a person
    owed = expired = 0
    everyone = await store.people.everyone()
    for reminders in organization.reminders:
        expired += await _close_lapsed(now, store, organization, reminders)
        owed += await store.deliveries.owe(await _newly_owed(now, store, organization, reminders, everyone))
    expired += len(await store.deliveries.expire(now))
    return Ticked(owed, expired)


async def _newly_owed(
    now: datetime,
    store: Store,
    organization: Organization,
    reminders: Reminders,
    everyone: Sequence[Person],
) -> list[Delivery]:
    known: dict[str, frozenset[str]] = {}
    owed: list[Delivery] = []
    for person in everyone:
        today = now.astimezone(zone_of(person, organization)).date()
        if not person.here_on(today) or person.on_leave(today):
            continue
        # Around midnight the country is in two occurrences at once, so each is looked up by itself.
        current = occurrence(today, reminders.cadence).id
        if current not in known:
            known[current] = await store.deliveries.known(reminders.duty, current)
        if person.id in known[current] or await store.people.address(person.id) is None:
            continue
        life = await store.ledger.life(person.id)
        happened = [Dated(stamped.day, stamped.language, stamped.fact) for stamped in life.facts]
        turn = due(today, reminders, happened)
        if turn is not None:
            owed += _delivery(now, organization, reminders, turn, person)
    return owed


def _delivery(
    now: datetime, organization: Organization, reminders: Reminders, turn: Occurrence, person: Person
) -> list[Delivery]:
    """Return the delivery, or nothing when it could only leave after its occurrence is over."""
    zone = zone_of(person, organization)
    spread = spread_of(person.id, turn.id, turn.spread(reminders.spread_days))
    leaves = moment(reminders, turn, spread, zone, now, province=person.province)
    if leaves.astimezone(zone).date() > turn.last_day:
        return []
    key = DeliveryKey(reminders.duty, turn.id, 1, person.id)
    return [Delivery(key, Ref(reminders.duty, turn.id), leaves)]


async def _close_lapsed(now: datetime, store: Store, organization: Organization, reminders: Reminders) -> int:
    """Settle reminders whose sender never came back: each may have arrived, so it counts as sent.

    The store's own `expire` would keep no fact, and the person would not find the reminder in their record.
    """
    closed = 0
    for delivery in await store.deliveries.find(reminders.duty):
        if delivery.state is not DeliveryState.SENDING or delivery.lease is None or delivery.lease > now:
            continue
        person = await store.people.person(delivery.key.addressee) or Person(delivery.key.addressee)
        life = await store.ledger.life(person.id)
        fact = receipt(delivery.key, Reached.UNCERTAIN, person, life.facts, organization, now=now)
        try:
            await store.deliveries.settle(
                delivery.key, Settlement(DeliveryState.UNCERTAIN, reason="lease", facts=(fact,))
            )
        except Stale:
            continue  # The slow sender came back after all, and knows better how it ended.
        closed += 1
    return closed
