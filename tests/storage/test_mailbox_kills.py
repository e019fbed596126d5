"""Acknowledged answers are there once, however often the process is killed, also during a release."""

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

import pytest

from dialogs.anonymous import following
from scheduler.releases import release
from storage.batches import batches
from storage.keys import MemoryKeys
from storage.mailbox import Mailbox
from storage.ports import Box, NotSaved, Unavailable
from storage.postgres import open_postgres
from tests.conftest import Figure
from tests.storage.answering import FEEDBACK, card, mailbox_over, opinion
from tests.storage.answering_office import Job, due, library, opened
from tests.storage.postgres_server import Server, new_database

TORTURE = bool(os.environ.get("ETHOS_TORTURE"))
PERIODS, KILLS = (25, 1_000) if TORTURE else (3, 20)
HALF = KILLS // PERIODS // 2
ANSWERS = {"tiny": 5_000, "postgres": 5_000} if TORTURE else {"tiny": 300, "postgres": 150}
"""How many are acknowledged at least. In every other period there are too few, and they are carried."""


@dataclass
class Office:
    """A process whose forks answer and release, and what it was told."""

    process: asyncio.subprocess.Process
    kills: int = 0
    tried: set[int] = field(default_factory=set)
    kept: set[int] = field(default_factory=set)
    late: set[int] = field(default_factory=set)

    async def line(self) -> list[str]:
        assert self.process.stdout is not None
        words = (await self.process.stdout.readline()).decode().split()
        assert words, "the office is gone"
        if words[0] in {"try", "kept", "closed"}:
            {"try": self.tried, "kept": self.kept, "closed": self.late}[words[0]].add(int(words[1]))
        return words

    async def work(self, job: Job, upto: int | None) -> bool:
        """Have a fork work until it has said so many lines, then kill it; True: it was done before."""
        assert self.process.stdin is not None
        self.process.stdin.write((json.dumps(vars(job)) + "\n").encode())
        (_, pid) = await self.line()
        said = 0
        while said != upto:
            match await self.line():
                case ["released"]:
                    assert await self.line() == ["ended"]
                    return True
                case ["ended"]:
                    raise AssertionError("the fork failed")
            said += 1
        os.kill(int(pid), signal.SIGKILL)
        self.kills += 1
        while await self.line() != ["ended"]:
            pass
        return False

    @property
    def unknown(self) -> list[int]:
        """Return the cards of which nobody knows whether they were kept."""
        return sorted(self.tried - self.kept - self.late)


@asynccontextmanager
async def an_office() -> AsyncIterator[Office]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.storage.answering_office"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Office(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await asyncio.wait_for(process.wait(), 30)


