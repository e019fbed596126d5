"""What the embedded store asks of the medium, one operation at a time, so that a test can fail each."""

import errno
import os
from pathlib import Path
from typing import Protocol

from storage.folder import sync_folder


class FileSystem(Protocol):
    """The few operations that change a data folder; each raises OSError."""

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

    def rename(self, path: Path, to: Path) -> None:
        """Give a file another name in its folder, in place of what had it, durably."""
        ...

    def unlink(self, path: Path) -> None:
        """Remove a file; a missing one is no error."""
        ...


class Disk:
    """The real operations."""

    def open(self, path: Path) -> int:
        """Open for appending, making the file if needed, and make its name durable."""
        file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            sync_folder(path.parent)
        except OSError:
            os.close(file)
            raise
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

    def rename(self, path: Path, to: Path) -> None:
        """Give a file another name, durably."""
        path.replace(to)
        sync_folder(to.parent)

    def unlink(self, path: Path) -> None:
        """Remove a file."""
        path.unlink(missing_ok=True)


def write_all(files: FileSystem, file: int, data: memoryview) -> None:
    """Append everything. Raises OSError, with part of it written perhaps."""
    while data:
        taken = files.write(file, data)
        if taken <= 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        data = data[taken:]
