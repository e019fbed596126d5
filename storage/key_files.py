"""Keys as files: each is whole or not there, shared by processes, and leaves nothing when it is destroyed."""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from storage.embedded.disk import sync_folder, write_once
from storage.folder import FolderRefused
from storage.ports import Key

Random = Callable[[int], bytes]
"""Returns that many random bytes."""

KEY = ".key"

_BODY = re.compile(rb"(?P<id>[0-9a-f]{8}) (?P<secret>[0-9a-f]{64})\n")


class KeyFiles:
    """The files `NAME.key` of a folder, made at first use. A file is linked to its name when it is whole."""

    def __init__(self, folder: Path, random: Random) -> None:
        self.folder = folder
        self._random = random

    def path(self, name: str, ending: str = KEY) -> Path:
        """Return where something of this name lies."""
        return self.folder / f"{name}{ending}"

    def found(self, name: str) -> Key | None:
        """Return the key if there is one. Raises FolderRefused("key-unreadable")."""
        path = self.path(name)
        try:
            # A process killed while destroying a key leaves nothing but zeros.
            return None if b"\0" in path.read_bytes() else read_key(path)
        except FileNotFoundError:
            return None

    def make(self, name: str) -> tuple[Key | None, bool]:
        """Return the key, durable, and whether it was made here; None when it is destroyed already.

        Where another process was faster, the key is that one's.
        """
        self.make_folder()
        path = self.path(name)
        made = new_key(self._random)
        draft = self.folder / f".{path.name}.{made.id}.{os.getpid()}"
        write_key(draft, made)
        key: Key | None = made
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            key = self.found(name)
        except FileNotFoundError:
            # Whoever destroys a key takes also what is on its way to become one.
            key = None
        finally:
            draft.unlink(missing_ok=True)
        sync_folder(self.folder)
        return key, key is made

    def wipe(self, name: str) -> None:
        """Overwrite a key under all its names, where the medium lets us, and remove it, durably.

        Its own name goes last: as long as that is there, somebody can see that there is more to do.
        """
        path = self.path(name)
        for each in (*self.folder.glob(f".{path.name}.*"), path):
            with suppress(FileNotFoundError):
                overwrite(each)
                each.unlink()
        if self.folder.exists():
            sync_folder(self.folder)

    def names(self) -> list[str]:
        """Return the name of every file, also of one that is half destroyed."""
        return [path.stem for path in self.folder.glob(f"[!.]*{KEY}")]

    def make_folder(self) -> None:
        """Make the folder, for its owner alone, unless it is there."""
        if not self.folder.exists():
            self.folder.mkdir(mode=0o700, exist_ok=True)
            sync_folder(self.folder.parent)


def overwrite(path: Path) -> None:
    """Put zeros in place of what a file holds, and wait for the medium. Raises FileNotFoundError."""
    with path.open("r+b") as stream:
        stream.write(bytes(path.stat().st_size))
        stream.flush()
        os.fsync(stream.fileno())


def new_key(random: Random) -> Key:
    """Draw a key."""
    return Key(random(4).hex(), random(32))


def write_key(path: Path, key: Key) -> None:
    """Write a key into a new file, durably."""
    write_once(path, f"{key.id} {key.secret.hex()}\n".encode())


def read_key(path: Path) -> Key:
    """Read one file. Raises FolderRefused("key-unreadable"), FileNotFoundError."""
    match = _BODY.fullmatch(path.read_bytes())
    if match is None:
        raise FolderRefused("key-unreadable", file=path.name)
    return Key(match["id"].decode(), bytes.fromhex(match["secret"].decode()))


def readable(body: bytes) -> bool:
    """Tell whether this is what the file of a key holds."""
    return _BODY.fullmatch(body) is not None
