"""The medium of the mailbox in a data folder: each segment a file of slots and nothing else.

The files are `mailboxes/NAME.0`, `mailboxes/NAME.1`, … without any header, so that a slot never lies across
two pages: a write that is cut off by a power failure tears that slot and no other.
"""

import asyncio
import os
import re
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from storage.boxes import HEAD, Span, box_named, name_of, slot_size
from storage.boxes import NAME as BOX
from storage.embedded.disk import FileSystem, sync_folder, write_all, write_all_at, write_new
from storage.ports import NotSaved, Segments, Unavailable
from storage.rows import Box

A = TypeVar("A")

FOLDER = "mailboxes"

NAME = re.compile(rf"(?P<box>{BOX})\.(?P<segment>\d+)")
"""How the file of a segment is called."""


def segment_of(file: str) -> tuple[Box, int] | None:
    """Return the box and the number of the segment that a file of this name is, or None."""
    name = NAME.fullmatch(file)
    box = None if name is None else box_named(name["box"])
    return None if name is None or box is None else (box, int(name["segment"]))


def files_of(folder: Path) -> Sequence[Path]:
    """Return the files of all segments in a data folder; those of an earlier period first."""
    found = [(place, path) for path in (folder / FOLDER).glob("*") if (place := segment_of(path.name))]
    return [path for _, path in sorted(found, key=lambda each: (each[0][0].period, each[1].name))]


def slots_of(file: Path) -> int:
    """Return how many whole slots the file of a segment has."""
    place = segment_of(file.name)
    return 0 if place is None else file.stat().st_size // slot_size(place[0])


class FolderSlots:
    """The slots of a data folder that this process holds, as `storage.ports.Slots` says."""

    def __init__(self, folder: Path, files: FileSystem) -> None:
        self._folder = folder / FOLDER
        self._files = files
        self._held: dict[str, asyncio.Lock] = {}
        self._doubtful: set[tuple[Box, int, int]] = set()
        self._working: set[asyncio.Task[object]] = set()
        self._closed = False

    async def alone(self, box: Box, work: Callable[[Segments], Awaitable[A]]) -> A:
        """Do something with a box while nobody else does."""
        if self._closed:
            raise Unavailable("the store is closed")
        task = asyncio.create_task(self._work(box, work))
        self._working.add(task)
        task.add_done_callback(self._done)
        # A slot that is being written may not be anybody else's meanwhile, even if whoever asked has gone.
        return await asyncio.shield(task)

    async def _work(self, box: Box, work: Callable[[Segments], Awaitable[A]]) -> A:
        async with self._held.setdefault(name_of(box), asyncio.Lock()):
            return await work(_Held(self._folder, box, self._files, self._doubtful))

    def _done(self, task: asyncio.Task[object]) -> None:
        self._working.discard(task)
        if not task.cancelled():
            task.exception()  # Seen by whoever asked, unless they have gone.

    async def boxes(self) -> Sequence[Box]:
        """Return every box that has segments."""
        names = await asyncio.to_thread(lambda: [path.name for path in self._folder.glob("*")])
        return tuple({place[0] for name in names if (place := segment_of(name)) is not None})

    async def close(self) -> None:
        """Finish what is under way. Afterwards everything raises Unavailable."""
        self._closed = True
        if self._working:
            await asyncio.wait(self._working)


class _Held:
    """One box, held alone.

    A slot whose write failed is as good as lost until it is written again: nobody knows what the medium has,
    whatever the file says.
    """

    def __init__(
        self, folder: Path, box: Box, files: FileSystem, doubtful: set[tuple[Box, int, int]]
    ) -> None:
        self._folder, self._box, self._files, self._doubtful = folder, box, files, doubtful
        self._size = slot_size(box)
        self._count: int | None = None

    def _path(self, segment: int) -> Path:
        return self._folder / f"{name_of(self._box)}.{segment}"

    @property
    def count(self) -> int:
        """Return how many segments there are."""
        if self._count is None:
            self._count = 0
            while self._path(self._count).exists():
                self._count += 1
        return self._count

    async def heads(self, spans: Sequence[Span]) -> Sequence[bytes]:
        """Return the heads of these slots."""

        def read() -> list[bytes]:
            return [slot[:HEAD] for span in spans for slot in self._read(span)]

        return await asyncio.to_thread(read)

    async def slots(self, span: Span) -> Sequence[bytes]:
        """Return these slots whole."""
        return await asyncio.to_thread(self._read, span)

    def _read(self, span: Span) -> list[bytes]:
        try:
            file = os.open(self._path(span.segment), os.O_RDONLY | os.O_CLOEXEC)
            try:
                data = os.pread(file, span.count * self._size, span.first * self._size)
            finally:
                os.close(file)
        except OSError as error:
            raise Unavailable(error.strerror) from error
        cut = [data[at * self._size : (at + 1) * self._size] for at in range(span.count)]
        lost = self._doubtful
        return [
            slot if len(slot) == self._size and (self._box, *place) not in lost else b""
            for place, slot in zip(span.places(), cut, strict=True)
        ]

    async def write(self, segment: int, index: int, slot: bytes) -> None:
        """Write one slot, durably."""
        place = self._box, segment, index
        try:
            await asyncio.to_thread(self._write, segment, index, slot)
        except OSError as error:
            self._doubtful.add(place)
            raise NotSaved(error.strerror) from error
        self._doubtful.discard(place)

    def _write(self, segment: int, index: int, slot: bytes) -> None:
        file = self._files.open_in_place(self._path(segment))
        try:
            write_all_at(self._files, file, memoryview(slot), index * self._size)
            self._files.fdatasync(file)
        finally:
            self._files.close(file)

    async def add(self, noise: bytes) -> None:
        """Add the next segment."""
        try:
            await asyncio.to_thread(self._add, self.count, noise)
        except OSError as error:
            raise NotSaved(error.strerror) from error
        finally:
            self._count = None

    def _add(self, segment: int, noise: bytes) -> None:
        if not self._folder.exists():
            self._folder.mkdir(mode=0o700)
            sync_folder(self._folder.parent)
        fill = partial(write_all, data=memoryview(noise))
        write_new(self._files, self._path(segment), fill)

    async def remove(self) -> None:
        """Remove all segments, and what was left of the making of one."""
        try:
            await asyncio.to_thread(self._remove)
        except OSError as error:
            raise NotSaved(error.strerror) from error
        finally:
            self._count = None
        self._doubtful -= {each for each in self._doubtful if each[0] == self._box}

    def _remove(self) -> None:
        if self._folder.exists():
            name = name_of(self._box)
            for path in (*self._folder.glob(f"{name}.*"), *self._folder.glob(f".{name}.*")):
                self._files.unlink(path)
            sync_folder(self._folder)
