"""Secrets are made once, kept from everybody else, and destroyed on time."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from storage.folder import FolderRefused
from storage.keys import FolderKeys, MemoryKeys
from storage.ports import Key

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 11, day) for day in (23, 24, 25, 26))

AnyKeys = MemoryKeys | FolderKeys


def folder_keys(folder: Path) -> FolderKeys:
    return FolderKeys(folder / "data.keys", os.urandom, data=folder / "data")


@pytest.fixture(params=["memory", "folder"])
def keys(request: pytest.FixtureRequest, tmp_path: Path) -> AnyKeys:
    return MemoryKeys(os.urandom) if request.param == "memory" else folder_keys(tmp_path)


async def test_a_key_is_made_at_first_use_and_stays(keys: AnyKeys) -> None:
    key = await keys.current("buttons")

    assert len(key.secret) == 32
    assert len(key.id) == 8
    assert await keys.current("buttons") == key
    assert await keys.find("buttons", key.id) == key


async def test_each_purpose_has_its_own_key(keys: AnyKeys) -> None:
    buttons, page = await keys.current("buttons"), await keys.current("page-session")

    assert buttons.secret != page.secret
    assert await keys.find("page-session", buttons.id) is None
    assert await keys.find("turns", buttons.id) is None


async def test_a_button_signed_before_the_keys_changed_still_works_once_over(keys: AnyKeys) -> None:
    first = await keys.current("buttons")
    second = await keys.rotate("buttons")
    assert await keys.current("buttons") == second
    assert await keys.find("buttons", first.id) == first

    third = await keys.rotate("buttons")

    assert await keys.current("buttons") == third
    assert await keys.find("buttons", second.id) == second
    assert await keys.find("buttons", first.id) is None


async def test_keys_may_be_changed_before_any_was_used(keys: AnyKeys) -> None:
    first = await keys.rotate("buttons")

    assert await keys.current("buttons") == first


async def test_the_key_of_a_day_is_destroyed_after_the_next(keys: AnyKeys) -> None:
    monday = await keys.daily("turns", MONDAY)
    tuesday = await keys.daily("turns", TUESDAY)
    assert await keys.daily("turns", MONDAY) == monday, "somebody is still in yesterday, further west"
    assert await keys.find("turns", monday.id) == monday

    await keys.daily("turns", WEDNESDAY)

    assert await keys.find("turns", monday.id) is None
    assert await keys.daily("turns", TUESDAY) == tuesday
    assert len({monday.secret, tuesday.secret, (await keys.daily("turns", WEDNESDAY)).secret}) == 3


async def test_a_bot_that_slept_destroys_every_old_day(keys: AnyKeys) -> None:
    old = [await keys.daily("turns", day) for day in (MONDAY, TUESDAY)]

    await keys.daily("turns", date(2026, 12, 24))

    assert [await keys.find("turns", key.id) for key in old] == [None, None]


async def test_keys_of_days_and_keys_that_sign_leave_each_other_alone(keys: AnyKeys) -> None:
    signs = await keys.current("turns")
    for day in (MONDAY, TUESDAY, WEDNESDAY, THURSDAY):
        await keys.daily("turns", day)
    assert await keys.current("turns") == signs

    await keys.rotate("turns")
    await keys.rotate("turns")

    thursday = await keys.daily("turns", THURSDAY)
    assert await keys.find("turns", thursday.id) == thursday


async def test_keys_in_a_folder_outlive_the_process(tmp_path: Path) -> None:
    before = folder_keys(tmp_path)
    made = [await before.current("buttons"), await before.daily("turns", MONDAY)]

    after = folder_keys(tmp_path)

    assert [await after.current("buttons"), await after.daily("turns", MONDAY)] == made


async def test_nobody_else_can_read_a_key(tmp_path: Path) -> None:
    keys = folder_keys(tmp_path)
    await keys.current("buttons")
    await keys.daily("turns", MONDAY)

    folder = tmp_path / "data.keys"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert sorted(path.name for path in folder.iterdir()) == ["buttons.1", "turns.2026-11-23"]


async def test_no_byte_of_a_destroyed_key_is_left_under_any_name(tmp_path: Path) -> None:
    keys = folder_keys(tmp_path)
    monday = await keys.daily("turns", MONDAY)
    folder = tmp_path / "data.keys"
    # A process killed between the link and the removal of its draft leaves a second name.
    (folder / f".turns.{MONDAY}.{monday.id}.77").hardlink_to(folder / f"turns.{MONDAY}")

    await keys.daily("turns", WEDNESDAY)

    assert [path.name for path in folder.iterdir()] == [f"turns.{WEDNESDAY}"]


@pytest.mark.parametrize("inside", [".", "keys", "a/b/keys"])
def test_keys_among_the_data_are_refused(tmp_path: Path, inside: str) -> None:
    with pytest.raises(FolderRefused, match="keys-inside-data"):
        FolderKeys(tmp_path / "data" / inside, os.urandom, data=tmp_path / "data")

    assert not (tmp_path / "data").exists()


def test_keys_that_a_link_leads_among_the_data_are_refused(tmp_path: Path) -> None:
    (tmp_path / "data" / "hidden").mkdir(parents=True)
    (tmp_path / "keys").symlink_to(tmp_path / "data" / "hidden")
    (tmp_path / "alias").symlink_to(tmp_path / "data")

    for folder, data in [("keys", "data"), ("data/hidden", "alias"), ("alias/new", "data")]:
        with pytest.raises(FolderRefused, match="keys-inside-data"):
            FolderKeys(tmp_path / folder, os.urandom, data=tmp_path / data)


def test_a_folder_open_to_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data.keys").mkdir(mode=0o755)

    with pytest.raises(FolderRefused, match="keys-open-to-others"):
        folder_keys(tmp_path)


async def test_a_damaged_key_is_named(tmp_path: Path) -> None:
    folder_keys(tmp_path)
    (tmp_path / "data.keys" / "buttons.1").write_bytes(b"short")

    with pytest.raises(FolderRefused) as refused:
        await folder_keys(tmp_path).current("buttons")

    assert (refused.value.reason, refused.value.values) == ("key-unreadable", {"file": "buttons.1"})


@pytest.mark.parametrize("purpose", ["", "../x", "A", "a.1", "a/b"])
async def test_a_purpose_is_a_plain_word(tmp_path: Path, purpose: str) -> None:
    with pytest.raises(ValueError, match="not a purpose"):
        await folder_keys(tmp_path).current(purpose)


@pytest.mark.parametrize(
    "make",
    [
        lambda keys: keys.current("buttons"),
        lambda keys: keys.daily("turns", MONDAY),
    ],
)
def test_replicas_that_start_at_the_same_time_use_the_same_key(
    tmp_path: Path, make: Callable[[FolderKeys], object]
) -> None:
    def replica(_: int) -> Key:
        return asyncio.run(make(folder_keys(tmp_path)))  # type: ignore[arg-type]  # a coroutine of a key

    with ThreadPoolExecutor(8) as threads:
        made = set(threads.map(replica, range(8)))

    assert len(made) == 1
    assert len(list((tmp_path / "data.keys").iterdir())) == 1


async def test_a_replica_accepts_what_another_signs_after_a_change(tmp_path: Path) -> None:
    one, other = folder_keys(tmp_path), folder_keys(tmp_path)
    first = await one.current("buttons")
    assert await other.current("buttons") == first

    second = await one.rotate("buttons")

    assert await other.find("buttons", second.id) == second
