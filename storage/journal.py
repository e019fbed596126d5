"""The only truth of the embedded store: an append-only file of checksummed lines, committed in groups.

A line is `crc32 batch left body`: the batch it was written with, how many lines of the batch follow,
and one JSON object. A batch is written at once and made durable before the next one starts. So the
last batch is the only one that a crash can tear, whatever order the medium chose for its blocks, and
damage before it is damage to something acknowledged.
"""

import asyncio
import errno
import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Protocol
from zlib import crc32

from storage.folder import FolderRefused, sync_folder
from storage.ports import NotSaved, Unavailable

_START = re.compile(rb"(?=[0-9a-f]{8} [0-9a-f]+ [0-9a-f]+ )")

Fold = Callable[[int, bytes], None]
"""Takes the number of a line, from 1, and its body."""


class FileSystem(Protocol):
    """The few operations a journal needs of the medium; each raises OSError."""

    def open(self, path: Path) -> int:
        """Open for appending, making the file if needed, and make its name durable."""
        ...

    def write(self, file: int, data: memoryview) -> int:
        """Append, and return how many bytes were taken, which may be fewer than given."""
        ...

    def fdatasync(self, file: int) -> None:
        """Return when what was written is durable."""
        ...

    def ftruncate(self, file: int, size: int) -> None:
        """Cut the file."""
        ...

    def close(self, file: int) -> None:
        """Let the file go."""
        ...


class Disk:
    """The real operations."""

    def open(self, path: Path) -> int:
        """Open for appending, making the file if needed, and make its name durable."""
        file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        sync_folder(path.parent)
        return file

    def write(self, file: int, data: memoryview) -> int:
        """Append."""
        return os.write(file, data)

    def fdatasync(self, file: int) -> None:
        """Wait for the medium."""
        os.fdatasync(file)

    def ftruncate(self, file: int, size: int) -> None:
        """Cut the file."""
        os.ftruncate(file, size)

    def close(self, file: int) -> None:
        """Let the file go."""
        os.close(file)


@dataclass(frozen=True, slots=True)
class _Line:
    batch: int
    left: int
    body: bytes


@dataclass(frozen=True, slots=True)
class _Tail:
    """Where the last whole batch ends: in the file, and in the count of batches."""

    size: int
    batch: int


@dataclass(frozen=True, slots=True)
class _Waiting:
    body: bytes
    kept: Callable[[], None]
    done: asyncio.Future[None]


