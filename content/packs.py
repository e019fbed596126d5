"""Content packs: texts that organizations share, in one file to send and one folder to keep.

A pack never holds an organization's own file or staff list. It lies between the texts of Ethos and those of
an organization, so a corrected pack replaces its folder and every local line stays where it is.
"""

import io
import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from content.checks import check, check_pack
from content.faults import ContentBroken, Fault
from content.fitting import fit
from content.model import Pack
from content.seal import digest
from content.shelf import FOLDERS, LISTS, PACK, PACKS, SINGLE, Entry, Key, called, take
from content.shelf import NAME as FOLDER
from content.single import ORGANIZATIONS
from content.yaml_source import MOST_BYTES, read

MOST_FILES = 500
MOST_TOGETHER = 16 << 20
"""Bytes of all files of a pack, unpacked: 16 MiB."""

WITHIN = "|".join((*LISTS, *FOLDERS))
PLACE = re.compile(
    rf"{re.escape(PACK)}|(?:{'|'.join(LISTS)})\.yaml|(?:{WITHIN})/[A-Za-z0-9][A-Za-z0-9._-]{{0,80}}\.yaml"
)
"""What a file in a pack may be called; nothing else is written, so nothing can leave the folder."""

STAMP = (1980, 1, 1, 0, 0, 0)
"""The date of every file in a pack, so that the same texts make the same file."""

PACKED = TypeAdapter(Pack)


class PackRefused(Exception):
    """A file that is no pack, or may not replace the one there is. `id` names its sentence."""

    def __init__(self, id_: str, **values: str | int) -> None:
        """Keep which sentence, and what it tells."""
        super().__init__(id_)
        self.id = id_
        self.values = values


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the pack, the version there was before (0: none), and what became of its texts.

    `look_again` are local lines over a text that has changed below them: the local line still counts.
    """

    pack: Pack
    before: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    look_again: tuple[Fault, ...]


def export(folder: Path) -> tuple[Pack, bytes]:
    """Put the shared texts of a folder that has a pack.yaml into one file.

    Raises ContentBroken and PackRefused.
    """
    pack = _described(folder)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in _files(folder):
            packed.writestr(zipfile.ZipInfo(path.relative_to(folder).as_posix(), STAMP), path.read_bytes())
    return pack, file.getvalue()


def import_pack(root: Path, data: bytes) -> Imported:
    """Bring a pack into a content folder, whole or not at all.

    Raises PackRefused when it is no pack or older than the one there, and ContentBroken when any text of it,
    or an organization that takes it, would be at fault; then nothing has changed.
    """
    draft = root / PACKS / ".incoming"
    shutil.rmtree(draft, ignore_errors=True)
    try:
        _unpack(data, draft)
        pack = _described(draft)
        folder, old = root / PACKS / pack.id, root / PACKS / f".{pack.id}.before"
        if old.exists() and not folder.exists():  # An import was cut off between its two moves.
            old.replace(folder)
        before = _described(folder).version if (folder / PACK).is_file() else 0
        if pack.version < before:
            raise PackRefused("pack.older", pack=pack.id, version=pack.version, before=before)
        earlier, now = _texts(folder), _texts(draft)
        _put_in_place(root, draft, folder, old)
        changed = {key for key in earlier.keys() & now.keys() if digest(earlier[key]) != digest(now[key])}
        return Imported(
            pack,
            before,
            tuple(sorted(_name(key) for key in now.keys() - earlier.keys())),
            tuple(sorted(_name(key) for key in changed)),
            tuple(sorted(_name(key) for key in earlier.keys() - now.keys())),
            tuple(_local_lines(root, pack.id, changed)),
        )
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _put_in_place(root: Path, draft: Path, folder: Path, old: Path) -> None:
    """Swap the folders; when anything is then at fault, or the check does not end, swap them back."""
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.replace(old)
    sound = False
    try:
        draft.replace(folder)
        faults = (*check(root).faults, *check_pack(root, folder.name))
        sound = not faults
    finally:
        if not sound:
            shutil.rmtree(folder, ignore_errors=True)
            if old.exists():
                old.replace(folder)
    if faults:
        raise ContentBroken(faults)
    shutil.rmtree(old, ignore_errors=True)


def _unpack(data: bytes, draft: Path) -> None:
    """Write the files of a pack into a new folder, within bounds. Raises PackRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            infos = packed.infolist()
            if len(infos) > MOST_FILES:
                raise PackRefused("pack.too-many", most=MOST_FILES)
            together = 0
            for info in infos:
                if not PLACE.fullmatch(info.filename):
                    raise PackRefused("pack.stranger", file=info.filename[:80])
                with packed.open(info) as file:
                    words = file.read(MOST_BYTES + 1)
                together += len(words)
                if len(words) > MOST_BYTES or together > MOST_TOGETHER:
                    raise PackRefused("pack.too-large", most=MOST_TOGETHER)
                path = draft / info.filename
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(words)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise PackRefused("pack.unreadable") from error


def _described(folder: Path) -> Pack:
    """Read what a pack says of itself. Raises PackRefused or ContentBroken."""
    path = folder / PACK
    if not path.is_file():
        raise PackRefused("pack.no-description", file=PACK)
    node, problems = read(path)
    file = called(folder, path)
    if node is None or problems:
        raise ContentBroken(Fault(file, each.line, each.id, each.values) for each in problems)
    fitted = fit(PACKED, node, file, PACK)
    found = fitted[0]
    if found is None:
        raise ContentBroken(fitted[1])
    if not FOLDER.fullmatch(found.id):  # It names a folder.
        raise PackRefused("pack.no-description", file=PACK)
    return found


def _files(folder: Path) -> Iterator[Path]:
    yield folder / PACK
    for path in sorted(folder.rglob("*.yaml")):
        name = path.relative_to(folder).as_posix()
        if name not in (PACK, *SINGLE) and PLACE.fullmatch(name) and not path.is_symlink():
            yield path


def _texts(folder: Path) -> Mapping[Key, Entry]:
    return take(folder, complete=False).entries if folder.is_dir() else {}


def _name(key: Key) -> str:
    return f"{key[0]} {key[1]}"


def _local_lines(root: Path, pack: str, changed: set[Key]) -> Iterator[Fault]:
    """Find the local lines of organizations that take the pack, over texts that have changed."""
    for file in sorted((root / ORGANIZATIONS).glob("*/organization.yaml")):
        node, _ = read(file)
        packs = node.at(("packs",)).value if node else None
        if not isinstance(packs, list) or pack not in [each.value for each in packs]:
            continue
        for key, entry in take(file.parent, complete=False, within=root).entries.items():
            if key in changed:
                yield entry.fault(entry.node.line, "pack-changed-below", what=key[0], id=key[1], pack=pack)
