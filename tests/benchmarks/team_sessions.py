"""Measures a vote of 300 people in one team session, beside plain commits of the same store in the same run.

`python -m tests.benchmarks.team_sessions [--people N] [--rounds N]`; with `ETHOS_TEST_POSTGRES` on that
server. Rounds of both are interleaved, there and back, so that whatever else the machine does falls on both.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from content.loader import load
from dialogs.people import PersonId
from storage.embedded.disk import Disk
from storage.keys import FolderKeys
from storage.ports import Conversation, Move, Store
from storage.postgres import open_postgres
from storage.team_sessions import TeamSessions
from storage.tiny import open_tiny
from tests.bot.team_chats.team import Team, options
from tests.conftest import CONTENT
from tests.storage.postgres_server import new_database, run_sql, stop_server_for_all
from tests.storage.sitting import changed, member

PLAIN = b'\x00{"page":4}'
"""What a place of a person looks like."""


@dataclass(frozen=True)
class Medium:
    """A store, and how many commits and bytes it has taken in so far."""

    name: str
    store: Store
    commits: Callable[[], Awaitable[int]]
    written: Callable[[], Awaitable[int]]


@dataclass
class Cost:
    """What some writes of one kind took, over all rounds."""

    count: int = 0
    commits: int = 0
    written: int = 0
    rates: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Return how many a second, in the round in the middle."""
        return statistics.median(self.rates)


class CountingDisk(Disk):
    """A disk that counts what is made durable on it."""

    def __init__(self) -> None:
        self.syncs = 0
        self.written = 0

    def write(self, file: int, data: memoryview) -> int:
        """Append, and count."""
        taken = super().write(file, data)
        self.written += taken
        return taken

    def fdatasync(self, file: int) -> None:
        """Wait for the medium, and count."""
        self.syncs += 1
        super().fdatasync(file)


async def measured(medium: Medium, cost: Cost, writes: list[Callable[[], Awaitable[object]]]) -> None:
    """Write one after the other, as presses on one place queue, and add up what it took."""
    commits, written, began = await medium.commits(), await medium.written(), time.perf_counter()
    for write in writes:
        await write()
    cost.rates.append(len(writes) / (time.perf_counter() - began))
    cost.count += len(writes)
    cost.commits += await medium.commits() - commits
    cost.written += await medium.written() - written


async def voted(medium: Medium, sessions: TeamSessions, people: int, cost: Cost, nth: int) -> None:
    """Have everybody vote once: read, decide, keep."""
    session = await sessions.begin(f"19:{nth}@thread.v2", b"{}")

    async def press(number: int) -> None:
        standing, seat = await sessions.read(session), await sessions.seat(session, member(number))
        assert standing is not None
        state = changed(standing.state, str(seat), "option-b")
        await sessions.move(session, standing.revision, state)

    await measured(medium, cost, [partial(press, number) for number in range(people)])
    standing = await sessions.read(session)
    assert standing is not None
    assert standing.revision == people + 1
    await sessions.close(session, standing.revision, b"what the team decided")


async def plainly(medium: Medium, people: int, cost: Cost, nth: int) -> None:
    """Keep as many places of one person: read, keep."""
    person = PersonId(f"person-{nth}")
    conversation = Conversation(person, "module", "M01")

    async def turn(at: int) -> None:
        await medium.store.ledger.life(person)
        await medium.store.ledger.commit(Move(conversation, at, at + 1, PLAIN, "next"))

    await measured(medium, cost, [partial(turn, at) for at in range(people)])


