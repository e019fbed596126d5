"""Addresses a note to an office: to everybody who holds it today."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from bot.marks import hour
from content.model import Library
from dialogs.flow import Tell
from dialogs.people import Person
from dialogs.surroundings import local_day, zone_of
from storage.ports import Delivery, DeliveryKey, Store

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Notes:
    """What is owed to an office, and the sentence that tells the person whether anybody can be reached."""

    deliveries: tuple[Delivery, ...] = ()
    sentence: str | None = None


async def notes(
    tells: tuple[Tell, ...],
    about: Person,
    now: datetime,
    *,
    store: Store,
    library: Library,
    random: Callable[[int], bytes],
) -> Notes:
    """Owe a note to every holder; one who cannot be reached yet gets it later. Holders who left get none."""
    owed: list[Delivery] = []
    sentence = None
    # The full hour of the person it is about: theirs can begin on the half, and the day is in their record.
    due = hour(now.astimezone(zone_of(about, library.organization.time_zone))).astimezone(UTC)
    for tell in tells:
        occurrence = random(16).hex()
        holders = [
            person.id
            for person in await store.people.everyone()
            if person.role.value == tell.audience
            and person.here_on(local_day(person, now, library.organization.time_zone))
        ]
        addresses = [await store.people.address(holder) for holder in holders]
        sentence = "office-told"
        if not any(addresses):
            log.warning("office.unreachable", office=tell.audience.value)
            sentence = "nobody-to-tell"
        owed += [
            Delivery(DeliveryKey(tell.ref.key, occurrence, 1, holder), tell.ref, due=due, about=about.id)
            for holder in holders
        ]
    return Notes(tuple(owed), sentence)
