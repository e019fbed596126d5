"""Proofreads every text of the files as it stands there, so that a fault points to its line."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from content.avoided import Finding, avoid, unsettled
from content.faults import Fault
from content.model import Language
from content.overlay import texts, texts_of
from content.proofreading import proofread, read_aloud
from content.shelf import Entry, Kind
from content.yaml_source import Node

MOST_CHARACTERS = 5000
"""A longer text is a whole page in one line; it is named, and not looked at further."""

PUBLISHED: frozenset[Kind] = frozenset(
    {"module", "duty", "checklist", "form", "questionnaire", "notice", "door", "value", "path", "app"}
)
"""What people learn from and decide by: nothing there may still wait to be confirmed."""


QUOTED: frozenset[Kind] = frozenset({"question-set"})
"""What stands in the words of whoever asks: it is not ours to shorten."""


def proofs(entries: Iterable[Entry]) -> Iterator[Fault]:
    """Find everything wrong with the texts of some entries, each looked at alone."""
    for entry in entries:
        yield from _of(entry.file, entry.node, settled=entry.kind in PUBLISHED)


def proofs_of_organization(file: str, node: Node | None) -> Iterator[Fault]:
    """Find everything wrong with the texts in an organization's own file."""
    if node is not None:
        yield from _of(file, node, settled=True)


def second_looks(entries: Iterable[Entry]) -> Iterator[Fault]:
    """Find what is only worth a second look: sentences of many words."""
    for entry in entries:
        for text in texts(entry.node) if entry.kind not in QUOTED else ():
            if not _long(text):
                yield from (_fault(entry.file, text, finding) for finding in read_aloud(texts_of(text)))


def _of(file: str, node: Node, *, settled: bool) -> Iterator[Fault]:
    for text in texts(node):
        words = texts_of(text)
        for language in _long(text):
            values = {"most": MOST_CHARACTERS, "length": len(words[language])}
            yield _fault(file, text, Finding("text-too-long", language, values))
        if not _long(text):
            for finding in _findings(words.get("en"), words.get("fr"), settled=settled):
                yield _fault(file, text, finding)


@lru_cache(maxsize=1 << 14)  # The same texts are read again for each organization, and at each check.
def _findings(english: str | None, french: str | None, *, settled: bool) -> tuple[Finding, ...]:
    both: dict[Language, str | None] = {"en": english, "fr": french}
    words = {language: text for language, text in both.items() if text is not None}
    return (*proofread(words), *avoid(words), *(unsettled(words) if settled else ()))


def _long(text: Node) -> list[Language]:
    return [language for language, words in texts_of(text).items() if len(words) > MOST_CHARACTERS]


def _fault(file: str, text: Node, finding: Finding) -> Fault:
    line = text.at((finding.language or "en",)).line
    spoken_in = {"language": finding.language} if finding.language else {}
    return Fault(text.file or file, line, finding.id, {**spoken_in, **finding.values})