async def compared(medium: Medium, keys: Path, people: int, rounds: int) -> None:
    """Print one store's rows."""
    sessions = TeamSessions(
        medium.store.ledger, FolderKeys(keys, os.urandom, data=keys.parent / "data"), os.urandom
    )
    press, plain = Cost(), Cost()
    await voted(medium, sessions, 10, Cost(), -1)
    await plainly(medium, 10, Cost(), -1)
    for nth in range(rounds):
        if nth % 2:
            await plainly(medium, people, plain, nth)
        await voted(medium, sessions, people, press, nth)
        if not nth % 2:
            await plainly(medium, people, plain, nth)
    say(f"{medium.name}: stored commits a press", f"{press.commits / press.count:.2f}")
    say(f"{medium.name}: presses a second, one after the other", f"{press.rate:,.0f}")
    say(f"{medium.name}: the same in plain commits", f"{press.rate / plain.rate:.2f}")
    say(f"{medium.name}: bytes written a press", f"{press.written / press.count:,.0f}")
    ratio = (press.written / press.count) / (plain.written / plain.count)
    say(f"{medium.name}: the same in plain commits", f"{ratio:.0f}")
    if press.commits != press.count:
        raise SystemExit(f"{medium.name}: {press.count} presses took {press.commits} commits")


def say(what: str, figure: str) -> None:
    """Print one row."""
    sys.stdout.write(f"{what:<66} {figure:>16}\n")
    sys.stdout.flush()


async def embedded(folder: Path, people: int, rounds: int) -> None:
    """Measure the embedded store, in one file so that only commits are made durable."""
    disk = CountingDisk()

    async def commits() -> int:
        return disk.syncs

    async def written() -> int:
        return disk.written

    async with await open_tiny(folder / "data", mark="local", files=disk, segment=1 << 40) as tiny:
        medium = Medium("embedded", tiny.store, commits, written)
        await compared(medium, folder / "keys", people, rounds)


async def replicated(folder: Path, people: int, rounds: int) -> None:
    """Measure PostgreSQL: commits by the batches it counts, bytes by its write-ahead log."""
    url = await new_database()

    async def commits() -> int:
        return int((await run_sql(url, "SELECT coalesce(sum(batch), 0) FROM writers"))[0][0])

    async def written() -> int:
        return int((await run_sql(url, "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn"))[0][0])

    async with await open_postgres(url, mark="local") as postgres:
        medium = Medium("PostgreSQL", postgres.store, commits, written)
        await compared(medium, folder / "keys", people, rounds)


async def in_a_chat(folder: Path, people: int) -> None:
    """Measure the whole way of a press in a scenario, from its card to the answer."""
    disk, data, keys = CountingDisk(), folder / "data", folder / "keys"
    async with await open_tiny(data, mark="local", files=disk, segment=1 << 40) as tiny:
        kept = FolderKeys(keys, os.urandom, data=data)
        team = await Team(load(CONTENT, "demo"), people, store=tiny.store, keys=kept).gathers()
        await team.begins("scenario", subject="M03")
        shown = {who: await team.looks(who) for who in team.people}
        commits, calls, began = disk.syncs, len(team.room.calls), time.perf_counter()
        for nth, (who, card) in enumerate(shown.items()):
            found = options(card, "option")
            answer = await team.presses(who, "scenario-pick", card, option=found[nth % len(found)])
            assert answer.view.note == "session.said.kept"
        took = time.perf_counter() - began
        commits = disk.syncs - commits
        say("in a chat: stored commits a press", f"{commits / people:.2f}")
        say("in a chat: changes of the card of all a press", f"{(len(team.room.calls) - calls) / people:.2f}")
        say("in a chat: presses a second, one after the other", f"{people / took:,.0f}")
        if commits != people:
            raise SystemExit(f"in a chat: {people} presses took {commits} commits")


async def measure(people: int, rounds: int) -> None:
    """Print every row."""
    try:
        for work in (embedded, replicated):
            with tempfile.TemporaryDirectory() as folder:
                await work(Path(folder), people, rounds)
        with tempfile.TemporaryDirectory() as folder:
            await in_a_chat(Path(folder), people)
    finally:
        stop_server_for_all()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=4)
    asked = parser.parse_args()
    asyncio.run(measure(asked.people, asked.rounds))


if __name__ == "__main__":
    main()
