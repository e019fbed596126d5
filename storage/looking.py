"""Looks at folders and databases as they lie, and changes nothing: for whoever asks what is wrong."""

import fcntl
import os
import re
import shutil
import stat
import tarfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from storage.box_keys import BOX_KEY, is_box_key, is_closing
from storage.box_keys import FOLDER as BOXES
from storage.embedded.slots import FOLDER as MAILBOXES
from storage.embedded.slots import files_of
from storage.folder import FORMAT, FolderRefused, quarantined, read_label
from storage.keys import FILE, unreadable
from storage.session_keys import FOLDER as SESSIONS
from storage.session_keys import SESSION_KEY, is_session_key

MOST_NAMES = 10_000
"""How many names of an archive are read; a backup of ours has far fewer."""

LOCKS = Path("/proc/locks")
"""Where Linux tells who holds which lock."""


@dataclass(frozen=True, slots=True)
class FolderSeen:
    """A data folder. `mark` is "" when it has none, `holder` 0 when nobody knows who holds it.

    `others` tells whether anybody but the owner has rights; sizes are in bytes.
    """

    mark: str
    newer: bool
    label_damaged: bool
    others: bool
    owner: int
    held: bool
    holder: int
    set_aside: int
    size: int
    free: int


@dataclass(frozen=True, slots=True)
class KeysSeen:
    """A folder of keys: how many keys, how many files that are none, and how many keys nobody can read."""

    others: bool
    owner: int
    keys: int
    strangers: int
    unreadable: int


def look_at_data(folder: Path) -> FolderSeen:
    """Look at a data folder that is there. Raises OSError when this account may not look."""
    mark, newer, damaged = _label(folder)
    status = folder.stat()
    held, holder = _held(folder / "lock")
    return FolderSeen(
        mark,
        newer,
        damaged,
        _open_to_others(folder, folder / MAILBOXES),
        status.st_uid,
        held,
        holder,
        len(quarantined(folder)),
        sum(file.stat().st_size for file in (*folder.iterdir(), *files_of(folder)) if file.is_file()),
        shutil.disk_usage(folder).free,
    )


def _label(folder: Path) -> tuple[str, bool, bool]:
    try:
        label = read_label(folder)
    except FileNotFoundError:
        return "", False, any(folder.glob("journal*")) or any(folder.glob("base-*"))
    except FolderRefused:
        return "", False, True
    return label.mark, label.format > FORMAT, False


def _held(lock: Path) -> tuple[bool, int]:
    """Tell whether a process holds a folder, and which, where the system says so."""
    try:
        file = os.open(lock, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False, 0
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True, _holder(os.fstat(file))
    finally:
        os.close(file)
    return False, 0


def _holder(status: os.stat_result) -> int:
    place = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
    with suppress(OSError):
        for line in LOCKS.read_text().splitlines():
            words = line.split()
            if "FLOCK" in words and place in words:
                return int(words[words.index(place) - 1])
    return 0


def look_at_keys(folder: Path) -> KeysSeen:
    """Look at a folder of keys that is there. Raises OSError when this account may not look."""
    within = (folder / BOXES, folder / SESSIONS)
    there = chain(folder.iterdir(), *(each.glob("*") for each in within))
    found = [file for file in there if file not in within]
    files = [file for file in found if not file.name.startswith(".") and not is_closing(file)]
    keys = [file for file in files if FILE.fullmatch(file.name) or is_box_key(file) or is_session_key(file)]
    return KeysSeen(
        _open_to_others(folder, *within),
        folder.stat().st_uid,
        len(keys),
        len(files) - len(keys),
        sum(unreadable(key) for key in keys),
    )


def _open_to_others(*folders: Path) -> bool:
    """Tell whether anybody but the owner has rights on one of these folders, as far as they are there."""
    return any(each.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO) for each in folders if each.exists())


def archives_with_keys(folders: Iterable[Path]) -> list[str]:
    """Name the archives in these folders that hold what is called like a key."""
    found = {archive for folder in folders for archive in folder.glob("*.tar*")}
    return sorted(archive.name for archive in found if archive.is_file() and _holds_a_key(archive))


def _holds_a_key(archive: Path) -> bool:
    key = re.compile(rf"(?:.*/)?(?:{FILE.pattern}|{BOX_KEY.pattern}|{SESSION_KEY.pattern})")
    with suppress(tarfile.TarError, OSError, EOFError), tarfile.open(archive) as opened:
        return any(key.fullmatch(member.name) for member in islice(opened, MOST_NAMES))
    return False
