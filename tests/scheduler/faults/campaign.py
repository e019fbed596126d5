"""A campaign through kills: who is owed a reminder, who sends it, and what both sides kept afterwards."""

import asyncio
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import aiohttp

from dialogs.facts import NoticeSeen, Reached, ReminderSent, Stamped
from dialogs.flow import Ref
from dialogs.people import Person, PersonId
from scheduler.pace import Pace
from storage.opening import open_store
from storage.ports import Address, Conversation, Delivery, DeliveryKey, DeliveryState, Move, Store
from tests.bot.teams import shapes
from tests.bot.teams.hosting import ROOT, program

START = datetime(2026, 11, 23, 15, tzinfo=UTC)
LAPSE = Pace().lease + timedelta(minutes=1)
"""So much later the next one starts, that what the one before held has lapsed."""

AT_ONCE = 64
HANDFUL = 5_000
PAGE = os.sysconf("SC_PAGESIZE")

Meanwhile = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Plan:
    """How many people, how often the bot is killed, how fast it sends and how long it waits for an answer."""

    people: int
    kills: int
    rate: int
    slowest: float
    latency: float
    speed: float
    patience: float
    hangs: int
    seconds: float


@dataclass
class Ended:
    """What both sides say afterwards."""

    states: Counter[tuple[str, str]]
    lost: list[str]
    repeated: list[str]
    untold: list[str]
    seen: dict[str, Any]
    seconds: float
    memory: list[int] = field(default_factory=list)

    @property
    def uncertain(self) -> int:
        return sum(count for (state, _), count in self.states.items() if state == DeliveryState.UNCERTAIN)

    @property
    def silent(self) -> int:
        return len(self.seen["silent"])


@dataclass(frozen=True)
class Office:
    """Where a bot keeps its data: a folder, or a database."""

    data: Path
    database: str | None = None

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Store]:
        async with await open_store(self.data, self.database, mark="teams") as medium:
            yield medium.store

    def bot(self, connector: str, at: datetime, plan: Plan) -> list[str]:
        """Return the command that sends what is owed."""
        words = [sys.executable, "-m", "tests.scheduler.faults.bot", "--data", str(self.data)]
        words += ["--database", self.database] if self.database else []
        words += ["--connector", connector, "--at", at.isoformat(), "--speed", str(plan.speed)]
        words += ["--rate", str(plan.rate), "--slowest", str(plan.slowest)]
        return [*words, "--patience", str(plan.patience)]


def who(number: int) -> PersonId:
    """Return the Entra id of one of many."""
    return PersonId(f"{number:08x}-0000-4000-8000-000000000000")


async def fill(store: Store, people: int, connector: str) -> None:
    """Have people who have seen the notice, can be reached at the connector, and are owed a reminder."""
    everyone = [who(number) for number in range(people)]
    await store.people.bring_in([Person(person) for person in everyone])
    waiting = iter(everyone)

    async def line() -> None:
        for person in waiting:
            await settle(store, person, connector)

    await asyncio.gather(*(line() for _ in range(AT_ONCE)))
    for first in range(0, people, HANDFUL):
        await store.deliveries.owe(
            [
                Delivery(DeliveryKey("coi", "2026-Q4", 1, person), Ref("coi", "2026-Q4"), START)
                for person in everyone[first : first + HANDFUL]
            ]
        )


def address(person: PersonId, connector: str) -> dict[str, str]:
    """Return where somebody is reached."""
    return {
        "service_url": connector,
        "conversation": f"a:{person}",
        "bot": shapes.BOT,
        "tenant": shapes.TENANT,
        "user": f"29:{person}",
    }


async def settle(store: Store, person: PersonId, connector: str) -> None:
    """Keep where somebody is reached, and that they have seen the notice."""
    await store.people.learn(person, Address("teams", address(person, connector)))
    known = Person(person)
    seen = Stamped(person, START.date(), known.unit, known.path, "en", NoticeSeen(1))
    await store.ledger.commit(Move(Conversation(person, "welcome", ""), 0, 1, b"{}"), facts=[seen])


