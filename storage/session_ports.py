"""The laws of team sessions, whose votes and authors are kept sealed until they are forgotten."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NewType, Protocol

from dialogs.people import PersonId
from storage.rows import Key

SessionId = NewType("SessionId", str)
"""What a session is called: 128 bits drawn by chance, as 32 hexadecimal digits. It says nothing."""


class SessionOpen(Exception):
    """A chat holds one session at a time, and this one has one that is not closed."""


@dataclass(frozen=True, slots=True)
class SessionStanding:
    """An open session: how often it moved, and its state, which is bytes here."""

    revision: int
    state: bytes


class TeamSessions(Protocol):
    """Sessions of teams, one at a time in a chat. A session is open, then closed; it never opens again.

    An open one is kept only sealed, under a key of its own. Closing destroys the key, and with it every state
    the session ever had, wherever a copy of it lies: what is left is what `close` was given. Where a chat is,
    is not in the clear either; whoever has to write there keeps that in the state.

    Raises Unavailable when the keys or the store cannot be asked.
    """

    async def begin(self, thread: str, state: bytes) -> SessionId:
        """Begin a session in a chat; durable on return, with revision 1.

        Raises SessionOpen when the chat has one, NotSaved when the medium refuses or the state is too long.
        After Unavailable, `of_thread` says whether it began.
        """

    async def read(self, session: SessionId) -> SessionStanding | None:
        """Return an open session; None when it is closed, or was never there, or its key is gone."""

    async def move(self, session: SessionId, revision: int, state: bytes) -> int:
        """Keep a new state in one commit, durable on return, and return its revision.

        `revision` is the one that was read. Raises Stale when somebody was faster or has closed the session:
        read again, decide again. NotSaved as `begin`.
        """

    async def close(self, session: SessionId, revision: int, left: bytes) -> bytes:
        """Keep `left`, which everybody may see, in place of the state, then destroy the key; return `left`.

        May be taken again after whatever broke in between. Where somebody closed the session before, what
        they left stays and is returned. Raises Stale when it moved meanwhile, NotSaved; after Unavailable
        the same call again is safe.
        """

    async def left(self, session: SessionId) -> bytes | None:
        """Return what a closed session left; None when it is open, or nothing is known of it."""

    async def of_thread(self, thread: str) -> SessionId | None:
        """Return the open session of a chat, or None."""

    async def open_sessions(self) -> Sequence[SessionId]:
        """Return every open session, sorted, and finish the closing of those that a crash left half closed.

        To be asked at the start, before anything else goes on. One whose key cannot be read is left out.
        """

    async def seat(self, session: SessionId, person: PersonId) -> str | None:
        """Return where a person sits in an open session; None when nobody can tell any more."""


class SessionKeys(Protocol):
    """The keys of team sessions: one each, drawn by chance and derived from nothing; none of them is a box's.

    A key is made when its session begins and at no other time, so none comes back after it was destroyed.
    """

    async def make(self, session: SessionId) -> Key:
        """Make the key of a new session, durably. Raises ValueError for what no session is called."""

    async def found(self, session: SessionId) -> Key | None:
        """Return the key if there is one."""

    async def destroy(self, session: SessionId) -> None:
        """Destroy a key, with all that a killed process left of its making. Durable; again is no error."""

    async def sessions(self) -> Sequence[SessionId]:
        """Return every session that has a key, sorted, also where a process died while destroying it."""
