"""The only truth of the embedded store: files of checksummed lines, appended to in groups, then sealed.

The files are `journal-00000001`, `journal-00000002`, … of the data folder. Only the newest is written to.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from storage.embedded.disk import FileSystem, write_all
from storage.embedded.lines import SEAL, Fold, Scanned, framed, scan
from storage.folder import FolderRefused
from storage.ports import Backlog, NotSaved, Unavailable
from storage.rows import Timer, no_timer

SEGMENT = 8 * 1024 * 1024
"""Bytes after which a file is sealed."""

_NAME = re.compile(r"(?P<kind>journal|base|checkpoint)-(?P<number>\d{8})")

SetAside = Callable[[Path, Scanned], None]
"""Is told what a file held that could not be read."""


def named(folder: Path, kind: str, number: int) -> Path:
    """Return the path of one of the numbered files of a data folder."""
    return folder / f"{kind}-{number:08}"


def numbers(folder: Path, kind: str) -> list[int]:
    """Return the numbers of the files of a kind that are there, in order."""
    names = (_NAME.fullmatch(path.name) for path in folder.iterdir())
    return sorted(int(name["number"]) for name in names if name and name["kind"] == kind)


def read_sealed(folder: Path, after: int, upto: int, fold: Fold, set_aside: SetAside) -> None:
    """Fold the sealed files numbered after `after` up to `upto`. Raises FolderRefused when one is missing."""
    for number in range(after + 1, upto + 1):
        path = named(folder, "journal", number)
        if not path.exists():
            raise FolderRefused("corrupt", file=path.name)
        set_aside(path, scan(path, fold, last=False))


@dataclass(frozen=True, slots=True)
class _Waiting:
    body: bytes
    kept: Callable[[], None]
    done: asyncio.Future[None]
    since: float


class Journal:
    """An open journal. It belongs to one event loop; only its writing happens in a thread of its own."""

    def __init__(
        self,
        folder: Path,
        after: int,
        fold: Fold,
        set_aside: SetAside,
        files: FileSystem,
        *,
        sealed: Callable[[int], None] = lambda _: None,
        segment: int = SEGMENT,
        timer: Timer = no_timer,
    ) -> None:
        """Fold every acknowledged line of the files after number `after`, and cut a torn end.

        `sealed` is told the number of each file that nothing is added to any more. `cut` is how many bytes
        were cut. Raises FolderRefused when a file is missing, and what `fold` raises.
        """
        self._folder, self._files, self._sealed, self._segment = folder, files, sealed, segment
        self.number = max([after + 1, *numbers(folder, "journal")])
        read_sealed(folder, after, self.number - 1, fold, set_aside)
        self._file = -1
        self._open(self.number)
        try:
            path = named(folder, "journal", self.number)
            found = scan(path, fold, last=True)
            set_aside(path, found)
            self._size, self._batch, self._full = found.size, found.batch, found.sealed
            self.cut = path.stat().st_size - found.size
            self._torn = self.cut > 0
            self._mend()
        except BaseException:
            files.close(self._file)
            raise
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal")
        self._timer = timer
        self._waiting: list[_Waiting] = []
        self._under_way: list[_Waiting] = []
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
        waiting = _Waiting(body, kept, loop.create_future(), self._timer())
        self._waiting.append(waiting)
        if self._writer is None or self._writer.done():
            self._writer = loop.create_task(self._write_waiting())
        return waiting.done

    def backlog(self) -> Backlog:
        """Return how many lines wait for the medium, and for how long the oldest has."""
        lines = [*self._under_way, *self._waiting]
        return Backlog(len(lines), self._timer() - lines[0].since if lines else 0.0)

    async def seal(self) -> int:
        """Seal the newest file, unless nothing is in it, and return the number of the last sealed one.

        Raises NotSaved, or Unavailable when the journal is closed.
        """
        loop = asyncio.get_running_loop()
        if self._closed:
            raise Unavailable("the journal is closed")
        try:
            return await loop.run_in_executor(self._thread, self._seal)
        except OSError as error:
            raise NotSaved(error.strerror) from error

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
                self._under_way = batch
                before = self.number
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
                if self.number > before:
                    self._sealed(before)
        finally:
            self._under_way = []
            # Only a cancelled loop or a fault of ours leaves anybody here; what the file holds of theirs
            # is not in the views, so this journal takes nothing more.
            for each in (*batch, *self._waiting):
                if not each.done.done():
                    self._taking = False
                    each.done.set_exception(Unavailable("the journal stopped"))

    # In the thread --------------------------------------------------------------------------------

    def _write(self, bodies: Sequence[bytes]) -> None:
        """Append one batch and wait for the medium. Raises OSError, with the file as it was before."""
        if self._size >= self._segment:
            self._seal()
        self._mend()
        if self._full:
            self._begin()
        data = framed(self._batch + 1, bodies)
        try:
            write_all(self._files, self._file, memoryview(data))
            self._files.fdatasync(self._file)
        except OSError:
            self._torn = True
            # Mended at once if the medium lets us, else before the next batch.
            with suppress(OSError):
                self._mend()
            raise
        self._size += len(data)
        self._batch += 1

    def _seal(self) -> int:
        """End the newest file, unless nothing is in it, and return the number of the last one that ended."""
        if self._size and not self._full:
            self._append_seal()
        self._full = self._size > 0
        return self.number if self._full else self.number - 1

    def _append_seal(self) -> None:
        self._mend()
        self._torn = True
        write_all(self._files, self._file, memoryview(framed(self._batch + 1, [SEAL])))
        self._files.fdatasync(self._file)
        self._torn = False

    def _begin(self) -> None:
        """Go on in a new file."""
        old = self._file
        self._open(self.number + 1)
        self._files.close(old)
        self.number += 1
        self._size, self._batch, self._full = 0, 0, False

    def _open(self, number: int) -> None:
        self._file = self._files.open(named(self._folder, "journal", number))

    def _mend(self) -> None:
        """Cut what a failed write left. After a failed sync nobody knows what is there, so it is cut too."""
        if self._torn:
            self._files.ftruncate(self._file, self._size)
            self._files.fdatasync(self._file)
            self._torn = False


def _fail(done: asyncio.Future[None], error: Exception) -> None:
    if not done.done():
        done.set_exception(error)
