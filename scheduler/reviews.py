"""Tells the values and ethics office, in time, which contacts of the directory have to be checked again."""

from datetime import datetime, timedelta

from content.model import Contact, Organization
from dialogs.notes import REVIEW, review
from dialogs.people import Office, Person
from dialogs.surroundings import local_day, zone_of
from scheduler.calendar import allowed_from, office_hours
from scheduler.tick import served
from storage.ports import Delivery, DeliveryKey, Store

EASTERNMOST = timedelta(hours=14)
"""Where on Earth a day begins first, ahead of UTC."""

BEFORE = {"soon": 30, "past": 0}
"""The number that ends an occurrence: one warning 30 days before the review date, one once it has passed."""


class Reviews:
    """Owes each holder of the office one note before a review date and one after, for all its contacts.

    Looking again changes nothing. `channels` are those of this process: who is reached elsewhere is owed
    nothing from here. A date that is moved forward is another occurrence; the old one is over.
    """

    def __init__(self, store: Store, organization: Organization, channels: frozenset[str]) -> None:
        self._store, self._organization, self._channels = store, organization, channels
        self._looked: datetime | None = None

    async def __call__(self, now: datetime) -> int:
        """Owe what is due at an aware instant, and return how many notes are new. It looks once an hour."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        if hour == self._looked:
            return 0
        owed = await self._store.deliveries.owe(await self._due(hour))
        self._looked = hour
        return owed

    async def _due(self, hour: datetime) -> list[Delivery]:
        """Return a note for each holder and contact; a large staff list is read only when there is one."""
        latest = (hour + EASTERNMOST).date()
        near = {
            key: contact
            for key, contact in self._organization.contacts.items()
            if contact is not None and contact.standing(latest) != "current"
        }
        everyone = await self._store.people.everyone() if near else ()
        holders = [person for person in everyone if person.role.value == Office.VE]
        return [note for holder in holders for note in await self._notes(holder, near, hour)]

    async def _notes(self, holder: Person, near: dict[str, Contact], hour: datetime) -> list[Delivery]:
        today = local_day(holder, hour, self._organization.time_zone)
        if not holder.here_on(today) or holder.on_leave(today):
            return []
        if not served(await self._store.people.address(holder.id), self._channels):
            return []
        zone = zone_of(holder, self._organization.time_zone)
        due = allowed_from(office_hours(self._organization), zone, hour, holder.province)
        standings = {(contact.review, contact.standing(today)) for contact in near.values()}
        return [
            Delivery(
                DeliveryKey(REVIEW, f"{day.isoformat()}@{BEFORE[standing]}", 1, holder.id),
                review(day, standing),
                due,
            )
            for day, standing in sorted(standings)
            if standing != "current"
        ]