async def live_through(office: Office, plan: Plan, log: Path, *, meanwhile: Meanwhile | None = None) -> Ended:
    """Send a campaign, kill the sender again and again, and return what became of it.

    `meanwhile` happens once, while messages leave. Raises TimeoutError when it takes too long.
    """
    moods = ["--latency", str(plan.latency), "--hangs", str(plan.hangs)]
    with program([sys.executable, "-m", "tests.scheduler.faults.connector", *moods]) as (port, _):
        connector = f"http://127.0.0.1:{port}"
        async with office.open() as store:
            await fill(store, plan.people, connector)
        async with asyncio.timeout(plan.seconds), aiohttp.ClientSession() as session:
            run = _Run(office, plan, connector, session, log, meanwhile)
            await run.all()
            async with session.get(f"{connector}/control/seen") as answer:
                seen = await answer.json()
        async with office.open() as store:
            return await compared(store, plan, seen, run)


@dataclass
class _Run:
    """One bot after the other."""

    office: Office
    plan: Plan
    connector: str
    session: aiohttp.ClientSession
    log: Path
    meanwhile: Meanwhile | None
    begun: float = field(default_factory=monotonic)
    memory: list[int] = field(default_factory=list)

    async def all(self) -> None:
        lives = self.plan.kills + 1
        for life in range(lives):
            marks = [life / lives + part / lives for part in (0.2, 0.4, 0.6, 0.75)]
            await self.one(life, [int(self.plan.people * mark) for mark in marks])

    async def one(self, life: int, marks: list[int]) -> None:
        """Let one bot send until so many messages were taken and kill it; the last one may finish."""
        elapsed = timedelta(seconds=self.plan.speed * (monotonic() - self.begun))
        words = self.office.bot(self.connector, START + life * LAPSE + elapsed, self.plan)
        with self.log.open("ab") as log:
            bot = await asyncio.create_subprocess_exec(*words, cwd=ROOT, stdout=log, stderr=log)
        self.memory = []
        try:
            for number, mark in enumerate(marks):
                await self.taken(mark, bot)
                self.memory.append(resident(bot.pid))
                if self.meanwhile and life == self.plan.kills // 2 and number == 1:
                    await self.meanwhile()
            if life == self.plan.kills:
                assert await bot.wait() == 0, self.log.read_text()[-2000:]
        finally:
            with suppress(ProcessLookupError):
                bot.kill()
            await bot.wait()

    async def taken(self, mark: int, bot: asyncio.subprocess.Process) -> None:
        """Wait until the connector has taken so many messages, unless the bot ends before."""

        async def ask() -> None:
            patient = aiohttp.ClientTimeout(total=None)
            async with self.session.get(f"{self.connector}/control/taken/{mark}", timeout=patient) as answer:
                await answer.read()

        asking, ending = asyncio.create_task(ask()), asyncio.create_task(bot.wait())
        try:
            await asyncio.wait({asking, ending}, return_when=asyncio.FIRST_COMPLETED)
            assert asking.done(), self.log.read_text()[-2000:]
        finally:
            asking.cancel()
            ending.cancel()


def resident(process: int | str) -> int:
    """Return how many bytes of memory a process has; "self" is this one."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE


async def compared(store: Store, plan: Plan, seen: dict[str, Any], run: _Run) -> Ended:
    """Hold what the bot keeps against what the connector wrote down."""
    deliveries = await store.deliveries.find("coi")
    taken = Counter(seen["taken"])
    told = {
        stamped.person: stamped.fact.reached
        for stamped in await store.ledger.facts(START.date(), START.date() + timedelta(days=90))
        if isinstance(stamped.fact, ReminderSent)
    }
    lost: list[str] = []
    untold: list[str] = []
    for each in deliveries:
        person = each.key.addressee
        if each.state is DeliveryState.DELIVERED:
            lost += [] if taken[person] else [person]
            untold += [] if told.get(person) is Reached.DELIVERED else [person]
        elif each.state is DeliveryState.UNCERTAIN:
            untold += [] if told.get(person) is Reached.UNCERTAIN else [person]
        else:
            lost.append(person)
    return Ended(
        states=Counter((each.state.value, each.reason) for each in deliveries),
        lost=[*lost, *(["nobody knows"] * (plan.people - len(deliveries)))],
        repeated=[person for person, count in taken.items() if count > 1],
        untold=untold,
        seen=seen,
        seconds=monotonic() - run.begun,
        memory=run.memory,
    )
