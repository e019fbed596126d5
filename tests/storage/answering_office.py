"""Answers and releases in processes that somebody kills, each of which says how far it is.

It reads jobs as lines of JSON, does each in a fork, and says `began PID`, what the fork says, and `ended`.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, count
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from content.model import Library
from dialogs.anonymous import ended
from scheduler.releases import release
from storage.keys import FolderKeys
from storage.mailbox import Mailbox
from storage.opening import open_store
from storage.ports import Box, Closed, Segments, Slots, Store

ZONE = "America/Toronto"

PEOPLE = 3
"""How many answer at once."""


@dataclass(frozen=True)
class Job:
    """What a fork does: answers the cards that are left, then new ones from `first`; or releases a period."""

    data: str
    database: str | None
    period: str
    work: str
    left: Sequence[int] = ()
    first: int = 0


def boxes(period: str) -> tuple[Box, Box]:
    return Box("doors", 1, period), Box("feedback", 1, period, large=True)


def box_of(number: int, period: str) -> Box:
    """Return where a card is answered: two out of three in the smaller box."""
    return boxes(period)[number % 3 == 0]


def answer_of(number: int) -> Mapping[str, str]:
    return {"door": f"n{number}"} if number % 3 else {"keep": f"n{number}"}


def nonce_of(number: int) -> bytes:
    return f"card {number}".encode()


def library() -> Library:
    """Return as much of a library as a release looks at: one form in words, and the doors."""
    keep = SimpleNamespace(id="keep", kind="words", options=(), most=300)
    feedback = SimpleNamespace(id="feedback", version=1, least=10, wordy=True, factor=None, questions=(keep,))
    made = SimpleNamespace(
        organization=SimpleNamespace(time_zone=ZONE),
        modules={},
        checklists={},
        forms={},
        doors={"office": None},
        questionnaires={"feedback": feedback},
    )
    return cast("Library", made)


def due(period: str) -> datetime:
    """Return the moment from which a period may be released."""
    end = ended(period, ZONE)
    assert end is not None
    return end + timedelta(hours=25)


def say(*words: object) -> None:
    """Say something in one write that nothing can cut in two."""
    os.write(sys.stdout.fileno(), (" ".join(map(str, words)) + "\n").encode())


class Told(Mailbox):
    """A mailbox that tells each step of it, so that somebody can choose where it ends."""

    async def close(self, box: Box) -> None:
        """Close, and say so."""
        say("step")
        await super().close(box)
        say("step")

    async def _put(self, box: Box, nonce: bytes, body: bytes) -> None:
        say("step")
        await super()._put(box, nonce, body)

    async def destroy(self, box: Box) -> None:
        """Destroy, and say so."""
        say("step")
        await super().destroy(box)
        say("step")


class ToldSlots:
    """A medium that tells of each task that somebody has for it."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots
        self.boxes = slots.boxes

    async def alone(self, box: Box, work: Any) -> Any:
        """Say when it is begun and when its part is done, and not yet durable perhaps."""

        async def telling(held: Segments) -> Any:
            say("step")
            done = await work(held)
            say("step")
            return done

        return await self._slots.alone(box, telling)


@asynccontextmanager
async def opened(data: Path, database: str | None) -> AsyncIterator[tuple[Store, FolderKeys]]:
    keys = FolderKeys(data.with_name("keys"), os.urandom, data=data)
    async with await open_store(data, database, mark="local") as medium:
        yield medium.store, keys


async def answer(job: Job) -> None:
    """Answer card after card for ever: first those that nobody knows of whether they were kept."""
    async with opened(Path(job.data), job.database) as (store, keys):
        mailbox = Mailbox(cast("Slots", ToldSlots(store.slots)), keys, os.urandom)
        numbers = chain(job.left, count(job.first))

        async def person() -> None:
            while True:
                await one(mailbox, next(numbers), job.period)

        await asyncio.gather(*(person() for _ in range(PEOPLE)))


async def one(mailbox: Mailbox, number: int, period: str) -> None:
    say("try", number)
    try:
        await mailbox.put(box_of(number, period), nonce_of(number), answer_of(number))
    except Closed:
        say("closed", number)
    else:
        say("kept", number)


async def release_period(job: Job) -> None:
    async with opened(Path(job.data), job.database) as (store, keys):
        mailbox = Told(cast("Slots", ToldSlots(store.slots)), keys, os.urandom)
        await release(store, mailbox, library(), due(job.period), os.urandom)
        say("released")


async def answer_late(job: Job) -> None:
    """Answer, after the end of the period, the cards of which nobody knows whether they were kept."""
    async with opened(Path(job.data), job.database) as (store, keys):
        mailbox = Mailbox(store.slots, keys, os.urandom)
        for each in job.left:
            await one(mailbox, each, job.period)
        say("released")


WORK = {"answer": answer, "release": release_period, "late": answer_late}


def main() -> None:
    for line in sys.stdin:
        job = Job(**json.loads(line))
        fork = os.fork()
        if fork == 0:
            os.setpgid(0, 0)  # The upkeep that it starts is its own.
            asyncio.run(WORK[job.work](job))
            os._exit(0)
        say("began", fork)
        os.waitpid(fork, 0)
        say("ended")


if __name__ == "__main__":
    main()
