"""Invites everybody, once in a quarter, to say something without a name; never depending on who did."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from content.model import Cadence, Organization
from dialogs.flow import Ref
from dialogs.people import Person, PersonId
from dialogs.sources import INVITATION
from dialogs.surroundings import local_day, zone_of
from scheduler.calendar import Occurrence, allowed_from, instant, occurrence, office_hours
from scheduler.due import seen_notice, spread_of
from scheduler.tick import AT_A_TIME, served
from storage.ports import Delivery, DeliveryKey, Store

LOOK = timedelta(hours=1)
"""How often everybody is looked at."""


def turn_on(today: date) -> Occurrence:
    """Return the quarter a day lies in, in which everybody is invited once."""
    return occurrence(today, Cadence.QUARTERLY)


def day_for(person: PersonId, turn: Occurrence, organization: Organization) -> date | None:
    """Return on which day somebody is invited in a quarter; None where nobody is."""
    if organization.invitations is None:
        return None
    days = turn.spread(organization.invitations.spread_days)
    return turn.first_day + timedelta(days=spread_of(person, f"{INVITATION} {turn.id}", days))


@dataclass(slots=True)
class Invitations:
    """Owes each person the invitation of the quarter, again and again without doubling one.

    `channels` are those of this process. What it remembers is lost with it, and costs only reading.
    """

    store: Store
    organization: Organization
    channels: frozenset[str]
    _looked: datetime | None = None
    _known: dict[str, set[PersonId]] = field(default_factory=dict)

    async def __call__(self, now: datetime) -> int:
        """Owe what is due at an aware instant, and return how many messages are new."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        if self.organization.invitations is None or hour == self._looked:
            return 0
        owed = await self._due(now.replace(second=0, microsecond=0), await self.store.people.everyone())
        new = await self.store.deliveries.owe(owed)
        for each in owed:
            self._known[each.key.occurrence].add(each.key.addressee)
        self._looked = hour
        return new

    async def _due(self, now: datetime, everyone: Sequence[Person]) -> list[Delivery]:
        owed: list[Delivery] = []
        for count, person in enumerate(everyone, start=1):
            if count % AT_A_TIME == 0:
                await asyncio.sleep(0)
            today = local_day(person, now, self.organization.time_zone)
            turn = turn_on(today)
            day = day_for(person.id, turn, self.organization)
            if day is None or today < day or not person.here_on(today) or person.on_leave(today):
                continue
            if person.id in await self._had(turn) or not await self._can_read(person):
                continue
            owed += self._delivery(person, turn, day, now)
        return owed

    async def _had(self, turn: Occurrence) -> set[PersonId]:
        """Return who is owed it already; around midnight the country is in two quarters at once."""
        if turn.id not in self._known:
            for old in list(self._known)[:-1]:
                del self._known[old]
            self._known[turn.id] = set(await self.store.deliveries.known(INVITATION, turn.id))
        return self._known[turn.id]

    async def _can_read(self, person: Person) -> bool:
        if not served(await self.store.people.address(person.id), self.channels):
            return False
        return seen_notice((await self.store.ledger.life(person.id)).facts)

    def _delivery(self, person: Person, turn: Occurrence, day: date, now: datetime) -> list[Delivery]:
        """Return the invitation, unless it could only leave once its quarter is over."""
        hours, zone = office_hours(self.organization), zone_of(person, self.organization.time_zone)
        leaves = allowed_from(hours, zone, max(now, instant(day, hours.opens, zone)), person.province)
        if leaves.astimezone(zone).date() > turn.last_day:
            return []
        key = DeliveryKey(INVITATION, turn.id, 1, person.id)
        return [Delivery(key, Ref(INVITATION, turn.id), leaves)]
