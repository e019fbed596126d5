"""Team sessions over the ledger: each a place of its own, sealed until it is closed."""

import hmac
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import TypeVar

from dialogs.people import PersonId
from storage.ports import (
    Conversation,
    Kept,
    Key,
    Keys,
    Ledger,
    Move,
    NotSaved,
    SessionId,
    SessionOpen,
    SessionStanding,
    Stale,
    Unavailable,
)
from storage.session_seal import NONCE, SessionSeal, padded, seat

A = TypeVar("A")

Random = Callable[[int], bytes]
"""Returns that many random bytes."""

FLOW = "team-session"

SEALED, LEFT = b"sealed 1 ", b"left 1 "
"""How a place begins: what it holds, and how that is written."""

THREADS = "team-threads"
"""The purpose of the key that hides which chats have sessions. Another key would hide them from us too."""

_ID = 16


class TeamSessions:
    """Sessions of teams, as `storage.ports.TeamSessions` says.

    A session is a place in the ledger whose person is nobody: what goes through people goes by the roster, or
    asks for one person, and meets none of these. A second place, called by a keyed digest of the chat, says
    which session began there last.

    Closing puts what is left in place of the state first, and destroys the key then. The other way round, a
    crash in between would leave neither the votes nor what came of them; as it is, it leaves both, nobody
    reads the session any more, and whoever meets it next destroys the key.
    """

    def __init__(self, ledger: Ledger, keys: Keys, random: Random) -> None:
        """Take where places are kept, the keys, and where chance comes from."""
        self._ledger = ledger
        self._all_keys = keys
        self._keys = keys.sessions
        self._random = random

    async def begin(self, thread: str, state: bytes) -> SessionId:
        """Begin a session in a chat."""
        plain = _padded(state)
        chat = await self._chat(thread)
        before = await self._kept(chat) or Kept(chat, 0, b"")
        if await self._in(before) is not None:
            raise SessionOpen
        drawn = self._random(_ID)
        session = SessionId(drawn.hex())
        key = await _of_keys(self._keys.make(session))
        first = Move(_place(session), 0, 1, self._sealed(session, key, 1, plain))
        at = Move(chat, before.revision, before.revision + 1, drawn)
        try:
            await self._ledger.commit(first, also=(at,))
        except Stale:
            await _of_keys(self._keys.destroy(session))
            raise SessionOpen from None
        except NotSaved:
            await _of_keys(self._keys.destroy(session))
            raise
        return session

    async def read(self, session: SessionId) -> SessionStanding | None:
        """Return an open session, or None."""
        kept = await self._kept(_place(session))
        key = await _of_keys(self._keys.found(session))
        if kept is None or key is None:
            return None
        if _is_left(kept):
            await _of_keys(self._keys.destroy(session))
            return None
        state = self._unsealed(session, key, kept)
        if state is None:
            raise Unavailable("a team session is damaged")
        return SessionStanding(kept.revision, state)

    async def move(self, session: SessionId, revision: int, state: bytes) -> int:
        """Keep a new state in one commit, and return its revision."""
        plain = _padded(state)
        key = await _of_keys(self._keys.found(session))
        if key is None or revision < 1:
            raise Stale(FLOW)
        sealed = self._sealed(session, key, revision + 1, plain)
        await self._ledger.commit(Move(_place(session), revision, revision + 1, sealed))
        return revision + 1

    async def close(self, session: SessionId, revision: int, left: bytes) -> bytes:
        """Keep what is left in place of the state, then destroy the key."""
        if revision < 1:
            raise Stale(FLOW)
        try:
            await self._ledger.commit(Move(_place(session), revision, revision + 1, LEFT + left))
        except Stale:
            before = await self.left(session)
            if before is None:
                raise
            left = before
        await _of_keys(self._keys.destroy(session))
        return left

    async def left(self, session: SessionId) -> bytes | None:
        """Return what a closed session left, or None."""
        kept = await self._kept(_place(session))
        return kept.place.removeprefix(LEFT) if kept is not None and _is_left(kept) else None

    async def of_thread(self, thread: str) -> SessionId | None:
        """Return the open session of a chat, or None."""
        return await self._in(await self._kept(await self._chat(thread)))

    async def open_sessions(self) -> Sequence[SessionId]:
        """Return every open session, sorted, once what was half closed is closed."""
        found: list[SessionId] = []
        for session in await _of_keys(self._keys.sessions()):
            kept = await self._kept(_place(session))
            # A key without a place is that of a session that is beginning now, or never did.
            if kept is None:
                continue
            with suppress(Unavailable):
                if _is_left(kept) or await _of_keys(self._keys.found(session)) is None:
                    await _of_keys(self._keys.destroy(session))
                else:
                    found.append(session)
        return found

    async def seat(self, session: SessionId, person: PersonId) -> str | None:
        """Return where a person sits, or None."""
        key = await _of_keys(self._keys.found(session))
        return None if key is None else seat(key, person)

    # Places ---------------------------------------------------------------------------------------

    async def _in(self, chat: Kept | None) -> SessionId | None:
        """Return the session that began last in a chat if it is open."""
        if chat is None or not chat.place:
            return None
        session = SessionId(chat.place.hex())
        return session if await self.read(session) is not None else None

    async def _chat(self, thread: str) -> Conversation:
        key = await _of_keys(self._all_keys.current(THREADS))
        digest = hmac.digest(key.secret, b"ethos team thread 1 " + thread.encode(), "sha256").hex()
        return Conversation(PersonId(f"team-thread:{digest}"), FLOW, "latest")

    async def _kept(self, conversation: Conversation) -> Kept | None:
        life = await self._ledger.life(conversation.person)
        return next((kept for kept in life.conversations if kept.conversation == conversation), None)

    def _sealed(self, session: SessionId, key: Key, revision: int, plain: bytes) -> bytes:
        return SEALED + SessionSeal(session, key).seal(revision, plain, self._random(NONCE))

    def _unsealed(self, session: SessionId, key: Key, kept: Kept) -> bytes | None:
        sealed = kept.place.removeprefix(SEALED)
        return SessionSeal(session, key).unseal(kept.revision, sealed)


def _place(session: SessionId) -> Conversation:
    return Conversation(PersonId(f"team-session:{session}"), FLOW, "state")


def _is_left(kept: Kept) -> bool:
    return kept.place.startswith(LEFT)


def _padded(state: bytes) -> bytes:
    try:
        return padded(state)
    except ValueError as error:
        raise NotSaved("a team session is too long") from error


async def _of_keys(asked: Awaitable[A]) -> A:
    """Ask the keys. Raises Unavailable when their folder refuses."""
    try:
        return await asked
    except OSError as error:
        raise Unavailable(error.strerror) from error
