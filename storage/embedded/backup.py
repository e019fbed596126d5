"""Copies of a data folder in one file: made while people go on, checked when read, and never with keys.

A backup is a tar file. First comes `backup.json`: {"backup": 1, "format", "mark", "made", "files": [{"name",
"size", "sha256"}]}; then the files. Only sealed files and the newest base go in, and they never change.
"""

import asyncio
import hashlib
import io
import os
import re
import shutil
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

import orjson

from storage.embedded.disk import sync_folder
from storage.embedded.journal import named, numbers
from storage.folder import FORMAT, FolderRefused, read_label, upkeep_lock

VERSION = 1
"""How a backup is written. One with a higher number belongs to a newer Ethos."""

PATIENCE = 600.0
"""Seconds to wait for an upkeep to end."""

LABEL = "ethos.json"
LIST = "backup.json"
PART = 1024 * 1024

_NAME = re.compile(r"ethos\.json|(journal|base)-\d{8}")


@dataclass(frozen=True, slots=True)
class Copied:
    """What a backup holds: when it was made (aware), how many files and bytes."""

    made: datetime
    files: int
    size: int


async def copy_out(folder: Path, upto: int, out: Path, clock: Callable[[], datetime]) -> Copied:
    """Do what `back_up` does beside the turns, once no upkeep is under way, and let none begin meanwhile."""
    held = await asyncio.to_thread(upkeep_lock, folder, PATIENCE)
    try:
        return await asyncio.to_thread(back_up, folder, upto, out, clock())
    finally:
        os.close(held)


def back_up(folder: Path, upto: int, out: Path, now: datetime) -> Copied:
    """Write everything up to the sealed file `upto` into a new file, whole or not at all.

    The caller holds the upkeep's lock, so that no file goes away meanwhile. Raises FolderRefused
    "backup-exists", OSError when the medium refuses.
    """
    base = max(numbers(folder, "base"), default=0)
    paths = [folder / LABEL, *([named(folder, "base", base)] if base else [])]
    paths += [named(folder, "journal", number) for number in range(base + 1, upto + 1)]
    if out.exists():
        raise FolderRefused("backup-exists", file=out.name)
    label = read_label(folder)
    files = [{"name": path.name, "size": path.stat().st_size, "sha256": _digest(path)} for path in paths]
    head = {"backup": VERSION, "format": label.format, "mark": label.mark, "made": now.isoformat()}
    draft = out.with_name(f".{out.name}.draft")
    try:
        with _private(draft) as stream, tarfile.open(fileobj=stream, mode="w|") as archive:
            _add(archive, LIST, orjson.dumps({**head, "files": files}))
            for path in paths:
                archive.add(path, path.name)
        with draft.open("rb") as stream:
            os.fsync(stream.fileno())
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(out.absolute().parent)
    return Copied(now, len(paths), sum(path.stat().st_size for path in paths))


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
        sync_folder(draft)
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
