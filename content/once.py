"""Finds what stands twice in one list: an id, a fact that is confirmed, a module of a path."""

from collections.abc import Iterator, Mapping

from content.faults import Fault
from content.shelf import Entry
from content.yaml_source import Node

NAMES = ("id", "code", "fact", "duty")
"""By which of its parts an item of a list is known; the first that it has."""
LISTED = frozenset({"modules", "contacts", "paths", "basis", "packs", "tension"})
"""Lists of plain names, where a second mention means nothing."""


def twice(entry: Entry) -> Iterator[Fault]:
    """Find everything that stands twice in one entry."""
    yield from twice_in(entry.file, entry.node)


def twice_in(file: str, node: Node, name: str = "") -> Iterator[Fault]:
    """Find everything that stands twice in a part of a file; `name` is what the part is called."""
    if isinstance(node.value, Mapping):
        for key, child in node.value.items():
            yield from twice_in(file, child, key)
    elif isinstance(node.value, list):
        yield from _list(file, node.value, name)
        for child in node.value:
            yield from twice_in(file, child)


def _list(file: str, nodes: list[Node], name: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for node in nodes:
        known = _known_by(node, name)
        if known is None:
            continue
        word = str(known.value)
        if word in seen:
            of = known.file or node.file or file
            id_ = "id-twice" if known is not node else "listed-twice"
            yield Fault(
                of, known.line, id_, {"found": word, "other": of} if known is not node else {"found": word}
            )
        seen.add(word)


def _known_by(node: Node, name: str) -> Node | None:
    """Return what an item is known by: one of its parts, or itself in a list of plain names."""
    if isinstance(node.value, Mapping):
        return next((node.value[part] for part in NAMES if part in node.value), None)
    return node if name in LISTED and isinstance(node.value, str) else None
