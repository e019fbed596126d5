"""What is left of a store whose process was killed, or whose disk was really full."""

import asyncio
import os
import shutil
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from dialogs.people import PersonId
from storage.folder import FolderRefused
from storage.ports import Store
from storage.tiny import open_tiny
from tests.conftest import Figure
from tests.storage.busy_office import PEOPLE
from tests.storage.rows import revisions

MOST = 20_000
"""Turns in a folder before a new one is begun, so that the long form does not grow slow."""

KILLS = 1_000 if os.environ.get("ETHOS_TORTURE") else 15


async def office(work: str, folder: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.storage.busy_office", work, str(folder), stdout=asyncio.subprocess.PIPE
    )


def acknowledged(said: bytes) -> Counter[str]:
    """Return the newest acknowledged turn of each person."""
    turns: Counter[str] = Counter()
    for line in said.decode().splitlines():
        person, count = line.split()
        turns[person] = max(turns[person], int(count))
    return turns


async def turns_kept(store: Store, person: PersonId) -> int:
    """Count the turns of a person, each of them whole."""
    facts = len((await store.ledger.life(person)).facts)
    owed = [each for each in await store.deliveries.find("coi") if each.key.addressee == person]
    assert facts % 2 == 0
    turns = facts // 2
    assert await revisions(store, person) == (
        {("home", "M01"): turns, ("module", "M01"): turns} if turns else {}
    )
    assert [each.key.nth for each in owed] == list(range(1, turns + 1))
    return turns


async def test_whoever_was_answered_finds_their_turns_after_every_kill(
    tmp_path: Path, figure: Figure
) -> None:
    random = Random(2026)
    promised: Counter[str] = Counter()
    total = 0
    for _ in range(KILLS):
        process = await office("until_killed", tmp_path)
        assert process.stdout is not None
        said = b"".join([await process.stdout.readline() for _ in range(random.randrange(1, 300))])
        process.kill()
        said += await process.stdout.read()
        await process.wait()
        promised |= acknowledged(said)

        async with await open_tiny(tmp_path, mark="local") as tiny:
            kept = {person: await turns_kept(tiny.store, person) for person in PEOPLE}
            assert tiny.damaged() == 0

        assert all(promised[person] <= kept[person] <= promised[person] + 1 for person in PEOPLE)
        promised = Counter(kept)
        if sum(promised.values()) > MOST:
            shutil.rmtree(tmp_path)
            total += sum(promised.values())
            promised.clear()
    total += sum(promised.values())
    figure(f"{KILLS} kills: {total} acknowledged turns, 0 lost, 0 doubled, 0 folders unreadable")
    assert total > KILLS


async def test_a_folder_in_use_by_another_process_is_refused(tmp_path: Path) -> None:
    process = await office("until_killed", tmp_path)
    assert process.stdout is not None
    await process.stdout.readline()

    with pytest.raises(FolderRefused, match="locked"):
        await open_tiny(tmp_path, mark="local")

    process.kill()
    await process.stdout.read()
    await process.wait()
    await (await open_tiny(tmp_path, mark="local")).close()


async def test_a_file_that_really_cannot_grow_refuses_one_turn_and_takes_it_later(tmp_path: Path) -> None:
    process = await office("until_full", tmp_path)
    said, _ = await process.communicate()

    turns = acknowledged(said)
    assert process.returncode == 0
    assert turns["full"] > 3
    assert turns[PEOPLE[0]] == turns["full"] + 1
    async with await open_tiny(tmp_path, mark="local") as tiny:
        assert await turns_kept(tiny.store, PEOPLE[0]) == turns["full"] + 1
