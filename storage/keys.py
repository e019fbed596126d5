"""Secrets in a folder of their own: made at first use, shared by replicas, never among the data."""

import asyncio
import os
import re
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from storage.box_keys import FolderBoxKeys, MemoryBoxKeys
from storage.embedded.disk import sync_folder
from storage.folder import FolderRefused
from storage.key_files import Random, new_key, read_key, readable, write_key
from storage.ports import Key
from storage.session_keys import FolderSessionKeys, MemorySessionKeys

ACCEPTED = 2
"""How many keys of one purpose are good at a time: the one that signs and the one before it."""

FILE = re.compile(r"(?P<purpose>[a-z][a-z-]*)\.(?P<nth>\d+|\d{4}-\d{2}-\d{2})")
"""How the file of a key is called."""


class MemoryKeys:
    """Keys that live as long as the process: for tests and play."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._keys: dict[str, list[Key]] = {}
        self._days: dict[str, dict[date, Key]] = {}
        self.boxes = MemoryBoxKeys(random)
        self.sessions = MemorySessionKeys(random)

    async def current(self, purpose: str) -> Key:
        """Return the key to sign with, made at first use."""
        if purpose not in self._keys:
            self._keys[purpose] = [new_key(self._random)]
        return self._keys[purpose][-1]

    async def find(self, purpose: str, key_id: str) -> Key | None:
        """Return a key that is still accepted, or None."""
        keys = [*self._keys.get(purpose, ()), *self._days.get(purpose, {}).values()]
        return next((key for key in keys if key.id == key_id), None)

    async def daily(self, purpose: str, day: date) -> Key:
        """Return the key of one day, made at first use; keys of days before the eve are destroyed."""
        days = self._days.setdefault(purpose, {})
        for old in [each for each in days if each < day - timedelta(days=1)]:
            del days[old]
        if day not in days:
            days[day] = new_key(self._random)
        return days[day]

    async def rotate(self, purpose: str) -> Key:
        """Sign with a new key from now on; the one before it stays accepted, older ones do not."""
        key = new_key(self._random)
        self._keys[purpose] = [*self._keys.get(purpose, ()), key][-ACCEPTED:]
        return key


class FolderKeys:
    """Keys as files of a folder: `purpose.1`, `purpose.2`, … and `purpose.2026-11-24` for those of a day.

    A file is linked to its name when it is whole, so of two processes that make the same key, one wins
    and both use it.
    """

    def __init__(self, folder: Path, random: Random, *, data: Path) -> None:
        """Open the folder, making it if needed.

        Raises FolderRefused: "keys-inside-data", or "keys-open-to-others" when the group or anybody else
        has rights on the folder.
        """
        if folder.resolve().is_relative_to(data.resolve()):
            raise FolderRefused("keys-inside-data", keys=folder.name, data=data.name)
        if not folder.exists():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            sync_folder(folder.parent)
        if folder.stat().st_mode & 0o077:
            raise FolderRefused("keys-open-to-others", keys=folder.name)
        self._folder = folder
        self._random = random
        self._read_at = -1
        self._known: dict[str, dict[str, Key]] = {}
        self.boxes = FolderBoxKeys(folder, random)
        self.sessions = FolderSessionKeys(folder, random)

    async def current(self, purpose: str) -> Key:
        """Return the key to sign with, made at first use."""
        rounds = _rounds(self._keys(purpose))
        if rounds:
            return rounds[max(rounds)]
        return await asyncio.to_thread(self._make, purpose, "1")

    async def find(self, purpose: str, key_id: str) -> Key | None:
        """Return a key that is still accepted, or None."""
        keys = self._keys(purpose)
        # A process killed while rotating leaves one key too many.
        spent = {str(nth) for nth in sorted(_rounds(keys))[:-ACCEPTED]}
        return next((key for name, key in keys.items() if key.id == key_id and name not in spent), None)

    async def daily(self, purpose: str, day: date) -> Key:
        """Return the key of one day, made at first use; keys of days before the eve are destroyed."""
        keys = self._keys(purpose)
        eve = (day - timedelta(days=1)).isoformat()
        old = [name for name in keys if not name.isdigit() and name < eve]
        if old:
            await asyncio.to_thread(self._destroy, purpose, old)
        name = day.isoformat()
        return keys[name] if name in keys else await asyncio.to_thread(self._make, purpose, name)

    async def rotate(self, purpose: str) -> Key:
        """Sign with a new key from now on; the one before it stays accepted, older ones are destroyed."""
        newest = max(_rounds(self._keys(purpose)), default=0)
        key = await asyncio.to_thread(self._make, purpose, str(newest + 1))
        rounds = sorted(_rounds(self._keys(purpose)))
        if rounds[:-ACCEPTED]:
            await asyncio.to_thread(self._destroy, purpose, [str(nth) for nth in rounds[:-ACCEPTED]])
        return key

    def _keys(self, purpose: str) -> dict[str, Key]:
        """Return the keys of a purpose by the end of their name; read again when the folder changed."""
        changed = self._folder.stat().st_mtime_ns
        if changed != self._read_at:
            known: dict[str, dict[str, Key]] = {}
            for path in self._folder.iterdir():
                match = FILE.fullmatch(path.name)
                # Another process may destroy a key while we look.
                with suppress(FileNotFoundError):
                    if match:
                        known.setdefault(match["purpose"], {})[match["nth"]] = read_key(path)
            self._known, self._read_at = known, changed
        return self._known.get(purpose, {})

    def _make(self, purpose: str, nth: str) -> Key:
        """Make a key, or find that another process was faster; either way all use the same."""
        if not FILE.fullmatch(f"{purpose}.{nth}"):
            raise ValueError(f"not a purpose: {purpose}")
        path = self._folder / f"{purpose}.{nth}"
        key = new_key(self._random)
        draft = self._folder / f".{path.name}.{key.id}.{os.getpid()}"
        write_key(draft, key)
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            key = read_key(path)
        finally:
            draft.unlink()
        sync_folder(self._folder)
        self._read_at = -1
        return key

    def _destroy(self, purpose: str, names: list[str]) -> None:
        """Remove keys, with what a killed process may have left of their making."""
        for name in names:
            for path in (self._folder / f"{purpose}.{name}", *self._folder.glob(f".{purpose}.{name}.*")):
                path.unlink(missing_ok=True)
        sync_folder(self._folder)
        self._read_at = -1


def _rounds(keys: dict[str, Key]) -> dict[int, Key]:
    return {int(name): key for name, key in keys.items() if name.isdigit()}


def unreadable(path: Path) -> bool:
    """Tell whether the file of a key holds anything else."""
    try:
        return not readable(path.read_bytes())
    except OSError:
        return True
