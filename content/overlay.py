"""Lays an organization over the texts: fills every {{name}}, and hides what it has not, or not confirmed."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from content.faults import Fault
from content.model import LANGUAGES, Language
from content.shelf import Entry
from content.yaml_source import Node

CONTACT = "contact."
SUPPLIED = re.compile(r"\{\{([a-z][a-z0-9._]*)\}\}")
"""A value the organization supplies, such as {{org.name}}."""

Names = Mapping[str, Mapping[Language, str] | None]
"""What fills the names, by language; None hides the line."""


BASIS = "basis"
"""Beside the languages of a text: the ids of the sources it rests on."""
REREAD = "reread"
"""Beside them too: the version for which somebody read both again and found that one needs no change."""
BESIDE = frozenset({*LANGUAGES, BASIS, REREAD})


@dataclass(frozen=True, slots=True)
class Given:
    """What one organization supplies: what fills the names, and which sources it has yet to confirm."""

    names: Names
    unconfirmed: frozenset[str]


def given(organization: Node, to_confirm: Iterable[str]) -> Given:
    """Read what an organization's file supplies; `to_confirm` are the sources that nobody has verified."""
    listed = _inside(organization, "confirmed")
    confirmed = {
        each.at(("fact",)).value
        for each in (listed if isinstance(listed, list) else [])
        if isinstance(each, Node)
    }
    unconfirmed = frozenset(fact for fact in to_confirm if fact not in confirmed)
    names = {**_processes(organization), **_values(organization), **_contacts(organization)}
    return Given(names, unconfirmed)


def _inside(organization: Node, name: str) -> object:
    found = organization.at((name,))
    return None if found is organization else found.value


def _values(organization: Node) -> Names:
    """Read the values; what is not a pair of texts there is a fault elsewhere."""
    values = _inside(organization, "values")
    if not isinstance(values, Mapping):
        return {}
    return {name: None if node.value is None else texts_of(node) for name, node in values.items()}


def _processes(organization: Node) -> Names:
    """Name the files that need a declaration of their own; None when there are none."""
    listed = _inside(organization, "processes")
    named = [texts_of(each.at(("name",))) for each in (listed if isinstance(listed, list) else [])]
    joined = {
        language: ", ".join(name[language] for name in named if language in name) for language in LANGUAGES
    }
    return {"overlay.process_declarations": joined if named else None}


def _contacts(organization: Node) -> Names:
    """Name each contact as a sentence does: the office, then where it is reached."""
    contacts = _inside(organization, "contacts")
    if not isinstance(contacts, Mapping):
        return {}
    return {
        f"{CONTACT}{key}": None if node.value is None else _contact(node) for key, node in contacts.items()
    }


def _contact(node: Node) -> Mapping[Language, str]:
    name, address = texts_of(node.at(("name",))), texts_of(node.at(("address",)))
    phone = _inside(node, "phone")
    reached = {language: address.get(language, phone) for language in LANGUAGES}
    return {
        language: f"{words}, {reached[language]}" if reached[language] else words
        for language, words in name.items()
    }


def texts_of(node: Node) -> Mapping[Language, str]:
    """Return the languages a node gives, if it is a text; else nothing."""
    value = node.value
    if not isinstance(value, dict) or not value.keys() <= BESIDE:
        return {}
    return {
        language: words
        for language in LANGUAGES
        if language in value and isinstance(words := value[language].value, str)
    }


def texts(node: Node) -> Iterator[Node]:
    """Find every text in a node, in the order of the file."""
    if texts_of(node):
        yield node
    elif isinstance(node.value, dict):
        for child in node.value.values():
            yield from texts(child)
    elif isinstance(node.value, list):
        for child in node.value:
            yield from texts(child)


def basis_of(node: Node) -> tuple[str, ...]:
    """Return the ids of the sources a text rests on."""
    listed = node.at((BASIS,)) if texts_of(node) else node
    if listed is node or not isinstance(listed.value, list):
        return ()
    return tuple(str(each.value) for each in listed.value)


def fill(entry: Entry, given: Given, file: str) -> tuple[Entry, tuple[Fault, ...]]:
    """Fill an entry, which stays itself where nothing is to be filled.

    A name without a value is a fault that points to the organization's `file`.
    """
    faults: list[Fault] = []
    filled = _Filling(entry, given, file, faults).node(entry.node)
    if filled is entry.node:
        return entry, tuple(faults)
    return Entry(entry.kind, entry.id, entry.file, entry.path, filled), tuple(faults)


def _changed(before: Collection[Node], after: Collection[Node]) -> bool:
    """Tell whether filling made anything else of some nodes, or left one out."""
    return len(before) != len(after) or any(
        one is not other for one, other in zip(before, after, strict=True)
    )


class _Filling:
    """Fills one entry."""

    def __init__(self, entry: Entry, given: Given, file: str, faults: list[Fault]) -> None:
        self._entry, self._file, self._faults = entry, file, faults
        self._given, self._unconfirmed = given.names, given.unconfirmed

    def node(self, node: Node) -> Node:
        """Fill whatever stands here."""
        words = texts_of(node)
        if words:
            return self._text(node, words)
        if isinstance(node.value, Mapping):
            named = {key: self.node(child) for key, child in node.value.items()}
            return replace(node, value=named) if _changed(node.value.values(), named.values()) else node
        if isinstance(node.value, list):
            kept = [self.node(child) for child in node.value if not self._hidden(child)]
            return replace(node, value=kept) if _changed(node.value, kept) else node
        return node

    def _hidden(self, node: Node) -> bool:
        """Tell whether a line of a list needs what the organization does not have, or has not confirmed."""
        if self._entry.kind == "checklist" and not texts_of(node):  # An item goes with its text.
            text = node.at(("text",))
            return text is not node and self._hidden(text)
        if any(fact in self._unconfirmed for fact in basis_of(node)):
            return True
        used = {name for words in texts_of(node).values() for name in SUPPLIED.findall(words)}
        return any(name in self._given and self._given[name] is None for name in used)

    def _text(self, node: Node, words: Mapping[Language, str]) -> Node:
        if not isinstance(node.value, Mapping):
            return node
        for fact in basis_of(node):
            if fact in self._unconfirmed:
                self._fault(node, "unconfirmed-alone", fact=fact, file=self._file)
        filled: dict[str, Node] = {}
        for language in [each for each in LANGUAGES if each in node.value]:
            child = node.value[language]
            said = self._words(child, language) if language in words else child.value
            filled[language] = child if said == child.value else Node(child.line, said)
        return replace(node, value=filled) if _changed(node.value.values(), filled.values()) else node

    def _fault(self, node: Node, id_: str, **values: str) -> None:
        self._faults.append(Fault(node.file or self._entry.file, node.line, id_, values))

    def _words(self, node: Node, language: Language) -> str:
        def value(match: re.Match[str]) -> str:
            name = match[1]
            if name not in self._given:
                missing = "contact-unknown" if name.startswith(CONTACT) else "value-unknown"
                self._fault(node, missing, name=name.removeprefix(CONTACT), file=self._file)
                return match[0]
            if self._given[name] is None:
                self._fault(node, "value-null-alone", name=name)
            return (self._given[name] or {}).get(language, match[0])

        return SUPPLIED.sub(value, str(node.value))
