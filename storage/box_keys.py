"""The keys of boxes: in memory, or as files of a folder that replicas share."""

import asyncio
import os
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from storage.boxes import NAME, box_named, name_of
from storage.embedded.disk import sync_folder, write_once
from storage.folder import FolderRefused
from storage.ports import Closed, Key
from storage.rows import Box

Random = Callable[[int], bytes]
"""Returns that many random bytes."""

FOLDER = "boxes"
"""Where the keys of boxes lie in a folder of keys."""

KEY = ".key"
CLOSED = ".closed"

BOX_KEY = re.compile(rf"{NAME}\.key")
"""How the file of a box's key is called."""

_BODY = re.compile(rb"(?P<id>[0-9a-f]{8}) (?P<secret>[0-9a-f]{64})\n")


class MemoryBoxKeys:
    """Keys that live as long as the process, as `storage.ports.BoxKeys` says."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._keys: dict[Box, Key] = {}
        self._closed: set[Box] = set()

    async def of_box(self, box: Box) -> Key:
        """Return the key, made at first use."""
        if box in self._closed:
            raise Closed(box.form)
        return self._keys.setdefault(box, new_key(self._random))

    async def found(self, box: Box) -> Key | None:
        """Return the key if there is one."""
        return self._keys.get(box)

    async def closed(self, box: Box) -> bool:
        """Tell whether a box was closed."""
        return box in self._closed

    async def close(self, box: Box) -> None:
        """Let no key be made and none be used for putting any more."""
        self._closed.add(box)

    async def destroy(self, box: Box) -> None:
        """Close a box and destroy its key."""
        self._closed.add(box)
        self._keys.pop(box, None)

    async def boxes(self) -> Sequence[Box]:
        """Return every box that has a key."""
        return tuple(self._keys)


class FolderBoxKeys:
    """Keys as files, as `storage.ports.BoxKeys` says: `boxes/NAME.key`, and `NAME.closed` for a closed box.

    A file is linked to its name when it is whole. `NAME.closed` is never removed.
    """

    def __init__(self, keys: Path, random: Random) -> None:
        """Take the folder of keys; the one of boxes is made at first use."""
        self._folder = keys / FOLDER
        self._random = random

    async def of_box(self, box: Box) -> Key:
        """Return the key, made at first use."""
        self._check_open(box)
        found = self._found(box)
        return await asyncio.to_thread(self._make, box) if found is None else found

    async def found(self, box: Box) -> Key | None:
        """Return the key if there is one."""
        return self._found(box)

    async def closed(self, box: Box) -> bool:
        """Tell whether a box was closed."""
        return self._path(box, CLOSED).exists()

    async def close(self, box: Box) -> None:
        """Let no key be made and none be used for putting any more."""
        await asyncio.to_thread(self._close, box)

    async def destroy(self, box: Box) -> None:
        """Close a box and destroy its key, with what a killed process left of its making."""
        await asyncio.to_thread(self._destroy, box)

    async def boxes(self) -> Sequence[Box]:
        """Return every box that has a key."""
        names = await asyncio.to_thread(lambda: [path.stem for path in self._folder.glob(f"*{KEY}")])
        return tuple(box for name in names if (box := box_named(name)) is not None)

    def _path(self, box: Box, ending: str) -> Path:
        return self._folder / f"{name_of(box)}{ending}"

    def _check_open(self, box: Box) -> None:
        if self._path(box, CLOSED).exists():
            raise Closed(box.form)

    def _found(self, box: Box) -> Key | None:
        path = self._path(box, KEY)
        try:
            # A process killed while destroying a key leaves nothing but zeros.
            return None if b"\0" in path.read_bytes() else read_key(path)
        except FileNotFoundError:
            return None

    def _make(self, box: Box) -> Key:
        """Make a key, or find that another process was faster; either way all use the same."""
        self._make_folder()
        path = self._path(box, KEY)
        made = new_key(self._random)
        draft = self._folder / f".{path.name}.{made.id}.{os.getpid()}"
        write_key(draft, made)
        key: Key | None = made
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            key = self._found(box)
        finally:
            draft.unlink()
        sync_folder(self._folder)
        # Whoever destroyed a key meanwhile had closed the box before, and does not look again.
        if key is None or self._path(box, CLOSED).exists():
            if key is made:
                self._wipe(box)
            raise Closed(box.form)
        return key

    def _make_folder(self) -> None:
        if not self._folder.exists():
            self._folder.mkdir(mode=0o700, exist_ok=True)
            sync_folder(self._folder.parent)

    def _close(self, box: Box) -> None:
        self._make_folder()
        with suppress(FileExistsError):
            write_once(self._path(box, CLOSED), b"")
        sync_folder(self._folder)

    def _destroy(self, box: Box) -> None:
        self._close(box)
        self._wipe(box)

    def _wipe(self, box: Box) -> None:
        """Overwrite a key under all its names, where the medium lets us, and remove it."""
        path = self._path(box, KEY)
        for each in (path, *self._folder.glob(f".{path.name}.*")):
            with suppress(FileNotFoundError):
                overwrite(each)
                each.unlink()
        sync_folder(self._folder)


def is_box_key(path: Path) -> bool:
    """Tell whether a file is that of the key of a box."""
    return path.parent.name == FOLDER and path.suffix == KEY and box_named(path.stem) is not None


def is_closing(path: Path) -> bool:
    """Tell whether a file says that a box was closed."""
    return path.parent.name == FOLDER and path.suffix == CLOSED and box_named(path.stem) is not None


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
