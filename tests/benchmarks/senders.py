"""The ways of writing first that tests.benchmarks.sending compares, each alone in a process of its own.

`python -m tests.benchmarks.senders NAME CONNECTOR MESSAGES RATE` writes so many messages, each to somebody
else, at that rate, and prints as JSON what that took of CPU time and memory.
"""

import asyncio
import gc
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from botbuilder.core import BotFrameworkAdapter, BotFrameworkAdapterSettings, TurnContext
from botbuilder.schema import Activity
from botframework.connector.auth import ClaimsIdentity

from bot.cards import drawn
from bot.teams import outgoing
from bot.teams.service_urls import loopback
from bot.teams.wire.adapter import TeamsAdapter, reference
from bot.teams.wire.connector import Connector, Waits, open_session
from bot.turn import Turns
from dialogs.flow import Ref
from scheduler.pace import Pacer, pace_of
from storage.keys import MemoryKeys
from storage.memory import open_memory
from storage.ports import Address
from storage.tiny import open_tiny
from tests.scheduler.faults.bot import Clock, Told, beat_of, library_of_all_hours, messenger
from tests.scheduler.faults.campaign import START, address, fill, resident, who

Write = Callable[[int], Awaitable[None]]


def unlocked(size: int) -> bytes:
    """Return a key that hides nothing."""
    return bytes(size)


async def note() -> Activity:
    """Make the reminder that everybody gets, once: what it costs to draw it is counted elsewhere."""
    library, store = library_of_all_hours(), open_memory()
    await fill(store, 1, "http://127.0.0.1:1")
    turns = Turns(library, store, MemoryKeys(unlocked), lambda: START, unlocked)
    shown = await turns.present(who(0), Ref("coi", "2026-Q4"), None)
    assert shown is not None
    return outgoing.message(drawn.for_teams(library, shown), "A note waits")


@asynccontextmanager
async def ours(connector: str) -> AsyncIterator[Write]:
    """Write through our adapter."""
    message = await note()

    async def turn(context: TurnContext) -> None:
        await context.send_activity(message)

    async with open_session() as session:
        adapter = TeamsAdapter(Connector(session, loopback))

        async def write(number: int) -> None:
            where = Address("teams", address(who(number), connector))
            await adapter.continue_conversation(reference(where), turn)

        yield write


@asynccontextmanager
async def sdk(connector: str) -> AsyncIterator[Write]:
    """Write as the SDK's samples do; without an app id it asks for no token, which is to its advantage."""
    message = await note()
    settings: Any = BotFrameworkAdapterSettings
    adapter, nobody = BotFrameworkAdapter(settings("", "")), ClaimsIdentity({}, is_authenticated=True)

    async def turn(context: TurnContext) -> None:
        await context.send_activity(message)

    async def write(number: int) -> None:
        where = Address("teams", address(who(number), connector))
        await adapter.continue_conversation(reference(where), turn, claims_identity=nobody, audience="-")

    yield write


async def written(name: str, connector: str, messages: int, rate: int) -> dict[str, float]:
    """Write with nothing but an adapter, at the pace of the sender."""
    async with {"ours": ours, "sdk": sdk}[name](connector) as write:
        pacer = Pacer(pace_of(rate), timer=time.monotonic)
        waiting, loop = iter(range(messages)), asyncio.get_running_loop()

        async def worker() -> None:
            for number in waiting:
                if turn := await pacer.turn(lambda: False):
                    loop.call_soon(loop.call_soon, pacer.left, turn)  # As the sender does.
                    await write(number)

        async def all_of_them() -> None:
            await asyncio.gather(*(worker() for _ in range(pacer.pace.workers)))

        return await measured(all_of_them, messages)


async def sent(connector: str, messages: int, rate: int) -> dict[str, float]:
    """Send with everything in place: the sender, the embedded store, each person's own card."""
    pace = pace_of(rate)
    with tempfile.TemporaryDirectory() as folder:
        told = Told(Path(folder) / "data", None, connector, START, 1.0, pace, Waits())
        clock = Clock(START, 1.0, time.monotonic())
        async with await open_tiny(told.data, mark="teams") as tiny:
            await fill(tiny.store, messages, connector)
            library = library_of_all_hours()
            async with messenger(library, tiny.store, clock, told) as writes:
                return await measured(beat_of(library, tiny, writes, clock, told).send, messages)


async def measured(work: Callable[[], Awaitable[None]], messages: int) -> dict[str, float]:
    """Do something, and return what a message took of CPU time, in seconds, and memory before and after."""
    gc.collect()
    gc.freeze()  # As app.py does.
    gc.set_threshold(10_000)
    before, memory = time.process_time(), resident("self")
    await work()
    cost = (time.process_time() - before) / messages
    return {"cpu": cost, "before": memory, "after": resident("self")}


def main() -> None:
    """Read the command line."""
    name, connector, messages, rate = sys.argv[1:5]
    work = (
        sent(connector, int(messages), int(rate))
        if name == "whole"
        else written(name, connector, int(messages), int(rate))
    )
    sys.stdout.write(json.dumps(asyncio.run(work)) + "\n")


if __name__ == "__main__":
    main()
