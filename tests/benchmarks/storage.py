"""Measures both stores: durable facts a second, start, memory and the report, beside what they replace.

`python -m tests.benchmarks.storage [--facts N] [--people N]`; with `ETHOS_TEST_POSTGRES` on that server.
"""

import argparse
import asyncio
import json
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tinydb import TinyDB

from bot.counting import Look, counts
from content.loader import load
from reports.participation import Dimension
from reports.periods import parse
from storage.ports import Store
from storage.postgres import open_postgres
from storage.tiny import open_tiny
from tests.benchmarks.department import address, keep, people, person_id, turns
from tests.conftest import CONTENT
from tests.storage.postgres_server import new_database, stop_server_for_all

AT_ONCE = 64
SAMPLE = 20_000
QUARTER = "2026-Q1"
NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)

Say = Callable[[str, str], None]


def say(what: str, figure: str) -> None:
    """Print one row."""
    sys.stdout.write(f"{what:<66} {figure:>16}\n")
    sys.stdout.flush()


async def nothing() -> None:
    """Wait for nothing."""


async def growth(
    store: Store, name: str, staff: int, total: int, quiet: Callable[[], Awaitable[None]] = nothing
) -> None:
    """Keep facts until there are `total`, and print at what rate the next ones go, from 1,000 there on.

    Every sample is as large as the others. `quiet` waits for what works in the background, so
    that a sample measures turns alone.
    """
    await store.people.bring_in(people(staff))
    for number in range(staff):
        await store.people.learn(person_id(number), address(number))
    there = 0
    for mark in sorted({each for each in (1_000, 30_000, 100_000, 300_000, total) if each <= total}):
        await keep(store, turns(staff, there, mark - there), AT_ONCE)
        await quiet()
        seconds = await keep(store, turns(staff, mark, SAMPLE), AT_ONCE)
        say(
            f"{name}: durable facts a second at {AT_ONCE} at once, {mark:,} there", f"{SAMPLE / seconds:,.0f}"
        )
        there = mark + SAMPLE


async def one_by_one(store: Store, name: str, staff: int, first: int) -> None:
    """Print what it is like when each waits for the one before."""
    count = 1_000
    seconds = await keep(store, turns(staff, first, count), 1)
    say(f"{name}: the same one by one", f"{count / seconds:,.0f}")


async def report(store: Store, name: str) -> None:
    """Print how long the report of a quarter takes, the first time and again."""
    library = load(CONTENT, "demo")
    for which, period in (("first", QUARTER), ("next", "2025-Q4")):
        look = Look(f"{which}-{period}", "operator", NOW, ZoneInfo("America/Toronto"))
        began = time.perf_counter()
        (counted,) = await counts(store, library, parse(period), (Dimension.UNIT,), look)
        seconds = time.perf_counter() - began
        say(
            f"{name}: quarterly report, {which} (finished: {counted.measures[0].total:,})", f"{seconds:.2f} s"
        )


def memory() -> str:
    """Return the most memory this process ever had."""
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB"


async def start(folder: Path) -> None:
    """Open a folder, in a process of its own, and print what that costs."""
    began = time.perf_counter()
    async with await open_tiny(folder, mark="local") as tiny:
        say("embedded: start", f"{time.perf_counter() - began:.2f} s")
        say("embedded: memory after the start", memory())
        await report(tiny.store, "embedded")
        say("embedded: memory after the reports", memory())


async def embedded(folder: Path, staff: int, total: int) -> None:
    """Measure the embedded store."""
    async with await open_tiny(folder, mark="local") as tiny:
        await growth(tiny.store, "embedded", staff, total, tiny.settled)
        await one_by_one(tiny.store, "embedded", staff, total + SAMPLE)
        began = time.perf_counter()
        await tiny.settled()
        say("embedded: upkeep still needed afterwards", f"{time.perf_counter() - began:.1f} s")
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.benchmarks.storage", "--start", folder
    )
    await child.wait()


async def replicated(staff: int, total: int) -> None:
    """Measure PostgreSQL."""
    url = await new_database()
    async with await open_postgres(url, mark="local") as postgres:
        await growth(postgres.store, "PostgreSQL", staff, total)
        await one_by_one(postgres.store, "PostgreSQL", staff, total + SAMPLE)
    began = time.perf_counter()
    async with await open_postgres(url, mark="local") as postgres:
        say("PostgreSQL: start", f"{time.perf_counter() - began:.2f} s")
        await report(postgres.store, "PostgreSQL")


def plain_tinydb(folder: Path) -> None:
    """Print what TinyDB's own file costs, which does not even wait for the medium."""
    for there in (1_000, 10_000):
        with TinyDB(folder / f"{there}.json") as documents:
            facts = [
                json.loads(json.dumps({"person": person_id(n), "day": "2026-01-01", "fact": n}))
                for n in range(there)
            ]
            documents.insert_multiple(facts)
            count = max(3, 30_000 // there)
            began = time.perf_counter()
            for _ in range(count):
                documents.insert(facts[0])
            seconds = time.perf_counter() - began
        say(f"TinyDB's JSONStorage: facts a second, not durable, {there:,} there", f"{count / seconds:,.0f}")


async def measure(staff: int, total: int) -> None:
    """Print every row."""
    with tempfile.TemporaryDirectory() as folder:
        await embedded(Path(folder) / "data", staff, total)
        plain_tinydb(Path(folder))
    try:
        await replicated(staff, total)
    finally:
        stop_server_for_all()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--start", type=Path, help="only open this folder")
    asked = parser.parse_args()
    work: Awaitable[None] = start(asked.start) if asked.start else measure(asked.people, asked.facts)
    asyncio.run(work)  # type: ignore[arg-type]  # both are coroutines


if __name__ == "__main__":
    main()
