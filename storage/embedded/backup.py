"""Copies of a data folder in one file: made while people go on, checked when read, and never with keys.

A backup is a tar file. First comes `backup.json`: {"backup": 2, "format", "mark", "made", "files": [{"name",
"size", "sha256"}]}; then the files. Only sealed files and the newest base go in, and they never change; the
mailbox does, so it is copied first. Then an answer that is released or carried meanwhile is in both places,
and a step of the release that is taken again sets that right; the other way round it would be in none.
"""

import asyncio
import hashlib
import io
import os
import re
import shutil
import tarfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import IO

import orjson

from storage.embedded.disk import sync_folder
from storage.embedded.journal import named, numbers
from storage.embedded.slots import FOLDER as MAILBOXES
from storage.embedded.slots import NAME as SEGMENT
from storage.embedded.slots import files_of
from storage.folder import FORMAT, FolderRefused, read_label, upkeep_lock

VERSION = 2
"""How a backup is written. One with a higher number belongs to a newer Ethos. 2: with the mailbox."""

TRIES = 10
"""How often a box is copied anew because it changed meanwhile."""

PATIENCE = 600.0
"""Seconds to wait for an upkeep to end."""

LABEL = "ethos.json"
LIST = "backup.json"
PART = 1024 * 1024

_NAME = re.compile(rf"ethos\.json|(journal|base)-\d{{8}}|{MAILBOXES}/{SEGMENT.pattern}")

Seal = Callable[[], Awaitable[int]]
"""Seals what was written until now, and returns the number of the last sealed file."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a backup holds: when it was made (aware), how many files and bytes."""

    made: datetime
    files: int
    size: int


async def copy_out(folder: Path, seal: Seal, out: Path, clock: Callable[[], datetime]) -> Copied:
    """Copy a folder beside the turns, once no upkeep is under way, and let none begin meanwhile.

    Raises as `back_up` does, and what `seal` raises.
    """
    held = await asyncio.to_thread(upkeep_lock, folder, PATIENCE)
    boxes = out.with_name(f".{out.name}.boxes")
    try:
        _check_new(out)
        await asyncio.to_thread(_copy_boxes, folder, boxes)
        return await asyncio.to_thread(back_up, folder, await seal(), out, clock(), boxes)
    finally:
        await asyncio.to_thread(shutil.rmtree, boxes, ignore_errors=True)
        os.close(held)


def _copy_boxes(folder: Path, boxes: Path) -> None:
    """Copy the mailbox, each box as it was at one moment; one that is destroyed meanwhile is left out."""
    shutil.rmtree(boxes, ignore_errors=True)
    (boxes / MAILBOXES).mkdir(mode=0o700, parents=True)
    boxes.chmod(0o700)
    for _, segments in groupby(files_of(folder), key=lambda path: path.name.rpartition(".")[0]):
        files = list(segments)
        for _ in range(TRIES):
            with suppress(FileNotFoundError):
                copied = [_copy(path, boxes / MAILBOXES / path.name) for path in files]
                if copied == [_digest(path) for path in files]:
                    break
                continue
            for path in files:
                (boxes / MAILBOXES / path.name).unlink(missing_ok=True)
            break


def _copy(path: Path, to: Path) -> str:
    with path.open("rb") as stream:
        return _write(stream, to)


def _check_new(out: Path) -> None:
    if out.exists():
        raise FolderRefused("backup-exists", file=out.name)


def back_up(folder: Path, upto: int, out: Path, now: datetime, boxes: Path) -> Copied:
    """Write everything up to the sealed file `upto` into a new file, whole or not at all.

    `boxes` is where a copy of the mailbox lies. The caller holds the upkeep's lock, so that no file goes away
    meanwhile. Raises FolderRefused "backup-exists", OSError when the medium refuses.
    """
    base = max(numbers(folder, "base"), default=0)
    sealed = [folder / LABEL, *([named(folder, "base", base)] if base else [])]
    sealed += [named(folder, "journal", number) for number in range(base + 1, upto + 1)]
    paths = {path.name: path for path in sealed}
    paths |= {f"{MAILBOXES}/{path.name}": path for path in files_of(boxes)}
    _check_new(out)
    label = read_label(folder)
    files = [
        {"name": name, "size": path.stat().st_size, "sha256": _digest(path)} for name, path in paths.items()
    ]
    head = {"backup": VERSION, "format": label.format, "mark": label.mark, "made": now.isoformat()}
    draft = out.with_name(f".{out.name}.draft")
    try:
        with _private(draft) as stream, tarfile.open(fileobj=stream, mode="w|") as archive:
            _add(archive, LIST, orjson.dumps({**head, "files": files}))
            for name, path in paths.items():
                archive.add(path, name)
        with draft.open("rb") as stream:
            os.fsync(stream.fileno())
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(out.absolute().parent)
    return Copied(now, len(paths), sum(path.stat().st_size for path in paths.values()))


def restore(file: Path, folder: Path) -> Copied:
    """Make a data folder from a backup, whole or not at all; the folder may not exist or is empty.

    Raises FolderRefused: "not-empty", "backup-damaged", "newer-format". Raises OSError.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FolderRefused("not-empty", folder=folder.name)
    draft = folder.absolute().with_name(f".{folder.name}.restoring")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    try:
        copied = _unpacked(file, draft)
        for written in (*draft.glob(MAILBOXES), draft):
            sync_folder(written)
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    sync_folder(folder.absolute().parent)
    return copied


def _unpacked(file: Path, folder: Path) -> Copied:
    try:
        with tarfile.open(file, mode="r|") as archive:
            members = iter(archive)
            listed = orjson.loads(_content(archive, next(members)).read())
            _check_version(listed)
            wanted = {each["name"]: each["sha256"] for each in listed["files"]}
            for member in members:
                if not _NAME.fullmatch(member.name) or member.name not in wanted:
                    raise FolderRefused("backup-damaged", file=file.name)
                if _write(_content(archive, member), folder / member.name) != wanted.pop(member.name):
                    raise FolderRefused("backup-damaged", file=file.name)
            made = datetime.fromisoformat(listed["made"])
            size = sum(each["size"] for each in listed["files"])
    except (tarfile.TarError, StopIteration, ValueError, KeyError, TypeError, EOFError) as error:
        raise FolderRefused("backup-damaged", file=file.name) from error
    if wanted:
        raise FolderRefused("backup-damaged", file=file.name)
    return Copied(made, len(listed["files"]), size)


def _check_version(listed: dict[str, object]) -> None:
    for name, known in (("backup", VERSION), ("format", FORMAT)):
        found = listed[name]
        if not isinstance(found, int):
            raise TypeError(name)
        if found > known:
            raise FolderRefused("newer-format", found=found, known=known)


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    content = archive.extractfile(member) if member.isfile() else None
    if content is None:
        raise ValueError("not a file")
    return content


def _write(content: IO[bytes], path: Path) -> str:
    """Write one file durably and return its digest."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    digest = hashlib.sha256()
    with _private(path) as stream:
        while part := content.read(PART):
            digest.update(part)
            stream.write(part)
        stream.flush()
        os.fsync(stream.fileno())
    return digest.hexdigest()


def _private(path: Path) -> IO[bytes]:
    """Open a file for writing that nobody else can read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600), "wb")


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _add(archive: tarfile.TarFile, name: str, body: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(body), 0o600
    archive.addfile(member, io.BytesIO(body))
