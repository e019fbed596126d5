"""Whatever refuses, dies or is ended: nothing acknowledged is lost, and nothing disposed of stays."""

import asyncio
import os
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from dialogs.people import PersonId
from storage import memory
from storage.embedded.disk import Disk
from storage.embedded.journal import numbers
from storage.embedded.upkeep import Work, upkeep
from storage.folder import upkeep_lock
from storage.ports import Address, NotSaved, Unavailable
from storage.tiny import TinyStore, open_tiny
from tests.conftest import Figure
from tests.storage.disks import FaultyDisk, TrippingDisk
from tests.storage.rows import MARIE, TODAY, person
from tests.storage.tidying import (
    SMALL,
    TOMORROW,
    everything_in,
    facts_in,
    newest,
    turns,
)

STRIDE = 1 if os.environ.get("ETHOS_TORTURE") else 5
"""Every how-manieth operation is failed: all of them in the long form."""


async def test_a_disposal_that_was_cut_off_is_finished_at_the_next_start(tmp_path: Path) -> None:
    async with await open_tiny(tmp_path, mark="local") as tiny:
        await turns(tiny.store, 0, 3)
        await memory.Records(tiny._views, tiny._keep).dispose("acknowledged", TOMORROW)
    assert b'"acknowledged"' in everything_in(tmp_path)

    async with await open_tiny(tmp_path, mark="local") as tiny:
        assert await tiny.store.records.due("acknowledged", TOMORROW) == 0

    assert b'"acknowledged"' not in everything_in(tmp_path)


async def test_disposals_at_once_all_reach_the_files(tmp_path: Path) -> None:
    async with await open_tiny(tmp_path, mark="local") as tiny:
        await tiny.store.people.bring_in([person(end=TODAY)])
        await tiny.store.people.learn(MARIE, Address("teams", {"url": "https://elsewhere.example"}))
        await turns(tiny.store, 0, 3)
        kinds = ("acknowledged", "place")
        await asyncio.gather(*(tiny.store.records.dispose(kind, TOMORROW) for kind in kinds))
        assert await tiny.store.records.dispose("address", TOMORROW) == 1

        raw = everything_in(tmp_path)

    assert b"elsewhere.example" not in raw
    assert b'"acknowledged"' not in raw


async def test_what_an_upkeep_left_half_done_is_cleared_away(tmp_path: Path) -> None:
    async with await open_tiny(tmp_path, mark="local") as tiny:
        await turns(tiny.store, 0, 3)
        await tiny.seal()
        first = (tmp_path / "journal-00000001").read_bytes()
        assert await tiny.compact()
    # As if it had been killed before it removed the old file, and another time in the middle of writing.
    (tmp_path / "journal-00000001").write_bytes(first)
    (tmp_path / ".base-00000002.draft").write_bytes(first)

    async with await open_tiny(tmp_path, mark="local") as tiny:
        await tiny.settled()

    assert {path.name for path in tmp_path.iterdir()} == {
        *("base-00000001", "checkpoint-00000001", "journal-00000002"),
        *("ethos.json", "lock", "upkeep.lock"),
    }
    assert await facts_in(tmp_path) == 3


async def test_a_closed_store_begins_no_upkeep(tmp_path: Path) -> None:
    tiny = await open_tiny(tmp_path, mark="local")
    await turns(tiny.store, 0, 3)
    await tiny.close()
    with pytest.raises(Unavailable):
        await tiny.compact()


async def test_the_upkeep_waits_for_a_backup_and_ends_with_whoever_asked_for_it(tmp_path: Path) -> None:
    async with await open_tiny(tmp_path, mark="local") as tiny:
        await turns(tiny.store, 0, 3)
        held = await asyncio.to_thread(upkeep_lock, tmp_path)
        tidying = asyncio.create_task(tiny.compact())
        await asyncio.wait({tidying}, timeout=1.5)
        assert not tidying.done()
        assert numbers(tmp_path, "base") == []
        await tiny.close()
        assert numbers(tmp_path, "base") == []
        os.close(held)


