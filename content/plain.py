"""Compares how hard the texts read with what they are aimed at, in both languages."""

from collections.abc import Iterable, Iterator, Mapping

from content.faults import Fault
from content.model import LANGUAGES, Language
from content.overlay import texts, texts_of
from content.reading_level import ENOUGH_WORDS, LOOK_AGAIN, TARGET, TOO_HARD, reading
from content.shelf import Entry, Kind
from content.yaml_source import Node

READ: frozenset[Kind] = frozenset({"module", "notice", "duty", "checklist", "form", "door"})
"""What is read as a whole; a line of a card is too short to judge."""
ENOUGH_TO_BLAME = 8
"""Words of a text that may be named as the hardest one."""


def too_hard(entries: Iterable[Entry]) -> Iterator[Fault]:
    """Find texts that hardly anybody reads with ease."""
    return _harder_than(entries, "reads-too-hard", TOO_HARD, None)


def rather_hard(entries: Iterable[Entry]) -> Iterator[Fault]:
    """Find texts that are worth simplifying."""
    return _harder_than(entries, "reads-hard", LOOK_AGAIN, TOO_HARD)


def _harder_than(entries: Iterable[Entry], id_: str, least: int, most: int | None) -> Iterator[Fault]:
    for entry in entries:
        if entry.kind not in READ:
            continue
        found = [text for name, node in _parts(entry.node).items() if name != "title" for text in texts(node)]
        for language in LANGUAGES:
            level = reading([texts_of(text).get(language, "") for text in found], language)
            if level.words >= ENOUGH_WORDS and least < level.grade <= (most or level.grade):
                hardest = max(found, key=lambda text: _hardness(text, language))
                said: dict[str, str | int] = {"id": entry.id, "language": language, "target": TARGET}
                yield entry.blame(hardest.at((language,)), id_, grade=round(level.grade), **said)


def _parts(node: Node) -> Mapping[str, Node]:
    return node.value if isinstance(node.value, Mapping) else {}


def _hardness(text: Node, language: Language) -> float:
    """Return how hard one text reads; a short one is no place to begin."""
    level = reading([texts_of(text).get(language, "")], language)
    return level.grade if level.words >= ENOUGH_TO_BLAME else 0.0
