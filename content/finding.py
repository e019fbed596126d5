"""Finds where a sentence stands, so that whoever wants to change it knows which file to open."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from content.model import Language
from content.overlay import texts, texts_of
from content.shelf import called
from content.wording import fold
from content.yaml_source import read


@dataclass(frozen=True, slots=True)
class Place:
    """One text: its file as faults name it, its line from 1, the language, and the words."""

    file: str
    line: int
    language: Language
    words: str


def find(root: Path, wanted: str) -> Iterator[Place]:
    """Find the texts that hold some words, in order. Case, accents and punctuation do not count.

    What was kept of earlier versions is left out: it is not to be changed.
    """
    folded = fold(wanted)
    for path in sorted(root.rglob("*.yaml")):
        node, _ = read(path) if "archive" not in path.relative_to(root).parts else (None, ())
        for text in texts(node) if node and folded else ():
            for language, words in texts_of(text).items():
                if folded in fold(words):
                    yield Place(called(root, path), text.at((language,)).line, language, words)
