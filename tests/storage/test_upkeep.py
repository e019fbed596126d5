"""Sealed files, checkpoints and bases: whatever happens to them, a folder says the same as before."""

import asyncio
import os
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogs.people import PersonId
from storage.disk import Disk
from storage.folder import FolderRefused
from storage.journal import numbers
from storage.ports import NotSaved, Store
from storage.tiny import TinyStore, open_tiny
from storage.upkeep import Work, upkeep
from tests.conftest import Figure
from tests.storage.disks import FaultyDisk, TrippingDisk
from tests.storage.rows import JOHN, MARIE, TODAY, fact, move, person, talk
from tests.storage.test_same_everywhere import Act, acts, everything, outcome

SMALL = 2_000
"""Bytes of a file that a few turns fill."""

STRIDE = 1 if os.environ.get("ETHOS_TORTURE") else 5
"""Every how-manieth operation is failed: all of them in the long form."""


async def turns(store: Store, first: int, count: int, who: PersonId = MARIE) -> None:
    for at in range(first, first + count):
        await store.ledger.commit(move(talk(who), at=at), facts=[fact(who)])


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
    return max(numbers(folder, "journal"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    before=st.lists(acts(), max_size=25),
    after=st.lists(acts(), max_size=10),
    quick=st.booleans(),
    work=st.sampled_from(Work),
)
async def test_a_folder_that_was_tidied_says_what_it_said_before(
    tmp_path_factory: pytest.TempPathFactory, before: list[Act], after: list[Act], *, quick: bool, work: Work
) -> None:
    folder = tmp_path_factory.mktemp("data")
    async with await open_tiny(folder, mark="local") as tiny:
        for act in before:
            await outcome(act, tiny.store)
        said = await everything(tiny.store)
        upto = await tiny.seal()
    upkeep(folder, upto, work, Disk())
    if not quick:
        drop_checkpoints(folder)

    async with await open_tiny(folder, mark="local") as tiny:
        assert await everything(tiny.store) == said
        for act in after:
            await outcome(act, tiny.store)
        said = await everything(tiny.store)
    async with await open_tiny(folder, mark="local") as tiny:
        assert await everything(tiny.store) == said


async def test_files_are_sealed_and_tidied_while_people_go_on(tmp_path: Path) -> None:
    async with await open_tiny(tmp_path, mark="local", segment=SMALL) as tiny:
        await asyncio.gather(turns(tiny.store, 0, 60), turns(tiny.store, 0, 60, JOHN))
        assert await tiny.compact()
        assert len(numbers(tmp_path, "base")) == 1
        await turns(tiny.store, 60, 20)

    assert (await facts_in(tmp_path), await facts_in(tmp_path, JOHN)) == (80, 60)
    assert numbers(tmp_path, "journal")[0] == numbers(tmp_path, "base")[0] + 1


async def test_no_turn_waits_for_the_upkeep(tmp_path: Path) -> None:
    async with await open_tiny(tmp_path, mark="local") as tiny:
        await turns(tiny.store, 0, 5)
        tidying = asyncio.create_task(tiny.compact())
        at = 5
        while not tidying.done():
            await turns(tiny.store, at, 1)
            at += 1
        assert await tidying
    assert at > 10
    assert await facts_in(tmp_path) == at


async def test_a_missing_file_in_the_middle_is_named(tmp_path: Path) -> None:
    async with await open_tiny(tmp_path, mark="local", segment=SMALL) as tiny:
        await turns(tiny.store, 0, 30)
    drop_checkpoints(tmp_path)
    (tmp_path / "journal-00000002").unlink()

    with pytest.raises(FolderRefused) as error:
        await open_tiny(tmp_path, mark="local")

    assert (error.value.reason, error.value.values["file"]) == ("corrupt", "journal-00000002")


@pytest.mark.parametrize("damage", ["flip", "cut", "empty"])
async def test_a_damaged_checkpoint_costs_time_and_nothing_else(tmp_path: Path, damage: str) -> None:
    await tidied(tmp_path)
    path = only(tmp_path, "checkpoint")
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes({"flip": bytes(raw), "cut": bytes(raw[:-9]), "empty": b""}[damage])

    assert await facts_in(tmp_path) == 6


async def tidied(folder: Path) -> None:
    """Make a folder with a base of two people and a few turns after it."""
    async with await open_tiny(folder, mark="local") as tiny:
        await turns(tiny.store, 0, 4)
        await turns(tiny.store, 0, 4, JOHN)
        assert await tiny.compact()
        await turns(tiny.store, 4, 2)


async def test_a_sealed_file_that_lost_its_end_is_noticed(tmp_path: Path) -> None:
    async with await open_tiny(tmp_path, mark="local") as tiny:
        await turns(tiny.store, 0, 4)
        await tiny.seal()
        await turns(tiny.store, 4, 1)
    first = tmp_path / "journal-00000001"
    lines = first.read_bytes().splitlines(keepends=True)
    first.write_bytes(b"".join(lines[:-1]))

    assert await facts_in(tmp_path) == 5
    assert (tmp_path / f"quarantine-{first.name}-{len(lines)}").exists()


async def test_an_upkeep_that_comes_late_harms_nothing_that_a_later_one_did(tmp_path: Path) -> None:
    async with await open_tiny(tmp_path, mark="local") as tiny:
        await turns(tiny.store, 0, 3)
        late = await tiny.seal()
        await turns(tiny.store, 3, 3)
        upkeep(tmp_path, await tiny.seal(), Work.COMPACT, Disk())
        for work in Work:
            upkeep(tmp_path, late, work, Disk())
    assert await facts_in(tmp_path) == 6


async def test_damage_in_a_base_costs_the_lines_it_hit(tmp_path: Path) -> None:
    await tidied(tmp_path)
    drop_checkpoints(tmp_path)
    base = only(tmp_path, "base")
    lines = base.read_bytes().splitlines(keepends=True)
    hit = next(number for number, line in enumerate(lines) if JOHN.encode() in line)
    lines[hit] = lines[hit].replace(JOHN.encode(), MARIE.encode())
    base.write_bytes(b"".join(lines))

    assert await facts_in(tmp_path) == 6
    assert await facts_in(tmp_path, JOHN) == 0
    assert (tmp_path / f"quarantine-{base.name}-{hit + 1}").exists()


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


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
