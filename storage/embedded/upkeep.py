"""Keeps a data folder short and quick to open: checkpoints, and bases in place of what came before.

It reads only sealed files, which never change, so it runs in a process of its own beside the turns, and
ending it at any moment costs nothing but its work.
"""

import os
import sys
import threading
from collections.abc import Iterator
from enum import StrEnum
from functools import partial
from itertools import islice
from pathlib import Path

from storage import codec
from storage.embedded.disk import Disk, FileSystem, sync_folder, write_all, write_new
from storage.embedded.image import entries_of, read_checkpoint, write_checkpoint
from storage.embedded.journal import SEGMENT, named, numbers, read_sealed
from storage.embedded.lines import SEAL, framed, scan
from storage.folder import FolderRefused, Reason, quarantined, set_aside, upkeep_lock
from storage.memory import PlainShelf
from storage.views import Views

PATIENCE = 600.0
"""Seconds to wait for a backup that copies the folder."""

BATCH = 1000
"""Lines of a base that are written at a time."""


class Work(StrEnum):
    """What is worth it by now, a base in any case, or a base because something must go."""

    TIDY = "tidy"
    COMPACT = "compact"
    DISPOSE = "dispose"


def restore(folder: Path, views: Views) -> int:
    """Bring empty views to the newest checkpoint or base, and return its number; 0 when there is none.

    Raises FolderRefused for a base that only a newer program can read.
    """
    base = max(numbers(folder, "base"), default=0)
    for number in reversed(numbers(folder, "checkpoint")):
        if number >= base and read_checkpoint(named(folder, "checkpoint", number), views):
            return number
    if base:
        path = named(folder, "base", base)
        set_aside(path, scan(path, partial(fold, views, path.name), last=False))
    return base


def fold(views: Views, name: str, body: bytes) -> bool:
    """Take one line in; False when it makes no sense. Raises FolderRefused for one of a newer program."""
    try:
        views.apply(codec.read(body))
    except codec.Unreadable as error:
        if error.reason == "malformed":
            return False
        newer: Reason = "newer-format"
        raise FolderRefused(newer, file=name, kind=error.kind) from error
    return True


def upkeep(folder: Path, upto: int, work: Work, files: FileSystem) -> None:
    """Write what shortens the next start, up to the sealed file `upto`, and remove what it replaces.

    Raises OSError when the medium refuses; then everything is as it was, or better.
    """
    for draft in drafts(folder):
        files.unlink(draft)
    views = Views(lambda _: PlainShelf())
    start = restore(folder, views)
    upto = max(upto, start)
    read_sealed(folder, start, upto, partial(fold, views, "journal"), set_aside)
    base = work is not Work.TIDY or _worth_a_base(folder, upto)
    if base:
        views.disposals, views.facts = 0, views.facts.packed()
        write_new(files, named(folder, "base", upto), partial(_write_base, views))
    if base or start < upto:
        write_new(files, named(folder, "checkpoint", upto), partial(write_checkpoint, views))
    for path in (*replaced(folder), *(quarantined(folder) if work is Work.DISPOSE else ())):
        files.unlink(path)
    sync_folder(folder)


def drafts(folder: Path) -> list[Path]:
    """Return what an upkeep that was ended left half written."""
    return [path for kind in ("base", "checkpoint", "quarantine") for path in folder.glob(f".{kind}-*.draft")]


def replaced(folder: Path) -> list[Path]:
    """Return the files in whose place the newest base and checkpoint stand."""
    base = max(numbers(folder, "base"), default=0)
    newest = max([base, *numbers(folder, "checkpoint")])
    return [
        *(named(folder, "journal", number) for number in numbers(folder, "journal") if number <= base),
        *(named(folder, "base", number) for number in numbers(folder, "base") if number < base),
        *(named(folder, "checkpoint", number) for number in numbers(folder, "checkpoint") if number < newest),
    ]


def _worth_a_base(folder: Path, upto: int) -> bool:
    """Tell whether the files since the last base outweigh it, so that each fact is rewritten rarely."""
    base = max(numbers(folder, "base"), default=0)
    weight = named(folder, "base", base).stat().st_size if base else 0
    since = sum(named(folder, "journal", number).stat().st_size for number in range(base + 1, upto + 1))
    return since > max(weight, 4 * SEGMENT)


def _write_base(views: Views, files: FileSystem, file: int) -> None:
    lines = map(codec.write, entries_of(views))
    for number, batch in enumerate(_in_batches(lines), start=1):
        write_all(files, file, memoryview(framed(number, batch)))


def _in_batches(lines: Iterator[bytes]) -> Iterator[list[bytes]]:
    while batch := list(islice(lines, BATCH)):
        yield batch
    yield [SEAL]


def main(folder: str, upto: str, work: str) -> None:
    """Do the work as a process of its own, and end at once when whoever asked for it is gone."""

    def until_alone() -> None:
        os.read(sys.stdin.fileno(), 1)
        os._exit(1)

    threading.Thread(target=until_alone, daemon=True).start()
    os.nice(10)
    held = upkeep_lock(Path(folder), PATIENCE)
    upkeep(Path(folder), int(upto), Work(work), Disk())
    os.close(held)


if __name__ == "__main__":
    main(*sys.argv[1:])
