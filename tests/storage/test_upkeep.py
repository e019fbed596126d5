"""Sealed files, checkpoints and bases: whatever happens to them, a folder says the same as before."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.embedded.disk import Disk
from storage.embedded.journal import SEGMENT, numbers
from storage.embedded.upkeep import Work, upkeep
from storage.folder import FolderRefused
from storage.ports import TurnMark
from storage.tiny import open_tiny
from tests.storage.rows import JOHN, MARIE, NOON, fact, move
from tests.storage.test_same_everywhere import Act, acts, everything, outcome
from tests.storage.tidying import (
    SMALL,
    drop_checkpoints,
    facts_in,
    in_turn,
    only,
    tidied,
    turns,
)


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


async def test_a_message_typed_before_a_compaction_and_a_restart_has_no_second_effect(tmp_path: Path) -> None:
    mark = TurnMark(b"typed", NOON)
    async with await open_tiny(tmp_path, mark="local") as tiny:
        assert await tiny.store.ledger.commit(move(), turn=mark)
        assert await tiny.compact()
    for quick in (True, False):
        if not quick:
            drop_checkpoints(tmp_path)
        async with await open_tiny(tmp_path, mark="local") as tiny:
            assert not await tiny.store.ledger.commit(move(at=1), turn=mark)


async def test_an_old_checkpoint_is_not_used_beside_a_newer_base(tmp_path: Path) -> None:
    async with await open_tiny(tmp_path, mark="local") as tiny:
        await turns(tiny.store, 0, 2)
        in_turn(tmp_path, await tiny.seal(), Work.TIDY)
        old = only(tmp_path, "checkpoint")
        kept = old.read_bytes()
        await turns(tiny.store, 2, 2)
        in_turn(tmp_path, await tiny.seal(), Work.COMPACT)
    drop_checkpoints(tmp_path)
    old.write_bytes(kept)
    assert await facts_in(tmp_path) == 4


async def test_a_base_is_written_only_when_it_is_worth_it(tmp_path: Path) -> None:
    async with await open_tiny(tmp_path, mark="local") as tiny:
        await turns(tiny.store, 0, 3)
        in_turn(tmp_path, await tiny.seal(), Work.TIDY)
        assert numbers(tmp_path, "base") == []
        big = move(at=3, place=b"x" * (4 * SEGMENT))
        await tiny.store.ledger.commit(big, facts=[fact()])
        in_turn(tmp_path, await tiny.seal(), Work.TIDY)
        assert numbers(tmp_path, "base") == [2]


async def test_an_upkeep_that_comes_late_harms_nothing_that_a_later_one_did(tmp_path: Path) -> None:
    async with await open_tiny(tmp_path, mark="local") as tiny:
        await turns(tiny.store, 0, 3)
        late = await tiny.seal()
        await turns(tiny.store, 3, 3)
        in_turn(tmp_path, await tiny.seal(), Work.COMPACT)
        for work in Work:
            in_turn(tmp_path, late, work)
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
