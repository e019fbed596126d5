"""The keys of boxes: in memory, or as files of a folder that replicas share."""

import asyncio
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from storage.boxes import NAME, box_named, name_of
from storage.embedded.disk import sync_folder, write_once
from storage.key_files import KEY, KeyFiles, Random, new_key
from storage.ports import Closed, Key
from storage.rows import Box

FOLDER = "boxes"
"""Where the keys of boxes lie in a folder of keys."""

CLOSED = ".closed"

BOX_KEY = re.compile(rf"{NAME}\.key")
"""How the file of a box's key is called."""


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

    `NAME.closed` is never removed.
    """

    def __init__(self, keys: Path, random: Random) -> None:
        """Take the folder of keys; the one of boxes is made at first use."""
        self._files = KeyFiles(keys / FOLDER, random)

    async def of_box(self, box: Box) -> Key:
        """Return the key, made at first use."""
        if self._is_closed(box):
            raise Closed(box.form)
        found = self._files.found(name_of(box))
        return await asyncio.to_thread(self._make, box) if found is None else found

    async def found(self, box: Box) -> Key | None:
        """Return the key if there is one."""
        return self._files.found(name_of(box))

    async def closed(self, box: Box) -> bool:
        """Tell whether a box was closed."""
        return self._is_closed(box)

    async def close(self, box: Box) -> None:
        """Let no key be made and none be used for putting any more."""
        await asyncio.to_thread(self._close, box)

    async def destroy(self, box: Box) -> None:
        """Close a box and destroy its key, with what a killed process left of its making."""
        await asyncio.to_thread(self._destroy, box)

    async def boxes(self) -> Sequence[Box]:
        """Return every box that has a key."""
        names = await asyncio.to_thread(self._files.names)
        return tuple(box for name in names if (box := box_named(name)) is not None)

    def _is_closed(self, box: Box) -> bool:
        return self._files.path(name_of(box), CLOSED).exists()

    def _make(self, box: Box) -> Key:
        key, made = self._files.make(name_of(box))
        # Whoever destroyed a key meanwhile had closed the box before, and does not look again.
        if key is None or self._is_closed(box):
            if made:
                self._wipe(box)
            raise Closed(box.form)
        return key

    def _close(self, box: Box) -> None:
        self._files.make_folder()
        with suppress(FileExistsError):
            write_once(self._files.path(name_of(box), CLOSED), b"")
        sync_folder(self._files.folder)

    def _destroy(self, box: Box) -> None:
        self._close(box)
        self._wipe(box)

    def _wipe(self, box: Box) -> None:
        self._files.wipe(name_of(box))


def is_box_key(path: Path) -> bool:
    """Tell whether a file is that of the key of a box."""
    return path.parent.name == FOLDER and path.suffix == KEY and box_named(path.stem) is not None


def is_closing(path: Path) -> bool:
    """Tell whether a file says that a box was closed."""
    return path.parent.name == FOLDER and path.suffix == CLOSED and box_named(path.stem) is not None
