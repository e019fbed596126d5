"""The key of a box is made once, shared, and gone for good when the box is destroyed."""

import asyncio
import os
import tarfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.box_keys import FolderBoxKeys
from storage.folder import FolderRefused
from storage.keys import FolderKeys, MemoryKeys
from storage.looking import archives_with_keys, look_at_data, look_at_keys
from storage.ports import BoxKeys, Closed, Key
from storage.tiny import open_tiny
from tests.storage.answering import AGREE, FEEDBACK, NEXT, PULSE, card, mailbox_over

NAME = "pulse@1@2026-Q4@small"


def folder_keys(folder: Path) -> FolderKeys:
    return FolderKeys(folder / "keys", os.urandom, data=folder / "data")


@pytest.fixture(params=["memory", "folder"])
def keys(request: pytest.FixtureRequest, tmp_path: Path) -> BoxKeys:
    return (MemoryKeys(os.urandom) if request.param == "memory" else folder_keys(tmp_path)).boxes


async def test_each_box_has_a_key_of_its_own_that_stays(keys: BoxKeys) -> None:
    assert await keys.found(PULSE) is None
    one, other = await keys.of_box(PULSE), await keys.of_box(NEXT)

    assert one.secret != other.secret
    assert (await keys.of_box(PULSE), await keys.found(PULSE)) == (one, one)
    assert set(await keys.boxes()) == {PULSE, NEXT}


async def test_the_key_of_a_closed_box_opens_it_and_closes_nothing_in(keys: BoxKeys) -> None:
    key = await keys.of_box(PULSE)
    for _ in range(2):
        await keys.close(PULSE)

    assert (await keys.found(PULSE), await keys.closed(PULSE)) == (key, True)
    with pytest.raises(Closed):
        await keys.of_box(PULSE)
    assert not await keys.closed(NEXT)


@pytest.mark.parametrize("used", [True, False])
async def test_a_destroyed_key_is_never_made_again(keys: BoxKeys, *, used: bool) -> None:
    if used:
        await keys.of_box(PULSE)
    for _ in range(2):
        await keys.destroy(PULSE)

    assert await keys.found(PULSE) is None
    assert list(await keys.boxes()) == []
    with pytest.raises(Closed):
        await keys.of_box(PULSE)


def test_replicas_that_need_a_key_at_the_same_time_use_the_same_one(tmp_path: Path) -> None:
    def replica(_: int) -> Key:
        return asyncio.run(folder_keys(tmp_path).boxes.of_box(FEEDBACK))

    with ThreadPoolExecutor(8) as threads:
        made = set(threads.map(replica, range(8)))

    assert len(made) == 1
    assert len(list((tmp_path / "keys" / "boxes").iterdir())) == 1


def test_of_a_key_that_is_made_while_it_is_destroyed_nothing_is_left(tmp_path: Path) -> None:
    def make(_: int) -> Key | None:
        try:
            return asyncio.run(folder_keys(tmp_path).boxes.of_box(PULSE))
        except Closed:
            return None

    with ThreadPoolExecutor(8) as threads:
        making = threads.map(make, range(16))
        asyncio.run(folder_keys(tmp_path).boxes.destroy(PULSE))
        list(making)

    assert [path.name for path in (tmp_path / "keys" / "boxes").iterdir()] == [f"{NAME}.closed"]
    assert make(0) is None


async def test_no_byte_of_a_destroyed_key_is_left_under_any_name(tmp_path: Path) -> None:
    keys = folder_keys(tmp_path).boxes
    key = await keys.of_box(PULSE)
    folder = tmp_path / "keys" / "boxes"
    # Left by a process that was killed while it made this key, and by one that had been slower.
    (folder / f".{NAME}.key.{key.id}.77").hardlink_to(folder / f"{NAME}.key")
    (folder / f".{NAME}.key.0badcafe.78").write_bytes((folder / f"{NAME}.key").read_bytes())
    held = (folder / f"{NAME}.key").open("rb")

    await keys.destroy(PULSE)

    assert [path.name for path in folder.iterdir()] == [f"{NAME}.closed"]
    with held:
        assert set(held.read()) == {0}, "whoever still holds the file finds zeros in it"


@pytest.mark.parametrize("left", [bytes(74), b"0123abcd " + bytes(65)])
async def test_a_key_that_was_half_destroyed_when_the_process_was_killed_is_no_key(
    tmp_path: Path, left: bytes
) -> None:
    keys = folder_keys(tmp_path).boxes
    await keys.of_box(PULSE)
    await keys.close(PULSE)
    (tmp_path / "keys" / "boxes" / f"{NAME}.key").write_bytes(left)

    assert await keys.found(PULSE) is None
    await keys.destroy(PULSE)

    assert await keys.found(PULSE) is None
    assert list(await keys.boxes()) == []


async def test_a_damaged_key_is_named(tmp_path: Path) -> None:
    keys = folder_keys(tmp_path).boxes
    await keys.of_box(PULSE)
    (tmp_path / "keys" / "boxes" / f"{NAME}.key").write_bytes(b"short")

    with pytest.raises(FolderRefused, match=f"key-unreadable file={NAME}.key"):
        await keys.found(PULSE)


async def test_keys_of_boxes_are_only_for_their_owner_and_the_doctor_knows_them(tmp_path: Path) -> None:
    keys = folder_keys(tmp_path)
    await keys.current("buttons")
    await keys.boxes.of_box(PULSE)
    await keys.boxes.of_box(NEXT)
    await keys.boxes.destroy(NEXT)
    boxes = tmp_path / "keys" / "boxes"

    seen = look_at_keys(tmp_path / "keys")
    assert (seen.keys, seen.strangers, seen.unreadable, seen.others) == (2, 0, 0, False)
    assert (boxes.stat().st_mode & 0o777, (boxes / f"{NAME}.key").stat().st_mode & 0o777) == (0o700, 0o600)

    (boxes / "note.txt").touch()
    (boxes / f"{NAME}.key").write_bytes(b"short")
    boxes.chmod(0o750)
    seen = look_at_keys(tmp_path / "keys")
    assert (seen.keys, seen.strangers, seen.unreadable, seen.others) == (2, 1, 1, True)


async def test_the_doctor_finds_the_key_of_a_box_in_an_archive(tmp_path: Path) -> None:
    await folder_keys(tmp_path).boxes.of_box(PULSE)
    with tarfile.open(tmp_path / "copy.tar", "w") as archive:
        archive.add(tmp_path / "keys" / "boxes", "boxes")

    assert archives_with_keys([tmp_path]) == ["copy.tar"]


async def test_the_doctor_counts_the_mailbox_and_sees_who_may_open_it(tmp_path: Path) -> None:
    async with await open_tiny(tmp_path / "data", mark="local") as tiny:
        before = look_at_data(tmp_path / "data")
        await mailbox_over(tiny.store).put(FEEDBACK, card(1), AGREE)

    seen = look_at_data(tmp_path / "data")
    assert seen.size - before.size == 256 * 4096
    assert not seen.others
    (tmp_path / "data" / "mailboxes").chmod(0o755)
    assert look_at_data(tmp_path / "data").others


async def test_a_file_in_the_folder_of_keys_that_is_no_key_is_left_alone(tmp_path: Path) -> None:
    keys = FolderBoxKeys(tmp_path, os.urandom)
    await keys.of_box(PULSE)
    (tmp_path / "boxes" / "somebody else's.key").touch()

    assert await keys.boxes() == (PULSE,)
