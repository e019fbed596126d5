"""A made-up organization, day by day: staff list, clock, messages, then everybody who has something to do."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Protocol

from bot.command.simulation.conversation import Hearing
from bot.command.simulation.dice import Dice
from bot.command.simulation.offices import PROVINCE, Offices
from bot.command.simulation.people import Colleague, Deed, first_deed
from bot.command.simulation.roster import Staff, staff
from bot.heard import Shown
from content.model import Library
from dialogs.flow import Ref
from dialogs.people import Person, PersonId, Role
from dialogs.working_days import working_day
from storage.ports import Address, Store

AT_ONCE = 64
"""How many people are answered at the same time, so that what is kept reaches the disk together."""

DAY = timedelta(days=1)
SPREAD = 40
"""Over so many days the reminders of a quarter leave."""

MORNING, NOON, EVENING = time(13, 30, tzinfo=UTC), time(17, 30, tzinfo=UTC), time(21, 0, tzinfo=UTC)
"""Moments at which every office in Canada has the same date."""


class Clock:
    """A clock that is set by hand; calling it tells the instant."""

    def __init__(self, day: date) -> None:
        self.now = datetime.combine(day, MORNING)

    def __call__(self) -> datetime:
        """Return the instant."""
        return self.now

    def set(self, day: date, moment: time) -> None:
        """Set it."""
        self.now = datetime.combine(day, moment)


class Beats(Protocol):
    """What time brings by itself."""

    async def look(self) -> None:
        """Owe what is due."""

    async def send(self) -> None:
        """Send what is owed."""


@dataclass(frozen=True, slots=True)
class World:
    """What is lived in: the words, the store, the bot, the clock and the messages."""

    library: Library
    store: Store
    turns: Hearing
    beats: Beats
    clock: Clock


class Year:
    """The days from the first on, of an organization of so many people."""

    def __init__(
        self, world: World, people: int, days: tuple[date, date], dice: Dice, address: Address
    ) -> None:
        """Make up everybody for the days from the first to the last; nothing is kept yet.

        `address` is where whoever has met the bot is reached.
        """
        first, last = days
        self._world, self._first, self._dice, self._address = world, first, dice, address
        self.staff: Staff = staff(world.library, people, first, last, dice)
        self._agenda: dict[date, list[tuple[PersonId, Deed]]] = defaultdict(list)
        self._people: dict[PersonId, Colleague] = {}
        offices = [person for person in self.staff.people if _holds_office(person)]
        self._offices = Offices(world.library, world.store, world.turns, offices, first, dice.of("offices"))
        self._today = first
        for person in self.staff.people:
            self._begin(person)

    def _begin(self, person: Person) -> None:
        """Give somebody their habits, and what they will do of their own accord."""
        dice, library = self._dice.of("habits", person.id), self._world.library
        self._people[person.id] = Colleague(
            library, self._world.turns, person.id, dice, partial(self._later, person.id)
        )
        met = None if _holds_office(person) else first_deed(library, person, self._first, dice)
        if met is None:
            return
        self._agenda[met[0]].append((person.id, met[1]))
        courses = [each.code for each in library.organization.courses if person.path.value in each.paths]
        if courses and dice.chance(0.4):
            self._agenda[met[0] + timedelta(days=dice.between(3, 330))].append(
                (person.id, Deed("reports", dice.one_of(courses)))
            )
        kinds = [each.id for each in library.organization.processes]
        if kinds and dice.chance(0.15):
            day = met[0] + timedelta(days=dice.between(3, 330))
            self._agenda[day].append((person.id, Deed("starts", dice.one_of(kinds))))
        if dice.chance(0.05):
            day = met[0] + timedelta(days=dice.between(5, 300))
            until = day + timedelta(days=dice.between(4, 20))
            self._agenda[day].append((person.id, Deed("rests", until.isoformat())))
        if dice.chance(0.08):
            day = met[0] + timedelta(days=dice.between(5, 300))
            self._agenda[day].append((person.id, Deed("says", "feedback-form")))

    # Days -----------------------------------------------------------------------------------------

    async def begins(self) -> None:
        """Bring everybody in, and have the offices meet the bot."""
        self._world.clock.set(self._first, MORNING)
        await self._world.store.people.bring_in(self.staff.people)
        await self._offices.meets()
        for person in self._offices.people:
            await self._world.store.people.learn(person.id, self._address)
            self._people[person.id].met = True

    async def lives(self, today: date) -> None:
        """Live one day; on days off nothing happens but that plans wait for the next day."""
        self._today = today
        world = self._world
        world.clock.set(today, MORNING)
        if rows := self.staff.changes.get(today):
            await world.store.people.bring_in(rows)
        if not working_day(today, PROVINCE):
            self._agenda[today + DAY] += self._agenda.pop(today, [])
            return
        await self._all(self._agenda.pop(today, []))
        await world.beats.look()
        await world.beats.send()
        world.clock.set(today, NOON)
        await self._offices.works(today)
        for code in await self._offices.codes(today):
            await self._all([(who, Deed("comes", code)) for who in self._coming(code)])
        await world.beats.send()
        world.clock.set(today, EVENING)
        await world.beats.send()
        await self._all(self._agenda.pop(today, []))

    def _coming(self, code: str) -> Sequence[PersonId]:
        return [
            person.id
            for person in self.staff.people
            if self._people[person.id].met and self._dice.of("comes", code, person.id).chance(0.22)
        ]

    def came(self, who: PersonId, ref: Ref, shown: Shown) -> None:
        """Take in what came to somebody; the channel tells."""
        if who in self._people:
            self._people[who].hears(ref, shown)

    def _later(self, who: PersonId, days: int, deed: Deed) -> None:
        self._agenda[self._today + days * DAY].append((who, deed))

    async def _all(self, deeds: Sequence[tuple[PersonId, Deed]]) -> None:
        """Have people do things beside each other, and each person one thing after the other."""
        of_each: dict[PersonId, list[Deed]] = defaultdict(list)
        for who, deed in deeds:
            of_each[who].append(deed)
        waiting = iter(of_each.items())

        async def work() -> None:
            for who, mine in waiting:
                await self._one(who, mine)

        await asyncio.gather(*(work() for _ in range(min(AT_ONCE, len(of_each)))))

    async def _one(self, who: PersonId, deeds: Sequence[Deed]) -> None:
        store = self._world.store
        person = await store.people.person(who)
        if person is None or not person.here_on(self._today) or person.on_leave(self._today):
            return
        for deed in deeds:
            await self._people[who].does(deed)
            if deed.what == "meets":
                await store.people.learn(who, self._address)


def _holds_office(person: Person) -> bool:
    return person.role not in (Role.EMPLOYEE, Role.MANAGER)


After = Callable[[date], Awaitable[None]]
"""What follows each day."""


async def live(year: Year, first: date, days: int, after: After) -> None:
    """Live so many days from the first, one after the other."""
    await year.begins()
    for number in range(days):
        today = first + number * DAY
        await year.lives(today)
        await after(today)


def unhurried(library: Library) -> Library:
    """Return an organization whose reminders come as in a real one: on working days, in the day, spread out.

    A demonstration sends all of them at once, at any hour, so that one can be seen.
    """
    calm = {"every_day": False, "opens": time(8), "closes": time(18), "spread_days": SPREAD}
    own = library.organization
    reminders = tuple(each.model_copy(update=calm) if each.every_day else each for each in own.reminders)
    return library.model_copy(update={"organization": own.model_copy(update={"reminders": reminders})})
