"""What becomes of answers without a name when the disk is full, breaks, or loses its power in a write."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from storage.boxes import LARGE
from storage.embedded.disk import Disk, FileSystem
from storage.keys import FolderKeys
from storage.mailbox import Mailbox
from storage.ports import Box, NotSaved, Standing, Unavailable
from storage.tiny import open_tiny
from tests.storage.answering import AGREE, FEEDBACK, PULSE, card, mailbox_over, opinion
from tests.storage.disks import FaultyDisk, TrippingDisk

SECTOR = 512
OLD, NEW = opinion(1, 700), opinion(2, 900)


@asynccontextmanager
async def opened(folder: Path, disk: FileSystem | None = None) -> AsyncIterator[Mailbox]:
    async with await open_tiny(folder / "data", mark="local", files=disk) as tiny:
        yield mailbox_over(tiny.store, FolderKeys(folder / "keys", os.urandom, data=folder / "data"))


async def answers_in(folder: Path, box: Box) -> list[list[tuple[str, str]]]:
    async with opened(folder) as mailbox:
        return in_order(await mailbox.open(box))


def in_order(answers: object) -> list[list[tuple[str, str]]]:
    assert isinstance(answers, list)
    return sorted(sorted(answer.items()) for answer in answers)


# The disk refuses ---------------------------------------------------------------------------------


@pytest.mark.parametrize("room", [0, 1, 60, 2000])
async def test_on_a_full_disk_an_answer_is_not_saved_and_later_it_is_saved_once(
    tmp_path: Path, room: int
) -> None:
    disk = FaultyDisk()
    async with opened(tmp_path, disk) as mailbox:
        await mailbox.put(FEEDBACK, card(1), OLD)
        disk.room = room
        for _ in range(3):
            with pytest.raises(NotSaved):
                await mailbox.put(FEEDBACK, card(2), NEW)
            disk.room = room
        disk.room = None

        await mailbox.put(FEEDBACK, card(2), NEW)

    assert await answers_in(tmp_path, FEEDBACK) == in_order([OLD, NEW])


@pytest.mark.parametrize("room", [0, 100, 30_000])
async def test_a_box_that_cannot_be_made_is_made_whole_later(tmp_path: Path, room: int) -> None:
    disk = FaultyDisk()
    async with opened(tmp_path, disk) as mailbox:
        disk.room = room
        with pytest.raises(NotSaved):
            await mailbox.put(PULSE, card(1), AGREE)
        with pytest.raises(NotSaved):
            await mailbox.prepare(PULSE)
        disk.room = None
        await mailbox.put(PULSE, card(1), AGREE)

    (file,) = (tmp_path / "data" / "mailboxes").iterdir()
    assert file.stat().st_size == 256 * 128
    assert await answers_in(tmp_path, PULSE) == in_order([AGREE])


async def test_a_disk_that_takes_a_few_bytes_at_a_time_keeps_the_answer(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with opened(tmp_path, disk) as mailbox:
        await mailbox.prepare(FEEDBACK)
        disk.most_at_once = 7
        await mailbox.put(FEEDBACK, card(1), OLD)
        disk.most_at_once = 0
        with pytest.raises(NotSaved):
            await mailbox.put(FEEDBACK, card(2), NEW)

    assert await answers_in(tmp_path, FEEDBACK) == in_order([OLD])


async def test_after_a_failed_sync_the_same_answer_is_really_written_again(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with opened(tmp_path, disk) as mailbox:
        await mailbox.put(PULSE, card(1), AGREE)
        disk.failing_syncs = 1
        with pytest.raises(NotSaved):
            await mailbox.put(PULSE, card(2), opinion(2))
        assert await mailbox.count(PULSE) == 1
        syncs = disk.syncs

        await mailbox.put(PULSE, card(2), opinion(2))

        assert disk.syncs > syncs
        assert await mailbox.count(PULSE) == 2
    assert await answers_in(tmp_path, PULSE) == in_order([AGREE, opinion(2)])


async def test_an_answer_whose_person_has_gone_is_finished_before_the_next_takes_a_slot(
    tmp_path: Path,
) -> None:
    disk = FaultyDisk()
    async with opened(tmp_path, disk) as mailbox:
        await mailbox.prepare(PULSE)
        disk.hold()
        first = asyncio.create_task(mailbox.put(PULSE, card(1), opinion(1)))
        await asyncio.to_thread(disk.waiting.wait, 10)
        second = asyncio.create_task(mailbox.put(PULSE, card(2), opinion(2)))
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        disk.let_go()
        await second

    assert await answers_in(tmp_path, PULSE) == in_order([opinion(1), opinion(2)])


async def test_closing_the_store_waits_for_an_answer_on_its_way_and_takes_no_other(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with opened(tmp_path, disk) as mailbox:
        await mailbox.prepare(PULSE)
        disk.hold()
        put = asyncio.create_task(mailbox.put(PULSE, card(1), AGREE))
        await asyncio.to_thread(disk.waiting.wait, 10)
        disk.let_go()
    await put
    with pytest.raises(Unavailable):
        await mailbox.put(PULSE, card(2), AGREE)

    assert await answers_in(tmp_path, PULSE) == in_order([AGREE])


# Every single operation fails, or is the last one ------------------------------------------------------


async def lived(mailbox: Mailbox) -> AsyncIterator[tuple[int, Mapping[str, str]]]:
    """Answer, change an answer, and answer in a box that is new; say which card has which answer."""
    for number, answer in ((2, NEW), (1, NEW), (3, OLD)):
        await mailbox.put(FEEDBACK, card(number), answer)
        yield number, answer
    await mailbox.put(PULSE, card(4), AGREE)
    yield 4, AGREE


@pytest.mark.parametrize("dead", [True, False])
async def test_whichever_operation_fails_what_was_acknowledged_is_there_once(
    tmp_path: Path, *, dead: bool
) -> None:
    async with opened(tmp_path / "before") as mailbox:
        await mailbox.put(FEEDBACK, card(1), OLD)
    failures = at = 0
    while True:
        at += 1
        folder = shutil.copytree(tmp_path / "before", tmp_path / f"{dead} {at}")
        disk = TrippingDisk(at, dead=dead)
        told: dict[int, Mapping[str, str]] = {1: OLD}
        try:
            async with opened(folder, disk) as mailbox:
                async for number, answer in lived(mailbox):
                    told |= {number: answer}
        except NotSaved:
            failures += 1
        except (OSError, Unavailable):
            continue  # Opening or closing the journal failed: nobody was told anything.
        await same_again(folder, told)
        if not disk.tripped:
            break
    assert failures >= 8, "writes, syncs and renames were failed, each of them"


async def same_again(folder: Path, told: Mapping[int, Mapping[str, str]]) -> None:
    """Everything acknowledged is there; taken again, everything is, once."""
    async with opened(shutil.copytree(folder, folder.with_name("looked at"))) as mailbox:
        feedback, pulse = await mailbox.open(FEEDBACK), await mailbox.open(PULSE)
    shutil.rmtree(folder.with_name("looked at"))
    assert {number: told[number] in feedback or told[number] in pulse for number in told} == dict.fromkeys(
        told, True
    ) or (told == {1: OLD, 2: NEW} and feedback.count(NEW) == 2), "card 1 may have changed unacknowledged"
    assert len(feedback) <= 3
    async with opened(folder) as mailbox:
        async for _ in lived(mailbox):
            pass
    assert await answers_in(folder, FEEDBACK) == in_order([NEW, NEW, OLD])
    assert await answers_in(folder, PULSE) == in_order([AGREE])


# Torn in the middle -------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["new", "changed"])
async def test_a_write_torn_at_any_sector_costs_nobody_an_answer_that_was_acknowledged(
    tmp_path: Path, what: str
) -> None:
    number = 1 if what == "changed" else 2
    async with opened(tmp_path / "it") as mailbox:
        await mailbox.put(FEEDBACK, card(1), OLD)
        await mailbox.put(FEEDBACK, card(7), AGREE)
    (file,) = (tmp_path / "it" / "data" / "mailboxes").iterdir()
    before = file.read_bytes()

    class FirstWriteOnly(Disk):
        written = 0

        def write_at(self, file: int, data: memoryview, at: int) -> int:
            """Write the new slot, and leave the old one as it is: the power fails in between."""
            self.written += 1
            if self.written > 1:
                raise OSError(5, "the power failed")
            return super().write_at(file, data, at)

    async with opened(tmp_path / "it", FirstWriteOnly()) as mailbox:
        await mailbox.put(FEEDBACK, card(number), NEW)
    after = file.read_bytes()
    (slot,) = [at for at in range(0, len(before), LARGE) if before[at : at + LARGE] != after[at : at + LARGE]]

    sectors = range(slot, slot + LARGE, SECTOR)
    for torn in range(2 ** len(sectors) - 1):
        mixed = bytearray(before)
        for nth, at in enumerate(sectors):
            if torn >> nth & 1:
                mixed[at : at + SECTOR] = after[at : at + SECTOR]
        file.write_bytes(mixed)
        async with opened(tmp_path / "it") as mailbox:
            assert await mailbox.count(FEEDBACK) == 2
            await mailbox.put(FEEDBACK, card(number), NEW)
            assert await mailbox.count(FEEDBACK) == (2 if what == "changed" else 3)
            assert await mailbox.standing(FEEDBACK) is Standing.OPEN

    assert await answers_in(tmp_path / "it", FEEDBACK) == in_order(
        [NEW, AGREE] if what == "changed" else [OLD, NEW, AGREE]
    )


async def test_a_file_that_lost_its_end_takes_answers_there_again(tmp_path: Path) -> None:
    async with opened(tmp_path) as mailbox:
        for number in range(60):
            await mailbox.put(PULSE, card(number), opinion(number))
    (file,) = (tmp_path / "data" / "mailboxes").iterdir()
    file.write_bytes(file.read_bytes()[: 100 * 128 + 50])

    async with opened(tmp_path) as mailbox:
        for number in range(60):
            await mailbox.put(PULSE, card(number), opinion(number))

    assert await answers_in(tmp_path, PULSE) == in_order([opinion(number) for number in range(60)])
