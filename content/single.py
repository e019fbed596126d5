"""Takes one file by itself: finds the content it belongs to, or lays a copy over the texts of Ethos."""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from content.faults import Fault
from content.shelf import (
    ARCHIVE,
    FOLDERS,
    KNOWN,
    LISTS,
    NOTICE,
    ORGANIZATION,
    OWN,
    PACK,
    PACKS,
    SINGLE,
    Entry,
    Key,
    Kind,
    Shelf,
    called,
    reads,
)
from content.yaml_source import Node, read

ORGANIZATIONS = "organizations"


@dataclass(frozen=True, slots=True)
class Single:
    """One file: the content folder it is checked with, the organization whose it is, and its entries.

    `name` is what faults call it. A file that lies elsewhere is `copied`: its entries lie over the base.
    `unread` says that it lies among the texts where nothing reads it.
    """

    root: Path
    name: str
    organization: Path | None = None
    copied: Shelf | None = None
    unread: Fault | None = None


def single(file: Path, shipped: Path) -> Single:
    """Find out what a file is, by where it lies, or else by what it holds."""
    path = Path(os.path.normpath(file.absolute()))  # A step upward would seem to lie in the folder it leaves.
    for folder in path.parents:
        if (folder / NOTICE).is_file() and (folder / ORGANIZATIONS).is_dir():
            name, owner = called(folder, path), _owner(folder, path)
            return Single(
                folder, name, owner, unread=_unread(name, path, (folder, owner, _pack(folder, path)))
            )
        if (folder / ORGANIZATION).is_file():
            return _of_organization(folder, path, shipped)
    name = called(path.parent, path)
    return Single(shipped, name, copied=_copied(path, name))


def _of_organization(folder: Path, path: Path, shipped: Path) -> Single:
    """Take a file of an organization's folder, wherever that lies."""
    root = folder.parent.parent
    inside = folder.parent.name == ORGANIZATIONS and (root / NOTICE).is_file()
    name = called(root if inside else folder, path)
    return Single(root if inside else shipped, name, folder, unread=_unread(name, path, (folder,)))


def _unread(name: str, path: Path, homes: Iterable[Path | None]) -> Fault | None:
    """Return a fault when no folder of texts reads a file; nobody may take that for a clean one."""
    known = path.name in (ORGANIZATION, PACK) or path.parent.name == ARCHIVE
    if known or any(reads(home, path) for home in homes if home):
        return None
    return Fault(name, 0, "file-unknown", {"known": ", ".join(KNOWN)})


def _pack(root: Path, path: Path) -> Path | None:
    """Return the folder of the pack a file belongs to; None for any other file."""
    match path.relative_to(root).parts:
        case (first, pack, _, *_) if first == PACKS:
            return root / PACKS / pack
        case _:
            return None


def _owner(root: Path, path: Path) -> Path | None:
    """Return the folder of the organization a file belongs to; None for the texts of all."""
    match path.relative_to(root).parts:
        case (first, owner, _, *_) if first == ORGANIZATIONS:
            return root / ORGANIZATIONS / owner
        case _:
            return None


def _copied(path: Path, name: str) -> Shelf:
    """Read a copy that lies nowhere in particular: what it holds says what it is."""
    node, problems = read(path)
    faults = tuple(Fault(name, each.line, each.id, each.values) for each in problems)
    if node is None:
        return Shelf({}, faults)
    kind = _kind(path, node)
    if kind is None or not isinstance(node.value, Mapping):
        return Shelf({}, (*faults, Fault(name, 0, "kind-unknown")))
    if kind in {*FOLDERS.values(), *OWN.values(), *SINGLE.values()}:
        known = node.value.get("id")
        id_ = kind if kind in SINGLE.values() else str(known.value) if known else path.stem
        return Shelf({(kind, id_): Entry(kind, id_, name, path, node)}, faults)
    each = node.value.items()
    found: dict[Key, Entry] = {(kind, id_): Entry(kind, id_, name, path, child) for id_, child in each}
    return Shelf(found, faults)


def laid_over(base: Shelf, copied: Shelf) -> Shelf:
    """Return the base with a copy's texts in the place of its own."""
    return replace(base, entries={**base.entries, **copied.entries}, faults=(*base.faults, *copied.faults))


def _kind(path: Path, node: Node) -> Kind | None:
    """Tell what a file is: by its folder or name, and if these say nothing by what it holds."""
    if path.name in SINGLE:
        return SINGLE[path.name]
    by_name = {**LISTS, **FOLDERS, **OWN}
    for name in (path.parent.name, path.stem):
        if name in by_name:
            return by_name[name]
    named = node.value if isinstance(node.value, Mapping) else {}
    for kind, parts in WHOLE.items():
        if parts <= named.keys():
            return kind
    inside = [set(each.value) for each in named.values() if isinstance(each.value, Mapping)]
    return next((kind for kind, test in EACH.items() if inside and all(test(each) for each in inside)), None)


WHOLE: Mapping[Kind, frozenset[str]] = {
    "module": frozenset({"pages"}),
    "form": frozenset({"questions", "reasons"}),
    "questionnaire": frozenset({"questions", "opening", "closing"}),
    "question-set": frozenset({"questions", "parts"}),
    "duty": frozenset({"questions"}),
    "checklist": frozenset({"items"}),
    "notice": frozenset({"version", "lines"}),
    "app": frozenset({"private", "shared"}),
    "draft": frozenset({"audience", "body"}),
}
"""By which parts a file with one text is known."""

EACH: Mapping[Kind, Callable[[set[str]], bool]] = {
    "source": lambda parts: "status" in parts,
    "verb": lambda parts: "label" in parts,
    "path": lambda parts: parts == {"modules"},
    "door": lambda parts: "about" in parts,
    "card": lambda parts: "title" in parts,
    "sentence": lambda parts: bool(parts & {"en", "fr"}),
}
"""By which parts the entries of a file with many are known."""
