"""The keys of team sessions: in memory, or as files of a folder that replicas share."""

import asyncio
import re
from collections.abc import Sequence
from pathlib import Path

from storage.key_files import KEY, KeyFiles, Random, new_key
from storage.ports import Key, SessionId

FOLDER = "sessions"
"""Where the keys of team sessions lie in a folder of keys."""

NAME = r"[0-9a-f]{32}"
"""How a session is called: 128 bits drawn by chance."""

SESSION_KEY = re.compile(rf"{NAME}\.key")
"""How the file of a session's key is called."""

_NAME = re.compile(NAME)


class MemorySessionKeys:
    """Keys that live as long as the process, as `storage.ports.SessionKeys` says."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._keys: dict[SessionId, Key] = {}

    async def make(self, session: SessionId) -> Key:
        """Make the key of a new session."""
        _check(session)
        return self._keys.setdefault(session, new_key(self._random))

    async def found(self, session: SessionId) -> Key | None:
        """Return the key if there is one."""
        return self._keys.get(session)

    async def destroy(self, session: SessionId) -> None:
        """Destroy the key."""
        self._keys.pop(session, None)

    async def sessions(self) -> Sequence[SessionId]:
        """Return every session that has a key, sorted."""
        return sorted(self._keys)


class FolderSessionKeys:
    """Keys as files, as `storage.ports.SessionKeys` says: `sessions/ID.key`.

    Nothing is remembered from one question to the next: what another process destroyed is gone at once.
    """

    def __init__(self, keys: Path, random: Random) -> None:
        """Take the folder of keys; the one of sessions is made at first use."""
        self._files = KeyFiles(keys / FOLDER, random)

    async def make(self, session: SessionId) -> Key:
        """Make the key of a new session."""
        _check(session)
        key, _ = await asyncio.to_thread(self._files.make, session)
        if key is None:
            raise ValueError("the key of this session was destroyed")
        return key

    async def found(self, session: SessionId) -> Key | None:
        """Return the key if there is one."""
        return self._files.found(session) if _NAME.fullmatch(session) else None

    async def destroy(self, session: SessionId) -> None:
        """Destroy the key, with what a killed process left of its making."""
        if _NAME.fullmatch(session):
            await asyncio.to_thread(self._files.wipe, session)

    async def sessions(self) -> Sequence[SessionId]:
        """Return every session that has a key, or the rest of one, sorted."""
        names = await asyncio.to_thread(self._files.names)
        return sorted(SessionId(name) for name in names if _NAME.fullmatch(name))


def is_session_key(path: Path) -> bool:
    """Tell whether a file is that of the key of a session."""
    return path.parent.name == FOLDER and path.suffix == KEY and _NAME.fullmatch(path.stem) is not None


def _check(session: SessionId) -> None:
    if _NAME.fullmatch(session) is None:
        raise ValueError("a session is called by 32 hexadecimal digits")
