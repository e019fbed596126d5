"""Closing a team session may be cut off anywhere: what came of it is never lost, and no vote outlives it."""

import os
from pathlib import Path

import pytest

from storage.ports import Ledger, Move, SessionId
from storage.postgres import open_postgres
from storage.team_sessions import TeamSessions
from tests.conftest import Figure
from tests.storage.answering_office import opened
from tests.storage.closing_office import Job, Office, an_office
from tests.storage.postgres_server import new_database
from tests.storage.sitting import (
    CHARTER,
    CHAT,
    Replica,
    all_pressed,
    keys_in,
    member,
    press,
    pressed_by_twelve,
    sessions_over,
)


@pytest.mark.parametrize("medium", ["tiny", "postgres"])
async def test_a_session_killed_at_any_step_of_closing_is_whole_or_closed_for_good(
    tmp_path: Path, figure: Figure, medium: str
) -> None:
    data = tmp_path / "data"
    database = await new_database() if medium == "postgres" else None
    whole = closed = 0
    async with an_office() as office:
        for step in range(1, 40):
            session, secret = await begun(data, database)
            ended = not await office.killed(Job(str(data), session, step, database, 2))
            if await goes_on(data, database, session):
                whole += 1
                await finished(office, data, database, session)
            else:
                closed += 1
            for path in (tmp_path / "keys").rglob("*"):
                assert path.is_dir() or secret not in path.read_bytes(), path
            if ended:
                break
        else:
            pytest.fail("closing never came to its end")
    assert whole >= 1
    assert closed >= 6, "no step after the commit was met"
    figure(f"team sessions on {medium}: killed at {step - 1} steps of closing, {whole} went on, 0 lost")


async def begun(data: Path, database: str | None) -> tuple[SessionId, bytes]:
    """Begin a session, have somebody press, and return it with its key as it is written."""
    async with opened(data, database) as (store, keys):
        sessions = sessions_over(store, keys)
        session = await sessions.begin(CHAT, b"{}")
        await press(sessions, session, member(1), "a vote")
        key = await keys.sessions.found(session)
        assert key is not None
        return session, key.secret.hex().encode()


async def goes_on(data: Path, database: str | None, session: SessionId) -> bool:
    """Start again, and tell whether the session goes on with all that was pressed."""
    async with opened(data, database) as (store, keys):
        sessions = sessions_over(store, keys)
        found = await sessions.open_sessions()
        if session in found:
            assert await all_pressed(sessions, session) == ["a vote"]
            assert await sessions.of_thread(CHAT) == session
            return True
        assert await sessions.left(session) == CHARTER, "the votes are gone, and so is what came of them"
        assert (await sessions.read(session), await sessions.of_thread(CHAT)) == (None, None)
        assert session not in await keys.sessions.sessions()
        return False


async def finished(office: Office, data: Path, database: str | None, session: SessionId) -> None:
    """Close what went on, as whoever closed it does after a restart."""
    assert not await office.killed(Job(str(data), session, 0, database, 2))
    assert not await goes_on(data, database, session)


class KeyFirst(TeamSessions):
    """Destroys the key before it keeps what is left."""

    async def close(self, session: SessionId, revision: int, left: bytes) -> bytes:
        await self._keys.destroy(session)
        return await super().close(session, revision, left)


class Cut(Exception):
    """The process ends here."""


class Ending:
    """A ledger whose process ends before the next commit."""

    def __init__(self, ledger: Ledger) -> None:
        self.life, self.facts = ledger.life, ledger.facts

    async def commit(self, move: Move, **_: object) -> bool:
        raise Cut


async def test_the_other_order_would_lose_what_the_team_decided(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for kind, lost in ((KeyFirst, True), (TeamSessions, False)):
        session, _ = await begun(data, None)
        async with opened(data, None) as (store, keys):
            with pytest.raises(Cut):
                await kind(Ending(store.ledger), keys, os.urandom).close(session, 2, CHARTER)
        async with opened(data, None) as (store, keys):
            sessions = sessions_over(store, keys)
            gone = await sessions.read(session) is None and await sessions.left(session) is None
            assert gone == lost
            await sessions.close(session, 2, CHARTER)


async def test_two_replicas_on_one_database_lose_no_acknowledged_press_of_300(
    tmp_path: Path, figure: Figure
) -> None:
    database, kept = await new_database(), list[str]()
    async with (
        await open_postgres(database, mark="local") as one,
        await open_postgres(database, mark="local") as other,
    ):
        replicas = [Replica(sessions_over(each.store, keys_in(tmp_path))) for each in (one, other)]
        session = await replicas[0].sessions.begin(CHAT, b"{}")
        again = await pressed_by_twelve(replicas, session, 300, kept.append)

        states = [await each.sessions.read(session) for each in replicas]
        assert states[0] == states[1]
        assert states[0] is not None
        assert states[0].revision == 301
        assert await all_pressed(replicas[0].sessions, session) == sorted(kept)
    assert len(kept) == 300
    assert again > 0, "nobody was ever in the way of anybody"
    figure(f"team sessions on two replicas: 300 presses of 12 people, {again} decided again, 0 lost")
