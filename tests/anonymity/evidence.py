"""What an attacker holds: every file at many moments, all logs, a watcher of the network; never the truth."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from stat import S_ISREG
from typing import Any, Final

import orjson

TABLES: Final = "tables"
"""The folder of a snapshot in which a database's tables lie, one `<name>.jsonl` each, in physical order."""

SERVER: Final = "server"
"""The folder of a snapshot in which the raw files of a database's server lie: heap, TOAST, log of writes."""

Opener = Callable[[bytes, bytes], bytes | None]
"""Given a key and a block, returns what was sealed in it, or None.

The attacker has the source code: a subject that seals in its own way hands over its own opener.
"""


class Kind(StrEnum):
    """What the watcher saw somebody do."""

    ANSWER = "answer"
    """Send on a form without a name, for the first time."""
    AGAIN = "again"
    """The same once more: the reply was lost."""
    TURN = "turn"
    """Anything else somebody did with the bot."""


@dataclass(frozen=True, slots=True)
class FileMeta:
    """What the medium said of a file when it was copied: of the original, not of the copy."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One full copy of what the bot keeps. `meta` has a row for each file, by its path below `folder`.

    `taken` is a moment in seconds since 1970, of the clock that `Sighting.at` is read from.
    """

    folder: Path
    meta: Mapping[str, FileMeta]
    taken: float

    def files(self) -> Iterator[tuple[str, Path]]:
        """Give every file that was copied, by its path below the folder, sorted."""
        for name in sorted(self.meta):
            path = self.folder / name
            if path.is_file():
                yield name, path


@dataclass(frozen=True, slots=True)
class Sighting:
    """Who did what and when, as seen on the network. `period` is that of the batch it is released in.

    `at` is the bot's own clock, in seconds since 1970 to the microsecond. `wall` is the machine's clock at
    that moment, which stamps files; the same as `at` where nothing is simulated.
    """

    person: str
    at: float
    period: str
    kind: Kind
    wall: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the attacker has of one run.

    `logs` are logs and standard error. `keys` is the folder of keys as it is after the last release, and
    never as it was before. `released` is what officers read in each period, in the order shown. `people` are
    whole ids of everybody. `sightings` are in order of time. `openers` open what the subject seals in a way
    of its own.
    """

    snapshots: Sequence[Snapshot]
    logs: Sequence[Path]
    keys: Path | None
    released: Mapping[str, Sequence[bytes]]
    people: Sequence[str]
    sightings: Sequence[Sighting]
    openers: Sequence[Opener] = field(default=())

    def presses(self, period: str) -> list[Sighting]:
        """Return who pressed Send in a period, in order: the candidates for each of its answers."""
        return [each for each in self.sightings if each.period == period and each.kind is Kind.ANSWER]


def take(folder: Path, into: Path, now: float, *others: Path) -> Snapshot:
    """Copy everything in a folder, and in others under their own names, to `into`, which is made.

    Files that go away meanwhile are left out; what is no plain file too. `now`: seconds since 1970.
    """
    meta: dict[str, FileMeta] = {}
    into.mkdir(parents=True, exist_ok=True)
    for root in (folder, *others):
        before = "" if root is folder else f"{root.name}/"
        for path in sorted(root.rglob("*")):
            with suppress(FileNotFoundError):
                found = path.lstat()
                if not S_ISREG(found.st_mode):
                    continue
                name = before + path.relative_to(root).as_posix()
                target = into / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
                meta[name] = FileMeta(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
    return Snapshot(into, meta, now)


def rows_of(snapshot: Snapshot) -> Mapping[str, list[dict[str, Any]]]:
    """Return the tables of a snapshot, row by row in physical order; a line that is no row is passed over."""
    tables: dict[str, list[dict[str, Any]]] = {}
    for name, path in snapshot.files():
        folder, _, file = name.rpartition("/")
        if os.path.basename(folder) == TABLES and file.endswith(".jsonl"):  # noqa: PTH119 no path of ours
            rows = tables.setdefault(file.removesuffix(".jsonl"), [])
            for line in path.read_bytes().splitlines():
                with suppress(orjson.JSONDecodeError):
                    row = orjson.loads(line)
                    rows.extend([row] if isinstance(row, dict) else [])
    return tables
