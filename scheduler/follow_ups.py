"""Owes what follows a duty's first card: the second card, and the question for a new path."""

import asyncio
from collections import deque
from dataclasses import dataclass
from datetime import date, datetime

from content.model import Organization, Reminders
from dialogs import ladder, occurrences
from dialogs.audience import holds
from dialogs.people import Path, Person, PersonId
from dialogs.surroundings import local_day
from dialogs.working_days import message_days_after
from scheduler.calendar import turn_on
from scheduler.due import due, look_again
from scheduler.tick import AT_A_TIME, delivery, served
from storage.ports import Delivery, Store

LOOKS = 2_000
"""How many people's records are read in one beat at most: a large roster never holds up the clock."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at somebody showed: nothing follows in this occurrence, for this path, before a day."""

    turn: str
    path: Path
    until: date


class FollowUps:
    """Goes through everybody once an hour, and reads the records only of those for whom a day has come.

    What it remembers is lost when the process ends: that costs reading, and nothing else. Any number may run
    at once; looking again changes nothing. `channels` are those of this process.
    """

    def __init__(self, store: Store, organization: Organization, channels: frozenset[str]) -> None:
        self._store, self._organization, self._channels = store, organization, channels
        self._hour: datetime | None = None
        self._waiting: deque[tuple[Reminders, Person]] = deque()
        self._seen: dict[str, dict[PersonId, Seen]] = {}
        self._same: dict[Seen, Seen] = {}
        self._asked: dict[tuple[str, str], set[PersonId]] = {}

    async def __call__(self, now: datetime) -> int:
        """Owe what follows at an aware instant, and return how many deliveries are new."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        if hour != self._hour:
            self._waiting = deque(await self._whom(hour))
            self._asked.clear()
            self._hour = hour
        owed: list[Delivery] = []
        looks: list[tuple[str, PersonId, Seen]] = []
        now = now.replace(second=0, microsecond=0)
        for count in range(1, min(LOOKS, len(self._waiting)) + 1):
            if count % AT_A_TIME == 0:
                await asyncio.sleep(0)
            reminders, person = self._waiting.popleft()
            owed += await self._look(now, reminders, person, looks)
        new = await self._store.deliveries.owe(owed)
        for duty, person_id, seen in looks:  # Only once it is kept: a beat that fails looks again in an hour.
            self._seen[duty][person_id] = self._same.setdefault(seen, seen)
        return new

    async def _whom(self, now: datetime) -> list[tuple[Reminders, Person]]:
        """Return those for whom something may follow: another occurrence or path, or their day has come."""
        following = [each for each in self._organization.reminders if each.ladder or each.on_path_change]
        everyone = await self._store.people.everyone() if following else ()
        found: list[tuple[Reminders, Person]] = []
        self._same.clear()
        for reminders in following:
            seen = self._seen.setdefault(reminders.duty, {})
            days: dict[str | None, tuple[date, str]] = {}  # The date and the turn in each zone.
            for count, person in enumerate(everyone, start=1):
                if count % AT_A_TIME == 0:
                    await asyncio.sleep(0)
                if person.zone not in days:
                    here = local_day(person, now, self._organization.time_zone)
                    days[person.zone] = here, turn_on(here, reminders).id
                today, turn = days[person.zone]
                last = seen.get(person.id)
                if last and today < last.until and last.path is person.path and last.turn == turn:
                    continue
                if person.here_on(today) and not person.on_leave(today):
                    found.append((reminders, person))
        return found

    async def _look(
        self, now: datetime, reminders: Reminders, person: Person, looks: list[tuple[str, PersonId, Seen]]
    ) -> list[Delivery]:
        """Return what somebody is owed, and add to `looks` what the look showed."""
        today = local_day(person, now, self._organization.time_zone)
        if not holds(self._organization, reminders.audience, person, today):
            return []
        if not served(await self._store.people.address(person.id), self._channels):
            return []
        facts = (await self._store.ledger.life(person.id)).facts
        owed = due(today, reminders, person, facts)
        until = look_again(today, reminders, person, facts)
        card = delivery(now, self._organization, reminders, owed, person) if owed else []
        found: list[Delivery] = []  # A first card is left to the tick.
        if owed is not None and owed.nth == ladder.SECOND:
            found, until = card, date.max
        elif owed is not None and occurrences.base(owed.turn.id) != owed.turn.id:
            known = person.id in await self._asked_in(reminders, occurrences.base(owed.turn.id))
            found = [] if known else card
            if reminders.ladder:
                until = message_days_after(reminders.ladder.second_after, today, person.province)
        turn = turn_on(today, reminders).id
        looks.append((reminders.duty, person.id, Seen(turn, person.path, until)))
        return found

    async def _asked_in(self, reminders: Reminders, occurrence: str) -> set[PersonId]:
        """Return who is asked about some new path in an occurrence, also where it has not left yet."""
        key = (reminders.duty, occurrence)
        if key not in self._asked:
            deliveries = self._store.deliveries
            turns = [occurrences.for_path(occurrence, path) for path in Path]
            self._asked[key] = {who for turn in turns for who in await deliveries.known(reminders.duty, turn)}
        return self._asked[key]
