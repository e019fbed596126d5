"""Lays an organization over the texts: fills every {{name}}, and hides the lines that have no value."""

import re
from collections.abc import Iterator, Mapping

from content.faults import Fault
from content.model import LANGUAGES, Language
from content.shelf import Entry
from content.yaml_source import Node

SUPPLIED = re.compile(r"\{\{([a-z][a-z0-9._]*)\}\}")
"""A value the organization supplies, such as {{org.name}}."""

Names = Mapping[str, Mapping[Language, str] | None]
"""What fills the names, by language; None hides the line."""


def names(organization: Node) -> Names:
    """Read the values of an organization's file; what is not a pair of texts there is a fault elsewhere."""
    values = organization.at(("values",))
    if values is organization or not isinstance(values.value, Mapping):
        return {}
    found: dict[str, Mapping[Language, str] | None] = {}
    for name, node in values.value.items():
        words = texts_of(node)
        found[name] = None if node.value is None else words
    return found


def texts_of(node: Node) -> Mapping[Language, str]:
    """Return the languages a node gives, if it is a text; else nothing."""
    if not isinstance(node.value, Mapping) or not node.value.keys() <= set(LANGUAGES):
        return {}
    found = {language: node.value[language].value for language in LANGUAGES if language in node.value}
    return {language: words for language, words in found.items() if isinstance(words, str)}


def texts(node: Node) -> Iterator[Node]:
    """Find every text in a node, in the order of the file."""
    if texts_of(node):
        yield node
    elif isinstance(node.value, Mapping):
        for child in node.value.values():
            yield from texts(child)
    elif isinstance(node.value, list):
        for child in node.value:
            yield from texts(child)


def fill(entry: Entry, given: Names, file: str) -> tuple[Entry, tuple[Fault, ...]]:
    """Fill an entry. A name without a value is a fault that points to the organization's `file`."""
    faults: list[Fault] = []
    filled = _Filling(entry, given, file, faults).node(entry.node)
    return Entry(entry.kind, entry.id, entry.file, entry.path, filled), tuple(faults)


class _Filling:
    """Fills one entry."""

    def __init__(self, entry: Entry, given: Names, file: str, faults: list[Fault]) -> None:
        self._entry, self._given, self._file, self._faults = entry, given, file, faults

    def node(self, node: Node) -> Node:
        """Fill whatever stands here."""
        words = texts_of(node)
        if words:
            return self._text(node, words)
        if isinstance(node.value, Mapping):
            return Node(node.line, {key: self.node(child) for key, child in node.value.items()})
        if isinstance(node.value, list):
            kept = [child for child in node.value if not self._hidden(child)]
            return Node(node.line, [self.node(child) for child in kept])
        return node

    def _hidden(self, node: Node) -> bool:
        """Tell whether a line of a list needs a value the organization does not have."""
        used = {name for words in texts_of(node).values() for name in SUPPLIED.findall(words)}
        return any(name in self._given and self._given[name] is None for name in used)

    def _text(self, node: Node, words: Mapping[Language, str]) -> Node:
        if not isinstance(node.value, Mapping) or not any("{{" in text for text in words.values()):
            return node
        filled: dict[str, Node] = {}
        for language, child in node.value.items():
            spoken: Language = "fr" if language == "fr" else "en"
            filled[language] = Node(child.line, self._words(child, spoken))
        return Node(node.line, filled)

    def _words(self, node: Node, language: Language) -> str:
        def value(match: re.Match[str]) -> str:
            name = match[1]
            if name not in self._given:
                self._faults.append(self._entry.fault(node.line, "value-unknown", name=name, file=self._file))
            elif self._given[name] is None:
                self._faults.append(self._entry.fault(node.line, "value-null-alone", name=name))
            return (self._given.get(name) or {}).get(language, match[0])

        return SUPPLIED.sub(value, str(node.value))
