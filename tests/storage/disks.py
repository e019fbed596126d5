"""A disk that does everything for real, except what a test tells it to fail or to hold back."""

import errno
import os
import threading
from pathlib import Path

from storage.embedded.disk import Disk


class FaultyDisk(Disk):
    """`room` bytes are left (None: plenty); the next `failing_syncs` and `failing_cuts` go wrong.

    `done` lists cuts and syncs.

    While `gate` is closed, syncs wait in front of it; `waiting` is set when one does.
    """

    def __init__(self) -> None:
        self.room: int | None = None
        self.failing_syncs = 0
        self.failing_cuts = 0
        self.most_at_once: int | None = None
        self.syncs = 0
        self.done: list[str] = []
        self.gate = threading.Event()
        self.gate.set()
        self.waiting = threading.Event()
        self._only_one = False

    def write(self, file: int, data: memoryview) -> int:
        """Take as much as there is room for, and refuse when there is none."""
        if self.most_at_once is not None:
            data = data[: self.most_at_once]
        if self.room is None:
            return super().write(file, data)
        if self.room == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        taken = super().write(file, data[: self.room])
        self.room -= taken
        return taken

    def write_at(self, file: int, data: memoryview, at: int) -> int:
        """Take as much as there is room for, and refuse when there is none."""
        if self.most_at_once is not None:
            data = data[: self.most_at_once]
        if self.room is None:
            return super().write_at(file, data, at)
        if self.room == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        taken = super().write_at(file, data[: self.room], at)
        self.room -= taken
        return taken

    def fdatasync(self, file: int) -> None:
        """Wait for the medium, and then perhaps say that it failed."""
        self.waiting.set()
        assert self.gate.wait(10)
        if self._only_one:
            self._only_one = False
            self.hold()
        self.syncs += 1
        self.done.append("sync")
        super().fdatasync(file)
        if self.failing_syncs:
            self.failing_syncs -= 1
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    def ftruncate(self, file: int, size: int) -> None:
        """Cut, or fail to."""
        if self.failing_cuts:
            self.failing_cuts -= 1
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        super().ftruncate(file, size)
        self.done.append("cut")

    def hold(self) -> None:
        """Let no sync through until `let_go`."""
        self.waiting.clear()
        self.gate.clear()

    def let_one_go(self) -> None:
        """Let one sync through, and hold those after it."""
        self._only_one = True
        self.gate.set()

    def let_go(self) -> None:
        """Let syncs through again."""
        self.gate.set()


class TrippingDisk(Disk):
    """Counts the operations that change something and fails the one numbered `at`, from 1.

    With `dead`, it fails every later one too, as if the process had been killed there: nothing is mended.
    """

    def __init__(self, at: int, *, dead: bool) -> None:
        self._at = at
        self._dead = dead
        self.count = 0

    @property
    def tripped(self) -> bool:
        """Tell whether the failure came at all."""
        return self.count >= self._at

    def _step(self, code: int = errno.EIO) -> None:
        self.count += 1
        if self.count == self._at or (self._dead and self.count > self._at):
            raise OSError(code, os.strerror(code))

    def open(self, path: Path) -> int:
        """Open, or fail to."""
        self._step()
        return super().open(path)

    def write(self, file: int, data: memoryview) -> int:
        """Write one half, and the other half in an operation of its own; or there is no room."""
        self._step(errno.ENOSPC)
        return super().write(file, data[: max(1, len(data) // 2)])

    def open_in_place(self, path: Path) -> int:
        """Open, or fail to."""
        self._step()
        return super().open_in_place(path)

    def write_at(self, file: int, data: memoryview, at: int) -> int:
        """Write one half, and the other half in an operation of its own; or there is no room."""
        self._step(errno.ENOSPC)
        return super().write_at(file, data[: max(1, len(data) // 2)], at)

    def fdatasync(self, file: int) -> None:
        """Wait for the medium, or fail to."""
        self._step()
        super().fdatasync(file)

    def ftruncate(self, file: int, size: int) -> None:
        """Cut, or fail to."""
        self._step()
        super().ftruncate(file, size)

    def rename(self, path: Path, to: Path) -> None:
        """Rename, or fail to."""
        self._step()
        super().rename(path, to)

    def unlink(self, path: Path) -> None:
        """Remove, or fail to."""
        self._step()
        super().unlink(path)
