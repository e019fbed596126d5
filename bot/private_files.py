"""Reads a secret from a file that only its owner may read."""

import os
import stat
from pathlib import Path
from typing import Literal

LARGEST = 64 * 1024
"""Bytes; a key with its chain of certificates takes a few thousand."""

OTHERS = 0o077


class NotPrivate(Exception):
    """A file that is not read: `reason` says whether it cannot be, or should not be as it is."""

    def __init__(self, reason: Literal["unreadable", "open-to-others"], file: Path) -> None:
        super().__init__(f"{reason} {file.name}")
        self.reason = reason
        self.file = file


def private(file: Path) -> str:
    """Return the text of a regular file on which group and others have no rights (0600 or stricter).

    Raises NotPrivate: "unreadable" for what is missing, no regular file, too large or not UTF-8;
    "open-to-others" when somebody else has any right. A link is followed; what it leads to is looked at.
    """
    try:
        # What is looked at is what is read, and a pipe does not keep anybody waiting.
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            found = os.fstat(descriptor)
            read = os.read(descriptor, LARGEST + 1) if stat.S_ISREG(found.st_mode) else None
        finally:
            os.close(descriptor)
        if read is None or len(read) > LARGEST:
            raise NotPrivate("unreadable", file)
        if found.st_mode & OTHERS:
            raise NotPrivate("open-to-others", file)
        return read.decode()
    except (OSError, UnicodeDecodeError):
        # From no cause: what the decoder says may quote the file.
        raise NotPrivate("unreadable", file) from None