@pytest.mark.parametrize("medium", ["tiny", "postgres"])
async def test_every_acknowledged_answer_is_read_once_after_every_kill(
    tmp_path: Path, figure: Figure, medium: str
) -> None:
    random, data = Random(7), tmp_path / "data"
    database = await new_database() if medium == "postgres" else None
    period = "2026-Q4"
    async with an_office() as office:
        for nth in range(PERIODS):
            job = Job(str(data), database, period, "answer")
            many = -(-ANSWERS[medium] // (PERIODS - PERIODS // 2))
            upto = KILLS * (nth + 1) // PERIODS
            if nth % 2:
                await answered(office, job, random, many=8, kills=0)
            else:
                await answered(office, job, random, many=many, kills=upto - (nth < PERIODS - 1) * HALF)
            await released(office, job, random)
            period = following(period) or ""

    read = await everything_read(data, database, period)
    assert {number: count for number, count in read.items() if count > 1} == {}, "an answer was doubled"
    assert office.kept - set(read) == set(), "an acknowledged answer was lost"
    assert set(read) <= office.tried
    assert office.kills >= KILLS
    assert len(office.kept) >= ANSWERS[medium]
    assert office.late
    figure(
        f"mailbox on {medium}: {office.kills} kills, {len(office.kept)} acknowledged answers, 0 lost, "
        f"0 doubled; {len(office.late)} came too late"
    )


async def answered(office: Office, job: Job, random: Random, *, many: int, kills: int) -> None:
    """Have about so many answered, killed again and again; what nobody knows of is answered again."""
    wanted = len(office.kept) + many
    most = max(10, many * PERIODS // KILLS * 12)
    while len(office.kept) < wanted or office.kills < kills:
        first = max(office.tried, default=0) + 1
        await office.work(replace(job, left=office.unknown, first=first), random.randrange(1, most))


async def released(office: Office, job: Job, random: Random) -> None:
    """Release the period, killed again and again; in between, what nobody knows of comes late."""
    release, late = replace(job, work="release"), replace(job, work="late")
    for _ in range(HALF):
        await office.work(release, random.randrange(1, 40))
        if random.random() < 0.2:
            await office.work(replace(late, left=office.unknown), None)
    assert await office.work(release, None)
    await office.work(replace(late, left=office.unknown), None)


async def everything_read(data: Path, database: str | None, period: str) -> Counter[int]:
    """Release what is left, and count how often each answer was read or is still carried."""
    read: Counter[int] = Counter()
    async with opened(data, database) as (store, keys):
        mailbox = Mailbox(store.slots, keys, os.urandom)
        await release(store, mailbox, library(), due(period), os.urandom)
        for batch in await batches(store.registers):
            said = [each.text for each in batch.words]
            said += [option for option, count in batch.tallies.get("door", {}).items() for _ in range(count)]
            assert len(said) == batch.answers
            read.update(int(each.removeprefix("n")) for each in said)
        for box in await mailbox.boxes():
            answers = await mailbox.open(box)
            read.update(int(text.removeprefix("n")) for answer in answers for text in answer.values())
    return read


async def test_a_server_that_is_stopped_in_the_middle_loses_no_acknowledged_answer(
    server: Server, address: str
) -> None:
    keys = MemoryKeys(os.urandom)
    async with await open_postgres(address, mark="local") as shared:
        mailbox = mailbox_over(shared.store, keys)
        kept: set[int] = set()
        more = asyncio.Condition()

        async def live(first: int) -> None:
            for number in range(first, first + 100_000):
                while True:
                    try:
                        await mailbox.put(FEEDBACK, card(number), opinion(number, 300))
                        break
                    except (NotSaved, Unavailable):
                        continue
                async with more:
                    kept.add(number)
                    more.notify_all()

        async def some_more(count: int) -> None:
            before = len(kept)
            async with more:
                await asyncio.wait_for(more.wait_for(lambda: len(kept) >= before + count), 30)

        living = [asyncio.create_task(live(first * 100_000)) for first in range(4)]
        for _ in range(10 if TORTURE else 2):
            await some_more(10)
            server.stop(signal.SIGQUIT)
            server.start()
            await some_more(1)
        for task in living:
            task.cancel()
        await asyncio.gather(*living, return_exceptions=True)

    async with await open_postgres(address, mark="local") as shared:
        read = Counter(int(each["n"]) for each in await mailbox_over(shared.store, keys).open(FEEDBACK))
    assert set(read.values()) == {1}
    assert kept <= set(read)
    assert len(read) <= len(kept) + len(living)


async def test_two_replicas_that_keep_answers_in_one_box_keep_all_of_them(tmp_path: Path) -> None:
    address, keys = await new_database(), MemoryKeys(os.urandom)
    box = Box("pulse", 1, "2026-Q4")
    async with (
        await open_postgres(address, mark="local") as one,
        await open_postgres(address, mark="local") as other,
    ):
        replicas = [mailbox_over(each.store, keys) for each in (one, other)]
        # Every card twice, at the same time, by both replicas.
        await asyncio.gather(
            *(replica.put(box, card(number), opinion(number)) for number in range(60) for replica in replicas)
        )
        read = Counter(int(each["n"]) for each in await replicas[0].open(box))
    assert read == Counter(range(60))
