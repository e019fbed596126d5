"""Five replicas over one database, whose clocks are minutes apart, find the same things due at once."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta

import pytest

from dialogs.flow import Ref
from dialogs.people import Person
from scheduler.beat import Beat
from scheduler.pace import Pace, Pacer, alone
from scheduler.ticker import Ticker
from storage.ports import Delivery, DeliveryKey, DeliveryState
from storage.postgres import PostgresStore, open_postgres
from tests.scheduler.faults.campaign import settle, who
from tests.scheduler.living import MONDAY, Channel, Clock, always, organization
from tests.storage.postgres_server import new_database

DUE = 1_000
NOTE = "coi.advice-request"
APART = [timedelta(seconds=seconds) for seconds in (-150, -75, 0, 75, 150)]
LATER = timedelta(minutes=6)
"""By then what the fastest clock finds due is due for the slowest."""

DEMO = organization(reminders=[always()])


@dataclass
class Replica:
    """One running bot, with a clock that is wrong in its own way."""

    medium: PostgresStore
    beat: Beat
    clock: Clock
    channel: Channel

    async def live(self) -> None:
        """Find what is due, as all others do at the same time, and send until nothing is left."""
        notes = [
            Delivery(
                DeliveryKey(NOTE, f"campaign-{number}", 1, who(number)), Ref("note", NOTE), self.clock.now
            )
            for number in range(DUE)
        ]
        await self.medium.store.deliveries.owe(notes)
        done, until = asyncio.Event(), self.clock.now + LATER

        async def look() -> None:
            if self.clock.now < until:
                self.clock.forward(seconds=30)
            await self.beat.look()

        async def send() -> None:
            await self.beat.send()
            found = await self.medium.store.deliveries.tally()
            if found[DeliveryState.DELIVERED] == 2 * DUE:
                done.set()

        ticker = Ticker(0.2, look, send)
        ticker.start()
        await done.wait()
        await ticker.stop()


@pytest.fixture
async def address() -> str:
    return await new_database()


@pytest.fixture(params=["one at a time", "all at once"])
async def replicas(request: pytest.FixtureRequest, address: str) -> AsyncIterator[list[Replica]]:
    """All of them; whoever may send takes the floor, or nobody asks and they race for every message."""
    async with AsyncExitStack() as until:
        found = []
        for apart in APART:
            medium = await until.enter_async_context(await open_postgres(address, mark="teams"))
            clock, channel = Clock(MONDAY + apart), Channel()
            pace = Pace(per_second=1_000, workers=16)
            floor = medium.floor if request.param == "one at a time" else alone
            beat = Beat(
                medium.store,
                channel,
                clock,
                DEMO,
                opening=lambda ref: f"{ref.flow} {ref.key}".encode(),
                served=frozenset({"teams"}),
                pacer=Pacer(pace, timer=time.monotonic, floor=floor),
            )
            found.append(Replica(medium, beat, clock, channel))
        yield found


async def test_a_thousand_due_campaigns_and_a_thousand_reminders_each_leave_once(
    replicas: list[Replica],
) -> None:
    store = replicas[0].medium.store
    await store.people.bring_in([Person(who(number)) for number in range(DUE)])
    waiting = iter(range(DUE))

    async def line() -> None:
        for number in waiting:
            await settle(store, who(number), "http://127.0.0.1:1")

    await asyncio.gather(*(line() for _ in range(32)))

    async with asyncio.timeout(120):
        await asyncio.gather(*(replica.live() for replica in replicas))

    sent = Counter((addressee, ref) for replica in replicas for addressee, ref, _ in replica.channel.sent)
    expected = [Ref("note", NOTE), Ref("coi", "2026-Q4")]
    assert sent == {(who(number), ref): 1 for number in range(DUE) for ref in expected}
    kept = [*await store.deliveries.find("coi"), *await store.deliveries.find(NOTE)]
    assert Counter(each.state for each in kept) == {DeliveryState.DELIVERED: 2 * DUE}
    assert {each.attempts for each in kept} == {1}
