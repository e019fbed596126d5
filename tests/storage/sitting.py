"""Team sessions for tests: a chat, its people, and a state in which everything about them can be found."""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dialogs.people import PersonId
from storage.keys import FolderKeys, MemoryKeys
from storage.ports import SessionId, Stale, Store
from storage.team_sessions import TeamSessions

CHAT = "19:6f1c2a0e57d84b3f9e5d@thread.v2"
OTHER_CHAT = "19:0d94b7c3a1e64f2c8b7a@thread.v2"
CHARTER = "Dans notre équipe, on dit tôt quand une chose sera en retard.".encode()

Keys = MemoryKeys | FolderKeys


def keys_in(folder: Path) -> FolderKeys:
    return FolderKeys(folder / "keys", os.urandom, data=folder / "data")


def sessions_over(store: Store, keys: Keys | None = None) -> TeamSessions:
    return TeamSessions(store.ledger, keys or MemoryKeys(os.urandom), os.urandom)


def member(number: int) -> PersonId:
    return PersonId(f"{number:08}-1111-4111-8111-111111111111")


def changed(state: bytes, seat: str, what: str) -> bytes:
    """Add what somebody did, in the order it was kept."""
    done: dict[str, list[str]] = json.loads(state)
    done.setdefault(seat, []).append(what)
    return json.dumps(done, ensure_ascii=False).encode()


async def press(sessions: TeamSessions, session: SessionId, person: PersonId, what: str) -> int:
    """Press until it is kept, as often as somebody is faster; return how often that was."""
    again = 0
    while True:
        standing, seat = await sessions.read(session), await sessions.seat(session, person)
        assert standing is not None
        assert seat is not None
        await asyncio.sleep(0)  # Others have their turn while somebody decides.
        try:
            await sessions.move(session, standing.revision, changed(standing.state, seat, what))
        except Stale:
            again += 1
        else:
            return again


@dataclass
class Replica:
    """One running Ethos: what is pressed there waits in a queue."""

    sessions: TeamSessions
    queue: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def press(self, session: SessionId, person: PersonId, what: str) -> int:
        async with self.queue:
            return await press(self.sessions, session, person, what)


async def pressed_by_twelve(
    replicas: Sequence[Replica], session: SessionId, presses: int, kept: Callable[[str], None]
) -> int:
    """Have twelve people press, all at once; return how often somebody was faster."""

    async def one(number: int) -> int:
        again = 0
        for nth in range(number, presses, 12):
            again += await replicas[number % len(replicas)].press(session, member(number), f"press {nth}")
            kept(f"press {nth}")
        return again

    return sum(await asyncio.gather(*(one(number) for number in range(12))))


async def all_pressed(sessions: TeamSessions, session: SessionId) -> list[str]:
    standing = await sessions.read(session)
    assert standing is not None
    return sorted(what for each in json.loads(standing.state).values() for what in each)


async def outcome(attempt: Awaitable[object]) -> object:
    """Return what came of it, an error as its kind."""
    try:
        return await attempt
    except Exception as error:  # noqa: BLE001 whichever it is
        return type(error)
