"""Compares how hard the texts read with what they are aimed at, in both languages."""

from collections.abc import Iterable, Iterator, Mapping

from content.faults import Fault
from content.model import LANGUAGES, Language
from content.overlay import texts, texts_of
from content.reading_level import ENOUGH_WORDS, LOOK_AGAIN, TARGET, TOO_HARD, Reading, reading
from content.shelf import Entry, Kind
from content.yaml_source import Node

READ: frozenset[Kind] = frozenset({"module", "notice", "duty", "checklist", "form", "questionnaire", "door"})
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
        for language in LANGUAGES if entry.kind in READ else ():
            for found in _read_at_once(entry.node):
                level = _level(found, language)
                if level.words >= ENOUGH_WORDS and least < level.grade <= (most or level.grade):
                    hardest = max(found, key=lambda text: _hardness(text, language))
                    said: dict[str, str | int] = {"id": entry.id, "language": language, "target": TARGET}
                    yield entry.blame(hardest.at((language,)), id_, grade=round(level.grade), **said)
                    break


def _read_at_once(node: Node) -> Iterator[list[Node]]:
    """List what is judged together: all texts but the title, then each page by itself."""
    parts = node.value if isinstance(node.value, Mapping) else {}
    yield [text for name, part in parts.items() if name != "title" for text in texts(part)]
    pages = parts["pages"].value if "pages" in parts else ()
    for page in pages if isinstance(pages, list) else ():
        yield list(texts(page.at(("lines",))))


def _level(found: Iterable[Node], language: Language) -> Reading:
    return reading([texts_of(text).get(language, "") for text in found], language)


def _hardness(text: Node, language: Language) -> float:
    """Return how hard one text reads; a short one is no place to begin."""
    level = _level([text], language)
    return level.grade if level.words >= ENOUGH_TO_BLAME else 0.0
