"""What stands in a document, without its bytes: headings, paragraphs, lists and tables; pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from content.characters import visible
from content.model import LANGUAGES, Language, Library, Own, Text
from content.wording import written
from dialogs.views import Table, Value

Words = Text | Own | str | int | date
"""In both languages, or in the one somebody wrote in; a `str` reads the same in both."""

Line = Words | tuple[Words, ...]
"""Words of one line, or several one after another: each keeps the language it is in."""

Piece = tuple[str, Language]
"""Words and the language they are in, which a screen reader needs to know."""

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What a file of an office program cannot hold at all."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section; `level` 1 is the highest, 3 the lowest."""

    words: Line
    level: Literal[1, 2, 3] = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences; a line break begins a new paragraph. `label` stands in bold before them.

    A `quote` is what somebody wrote or may take over as it is, so that it is told from our own words.
    """

    words: Line
    label: Text | None = None
    kind: Literal["plain", "quote"] = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; a `numbered` one has an order."""

    items: tuple[Line, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: a title, one header row, and rows as long as it. No cell is empty without saying so.

    `about` is what a screen reader reads before the rows; without it, the title.
    """

    title: Text
    header: tuple[Text, ...]
    rows: tuple[tuple[Line, ...], ...]
    about: Text | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """What follows begins on a new page."""


Block = Heading | Paragraph | Bullets | Grid | Break


@dataclass(frozen=True, slots=True)
class Document:
    """A document: the whole of it in each of its languages, one after the other."""

    title: Text
    blocks: tuple[Block, ...]
    languages: tuple[Language, ...] = LANGUAGES


def grid(table: Table, library: Library, about: Text | None = None) -> Grid:
    """Return a card's table for a document; a cell that may not be shown says so."""
    hidden = library.sentences["report.hidden"]
    rows = tuple(tuple(_cell(hidden if cell is None else cell) for cell in row) for row in table.rows)
    return Grid(table.title, table.header, rows, about)


def _cell(value: Value) -> Words:
    if isinstance(value, tuple):
        return Text(en=written(value, "en"), fr=written(value, "fr"))
    return value


def pieces(line: Line, language: Language) -> list[Piece]:
    """Return a line as it reads in one language, each piece with the language it is in."""
    parts: Iterable[Words] = line if isinstance(line, tuple) else (line,)
    return [_piece(words, language) for words in parts]


def _piece(words: Words, language: Language) -> Piece:
    said, spoken = words.of(language) if isinstance(words, Own) else (written(words, language), language)
    return UNWRITABLE.sub("", visible(said)), spoken


def paragraphs(line: Line, language: Language) -> list[list[Piece]]:
    """Return a line cut at its line breaks; blank ones are left out."""
    found: list[list[Piece]] = [[]]
    for said, spoken in pieces(line, language):
        first, *others = said.splitlines() or [""]
        found[-1].append((first, spoken))
        found += [[(other, spoken)] for other in others]
    return [kept for each in found if (kept := [piece for piece in each if piece[0].strip()])]


def plain(line: Line, language: Language) -> str:
    """Return a line as one string."""
    return " ".join("".join(said for said, _ in pieces(line, language)).split("\n"))


def title_of(document: Document) -> str:
    """Return the title in each of the document's languages."""
    return " / ".join(_each(document.title, document.languages))


def _each(text: Text, languages: Sequence[Language]) -> Sequence[str]:
    return [plain(text, language) for language in languages]
