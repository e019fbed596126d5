"""A small office: the real turns over a memory store, a clock that is set by hand, and people."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.heard import Arrival, Heard, Message, Press, Shown
from bot.roles import ByRoster, Roles
from bot.turn import Turns
from content.model import Library
from dialogs.flow import Ref
from dialogs.people import Person, PersonId, Role, UnitId
from scheduler.ahead import Ahead
from scheduler.campaigns import Campaigns
from scheduler.follow_ups import FollowUps
from scheduler.ports import Letter, Outcome, Refused, Sent
from scheduler.rehearsal import Rehearsal
from scheduler.sender import Sender
from scheduler.talks import Talks
from scheduler.tick import tick
from scheduler.welcome_back import Returns
from storage.keys import MemoryKeys
from storage.mailbox import Mailbox
from storage.memory import open_memory
from storage.ports import Address, Store


class Chance:
    """Bytes that never repeat and are the same in every run."""

    def __init__(self) -> None:
        self.drawn = 0

    def __call__(self, size: int) -> bytes:
        self.drawn += 1
        return self.drawn.to_bytes(size, "big")


@dataclass
class Office:
    """Everything wired as app.py wires it, in memory."""

    library: Library
    store: Store = field(default_factory=open_memory)
    at: datetime = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    shown: dict[PersonId, Shown] = field(default_factory=dict)
    came: dict[PersonId, list[Shown]] = field(default_factory=dict)
    roles: Roles = field(default_factory=ByRoster)
    chance: Chance = field(default_factory=Chance)
    before: "Office | None" = None

    def __post_init__(self) -> None:
        self.keys: MemoryKeys = self.before.keys if self.before else MemoryKeys(self.chance)
        here = frozenset({"here"})
        self.talks = Talks(self.store, self.library.organization, self.library.checklists, here)
        self.campaigns = Campaigns(self.store, self.library.organization, here)
        self.plans = Rehearsal(self.store, self.library.organization, lambda: self.at)
        self.ahead = Ahead(self.store, self.library.organization, self.library.checklists, lambda: self.at)
        self.returns = Returns(self.store, self.library.organization, self.library.checklists, here)
        self.follow_ups = FollowUps(self.store, self.library.organization, here)
        self.turns = Turns(
            self.library,
            self.store,
            self.keys,
            lambda: self.at,
            self.chance,
            roles=self.roles,
            plans=self.plans,
            ahead=self.ahead,
            mailbox=Mailbox(self.store.slots, self.keys, self.chance),
        )

    def restarted(self, library: Library) -> "Office":
        """Return the same office once Ethos was started again, with what its files say now."""
        return Office(library, self.store, self.at, roles=self.roles, chance=self.chance, before=self)

    async def hires(self, *people: Person) -> None:
        await self.store.people.bring_in(people)
        for person in people:
            await self.store.people.learn(person.id, Address("here"))

    async def hears(self, person: str, heard: Heard) -> Shown:
        shown = await self.turns.hear(PersonId(person), heard)
        self.shown[PersonId(person)] = shown
        return shown

    async def arrives(self, person: str) -> Shown:
        return await self.hears(person, Arrival())

    async def types(self, person: str, text: str, message: str = "") -> Shown:
        return await self.hears(person, Message(text, message))

    async def presses(self, person: str, verb: str, on: Shown | None = None, **inputs: str) -> Shown:
        token = (on or self.shown[PersonId(person)]).token
        return await self.hears(person, Press(verb, token, inputs))

    async def settles_in(self, *people: str, language: str = "en") -> None:
        for person in people:
            await self.arrives(person)
            await self.presses(person, f"language-{language}")

    async def ticks(self) -> None:
        await tick(self.at, self.store, self.library.organization, channels=frozenset({"here"}))
        await self.follow_ups(self.at)
        await self.talks(self.at)
        await self.returns(self.at)
        await self.campaigns(self.at)

        async def at_once(_: float) -> None:
            return None

        await Sender(
            self.store,
            self,
            lambda: self.at,
            self.library.organization,
            opening=self.turns.opening,
            pause=at_once,
            checklists=self.library.checklists,
        ).drain()

    async def prepare(
        self, addressee: PersonId, ref: Ref, about: PersonId | None, replaces: str = ""
    ) -> Letter | Outcome:
        """Be the channel: what arrives is kept for the test to read."""
        shown = await self.turns.present(addressee, ref, about)
        return Refused("answered") if shown is None else partial(self.puts, addressee, shown, replaces)

    async def puts(self, addressee: PersonId, shown: Shown, replaces: str = "") -> Outcome:
        came = self.came.setdefault(addressee, [])
        came.append(shown)
        return Sent(replaces or f"message-{len(came)}")

    def later(self, **by: int) -> None:
        self.at += timedelta(**by)


def person(name: str, unit: str, role: Role = Role.EMPLOYEE) -> Person:
    return Person(
        PersonId(name), name=name.title(), email=f"{name}@example.org", unit=UnitId(unit), role=role
    )


def staff(units: Sequence[str], each: int) -> list[Person]:
    """Return people named a-0, a-1… for each unit a, b…"""
    return [person(f"{unit}-{number}", unit) for unit in units for number in range(each)]
