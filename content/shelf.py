"""Knows which files a content folder holds, and takes them apart into entries by kind and id."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from content.faults import Fault
from content.yaml_source import Node, read

Kind = Literal[
    "module",
    "duty",
    "checklist",
    "form",
    "questionnaire",
    "question-set",
    "draft",
    "facilitation",
    "card",
    "sentence",
    "verb",
    "value",
    "path",
    "door",
    "source",
    "notice",
    "app",
    "audience",
]
Key = tuple[Kind, str]

LISTS: Mapping[str, Kind] = {
    "cards": "card",
    "sentences": "sentence",
    "verbs": "verb",
    "values": "value",
    "paths": "path",
    "doors": "door",
    "sources": "source",
}
"""Texts by id, many in a file: one file of that name, a folder of files, or both."""

FOLDERS: Mapping[str, Kind] = {
    "modules": "module",
    "duties": "duty",
    "checklists": "checklist",
    "forms": "form",
    "questionnaires": "questionnaire",
    "question-sets": "question-set",
    "drafts": "draft",
    "facilitation": "facilitation",
}
"""Folders with one text a file, named after its id."""

AUDIENCES = "audiences"
OWN: Mapping[str, Kind] = {AUDIENCES: "audience"}
"""Folders of the same kind that only an organization has; lists of people lie there too."""

NOTICE = "notice.yaml"
SINGLE: Mapping[str, Kind] = {NOTICE: "notice", "app.yaml": "app"}
"""Files that are one text each."""
ORGANIZATION = "organization.yaml"
APPROVALS = "approvals.yaml"
"""Which office approved which version: for the texts of all, and for those of an organization."""
PACK, PACKS = "pack.yaml", "packs"
"""A folder of texts that several organizations share; its file says what it is."""
LIST = ".csv"
"""What the name of a list of people ends with."""
ARCHIVE = "archive"
"""Where sealed versions are kept."""
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,60}")
"""How the folder of an organization or of a pack may be called."""
KNOWN = (*(f"{name}.yaml" for name in LISTS), *SINGLE)
OPENED = (
    "checklists/departure.yaml",
    "checklists/onboarding.yaml",
    "duties/code.yaml",
    "duties/coi.yaml",
    "forms/coi-self-check.yaml",
    "questionnaires/feedback.yaml",
    "questionnaires/pulse.yaml",
    "questionnaires/rating.yaml",
)
"""Texts that conversations open by their id: without one, a button would lead to an apology."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text or set of texts with an id: its kind, where it stands, and what stands there."""

    kind: Kind
    id: str
    file: str
    path: Path
    node: Node

    def fault(self, line: int, id_: str, **values: str | int) -> Fault:
        """Make a fault in this entry's file."""
        return Fault(self.file, line, id_, values)

    def blame(self, node: Node, id_: str, **values: str | int) -> Fault:
        """Make a fault where a part of this entry stands."""
        return Fault(node.file or self.file, node.line, id_, values)


