"""What an operator can count on when the machine is gone: a backup made in working hours, and its restore."""

import asyncio
import io
import os
import shutil
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from storage.embedded.backup import LIST, Copied, back_up, copy_out, restore
from storage.embedded.journal import numbers
from storage.embedded.upkeep import Work
from storage.folder import FolderRefused
from storage.keys import FolderKeys, MemoryKeys
from storage.ports import Box, Store
from storage.tiny import TinyStore, open_tiny
from tests.storage.answering import NEXT, PULSE, card, mailbox_over, opinion
from tests.storage.rows import MARIE, fact, move
from tests.storage.test_same_everywhere import everything
from tests.storage.tidying import in_turn

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


async def turns(store: Store, first: int, count: int) -> None:
    for at in range(first, first + count):
        await store.ledger.commit(move(at=at), facts=[fact()])


async def backed_up(tiny: TinyStore, folder: Path, out: Path) -> Copied:
    return await copy_out(folder, tiny.seal, out, lambda: NOW)


async def said(folder: Path) -> object:
    async with await open_tiny(folder, mark="local") as tiny:
        return await everything(tiny.store)


@pytest.fixture
async def backup(tmp_path: Path) -> Path:
    """A backup of a folder with a base, a sealed file after it and one turn that came too late."""
    async with await open_tiny(tmp_path / "data", mark="local") as tiny:
        await turns(tiny.store, 0, 8)
        in_turn(tmp_path / "data", await tiny.seal(), Work.COMPACT)
    async with await open_tiny(tmp_path / "data", mark="local") as tiny:
        await turns(tiny.store, 8, 4)
        await backed_up(tiny, tmp_path / "data", tmp_path / "ethos.tar")
        await turns(tiny.store, 12, 1)
    return tmp_path / "ethos.tar"


async def facts_in(folder: Path) -> int:
    async with await open_tiny(folder, mark="local") as tiny:
        return len((await tiny.store.ledger.life(MARIE)).facts)


async def test_a_restored_folder_says_what_the_other_said_when_it_was_copied(tmp_path: Path) -> None:
    async with await open_tiny(tmp_path / "data", mark="local") as tiny:
        await turns(tiny.store, 0, 9)
        before = await everything(tiny.store)
        copied = await backed_up(tiny, tmp_path / "data", tmp_path / "ethos.tar")
        await turns(tiny.store, 9, 1)

    assert restore(tmp_path / "ethos.tar", tmp_path / "again") == copied
    assert await said(tmp_path / "again") == before


async def test_a_backup_in_working_hours_has_everything_answered_before_it_began(tmp_path: Path) -> None:
    async with await open_tiny(tmp_path / "data", mark="local", segment=3_000) as tiny:
        await turns(tiny.store, 0, 40)
        working = asyncio.create_task(turns(tiny.store, 40, 400))
        copied: list[tuple[Path, int]] = []
        while not working.done():
            answered = len((await tiny.store.ledger.life(MARIE)).facts)
            file = tmp_path / f"{len(copied)}.tar"
            await backed_up(tiny, tmp_path / "data", file)
            copied.append((file, answered))
        await working

    for file, answered in copied:
        restore(file, file.with_suffix(""))
        assert await facts_in(file.with_suffix("")) >= answered
    assert len(copied) > 1


async def test_the_latest_turn_is_not_in_an_earlier_backup(backup: Path, tmp_path: Path) -> None:
    restore(backup, tmp_path / "again")
    assert (await facts_in(tmp_path / "again"), await facts_in(tmp_path / "data")) == (12, 13)


async def test_no_key_is_ever_in_a_backup(tmp_path: Path) -> None:
    keys = FolderKeys(tmp_path / "data.keys", os.urandom, data=tmp_path / "data")
    async with await open_tiny(tmp_path / "data", mark="local") as tiny:
        key = await keys.current("buttons")
        await turns(tiny.store, 0, 2)
        await backed_up(tiny, tmp_path / "data", tmp_path / "ethos.tar")
    raw = (tmp_path / "ethos.tar").read_bytes()
    assert key.secret not in raw
    assert key.secret.hex().encode() not in raw


