"""Reads the lists of people beside the audiences that an organization maintains, and checks both."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from content.characters import visible
from content.faults import Fault
from content.model import NamedAudience, Organization
from content.model.audiences import PERSON
from content.shelf import AUDIENCES, LIST, Entry, leaves
from content.yaml_source import UNREADABLE, Node

MOST_BYTES = 8 << 20
"""A list of people is no larger than 8 MiB; that is room for 200,000 of them."""

MOST_AUDIENCES = 12
"""They all stand in one list on a card."""

MOST_NAME = 50
"""Characters of a name in either language, for the same reason."""

HEADERS = frozenset({"id", "email", "identifiant", "courriel"})
"""What the first line of a list may say instead of naming somebody."""

FILE = "people_file"


@dataclass(frozen=True, slots=True)
class Read:
    """The people of one list, in small letters, and every fault of it."""

    people: frozenset[str]
    faults: tuple[Fault, ...]


def named(
    entries: Mapping[str, Entry], fitted: Mapping[str, NamedAudience], organization: Organization
) -> tuple[Mapping[str, NamedAudience], tuple[Fault, ...]]:
    """Return the audiences of an organization with the people of their lists, and everything wrong with them.

    `entries` are those of all audience files by id, `fitted` those that have the shape of one.
    """
    units = {unit.id for unit in organization.units}
    faults: list[Fault] = [*_unread(entries.values())]
    whole: dict[str, NamedAudience] = {}
    for number, (id_, found) in enumerate(fitted.items()):
        entry = entries[id_]
        faults += _rules(entry, found, units)
        if number == MOST_AUDIENCES:
            faults.append(entry.fault(0, "audiences-too-many", most=MOST_AUDIENCES))
        read = _read(entry, found.people_file) if found.people_file else Read(frozenset(), ())
        faults += read.faults
        whole[id_] = found.model_copy(update={"people": found.people | read.people})
    return whole, tuple(faults)


def unknown(file: str, node: Node, organization: Organization, known: Collection[str]) -> Iterator[Fault]:
    """Find the reminders in an organization's own file that name an audience nobody maintains."""
    for number, reminder in enumerate(organization.reminders):
        named = reminder.audience.named
        if named is not None and named not in known:
            line = node.at(("reminders", number, "audience", "named")).line
            yield Fault(file, line, "audience-unknown", {"found": named})


def _rules(entry: Entry, found: NamedAudience, units: Collection[str]) -> Iterator[Fault]:
    if not found.narrows:
        yield entry.fault(0, "audience-everyone")
    for number, unit in enumerate(found.units):
        if unit not in units:
            yield entry.blame(entry.node.at(("units", number)), "audience-unit-unknown", found=unit)
    if max(len(found.name.en), len(found.name.fr)) > MOST_NAME:
        yield entry.blame(entry.node.at(("name",)), "audience-name-long", most=MOST_NAME)


def _read(entry: Entry, name: str) -> Read:
    """Read the list beside an audience's file; its faults name lines, never what stands there."""
    path, called = entry.path.with_name(name), _beside(entry, name)
    if leaves(path.parent, path):
        return Read(frozenset(), (Fault(called, 0, "path-leaves"),))
    if not path.exists():
        return Read(frozenset(), (entry.blame(entry.node.at((FILE,)), "people-file-missing", name=name),))
    if not path.is_file():  # Opening a pipe would wait for somebody to write into it.
        return Read(frozenset(), (Fault(called, 0, "not-a-file"),))
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        reason = UNREADABLE.get(error.errno or 0, "other")
        return Read(frozenset(), (Fault(called, 0, "file-unreadable", {"reason": reason}),))
    return _people(called, data)


def _people(called: str, data: bytes) -> Read:
    if len(data) > MOST_BYTES:
        return Read(frozenset(), (Fault(called, 0, "file-too-large", {"most": MOST_BYTES // 1024}),))
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Read(frozenset(), (Fault(called, line, "people-file-not-utf-8"),))
    people: set[str] = set()
    faults: list[Fault] = []
    rows = [(line, word) for line, words in enumerate(text.splitlines(), start=1) if (word := _cell(words))]
    for place, (line, word) in enumerate(rows):
        if re.fullmatch(PERSON, word):
            people.add(word)
        elif place or word not in HEADERS:
            faults.append(Fault(called, line, "people-row"))
    if not people and not faults:
        faults.append(Fault(called, 0, "people-file-empty"))
    return Read(frozenset(people), tuple(faults))


def _cell(words: str) -> str:
    """Return what a line holds: its only cell, as spreadsheets of both languages write it."""
    return visible(words).strip().rstrip(",;").strip().strip('"').strip().lower()


def _unread(entries: Collection[Entry]) -> Iterator[Fault]:
    """Name lists of people that no audience reads: personal information that nobody needs there."""
    read = {entry.path.with_name(str(entry.node.at((FILE,)).value)) for entry in entries}
    folders: dict[Path, Entry] = {entry.path.parent: entry for entry in entries}
    for folder, entry in folders.items():
        for file in sorted(folder.glob(f"*{LIST}")) if folder.name == AUDIENCES else ():
            if file not in read:
                yield Fault(_beside(entry, file.name), 0, "people-file-unread")


def _beside(entry: Entry, name: str) -> str:
    """Name a file beside that of an entry, as faults do."""
    return f"{entry.file.rpartition('/')[0]}/{name}"
