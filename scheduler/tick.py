"""Owes each person, once in an occurrence, the reminder of a duty, and closes what ran out of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from content.model import Organization, Reminders
from dialogs.facts import Dated, Reached, Stamped
from dialogs.flow import Ref
from dialogs.people import Person
from dialogs.surroundings import local_day, zone_of
from scheduler.calendar import Occurrence, moment, occurrence
from scheduler.due import due, spread_of
from scheduler.receipts import receipt, reminders_for
from storage.ports import Address, Delivery, DeliveryKey, DeliveryState, Settlement, Stale, Store


@dataclass(frozen=True, slots=True)
class Ticked:
    """How many deliveries became owed, and how many may have arrived but nobody can tell."""

    owed: int
    expired: int


async def tick(
    now: datetime, store: Store, organization: Organization, *, channels: frozenset[str]
) -> Ticked:
    """Owe what is due at an aware instant. Repeating it changes nothing; any number may run at once.

    `channels` are those this process serves: whoever is reached elsewhere is owed nothing from here.
    """
    now = now.replace(second=0, microsecond=0)  # no finer time than needed lies beside a person
    expired = await _close_lapsed(now, store, organization)
    owed = 0
    everyone = await store.people.everyone()
    for reminders in organization.reminders:
        new = await _newly_owed(now, store, organization, reminders, everyone, channels=channels)
        owed += await store.deliveries.owe(new)
    return Ticked(owed, expired)


async def _newly_owed(
    now: datetime,
    store: Store,
    organization: Organization,
    reminders: Reminders,
    everyone: Sequence[Person],
    *,
    channels: frozenset[str],
) -> list[Delivery]:
    known: dict[str, frozenset[str]] = {}
    owed: list[Delivery] = []
    for person in everyone:
        today = local_day(person, now, organization.time_zone)
        if not person.here_on(today) or person.on_leave(today):
            continue
        # Around midnight the country is in two occurrences at once, so each is looked up by itself.
        current = occurrence(today, reminders.cadence).id
        if current not in known:
            known[current] = await store.deliveries.known(reminders.duty, current)
        if person.id in known[current] or not _served(await store.people.address(person.id), channels):
            continue
        life = await store.ledger.life(person.id)
        happened = [Dated(stamped.day, stamped.language, stamped.fact) for stamped in life.facts]
        turn = due(today, reminders, happened)
        if turn is not None:
            owed += _delivery(now, organization, reminders, turn, person)
    return owed


def _served(address: Address | None, channels: frozenset[str]) -> bool:
    return address is not None and address.channel in channels


def _delivery(
    now: datetime, organization: Organization, reminders: Reminders, turn: Occurrence, person: Person
) -> list[Delivery]:
    """Return the delivery, or nothing when it could only leave after its occurrence is over."""
    zone = zone_of(person, organization.time_zone)
    spread = spread_of(person.id, turn.id, turn.spread(reminders.spread_days))
    leaves = moment(reminders, turn, spread, zone, now, province=person.province)
    if leaves.astimezone(zone).date() > turn.last_day:
        return []
    key = DeliveryKey(reminders.duty, turn.id, 1, person.id)
    return [Delivery(key, Ref(reminders.duty, turn.id), leaves)]


async def _close_lapsed(now: datetime, store: Store, organization: Organization) -> int:
    """Settle what a sender never came back from: each may have arrived, so it counts as sent.

    A reminder is in its person's record with it; a note to an office is in nobody's.
    """
    closed = 0
    for delivery in await store.deliveries.lapsed(now):
        facts: tuple[Stamped, ...] = ()
        if reminders_for(delivery.key, organization) is not None:
            person = await store.people.person(delivery.key.addressee) or Person(delivery.key.addressee)
            life = await store.ledger.life(person.id)
            facts = (receipt(delivery.key, Reached.UNCERTAIN, person, life.facts, organization, now=now),)
        try:
            await store.deliveries.settle(
                delivery.key, Settlement(DeliveryState.UNCERTAIN, reason="lease", facts=facts)
            )
        except Stale:
            continue  # The slow sender came back after all, and knows better how it ended.
        closed += 1
    return closed
