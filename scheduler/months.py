"""Owes the Senior Official, once in each month, the card about the month that ended."""

from datetime import date, datetime, timedelta

from content.model import Organization
from dialogs.flow import Ref
from dialogs.people import Person, Role
from dialogs.sources import MONTH
from dialogs.surroundings import local_day, zone_of
from dialogs.working_days import working_day
from scheduler.calendar import allowed_from, office_hours
from scheduler.tick import served
from storage.ports import Delivery, DeliveryKey, Store

UNTIL = 15
"""The last day of a month on which the card of the one before becomes owed: later, the next one is near."""


class Months:
    """Owes each holder of the role one card from the first working day of a month on.

    Looking again changes nothing: a month is one occurrence. `channels` are those of this process. Whoever is
    away gets it on their return, if that is in the first half of the month.
    """

    def __init__(self, store: Store, organization: Organization, channels: frozenset[str]) -> None:
        self._store, self._organization, self._channels = store, organization, channels
        self._looked: datetime | None = None

    async def __call__(self, now: datetime) -> int:
        """Owe what is due at an aware instant, and return how many cards are new. It looks once an hour."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        if hour == self._looked:
            return 0
        owed = 0
        if self._near_the_beginning(hour):
            everyone = await self._store.people.everyone()
            officials = [person for person in everyone if person.role is Role.SENIOR_OFFICIAL]
            owed = await self._store.deliveries.owe(
                [card for person in officials for card in await self._card(person, hour)]
            )
        self._looked = hour
        return owed

    def _near_the_beginning(self, hour: datetime) -> bool:
        """Tell whether it is early in a month somewhere, so that a large staff list is read for a reason."""
        return hour.day <= UNTIL + 1 or (hour + timedelta(days=1)).day == 1

    async def _card(self, person: Person, hour: datetime) -> list[Delivery]:
        today = local_day(person, hour, self._organization.time_zone)
        if today.day > UNTIL or not working_day(today, person.province):
            return []
        if not person.here_on(today) or person.on_leave(today):
            return []
        if not served(await self._store.people.address(person.id), self._channels):
            return []
        zone = zone_of(person, self._organization.time_zone)
        due = allowed_from(office_hours(self._organization), zone, hour, person.province)
        return [Delivery(DeliveryKey(MONTH, f"{today:%Y-%m}", 1, person.id), Ref(MONTH, _before(today)), due)]


def _before(today: date) -> str:
    """Name the month before a day's."""
    return f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"