@dataclass(frozen=True, slots=True)
class Listed:
    """A file that holds one list, and what stands in it."""

    file: str
    node: Node


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything one folder holds, with what is wrong in its files."""

    entries: Mapping[Key, Entry]
    faults: tuple[Fault, ...]
    approvals: Listed | None = None


def take(folder: Path, *, complete: bool, within: Path | None = None) -> Shelf:
    """Read a content folder, or an organization's folder with texts of its own (then not `complete`).

    Faults name files from `within`, by default the folder itself.
    """
    top = within or folder
    entries: dict[Key, Entry] = {}
    faults: list[Fault] = [*_strangers(folder, top, complete=complete)]
    for file, kind, alone in _files(folder):
        name = called(top, file)
        if leaves(top, file):
            faults.append(Fault(name, 0, "path-leaves"))
            continue
        node, problems = read(file)
        faults += [Fault(name, problem.line, problem.id, problem.values) for problem in problems]
        if node is None:
            continue
        for entry in _entries(name, file, kind, node, alone=alone):
            if isinstance(entry, Fault):
                faults.append(entry)
                continue
            other = entries.setdefault((entry.kind, entry.id), entry)
            if other is not entry:
                faults.append(entry.fault(entry.node.line, "id-twice", found=entry.id, other=other.file))
    approvals, wrong = _approvals(folder, top)
    faults += wrong
    if complete:
        faults += [
            Fault(called(top, folder / name), 0, "file-missing", {"name": name})
            for name in (*KNOWN, *OPENED)
            if not os.path.lexists(folder / name) and not _inside(folder / name.removesuffix(".yaml"))
        ]
    return Shelf(entries, tuple(faults), approvals)


def _approvals(folder: Path, top: Path) -> tuple[Listed | None, list[Fault]]:
    """Read the list of approvals, if there is one."""
    file = folder / APPROVALS
    if not _has_approvals(folder):
        return None, []
    name = called(top, file)
    if leaves(top, file):
        return None, [Fault(name, 0, "path-leaves")]
    node, problems = read(file)
    listed = Listed(name, node) if node else None
    return listed, [Fault(name, problem.line, problem.id, problem.values) for problem in problems]


def _has_approvals(folder: Path) -> bool:
    """Tell whether approvals are read from a folder: a pack has none, since who receives it approves it."""
    return os.path.lexists(folder / APPROVALS) and not os.path.lexists(folder / PACK)


def leaves(top: Path, file: Path) -> bool:
    """Tell whether a file lies elsewhere than its name says, by way of a link or of steps upward."""
    if file.is_relative_to(top) and ".." in file.relative_to(top).parts:
        return True
    try:
        return not file.resolve().is_relative_to(top.resolve())
    except (OSError, RuntimeError):  # A link that leads to itself: reading it will say so.
        return False


def called(folder: Path, file: Path) -> str:
    """Name a file as faults do: from the folder that was asked for, such as content/notice.yaml."""
    inside = file.relative_to(folder) if file.is_relative_to(folder) else file
    return f"{folder.resolve().name}/{inside.as_posix()}"


def reads(folder: Path, file: Path) -> bool:
    """Tell whether a file is one of those that are read from a folder."""
    listed = file == folder / APPROVALS and _has_approvals(folder)
    if file.parent == folder / AUDIENCES and file.suffix == LIST:
        return bool(_owned(folder))
    return listed or any(file == each for each, _, _ in _files(folder))


def _files(folder: Path) -> Iterator[tuple[Path, Kind, bool]]:
    for name, kind in LISTS.items():
        for file in (*_inside(folder / name), folder / f"{name}.yaml"):
            if os.path.lexists(file):
                yield file, kind, False
    for name, kind in SINGLE.items():
        if os.path.lexists(folder / name):
            yield folder / name, kind, True
    for name, kind in {**FOLDERS, **_owned(folder)}.items():
        for file in _inside(folder / name):
            yield file, kind, True


def _owned(folder: Path) -> Mapping[str, Kind]:
    """Return the folders that are read besides: an organization's own."""
    return OWN if os.path.lexists(folder / ORGANIZATION) else {}


def _inside(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def _entries(name: str, file: Path, kind: Kind, node: Node, *, alone: bool) -> Iterator[Entry | Fault]:
    if not isinstance(node.value, Mapping):
        yield Fault(name, node.line, "not-both", {"where": file.name})
    elif kind in SINGLE.values():
        yield Entry(kind, kind, name, file, node)
    elif alone:
        yield Entry(kind, file.stem, name, file, node)
        found = node.at(("id",))
        if found is not node and found.value != file.stem:
            values = {"found": str(found.value), "expected": file.stem}
            yield Fault(name, found.line, "id-not-file-name", values)
    else:
        for id_, child in node.value.items():
            yield Entry(kind, id_, name, file, child)


def _strangers(folder: Path, top: Path, *, complete: bool) -> Iterator[Fault]:
    """Name files that look like content but that nothing would read: mostly slips in a name."""
    known = [*KNOWN, *([] if complete else [ORGANIZATION, PACK])]
    read_too = [APPROVALS] if _has_approvals(folder) else []
    for file in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]):
        if file.name not in (*known, *read_too):
            yield Fault(called(top, file), 0, "file-unknown", {"known": ", ".join(known)})
    folders = (*FOLDERS, *_owned(folder), *LISTS)
    for name in folders:
        for file in sorted((folder / name).glob("*.yml")):
            yield Fault(called(top, file), 0, "file-unknown", {"known": f"{file.stem}.yaml"})
        for file in sorted((folder / name).glob("*/*.yaml")):
            yield Fault(called(top, file), 0, "folder-unknown", {"known": f"{name}/"})
    for file in sorted(folder.glob("*/*.yaml")):
        if file.parent.name not in (*folders, ARCHIVE):
            listed = ", ".join(f"{name}/" for name in folders)
            yield Fault(called(top, file), 0, "folder-unknown", {"known": listed})
