"""A process of its own that keeps turns and says which are acknowledged, until somebody ends it."""

import asyncio
import os
import resource
import sys
from pathlib import Path

from dialogs.people import PersonId
from storage.ports import NotSaved, Store
from storage.tiny import open_tiny
from tests.storage.rows import delivery, fact, move, revisions, talk

PEOPLE = [PersonId(f"p{n}") for n in range(12)]


async def turn(store: Store, person: PersonId, at: int) -> None:
    """Keep one turn of everything at once: two places, two facts, one delivery."""
    await store.ledger.commit(
        move(talk(person), at=at),
        also=[move(talk(person, flow="home"), at=at)],
        facts=[fact(person), fact(person)],
        deliveries=[delivery(person, nth=at + 1)],
    )


def say(person: str, turns: int) -> None:
    """Acknowledge to the other process, in one write that nothing can cut in two."""
    os.write(sys.stdout.fileno(), f"{person} {turns}\n".encode())


async def live(store: Store, person: PersonId) -> None:
    at = (await revisions(store, person)).get(("module", "M01"), 0)
    while True:
        await turn(store, person, at)
        at += 1
        say(person, at)


async def until_killed(folder: Path) -> None:
    """Keep turns for ever, in files so small that they are sealed and tidied all the time."""
    async with await open_tiny(folder, mark="local", segment=30_000) as tiny:
        await asyncio.gather(*(live(tiny.store, person) for person in PEOPLE))


async def until_full(folder: Path) -> None:
    """Keep turns in a file that may not grow, then let it grow, and go on without a restart."""
    async with await open_tiny(folder, mark="local") as tiny:
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
        at = 0
        try:
            while True:
                await turn(tiny.store, PEOPLE[0], at)
                at += 1
        except NotSaved:
            say("full", at)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        await turn(tiny.store, PEOPLE[0], at)
        say(PEOPLE[0], at + 1)


if __name__ == "__main__":
    asyncio.run({"until_killed": until_killed, "until_full": until_full}[sys.argv[1]](Path(sys.argv[2])))
