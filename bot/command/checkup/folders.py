"""Looks at where things lie: the data folder, the folder of the keys, the database."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from bot.command.checkup.findings import Finding, good, mend

ROOM = 256 * 1024 * 1024
"""Bytes that must be free besides the room for a second copy of the data, which the upkeep writes."""

MEGABYTE = 1024 * 1024


class DataSeen(Protocol):
    """A data folder as it lies."""

    @property
    def mark(self) -> str:
        """Whom it serves, "" when it does not say."""

    @property
    def newer(self) -> bool:
        """Whether a newer Ethos wrote it."""

    @property
    def label_damaged(self) -> bool:
        """Whether what says whom it serves cannot be read."""

    @property
    def others(self) -> bool:
        """Whether others have rights on it."""

    @property
    def owner(self) -> int:
        """Whose it is, as the system numbers accounts."""

    @property
    def held(self) -> bool:
        """Whether a process holds it."""

    @property
    def holder(self) -> int:
        """Which, 0 when nobody knows."""

    @property
    def set_aside(self) -> int:
        """How many lines could not be read."""

    @property
    def size(self) -> int:
        """Bytes it has."""

    @property
    def free(self) -> int:
        """Bytes that are free beside it."""


class KeysSeen(Protocol):
    """A folder of keys as it lies."""

    @property
    def others(self) -> bool:
        """Whether others have rights on it."""

    @property
    def owner(self) -> int:
        """Whose it is."""

    @property
    def keys(self) -> int:
        """How many keys it has."""

    @property
    def strangers(self) -> int:
        """How many files in it are no keys."""

    @property
    def unreadable(self) -> int:
        """How many keys cannot be read."""


class DatabaseSeen(Protocol):
    """A database as it lies."""

    @property
    def mark(self) -> str:
        """Whom it serves, "" when nobody yet."""

    @property
    def missing(self) -> int:
        """How many steps of the schema the next start makes."""

    @property
    def newer(self) -> bool:
        """Whether a newer Ethos made it."""

    @property
    def half_moved(self) -> bool:
        """Whether a data folder is still on its way into it."""


def no_data(folder: Path) -> Finding:
    """Say what it means that there is no data folder: the first start makes it; a file there is wrong."""
    if folder.exists():
        return mend("data.no-folder", folder=folder.name)
    return good("data.none", folder=folder.name)


def data(folder: Path, seen: DataSeen, *, mark: str, user: int) -> Iterator[Finding]:
    """Look at a data folder that is there: the mark, the holder, the rights, the room, damaged lines."""
    yield _mark(folder.name, seen, mark)
    yield _rights("data", folder.name, seen.owner, user, others=seen.others)
    yield good("data.held", process=str(seen.holder or "?")) if seen.held else good("data.not-held")
    needed = seen.size + ROOM
    sizes = {"free": seen.free // MEGABYTE, "needed": needed // MEGABYTE}
    yield good("data.room", **sizes) if seen.free >= needed else mend("data.no-room", **sizes)
    yield mend("data.set-aside", count=seen.set_aside) if seen.set_aside else good("data.whole")


def _mark(folder: str, seen: DataSeen, mark: str) -> Finding:
    if seen.label_damaged:
        return mend("data.damaged", folder=folder)
    if seen.newer:
        return mend("data.newer", folder=folder)
    if not seen.mark:
        return good("data.unused", folder=folder)
    names = {"folder": folder, "found": seen.mark, "wanted": mark}
    return good("data.mark", **names) if seen.mark == mark else mend("data.other-mark", **names)


def _rights(kind: str, folder: str, owner: int, user: int, *, others: bool) -> Finding:
    if owner != user:
        return mend(f"{kind}.other-owner", folder=folder)
    return mend(f"{kind}.open", folder=folder) if others else good(f"{kind}.rights", folder=folder)


def no_keys(folder: Path, *, used: bool) -> Finding:
    """Say what it means that there are no keys: a first start makes them; those of used data are lost."""
    return mend("keys.lost", folder=folder.name) if used else good("keys.none", folder=folder.name)


def keys(folder: Path, seen: KeysSeen, *, user: int) -> Iterator[Finding]:
    """Look at a folder of keys that is there."""
    yield _rights("keys", folder.name, seen.owner, user, others=seen.others)
    if seen.strangers:
        yield mend("keys.strangers", folder=folder.name, count=seen.strangers)
    if seen.unreadable:
        yield mend("keys.unreadable", folder=folder.name, count=seen.unreadable)


def apart(data_folder: Path, keys_folder: Path, archives: list[str]) -> Iterator[Finding]:
    """Look whether keys and data are apart, also in the archives that lie beside them."""
    ours, theirs = data_folder.resolve(), keys_folder.resolve()
    if theirs.is_relative_to(ours):
        yield mend("keys.inside-data", folder=keys_folder.name)
    elif ours.is_relative_to(theirs):
        yield mend("keys.around-data", folder=keys_folder.name)
    elif not archives:
        yield good("keys.apart")
    for archive in archives:
        yield mend("keys.in-archive", file=archive)


def database(seen: DatabaseSeen | None, *, mark: str) -> Finding:
    """Look at a database; None is one that cannot be reached or asked."""
    if seen is None:
        return mend("database.away")
    if seen.newer:
        return mend("database.newer")
    if seen.half_moved:
        return mend("database.half-moved")
    if seen.mark and seen.mark != mark:
        return mend("database.other-mark", found=seen.mark, wanted=mark)
    if not seen.mark:
        return good("database.new")
    return good("database.behind", count=seen.missing) if seen.missing else good("database.ok")
