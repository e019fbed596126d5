"""A full disk, a move into a database, an old backup: team sessions come through, or end without a trace."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.embedded.backup import copy_out, restore
from storage.moving.move import move
from storage.ports import NotSaved, SessionStanding
from storage.postgres import open_postgres
from storage.tiny import open_tiny
from tests.storage.disks import FaultyDisk
from tests.storage.moving_office import Listener
from tests.storage.postgres_server import new_database
from tests.storage.sitting import CHARTER, CHAT, OTHER_CHAT, keys_in, member, sessions_over


async def test_on_a_full_disk_nothing_begins_moves_or_closes_and_nothing_is_lost(tmp_path: Path) -> None:
    disk, keys = FaultyDisk(), keys_in(tmp_path)
    async with await open_tiny(tmp_path / "data", mark="local", files=disk) as tiny:
        sessions = sessions_over(tiny.store, keys)
        session = await sessions.begin(CHAT, b"a vote")
        disk.room = 0
        with pytest.raises(NotSaved):
            await sessions.begin(OTHER_CHAT, b"another")
        with pytest.raises(NotSaved):
            await sessions.move(session, 1, b"two votes")
        with pytest.raises(NotSaved):
            await sessions.close(session, 1, CHARTER)
        assert await keys.sessions.sessions() == [session]
        assert await sessions.of_thread(OTHER_CHAT) is None
        disk.room = None
        assert await sessions.read(session) == SessionStanding(1, b"a vote")
        assert await sessions.close(session, 1, CHARTER) == CHARTER
        await sessions.begin(OTHER_CHAT, b"another")


async def test_what_is_open_goes_on_in_the_database_a_department_moves_to(tmp_path: Path) -> None:
    keys = keys_in(tmp_path)
    async with await open_tiny(tmp_path / "data", mark="local") as tiny:
        sessions = sessions_over(tiny.store, keys)
        going, over = await sessions.begin(CHAT, b"one"), await sessions.begin(OTHER_CHAT, b"two")
        await sessions.move(going, 1, b"one more")
        seat = await sessions.seat(going, member(1))
        await sessions.close(over, 1, CHARTER)
    database = await new_database()
    moved = await move(tmp_path / "data", database, mark="local", told=Listener())
    assert moved.differences == ()

    async with await open_postgres(database, mark="local") as postgres:
        sessions = sessions_over(postgres.store, keys)
        assert await sessions.open_sessions() == [going]
        assert await sessions.of_thread(CHAT) == going
        assert await sessions.read(going) == SessionStanding(2, b"one more")
        assert await sessions.seat(going, member(1)) == seat
        assert await sessions.left(over) == CHARTER
        assert await sessions.move(going, 2, b"and on") == 3


async def test_a_backup_from_before_the_end_brings_no_session_back(tmp_path: Path) -> None:
    keys = keys_in(tmp_path)
    async with await open_tiny(tmp_path / "data", mark="local") as tiny:
        sessions = sessions_over(tiny.store, keys)
        session = await sessions.begin(CHAT, b"votes")
        backup = tmp_path / "ethos.tar"
        await copy_out(tmp_path / "data", tiny.seal, backup, lambda: datetime.now(UTC))
        await sessions.close(session, 1, CHARTER)
    shutil.rmtree(tmp_path / "data")
    restore(backup, tmp_path / "data")

    async with await open_tiny(tmp_path / "data", mark="local") as tiny:
        sessions = sessions_over(tiny.store, keys)
        assert await sessions.read(session) is None
        assert await sessions.of_thread(CHAT) is None
        assert await sessions.open_sessions() == []
        assert await sessions.close(session, 1, CHARTER) == CHARTER
        assert await sessions.left(session) == CHARTER
        assert await sessions.begin(CHAT, b"again") != session


async def test_a_key_whose_session_is_beginning_elsewhere_is_left_alone(tmp_path: Path) -> None:
    keys = keys_in(tmp_path)
    async with await open_tiny(tmp_path / "data", mark="local") as tiny:
        sessions = sessions_over(tiny.store, keys)
        session = await sessions.begin(CHAT, b"one")
        drawn = type(session)(os.urandom(16).hex())
        await keys.sessions.make(drawn)

        assert await sessions.open_sessions() == [session]
        assert await keys.sessions.found(drawn) is not None