async def test_what_was_disposed_of_is_in_no_file(tmp_path: Path) -> None:
    gone = PersonId("99999999-9999-4999-8999-999999999999")
    async with await open_tiny(tmp_path, mark="local", segment=SMALL) as tiny:
        await tiny.store.people.bring_in([person(gone, end=TODAY), person(MARIE)])
        await turns(tiny.store, 0, 10, gone)
        await turns(tiny.store, 0, 10)
        (tmp_path / "quarantine-journal-00000001-1").write_bytes(gone.encode())
        later = TODAY + timedelta(days=1)
        assert await tiny.store.records.dispose("acknowledged", later) == 20
        assert await tiny.store.records.dispose("place", later) == 1
        assert await tiny.store.records.dispose("person", later) == 1

        raw = everything_in(tmp_path)

    assert gone.encode() not in raw
    assert MARIE.encode() in raw


async def test_a_disposal_that_did_not_reach_the_files_is_not_called_done(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with await open_tiny(tmp_path, mark="local", files=disk) as tiny:
        await turns(tiny.store, 0, 3)
        base = tmp_path / ".base-00000001.draft"
        base.mkdir()
        with pytest.raises(NotSaved):
            await tiny.store.records.dispose("acknowledged", TODAY + timedelta(days=1))
        base.rmdir()
        assert await tiny.store.records.dispose("acknowledged", TODAY + timedelta(days=1)) == 0
    raw = everything_in(tmp_path)
    assert b'"acknowledged"' not in raw


@pytest.mark.parametrize("dead", [False, True], ids=["once", "for good"])
async def test_a_failure_of_each_operation_one_after_the_other_loses_nothing(
    tmp_path: Path, figure: Figure, *, dead: bool
) -> None:
    at, tripped = 1 - STRIDE, True
    while tripped:
        at += STRIDE
        disk = TrippingDisk(at, dead=dead)
        folder = tmp_path / f"{at}"
        promised = await lived(folder, disk)
        kept = await facts_in(folder)
        assert not list(folder.glob("quarantine-*"))
        tripped = disk.tripped
        assert kept == promised or (dead and kept == promised + 1)
        # And it goes on: the same folder takes turns and is tidied.
        async with await open_tiny(folder, mark="local") as tiny:
            await turns(tiny.store, kept, 2)
            upto = await tiny.seal()
        upkeep(folder, upto, Work.COMPACT, Disk())
        assert await facts_in(folder) == kept + 2
    assert at > 100
    figure(f"{at // STRIDE} operations failed one by one{' and for good' * dead}: 0 acknowledged turns lost")


async def lived(folder: Path, disk: Disk) -> int:
    """Live through everything a folder goes through, and return how many turns were acknowledged."""
    kept = 0
    for _ in range(2):
        with suppress(OSError):
            tiny = await open_tiny(folder, mark="local", files=disk, segment=SMALL)
            kept = await live(tiny, kept)
            try:
                upto = await tiny.seal()
            except NotSaved:
                upto = newest(folder) - 1
            await tiny.close()
            upkeep(folder, upto, Work.COMPACT, disk)
    return kept


async def live(tiny: TinyStore, kept: int) -> int:
    tiny._journal._sealed = lambda _: None  # the upkeep runs here, on the same disk, not in its own process
    for _ in range(12):
        with suppress(NotSaved):
            await turns(tiny.store, kept, 1)
            kept += 1
    return kept


async def test_ending_the_upkeep_at_any_moment_costs_only_its_work(tmp_path: Path) -> None:
    async with await open_tiny(tmp_path, mark="local") as tiny:
        await turns(tiny.store, 0, 300)
        for wait in (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4):
            tidying = asyncio.create_task(tiny.compact())
            await asyncio.wait({tidying}, timeout=wait)
            assert tiny._upkeep is not None
            tiny._upkeep.cancel()
            await asyncio.wait({tidying, tiny._upkeep})
        await turns(tiny.store, 300, 1)
    assert await facts_in(tmp_path) == 301
