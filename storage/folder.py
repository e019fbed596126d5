"""The data folder: one process at a time, one mark that says whom it serves, one format."""

import fcntl
import os
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import orjson
import structlog

from storage.embedded.disk import Disk, FileSystem, sync_folder, write_whole
from storage.embedded.lines import Scanned
from storage.ports import Unavailable

LABEL = "ethos.json"
FORMAT = 3
"""How the files in a data folder are written. A folder with a higher number belongs to a newer Ethos.

1: one file `journal`. 2: numbered files, checkpoints and bases. 3: the mailbox beside them; an Ethos that
does not know of it would copy or move the folder without it.
"""

STEP = 0.01
PATIENCE = 10.0
"""Seconds to wait for the upkeep of a process that was killed; it ends when it notices."""

log = structlog.get_logger(__name__)

Reason = Literal[
    "locked",
    "other-mark",
    "newer-format",
    "corrupt",
    "keys-inside-data",
    "keys-open-to-others",
    "key-unreadable",
    "not-empty",
    "backup-damaged",
    "backup-exists",
    "half-moved",
    "target-not-empty",
    "target-in-use",
    "target-refused",
    "other-source",
    "cut-off",
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
    try:
        os.close(upkeep_lock(folder))
    except FolderRefused:
        os.close(file)
        raise
    return file


def upkeep_lock(folder: Path, patience: float = PATIENCE) -> int:
    """Take the lock that the upkeep of a folder holds; close the returned file to let go.

    Raises FolderRefused("locked") when it stays taken for `patience` seconds.
    """
    file = os.open(folder / "upkeep.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    for _ in range(int(patience / STEP)):
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return file
        threading.Event().wait(STEP)
    os.close(file)
    raise FolderRefused("locked", folder=folder.name)


def check_mark(folder: Path, mark: str, files: FileSystem) -> None:
    """Mark a new folder, or refuse one that carries another mark or a newer format."""
    label = folder / LABEL
    if not label.exists():
        if any(folder.glob("journal*")) or any(folder.glob("base-*")):
            raise FolderRefused("corrupt", file=label.name)
        _write_label(label, mark, files)
        return
    found = read_label(folder)
    if found.format > FORMAT:
        raise FolderRefused("newer-format", found=found.format, known=FORMAT)
    if found.mark != mark:
        raise FolderRefused("other-mark", found=found.mark, wanted=mark)
    if found.format < FORMAT:
        _upgrade(folder, files)
        _write_label(label, mark, files)
        log.info("folder.upgraded", found=found.format, now=FORMAT)


@dataclass(frozen=True, slots=True)
class Label:
    """What a data folder says of itself: how it is written, and whom it serves."""

    format: int
    mark: str


def read_label(folder: Path) -> Label:
    """Read the label of a folder. Raises FolderRefused("corrupt"), and OSError when there is none."""
    label = folder / LABEL
    try:
        body = orjson.loads(label.read_bytes())
        return Label(int(body["format"]), str(body["mark"]))
    except (ValueError, KeyError, TypeError) as error:
        raise FolderRefused("corrupt", file=label.name) from error


def _write_label(label: Path, mark: str, files: FileSystem) -> None:
    write_whole(files, label, orjson.dumps({"format": FORMAT, "mark": mark}) + b"\n")


def _upgrade(folder: Path, files: FileSystem) -> None:
    """Bring a folder of format 1 or 2 to format 3. What a kill left half done is done again."""
    if (folder / "journal").exists():
        files.rename(folder / "journal", folder / "journal-00000001")


def set_aside(path: Path, found: Scanned) -> None:
    """Keep a copy of each line of a file that cannot be read, and say so; the rest of the file is in use."""
    for damaged in found.damaged:
        copy = path.with_name(f"quarantine-{path.name}-{damaged.number}")
        if not copy.exists():
            write_whole(Disk(), copy, damaged.raw)
            log.error("line.set-aside", file=path.name, line=damaged.number)


def quarantined(folder: Path) -> list[Path]:
    """Return the copies of lines that could not be read."""
    return sorted(folder.glob("quarantine-*"))
