"""Lays one set of texts over another: what the upper one says is changed, the rest still comes from below."""

from collections.abc import Mapping
from dataclasses import replace

from content.overlay import texts_of
from content.shelf import Entry, Key
from content.yaml_source import Node

VERSION, ID = "version", "id"


def laid_over(below: Mapping[Key, Entry], above: Mapping[Key, Entry]) -> Mapping[Key, Entry]:
    """Return the texts of both; where both have an id, the parts that the upper one names are its own.

    A text is replaced in both languages at once. Lists whose items have ids are joined by id, in the order
    below, new ones last; any other list is replaced whole. A new one has to be whole: where it was a part of
    an item that is no longer below, fitting finds it. Of two versions the higher one counts, so that a
    correction below is a new version above too.
    """
    joined = {key: _entry(below[key], entry) if key in below else entry for key, entry in above.items()}
    return {**below, **joined}


def _entry(below: Entry, above: Entry) -> Entry:
    node = _node(below.node, above.node, below.file)
    return Entry(above.kind, above.id, above.file, above.path, node)


def _node(below: Node, above: Node, file: str) -> Node:
    lower, upper = below.value, above.value
    if texts_of(above):
        return above
    if isinstance(lower, Mapping) and isinstance(upper, Mapping):
        return Node(above.line, _named(lower, upper, file))
    if isinstance(lower, list) and isinstance(upper, list) and _ids(lower) and _ids(upper):
        return Node(above.line, _listed(lower, upper, file))
    return above


def _named(lower: Mapping[str, Node], upper: Mapping[str, Node], file: str) -> Mapping[str, Node]:
    found = {name: _from(node, file) for name, node in lower.items()}
    for name, node in upper.items():
        found[name] = _node(lower[name], node, file) if name in lower else node
    if VERSION in lower and VERSION in upper:
        found[VERSION] = _higher(_from(lower[VERSION], file), upper[VERSION])
    return found


def _higher(below: Node, above: Node) -> Node:
    lower, upper = below.value, above.value
    return below if isinstance(lower, int) and isinstance(upper, int) and lower > upper else above


def _listed(lower: list[Node], upper: list[Node], file: str) -> list[Node]:
    mine = {_id(node): node for node in upper}
    joined = [
        _node(node, mine.pop(_id(node)), file) if _id(node) in mine else _from(node, file) for node in lower
    ]
    return [*joined, *(replace(node, alone=True) for node in mine.values())]


def _ids(nodes: list[Node]) -> bool:
    return bool(nodes) and all(_id(node) for node in nodes)


def _id(node: Node) -> str:
    found = node.at((ID,))
    return "" if found is node else str(found.value)


def _from(node: Node, file: str) -> Node:
    """Return a part that stands in the file below, so that a fault in it points there."""
    value = node.value
    if isinstance(value, Mapping):
        value = {name: _from(child, file) for name, child in value.items()}
    elif isinstance(value, list):
        value = [_from(child, file) for child in value]
    return replace(node, value=value, file=node.file or file)
