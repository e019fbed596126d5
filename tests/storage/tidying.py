"""What the tests of the upkeep stand on: turns, and a look at the files."""

import os
from datetime import timedelta
from pathlib import Path

from dialogs.people import PersonId
from storage.embedded.disk import Disk
from storage.embedded.journal import numbers
from storage.embedded.upkeep import Work, upkeep
from storage.folder import upkeep_lock
from storage.ports import Store
from storage.tiny import open_tiny
from tests.storage.rows import JOHN, MARIE, TODAY, fact, move, talk

TOMORROW = TODAY + timedelta(days=1)
SMALL = 2_000
"""Bytes of a file that a few turns fill."""


async def turns(store: Store, first: int, count: int, who: PersonId = MARIE) -> None:
    for at in range(first, first + count):
        await store.ledger.commit(move(talk(who), at=at), facts=[fact(who)])


def in_turn(folder: Path, upto: int, work: Work) -> None:
    """Do an upkeep under the lock of all of them: an open store begins one with every file that it seals."""
    held = upkeep_lock(folder)
    try:
        upkeep(folder, upto, work, Disk())
    finally:
        os.close(held)


async def facts_in(folder: Path, who: PersonId = MARIE) -> int:
    async with await open_tiny(folder, mark="local") as tiny:
        life = await tiny.store.ledger.life(who)
        assert sum(kept.revision for kept in life.conversations) == len(life.facts)
        return len(life.facts)


def drop_checkpoints(folder: Path) -> None:
    for path in folder.glob("checkpoint-*"):
        path.unlink()


def only(folder: Path, kind: str) -> Path:
    (path,) = folder.glob(f"{kind}-*")
    return path


def newest(folder: Path) -> int:
    return max(numbers(folder, "journal"), default=0)


async def tidied(folder: Path) -> None:
    """Make a folder with a base of two people and a few turns after it."""
    async with await open_tiny(folder, mark="local") as tiny:
        await turns(tiny.store, 0, 4)
        await turns(tiny.store, 0, 4, JOHN)
        assert await tiny.compact()
        await turns(tiny.store, 4, 2)


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