class Journal:
    """An open journal. It belongs to one event loop; only its writing happens in a thread of its own."""

    def __init__(self, path: Path, fold: Fold, files: FileSystem) -> None:
        """Open the file, hand every whole line to `fold` in order, and cut a torn tail.

        Raises FolderRefused("corrupt", line=…) for damage before the tail, and what `fold` raises.
        `cut` is how many bytes were cut.
        """
        self._files = files
        self._file = files.open(path)
        try:
            tail = _scan(path, fold)
            self._size, self._batch = tail.size, tail.batch
            self.cut = path.stat().st_size - tail.size
            self._torn = self.cut > 0
            self._mend()
        except BaseException:
            files.close(self._file)
            raise
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal")
        self._waiting: list[_Waiting] = []
        self._writer: asyncio.Task[None] | None = None
        self._taking = True
        self._closed = False

    def append(self, body: bytes, kept: Callable[[], None]) -> asyncio.Future[None]:
        """Keep one line; the future is done when it is durable, or raises NotSaved or Unavailable.

        `kept` is called in the order of the lines, before the future is done, even if nobody waits for
        it any more. Raises Unavailable at once when the journal is closed.
        """
        if not self._taking:
            raise Unavailable("the journal is closed")
        loop = asyncio.get_running_loop()
        waiting = _Waiting(body, kept, loop.create_future())
        self._waiting.append(waiting)
        if self._writer is None or self._writer.done():
            self._writer = loop.create_task(self._write_waiting())
        return waiting.done

    async def close(self) -> None:
        """Write what is waiting, then let the file go. Closing twice is no error."""
        if self._closed:
            return
        self._taking, self._closed = False, True
        if self._writer is not None:
            await asyncio.wait({self._writer})
        self._thread.shutdown()
        self._files.close(self._file)

    async def _write_waiting(self) -> None:
        """Write batch after batch: whoever comes while one is under way goes with the next."""
        loop = asyncio.get_running_loop()
        batch: list[_Waiting] = []
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                try:
                    await loop.run_in_executor(self._thread, self._write, [each.body for each in batch])
                except OSError as error:
                    for each in batch:
                        _fail(each.done, NotSaved(error.strerror))
                    continue
                for each in batch:
                    each.kept()
                    if not each.done.done():
                        each.done.set_result(None)
        finally:
            # Only a cancelled loop or a fault of ours leaves anybody here; what the file holds of theirs
            # is not in the views, so this journal takes nothing more.
            for each in (*batch, *self._waiting):
                if not each.done.done():
                    self._taking = False
                    each.done.set_exception(Unavailable("the journal stopped"))

    # In the thread --------------------------------------------------------------------------------

    def _write(self, bodies: list[bytes]) -> None:
        """Append one batch and wait for the medium. Raises OSError, with the file as it was before."""
        self._mend()
        last = len(bodies) - 1
        data = b"".join(_frame(self._batch + 1, last - index, body) for index, body in enumerate(bodies))
        try:
            self._append(memoryview(data))
            self._files.fdatasync(self._file)
        except OSError:
            self._torn = True
            # Mended at once if the medium lets us, else before the next batch.
            with suppress(OSError):
                self._mend()
            raise
        self._size += len(data)
        self._batch += 1

    def _append(self, data: memoryview) -> None:
        while data:
            taken = self._files.write(self._file, data)
            if taken <= 0:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            data = data[taken:]

    def _mend(self) -> None:
        """Cut what a failed write left. After a failed sync nobody knows what is there, so it is cut too."""
        if self._torn:
            self._files.ftruncate(self._file, self._size)
            self._files.fdatasync(self._file)
            self._torn = False


def _fail(done: asyncio.Future[None], error: Exception) -> None:
    if not done.done():
        done.set_exception(error)


# Lines --------------------------------------------------------------------------------------------


def _frame(batch: int, left: int, body: bytes) -> bytes:
    content = b"%x %x %s" % (batch, left, body)
    return b"%08x %s\n" % (crc32(content), content)


def _parse(line: bytes) -> _Line | None:
    """Read a line, or None when it is not as it was written."""
    checksum, _, content = line[:-1].partition(b" ")
    if not line.endswith(b"\n") or checksum != b"%08x" % crc32(content):
        return None
    batch, left, body = content.split(b" ", 2)
    return _Line(int(batch, 16), int(left, 16), body)


def _found(raw: bytes) -> Iterator[_Line]:
    """Find whole lines, also behind others that lost their end."""
    for start in _START.finditer(raw):
        line = _parse(raw[start.start() :])
        if line is not None:
            yield line


def _scan(path: Path, fold: Fold) -> _Tail:
    """Fold every whole batch and find where the last one ends. Raises FolderRefused("corrupt", line=…)."""
    tail = _Tail(0, 0)
    batch: list[tuple[int, bytes]] = []
    left, read = 0, 0
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            line = _parse(raw)
            if line is None:
                # Only lines that were written together with the damaged one may follow it.
                if any(
                    later.batch != tail.batch + 1 for rest in chain([raw], file) for later in _found(rest)
                ):
                    raise FolderRefused("corrupt", file=path.name, line=number)
                break
            if line.batch != tail.batch + 1 or (batch and line.left != left - 1):
                raise FolderRefused("corrupt", file=path.name, line=number)
            left, read = line.left, read + len(raw)
            batch.append((number, line.body))
            if left == 0:
                for each in batch:
                    fold(*each)
                batch, tail = [], _Tail(read, line.batch)
    return tail
