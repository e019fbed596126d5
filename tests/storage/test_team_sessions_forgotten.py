"""After a team session was closed, neither a word nor a vote nor a seat of it is read back from anywhere."""

import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.keys import FolderKeys
from storage.ports import Kept, Key, SessionId, Store
from storage.session_keys import FolderSessionKeys
from storage.team_sessions import SEALED, TeamSessions
from tests.storage.reading_back import Lying, lying_on, read_back, words
from tests.storage.sitting import CHARTER, CHAT, keys_in, member, press

MEDIA = ["folder", "database"]


class Unsealed(TeamSessions):
    """Writes the state as it is."""

    def _sealed(self, session: SessionId, key: Key, revision: int, plain: bytes) -> bytes:
        return SEALED + plain

    def _unsealed(self, session: SessionId, key: Key, kept: Kept) -> bytes | None:
        plain = kept.place.removeprefix(SEALED)
        return plain[4 : 4 + int.from_bytes(plain[:4], "big")]


class Keeping(FolderSessionKeys):
    """Destroys nothing."""

    async def destroy(self, session: SessionId) -> None:
        pass


@dataclass
class Sitting:
    """What people did in a session, and what somebody took along before and after it was closed."""

    texts: list[str]
    votes: list[str]
    seats: list[str]
    secret: bytes
    before: Path
    after: Path
    keys_before: Path
    keys_after: Path

    @property
    def forgotten(self) -> list[str | bytes]:
        """Return all that nobody may find."""
        people = [str(member(number)) for number in range(12)]
        return [*self.texts, *self.votes, *self.seats, *people, CHAT, self.secret]


@pytest.fixture
async def medium(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Lying]:
    async with lying_on(request.param, tmp_path) as lying:
        yield lying


async def sat(
    medium: Lying, folder: Path, kind: type[TeamSessions] = TeamSessions, *, keeping: bool = False
) -> Sitting:
    """Have twelve people write and vote, and the session closed; take everything along before and after."""
    store, keys = await medium.open(), keys_in(folder)
    if keeping:
        keys.sessions = Keeping(folder / "keys", os.urandom)
    sessions = kind(store.ledger, keys, os.urandom)
    session, texts, votes, seats = await pressed(sessions)
    key = await keys.sessions.found(session)
    assert key is not None
    before, keys_before = await medium.taken(folder / "before"), copied(folder, "keys-before")
    await sessions.close(session, 25, CHARTER)
    await on_another_day(store, keys)
    after, keys_after = await medium.taken(folder / "after"), copied(folder, "keys-after")
    return Sitting(texts, votes, seats, key.secret, before, after, keys_before, keys_after)


async def pressed(sessions: TeamSessions) -> tuple[SessionId, list[str], list[str], list[str]]:
    session = await sessions.begin(CHAT, b"{}")
    texts, votes = ([words(nth, what) for nth in range(12)] for what in ("on demande", "je choisis"))
    seats = [str(await sessions.seat(session, member(nth))) for nth in range(12)]
    for nth, (text, vote) in enumerate(zip(texts, votes, strict=True)):
        await press(sessions, session, member(nth), text)
        await press(sessions, session, member(nth), vote)
    return session, texts, votes, seats


async def on_another_day(store: Store, keys: FolderKeys) -> None:
    """Have another team begin, so that the newest files are of something else."""
    await TeamSessions(store.ledger, keys, os.urandom).begin("19:another@thread.v2", b"{}")


def copied(folder: Path, name: str) -> Path:
    return shutil.copytree(folder / "keys", folder / name)


@pytest.mark.parametrize("medium", MEDIA, indirect=True)
async def test_with_everything_that_lies_there_nobody_reads_a_closed_session(
    medium: Lying, tmp_path: Path
) -> None:
    sitting = await sat(medium, tmp_path)
    notes = tmp_path / "notes"

    assert read_back([sitting.before], sitting.forgotten, notes) == set(), "sealed, and the keys elsewhere"
    everything = [sitting.before, sitting.after, sitting.keys_after]
    assert read_back(everything, sitting.forgotten, notes) == set()
    charter = CHARTER.decode()
    assert read_back([sitting.after], [charter], notes) == {charter}, "what is left can be found"


@pytest.mark.parametrize("medium", MEDIA, indirect=True)
async def test_with_the_keys_of_an_open_session_the_same_reader_reads_all_of_it(
    medium: Lying, tmp_path: Path
) -> None:
    sitting = await sat(medium, tmp_path)

    for lying in (sitting.before, sitting.after):
        found = read_back([lying, sitting.keys_before], sitting.forgotten, tmp_path / "notes")
        assert {sitting.secret} < found
    found = read_back([sitting.before, sitting.keys_before], sitting.forgotten, tmp_path / "notes")
    assert {*sitting.texts, *sitting.votes, *sitting.seats} <= found


@pytest.mark.parametrize("medium", MEDIA, indirect=True)
async def test_the_reader_catches_a_store_that_keeps_its_keys(medium: Lying, tmp_path: Path) -> None:
    sitting = await sat(medium, tmp_path, keeping=True)
    everything = [sitting.before, sitting.after, sitting.keys_after]

    found = read_back(everything, sitting.forgotten, tmp_path / "notes")
    assert {*sitting.texts, *sitting.votes, *sitting.seats, sitting.secret} <= found


@pytest.mark.parametrize("medium", MEDIA, indirect=True)
async def test_the_reader_catches_a_store_that_seals_nothing(medium: Lying, tmp_path: Path) -> None:
    sitting = await sat(medium, tmp_path, Unsealed)

    found = read_back([sitting.before], sitting.forgotten, tmp_path / "notes")
    assert {*sitting.texts, *sitting.votes, *sitting.seats} <= found
