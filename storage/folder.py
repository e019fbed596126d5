"""The data folder: one process at a time, one mark that says whom it serves, one format."""

import fcntl
import os
from pathlib import Path
from typing import Literal

import orjson

from storage.ports import Unavailable

FORMAT = 1
"""How the files in a data folder are written. A folder with a higher number belongs to a newer Ethos."""

Reason = Literal[
    "locked",
    "other-mark",
    "newer-format",
    "corrupt",
    "keys-inside-data",
    "keys-open-to-others",
    "key-unreadable",
]


class FolderRefused(Unavailable):
    """A folder that is not opened: `reason` names the sentence the operator reads, `values` what fills it."""

    def __init__(self, reason: Reason, **values: str | int) -> None:
        super().__init__(" ".join([reason, *(f"{name}={value}" for name, value in values.items())]))
        self.reason = reason
        self.values = values


def lock(folder: Path) -> int:
    """Take a folder for this process, making it if needed; close the returned file to let go.

    Raises FolderRefused("locked") when another process, or this one, already holds it.
    """
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True)
        sync_folder(folder.parent)
    file = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(file)
        raise FolderRefused("locked", folder=folder.name) from error
    return file


def check_mark(folder: Path, mark: str) -> None:
    """Mark a new folder, or refuse one that carries another mark or a newer format."""
    label = folder / "ethos.json"
    if not label.exists():
        if (folder / "journal").exists():
            raise FolderRefused("corrupt", file=label.name)
        write_whole(label, orjson.dumps({"format": FORMAT, "mark": mark}) + b"\n")
        return
    try:
        body = orjson.loads(label.read_bytes())
        version, found = int(body["format"]), str(body["mark"])
    except (ValueError, KeyError, TypeError) as error:
        raise FolderRefused("corrupt", file=label.name) from error
    if version > FORMAT:
        raise FolderRefused("newer-format", found=version, known=FORMAT)
    if found != mark:
        raise FolderRefused("other-mark", found=found, wanted=mark)


def write_whole(path: Path, body: bytes) -> None:
    """Write a small file so that, whatever happens, it is there whole or not at all. One writer at a time."""
    draft = path.with_name(f".{path.name}.draft")
    write_durably(draft, body, os.O_TRUNC)
    draft.replace(path)
    sync_folder(path.parent)


def write_durably(path: Path, body: bytes, how: int) -> None:
    """Write a file nobody else can read and wait for the medium. `how` is O_TRUNC or O_EXCL."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | how, 0o600)
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
