"""Finds what leads nowhere: a contact nobody has, a source nobody wrote, a page that no path reaches."""

from collections.abc import Collection, Iterator, Mapping
from typing import get_args

from content.faults import Fault
from content.model import PathName
from content.overlay import BASIS, texts
from content.shelf import Entry, Key, Kind
from content.yaml_source import Node

SENDS: Mapping[Kind, str] = {"module": "contacts", "door": "contacts", "facilitation": "refer"}
"""Where a text names contacts of the directory."""


def unreachable(entries: Mapping[Key, Entry], organization: Node | None, file: str) -> Iterator[Fault]:
    """Check one organization's texts against its directory, the sources and the paths; `file` is its own."""
    sources = {id_ for kind, id_ in entries if kind == "source"}
    for entry in entries.values():
        yield from _sources(entry.file, entry.node, sources)
    if organization is not None:
        yield from _sources(file, organization, sources)
        yield from _confirmed(file, organization, sources)
        yield from _contacts(entries, organization, file)
    yield from _pages(entries)


def _listed(node: Node, *path: str | int) -> list[Node]:
    """Return the items of a list that may be missing."""
    found = node.at(path)
    return found.value if found is not node and isinstance(found.value, list) else []


def _sources(file: str, node: Node, known: Collection[str]) -> Iterator[Fault]:
    for text in texts(node):
        basis = text.at((BASIS,))
        if basis is text:
            continue
        of = text.file or file
        if not isinstance(basis.value, list):
            yield Fault(of, basis.line, "basis-not-list", {"found": str(basis.value or "")})
        for named in _listed(text, BASIS):
            if named.value not in known:
                yield Fault(of, named.line, "basis-unknown", {"found": str(named.value)})


def _confirmed(file: str, organization: Node, known: Collection[str]) -> Iterator[Fault]:
    for confirmation in _listed(organization, "confirmed"):
        fact = confirmation.at(("fact",))
        if isinstance(fact.value, str) and fact.value not in known:
            yield Fault(file, fact.line, "basis-unknown", {"found": fact.value})


def _contacts(entries: Mapping[Key, Entry], organization: Node, file: str) -> Iterator[Fault]:
    directory = organization.at(("contacts",)).value
    known = directory if isinstance(directory, Mapping) else {}
    for entry in entries.values():
        if field := SENDS.get(entry.kind):
            for named in _listed(entry.node, field):
                if isinstance(named.value, str) and named.value not in known:
                    yield entry.blame(named, "contact-unknown", name=named.value, file=file)


def _pages(entries: Mapping[Key, Entry]) -> Iterator[Fault]:
    """Check that some path leads to each module and each of its pages."""
    offered: dict[str, set[str]] = {}
    for (kind, id_), entry in entries.items():
        if kind == "path":
            for module in _listed(entry.node, "modules"):
                offered.setdefault(str(module.value), set()).add(id_)
    for (kind, id_), entry in entries.items():
        if kind != "module" or not offered:
            continue
        if id_ not in offered:
            yield entry.blame(entry.node.at(("id",)), "module-unreachable", id=id_)
            continue
        for page in _listed(entry.node, "pages"):
            readers = _listed(page, "paths")
            named = {str(reader.value) for reader in readers}
            if named and named <= set(get_args(PathName)) and not named & offered[id_]:
                said = {"paths": ", ".join(sorted(named)), "id": id_}
                yield entry.blame(readers[0], "page-unreachable", **said)