def test_nobody_else_can_read_a_backup_or_what_is_restored_from_it(backup: Path, tmp_path: Path) -> None:
    restore(backup, tmp_path / "again")
    assert backup.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "again").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "again").iterdir()} == {0o600}


async def test_a_backup_never_takes_the_place_of_another(backup: Path, tmp_path: Path) -> None:
    before = backup.read_bytes()
    async with await open_tiny(tmp_path / "data", mark="local") as tiny:
        with pytest.raises(FolderRefused, match="backup-exists"):
            await backed_up(tiny, tmp_path / "data", backup)
    assert backup.read_bytes() == before


def test_a_folder_with_anything_in_it_is_not_restored_into(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / "note").touch()
    with pytest.raises(FolderRefused, match="not-empty"):
        restore(backup, tmp_path / "again")
    assert [path.name for path in (tmp_path / "again").iterdir()] == ["note"]


def altered(raw: bytes, change: Callable[[str, bytes], tuple[str, bytes] | None]) -> bytes:
    """Return a backup with each of its files changed, or left out."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(raw)) as old, tarfile.open(fileobj=stream, mode="w") as new:
        for member in old:
            content = old.extractfile(member)
            assert content is not None
            if (changed := change(member.name, content.read())) is not None:
                member.name, body = changed
                member.size = len(body)
                new.addfile(member, io.BytesIO(body))
    return stream.getvalue()


def one_byte_wrong(name: str, body: bytes) -> tuple[str, bytes]:
    return name, body[:-2] + bytes([body[-2] ^ 1]) + body[-1:] if name.startswith("base") else body


def one_file_less(name: str, body: bytes) -> tuple[str, bytes] | None:
    return None if name.startswith("journal") else (name, body)


def one_file_more(name: str, body: bytes) -> tuple[str, bytes]:
    return ("../elsewhere" if name.startswith("base") else name), body


def no_list(name: str, body: bytes) -> tuple[str, bytes] | None:
    return None if name == LIST else (name, body)


def empty_list(name: str, body: bytes) -> tuple[str, bytes]:
    return name, b"[]" if name == LIST else body


@pytest.mark.parametrize("change", [one_byte_wrong, one_file_less, one_file_more, no_list, empty_list])
def test_a_backup_that_is_not_as_it_was_made_is_refused_and_leaves_nothing(
    backup: Path, tmp_path: Path, change: Callable[[str, bytes], tuple[str, bytes] | None]
) -> None:
    backup.write_bytes(altered(backup.read_bytes(), change))
    refused(backup, tmp_path, "backup-damaged")


@pytest.mark.parametrize("raw", [b"", b"not a tar file at all", bytes(10_240)])
def test_a_file_that_is_no_backup_is_refused(backup: Path, tmp_path: Path, raw: bytes) -> None:
    backup.write_bytes(raw)
    refused(backup, tmp_path, "backup-damaged")


def test_half_a_backup_is_refused(backup: Path, tmp_path: Path) -> None:
    backup.write_bytes(backup.read_bytes()[:3_000])
    refused(backup, tmp_path, "backup-damaged")


@pytest.mark.parametrize("name", ["backup", "format"])
def test_a_backup_of_a_newer_ethos_is_refused(backup: Path, tmp_path: Path, name: str) -> None:
    def newer(file: str, body: bytes) -> tuple[str, bytes]:
        return file, orjson.dumps({**orjson.loads(body), name: 9}) if file == LIST else body

    backup.write_bytes(altered(backup.read_bytes(), newer))
    refused(backup, tmp_path, "newer-format")


def refused(backup: Path, tmp_path: Path, reason: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(FolderRefused, match=reason):
        restore(backup, tmp_path / "again")
    assert sorted(tmp_path.rglob("*")) == before


async def answered(tiny: TinyStore, keys: MemoryKeys, first: int, count: int) -> None:
    mailbox = mailbox_over(tiny.store, keys)
    for number in range(first, first + count):
        await mailbox.put(PULSE, card(number), opinion(number))


async def answers_in(folder: Path, keys: MemoryKeys, box: Box = PULSE) -> list[int]:
    async with await open_tiny(folder, mark="local") as tiny:
        return sorted(int(answer["n"]) for answer in await mailbox_over(tiny.store, keys).open(box))


async def test_answers_without_a_name_are_in_a_backup_and_say_nothing_without_their_key(
    tmp_path: Path,
) -> None:
    keys = MemoryKeys(os.urandom)
    async with await open_tiny(tmp_path / "data", mark="local") as tiny:
        await answered(tiny, keys, 0, 300)
        await backed_up(tiny, tmp_path / "data", tmp_path / "ethos.tar")
    restore(tmp_path / "ethos.tar", tmp_path / "again")

    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "again" / "mailboxes").iterdir()} == {0o600}
    assert (tmp_path / "again" / "mailboxes").stat().st_mode & 0o777 == 0o700
    shutil.copytree(tmp_path / "again", tmp_path / "elsewhere")
    assert await answers_in(tmp_path / "elsewhere", MemoryKeys(os.urandom)) == []
    assert await answers_in(tmp_path / "again", keys) == list(range(300))
    assert sorted(path.name for path in tmp_path.glob(".*")) == []


async def test_an_answer_acknowledged_before_a_backup_began_is_in_it_also_when_others_answer(
    tmp_path: Path,
) -> None:
    keys = MemoryKeys(os.urandom)
    async with await open_tiny(tmp_path / "data", mark="local") as tiny:
        await answered(tiny, keys, 0, 30)
        answering = asyncio.create_task(answered(tiny, keys, 30, 270))
        copies = 0
        while not answering.done():
            copies += 1
            await backed_up(tiny, tmp_path / "data", tmp_path / f"{copies}.tar")
        await answering

    shares = MemoryKeys(os.urandom)
    for number in range(1, copies + 1):
        restore(tmp_path / f"{number}.tar", tmp_path / str(number))
        shares.boxes._keys = dict(keys.boxes._keys)
        assert set(range(30)) <= set(await answers_in(tmp_path / str(number), shares))


async def test_a_box_that_is_carried_during_a_backup_is_in_it_once_the_release_goes_on(
    tmp_path: Path,
) -> None:
    """The mailbox is copied before the journal is sealed, and earlier periods before later ones."""
    keys, data = MemoryKeys(os.urandom), tmp_path / "data"
    async with await open_tiny(data, mark="local") as tiny:
        await answered(tiny, keys, 0, 5)
        mailbox = mailbox_over(tiny.store, keys)

        async def carried_and_sealed() -> int:
            await mailbox.carry(PULSE, NEXT)
            (saved,) = [key for box, key in keys.boxes._keys.items() if box == PULSE]
            await mailbox.destroy(PULSE)
            keys.boxes._keys[PULSE] = saved  # as a copy of the keys from before would have it
            return await tiny.seal()

        await copy_out(data, carried_and_sealed, tmp_path / "ethos.tar", lambda: NOW)
    restore(tmp_path / "ethos.tar", tmp_path / "again")

    async with await open_tiny(tmp_path / "again", mark="local") as tiny:
        mailbox = mailbox_over(tiny.store, keys)
        await mailbox.carry(PULSE, NEXT)
    assert await answers_in(tmp_path / "again", keys, NEXT) == list(range(5))


async def test_a_backup_of_an_ethos_without_a_mailbox_is_restored(backup: Path, tmp_path: Path) -> None:
    def older(file: str, body: bytes) -> tuple[str, bytes]:
        return file, orjson.dumps({**orjson.loads(body), "backup": 1, "format": 2}) if file == LIST else body

    backup.write_bytes(altered(backup.read_bytes(), older))
    restore(backup, tmp_path / "again")
    assert await facts_in(tmp_path / "again") == 12


async def test_a_backup_that_cannot_be_finished_leaves_nothing_behind(tmp_path: Path) -> None:
    async with await open_tiny(tmp_path / "data", mark="local") as tiny:
        await turns(tiny.store, 0, 3)
        upto = await tiny.seal()
        (tmp_path / ".full.tar.draft").symlink_to("/dev/full")
        with pytest.raises(OSError, match="No space"):
            back_up(tmp_path / "data", upto, tmp_path / "full.tar", NOW, tmp_path / "nowhere")
    assert numbers(tmp_path / "data", "journal")
    assert not list(tmp_path.glob("*full*"))
