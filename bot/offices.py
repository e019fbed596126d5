"""Addresses a note to an office: to everybody who holds it today."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import structlog

from bot.marks import hour
from content.model import Library
from dialogs.flow import Ref, Tell
from dialogs.people import Office, Person, PersonId
from dialogs.surroundings import local_day, zone_of
from storage.ports import Delivery, DeliveryKey, Store

log = structlog.get_logger()


async def note_to(
    office: Office, ref: Ref, occurrence: str, now: datetime, *, store: Store, library: Library
) -> bool:
    """Owe every holder a note about nobody, once for an occurrence; tell whether anybody can be reached."""
    zone = library.organization.time_zone
    due = hour(now.astimezone(ZoneInfo(zone))).astimezone(UTC)
    holders = await _holders(office, now, store, zone)
    await store.deliveries.owe(
        [Delivery(DeliveryKey(ref.key, occurrence, 1, holder), ref, due=due) for holder in holders]
    )
    return any([await store.people.address(holder) for holder in holders])


async def _holders(office: Office, now: datetime, store: Store, zone: str) -> list[PersonId]:
    """Return who holds an office today."""
    return [
        person.id
        for person in await store.people.everyone()
        if person.role.value == office and person.here_on(local_day(person, now, zone))
    ]


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
        holders = await _holders(tell.audience, now, store, library.organization.time_zone)
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
