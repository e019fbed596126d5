"""A bot in a process of its own that sends what is owed until nothing is: real store, sender and messenger.

`python -m tests.scheduler.faults.bot` takes what it needs from the command line and ends by itself. Only its
clock is not the machine's: it starts at `--at` and goes `--speed` times as fast, so that minutes of waiting
between two attempts are seconds; the pace is measured in real seconds all the same.
"""

import argparse
import asyncio
import gc
import os
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot.cards import drawn
from bot.logs import log_to
from bot.teams import channel
from bot.teams.channel import Parts, Tenant
from bot.teams.clouds import PUBLIC
from bot.teams.wire.connector import Waits, open_session
from bot.turn import Turns
from content.loader import load
from content.model import Library, Organization
from scheduler.beat import Beat
from scheduler.pace import Pace, Pacer
from scheduler.ports import Messenger
from scheduler.ticker import Ticker
from storage.keys import MemoryKeys
from storage.opening import open_store
from storage.ports import DeliveryState, NotSaved, Store, Unavailable
from storage.postgres import PostgresStore
from storage.tiny import TinyStore
from tests.bot.teams import shapes
from tests.bot.teams.conftest import OUTCOMES
from tests.bot.teams.host import Shows
from tests.bot.teams.hosting import APP
from tests.conftest import CONTENT
from tests.scheduler.living import always

TICK_SECONDS = 0.25
WORKERS, READY = 64, 12
"""More than in service, for the rates here are higher."""


@dataclass(frozen=True)
class Told:
    """The command line: where the data are, who is written to, how fast, and what time it is."""

    data: Path
    database: str | None
    connector: str
    at: datetime
    speed: float
    pace: Pace
    waits: Waits


@dataclass
class Clock:
    """A clock that goes faster, or slower, from a given instant on."""

    at: datetime
    speed: float
    begun: float

    def __call__(self) -> datetime:
        return self.at + timedelta(seconds=self.speed * (time.monotonic() - self.begun))


def library_of_all_hours() -> Library:
    """Return the demo's library, with reminders that may leave at any hour, and nothing else that is owed."""
    library = load(CONTENT, "demo")
    owed = {"reminders": (always(),), "invitations": None}
    whose: Organization = library.organization.model_copy(update=owed)
    return library.model_copy(update={"organization": whose})


@asynccontextmanager
async def messenger(
    library: Library, store: Store, clock: Callable[[], datetime], told: Told
) -> AsyncIterator[Messenger]:
    """Open the Teams channel that writes to the connector."""
    turns = Turns(library, store, MemoryKeys(os.urandom), clock, os.urandom)
    hosts = frozenset({told.connector.removeprefix("http://")})
    cloud = replace(PUBLIC, hosts=hosts, uploads=frozenset(), secure=False)
    tenant = Tenant(cloud, APP, shapes.TENANT, Shows())
    async with open_session() as session:
        draw = partial(drawn.for_teams, library)
        parts = Parts(
            turns, draw, store.people, library, session, clock, jitter=lambda: 0.5, waits=told.waits
        )
        yield channel.in_teams(parts, OUTCOMES, tenant).messenger


async def until_nothing_is_owed(told: Told) -> None:
    """Tick as `serve` does, and stop when every delivery has ended."""
    clock = Clock(told.at, told.speed, time.monotonic())
    medium = await open_store(told.data, told.database, mark="teams", timer=time.monotonic)
    async with medium, messenger(library := library_of_all_hours(), medium.store, clock, told) as writes:
        beat = beat_of(library, medium, writes, clock, told)
        done = asyncio.Event()

        async def send() -> None:
            await beat.send()
            if await all_ended(medium.store):
                done.set()

        ticker = Ticker(TICK_SECONDS, beat.look, send)
        gc.freeze()  # As app.py does.
        gc.set_threshold(10_000)
        ticker.start()
        await done.wait()
        await ticker.stop()


def beat_of(
    library: Library,
    medium: TinyStore | PostgresStore,
    writes: Messenger,
    clock: Callable[[], datetime],
    told: Told,
) -> Beat:
    """Wire a beat as app.py does."""
    turns = Turns(library, medium.store, MemoryKeys(os.urandom), clock, os.urandom)
    return Beat(
        medium.store,
        writes,
        clock,
        library.organization,
        opening=turns.opening,
        served=frozenset({"teams"}),
        pacer=Pacer(told.pace, timer=time.monotonic, floor=medium.floor),
    )


async def all_ended(store: Store) -> bool:
    """Tell whether nothing is owed or under way any more."""
    try:
        found = await store.deliveries.tally()
    except (NotSaved, Unavailable):
        return False
    return not (found[DeliveryState.OWED] or found[DeliveryState.SENDING])


def main() -> None:
    """Read the command line, send, and end."""
    read = argparse.ArgumentParser()
    read.add_argument("--data", type=Path, required=True)
    read.add_argument("--database")
    read.add_argument("--connector", required=True)
    read.add_argument("--at", type=datetime.fromisoformat, required=True)
    read.add_argument("--speed", type=float, default=1.0)
    read.add_argument("--rate", type=int, default=25)
    read.add_argument("--slowest", type=float, default=1.0)
    read.add_argument("--patience", type=float, default=12.0)
    given = read.parse_args()
    log_to(sys.stderr)
    pace = Pace(per_second=given.rate, slowest=given.slowest, workers=WORKERS, ready=READY)
    waits = Waits(total=given.patience)
    told = Told(given.data, given.database, given.connector, given.at, given.speed, pace, waits)
    asyncio.run(until_nothing_is_owed(told))


if __name__ == "__main__":
    main()
