"""The key of a team session is made once, is no box's, and is gone for good when the session is closed."""

import os
import tarfile
from pathlib import Path

import pytest

from storage.folder import FolderRefused
from storage.keys import MemoryKeys
from storage.looking import archives_with_keys, look_at_keys
from storage.memory import open_memory
from storage.ports import SessionId, SessionKeys, Unavailable
from tests.storage.answering import PULSE
from tests.storage.closing_office import Job, an_office
from tests.storage.sitting import CHAT, Keys, keys_in, sessions_over

ONE, OTHER = SessionId("0123456789abcdef" * 2), SessionId("fedcba9876543210" * 2)


@pytest.fixture(params=["memory", "folder"])
def every_key(request: pytest.FixtureRequest, tmp_path: Path) -> Keys:
    return MemoryKeys(os.urandom) if request.param == "memory" else keys_in(tmp_path)


@pytest.fixture
def keys(every_key: Keys) -> SessionKeys:
    return every_key.sessions


async def test_each_session_has_a_key_of_its_own_that_stays_until_it_is_destroyed(keys: SessionKeys) -> None:
    assert await keys.found(ONE) is None
    assert await keys.sessions() == []
    one, other = await keys.make(ONE), await keys.make(OTHER)

    assert one.secret != other.secret
    assert (await keys.make(ONE), await keys.found(ONE)) == (one, one)
    assert await keys.sessions() == [ONE, OTHER]
    for _ in range(2):
        await keys.destroy(ONE)
    assert (await keys.found(ONE), await keys.found(OTHER)) == (None, other)
    assert await keys.sessions() == [OTHER]


@pytest.mark.parametrize("name", ["", "../buttons", "0123", "0123456789ABCDEF" * 2, "0" * 33])
async def test_what_no_session_is_called_has_no_key(keys: SessionKeys, name: str) -> None:
    with pytest.raises(ValueError, match="32 hexadecimal digits"):
        await keys.make(SessionId(name))
    assert await keys.found(SessionId(name)) is None
    await keys.destroy(SessionId(name))


async def test_a_session_is_no_box_and_a_box_no_session(every_key: Keys) -> None:
    await every_key.sessions.make(ONE)
    await every_key.boxes.of_box(PULSE)

    assert list(await every_key.boxes.boxes()) == [PULSE]
    assert list(await every_key.sessions.sessions()) == [ONE]
    await every_key.boxes.destroy(PULSE)
    assert await every_key.sessions.found(ONE) is not None


async def test_no_byte_of_a_destroyed_key_is_left_under_any_name(tmp_path: Path) -> None:
    keys, folder = keys_in(tmp_path).sessions, tmp_path / "keys" / "sessions"
    key = await keys.make(ONE)
    # Left by a process that was killed while it made this key.
    (folder / f".{ONE}.key.{key.id}.77").hardlink_to(folder / f"{ONE}.key")
    held = (folder / f"{ONE}.key").open("rb")

    await keys.destroy(ONE)

    assert list(folder.iterdir()) == []
    with held:
        assert set(held.read()) == {0}, "whoever still holds the file finds zeros in it"


async def test_a_process_killed_anywhere_while_it_destroys_a_key_leaves_none_that_nobody_sees(
    tmp_path: Path,
) -> None:
    keys, folder = keys_in(tmp_path).sessions, tmp_path / "keys" / "sessions"
    killed = 0
    async with an_office() as office:
        for step in range(1, 30):
            key = await keys.make(ONE)
            (folder / f".{ONE}.key.{key.id}.77").hardlink_to(folder / f"{ONE}.key")
            ended = not await office.killed(Job(str(tmp_path / "data"), ONE, step, work="wipe"))
            left = list(folder.iterdir())
            if ended:
                assert left == []
                break
            killed += 1
            if any(key.secret.hex() in path.read_text() for path in left):
                assert await keys.found(ONE) == key, "what is left of a key is known as a key"
            assert await keys.sessions() == ([ONE] if left else [])
            await keys.destroy(ONE)
            assert list(folder.iterdir()) == []
    assert killed >= 6


@pytest.mark.parametrize("left", [bytes(74), b"0123abcd " + bytes(65)])
async def test_a_key_that_was_half_destroyed_when_the_process_was_killed_is_no_key(
    tmp_path: Path, left: bytes
) -> None:
    keys = keys_in(tmp_path).sessions
    await keys.make(ONE)
    (tmp_path / "keys" / "sessions" / f"{ONE}.key").write_bytes(left)

    assert await keys.found(ONE) is None
    assert await keys.sessions() == [ONE]
    with pytest.raises(ValueError, match="destroyed"):
        await keys.make(ONE)
    await keys.destroy(ONE)
    assert await keys.sessions() == []


async def test_one_damaged_key_is_named_and_does_not_hold_up_the_other_sessions(tmp_path: Path) -> None:
    keys = keys_in(tmp_path)
    sessions = sessions_over(open_memory(), keys)
    damaged, whole = await sessions.begin(CHAT, b"one"), await sessions.begin("19:another", b"two")
    (tmp_path / "keys" / "sessions" / f"{damaged}.key").write_bytes(b"short")

    with pytest.raises(FolderRefused, match=f"key-unreadable file={damaged}.key"):
        await keys.sessions.found(damaged)
    with pytest.raises(Unavailable):
        await sessions.read(damaged)
    assert await sessions.open_sessions() == [whole]
    assert (tmp_path / "keys" / "sessions" / f"{damaged}.key").exists(), "somebody may still mend it"


async def test_keys_that_cannot_be_asked_are_unavailable(tmp_path: Path) -> None:
    sessions = sessions_over(open_memory(), keys_in(tmp_path))
    session = await sessions.begin(CHAT, b"one")
    path = tmp_path / "keys" / "sessions" / f"{session}.key"
    path.unlink()
    path.mkdir()

    with pytest.raises(Unavailable):
        await sessions.read(session)
    with pytest.raises(Unavailable):
        await sessions.close(session, 1, b"left")
    path.rmdir()
    assert await sessions.close(session, 1, b"left again") == b"left"


async def test_keys_of_sessions_are_only_for_their_owner_and_the_doctor_knows_them(tmp_path: Path) -> None:
    keys = keys_in(tmp_path)
    await keys.current("team-threads")
    await keys.sessions.make(ONE)
    await keys.sessions.make(OTHER)
    await keys.sessions.destroy(OTHER)
    folder = tmp_path / "keys" / "sessions"

    seen = look_at_keys(tmp_path / "keys")
    assert (seen.keys, seen.strangers, seen.unreadable, seen.others) == (2, 0, 0, False)
    assert (folder.stat().st_mode & 0o777, (folder / f"{ONE}.key").stat().st_mode & 0o777) == (0o700, 0o600)

    (folder / "note.txt").touch()
    (folder / f"{ONE}.key").write_bytes(b"short")
    folder.chmod(0o750)
    seen = look_at_keys(tmp_path / "keys")
    assert (seen.keys, seen.strangers, seen.unreadable, seen.others) == (2, 1, 1, True)


async def test_the_doctor_finds_the_key_of_a_session_in_an_archive(tmp_path: Path) -> None:
    await keys_in(tmp_path).sessions.make(ONE)
    with tarfile.open(tmp_path / "copy.tar", "w") as archive:
        archive.add(tmp_path / "keys" / "sessions", "sessions")

    assert archives_with_keys([tmp_path]) == ["copy.tar"]
