"""What the embedded store asks of the medium, one operation at a time, so that a test can fail each."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol


class FileSystem(Protocol):
    """The few operations that change a data folder; each raises OSError."""

    def open(self, path: Path) -> int:
        """Open for appending, making the file if needed, and make its name durable."""
        ...

    def write(self, file: int, data: memoryview) -> int:
        """Append, and return how many bytes were taken, which may be fewer than given."""
        ...

    def open_in_place(self, path: Path) -> int:
        """Open a file that is there, for writing anywhere in it."""
        ...

    def write_at(self, file: int, data: memoryview, at: int) -> int:
        """Write from byte `at` on, and return how many bytes were taken, which may be fewer than given."""
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

    def open_in_place(self, path: Path) -> int:
        """Open a file that is there, for writing anywhere in it."""
        return os.open(path, os.O_RDWR | os.O_CLOEXEC)

    def write_at(self, file: int, data: memoryview, at: int) -> int:
        """Write from byte `at` on."""
        return os.pwrite(file, data, at)

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


def write_all_at(files: FileSystem, file: int, data: memoryview, at: int) -> None:
    """Write everything from byte `at` on. Raises OSError, with part of it written perhaps."""
    while data:
        taken = files.write_at(file, data, at)
        if taken <= 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        data, at = data[taken:], at + taken


def write_new(files: FileSystem, path: Path, write: Callable[[FileSystem, int], None]) -> None:
    """Write a file so that it is there whole or not at all. One writer at a time. Raises OSError."""
    draft = path.with_name(f".{path.name}.draft")
    files.unlink(draft)
    file = files.open(draft)
    try:
        write(files, file)
        files.fdatasync(file)
    finally:
        files.close(file)
    files.rename(draft, path)


def write_whole(files: FileSystem, path: Path, body: bytes) -> None:
    """Write a small file, as `write_new` does."""
    write_new(files, path, lambda files, file: write_all(files, file, memoryview(body)))


def write_once(path: Path, body: bytes) -> None:
    """Write a file that is not there yet and that nobody else can read, and wait for the medium."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_EXCL, 0o600)
    with os.fdopen(file, "wb") as stream:
        stream.write(body)
        stream.flush()
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable: a new file is not there after a power cut until this."""
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(file)
    finally:
        os.close(file)
