"""Seals versions: a text that people have finished or acknowledged cannot change under the same number."""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from content.faults import SENTENCES, Fault, spoken
from content.overlay import texts, texts_of
from content.shelf import ARCHIVE, Entry, Key
from content.yaml_source import Node

LOCK = "versions.lock"
SEALED = ("module", "duty", "notice", "questionnaire", "question-set")
WHOLE = frozenset({"questionnaire", "question-set"})
"""What is sealed whole: besides its texts, who is asked what, how many answers there must be, and what is
looked for where."""
UNSEALED = frozenset({"version", "first_day", "last_day"})
"""Parts of it that are no promise. An organization opens a poll by giving it days."""
BASE = "-"
"""Stands for the texts themselves, before any organization fills them."""
HEADER = "lock-header"
"""The sentence at the top of the file, in both languages."""
LINE = re.compile(
    r"(?P<organization>\S+) (?P<kind>\S+) (?P<id>\S+) (?P<version>[0-9]+) (?P<digest>[0-9a-f]{64})"
)

Name = tuple[str, str, str]
"""Organization, kind and id."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One text as it stands now."""

    name: Name
    version: int
    digest: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Lock:
    """What was sealed: version and digest by name."""

    sealed: Mapping[Name, tuple[int, str]]
    faults: tuple[Fault, ...]


def editions(organization: str, entries: Mapping[Key, Entry]) -> Iterator[Edition]:
    """List the texts that have versions; what has no whole number for one is a fault elsewhere."""
    for (kind, id_), entry in entries.items():
        version = entry.node.at(("version",)).value
        if kind in SEALED and isinstance(version, int):
            yield Edition((organization, kind, id_), version, digest(entry), entry)


def digest(entry: Entry) -> str:
    """Digest every text of an entry in both languages, in order; comments and layout do not count.

    Of what is asked, everything around its texts is digested too.
    """
    both = [texts_of(text) for text in texts(entry.node)]
    told = json.dumps([[text.get("en"), text.get("fr")] for text in both], ensure_ascii=False)
    if entry.kind in WHOLE:
        told += json.dumps(_shape(entry.node), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _shape(node: Node) -> object:
    """Return what stands around the texts: ids, kinds and numbers."""
    if texts_of(node):
        return ""
    if isinstance(node.value, Mapping):
        return {name: _shape(child) for name, child in node.value.items() if name not in UNSEALED}
    if isinstance(node.value, list):
        return [_shape(child) for child in node.value]
    return node.value


def read_lock(root: Path) -> Lock:
    """Read what was sealed. No file: nothing was."""
    path = root / LOCK
    if not path.is_file():
        return Lock({}, ())
    sealed: dict[Name, tuple[int, str]] = {}
    faults = []
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        if found := LINE.fullmatch(line.strip()):
            name = (found["organization"], found["kind"], found["id"])
            sealed[name] = (int(found["version"]), found["digest"])
        else:
            faults.append(Fault(f"{root.resolve().name}/{LOCK}", number, "lock-broken"))
    return Lock(sealed, tuple(faults))


def broken(lock: Lock, now: Iterable[Edition]) -> Iterator[Fault]:
    """Find texts that changed without a new version; what already changed for all is not said again."""
    changed: set[tuple[str, str]] = set()
    for edition in sorted(now, key=lambda edition: edition.name[0] != BASE):
        organization, kind, id_ = edition.name
        version, sealed = lock.sealed.get(edition.name, (0, ""))
        if edition.version < version:
            yield _fault(edition, "version-lowered", sealed=version)
        elif edition.version == version and edition.digest != sealed and (kind, id_) not in changed:
            changed.add((kind, id_))
            if organization == BASE:
                yield _fault(edition, "changed-unsealed")
            else:
                yield _fault(edition, "changed-for-organization", organization=organization)


def unsealed(lock: Lock, now: Iterable[Edition]) -> Iterator[Fault]:
    """Find versions that nobody has sealed yet."""
    for edition in now:
        if edition.version > lock.sealed.get(edition.name, (0, ""))[0]:
            yield _fault(edition, "not-sealed")


def _fault(edition: Edition, id_: str, **values: str | int) -> Fault:
    _, kind, name = edition.name
    line = edition.entry.node.at(("version",)).line
    said: dict[str, str | int] = {"what": kind, "id": name, "version": edition.version, **values}
    return Fault(edition.entry.file, line, id_, said)


def write(root: Path, lock: Lock, now: Iterable[Edition]) -> int:
    """Seal every new version, and keep a copy of its file; return how many texts were sealed.

    Call it only when `broken` finds nothing: what is sealed is never written over.
    """
    fresh = [edition for edition in now if edition.version > lock.sealed.get(edition.name, (0, ""))[0]]
    if not fresh:
        return 0
    for edition in fresh:
        _keep(root, edition)
    sealed = {**lock.sealed, **{edition.name: (edition.version, edition.digest) for edition in fresh}}
    lines = [f"{' '.join(name)} {version} {known}\n" for name, (version, known) in sorted(sealed.items())]
    said = spoken(SENTENCES)[HEADER]
    _replace(root / LOCK, "".join([f"# {said.en}\n", f"# {said.fr}\n", *lines]).encode())
    return len(fresh)


def kept(root: Path, path: Path, id_: str, version: int) -> Path:
    """Return where a version of a file is kept: in the archive of the folder the file belongs to."""
    owner = root
    if path.is_relative_to(root / "organizations"):
        owner = root / "organizations" / path.relative_to(root / "organizations").parts[0]
    return owner / ARCHIVE / f"{id_}-v{version}.yaml"


def _keep(root: Path, edition: Edition) -> None:
    """Copy the file of a version into its archive."""
    place = kept(root, edition.entry.path, edition.name[2], edition.version)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        _replace(place, edition.entry.path.read_bytes())


def _replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    draft = path.with_name(path.name + ".new")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
