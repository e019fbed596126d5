"""Writes a document as Markdown, for whoever works with plain text; pure."""

import re
from collections.abc import Iterator
from typing import assert_never

from content.model import Language
from reports.documents import (
    Block,
    Break,
    Bullets,
    Document,
    Grid,
    Heading,
    Line,
    Paragraph,
    paragraphs,
    plain,
)

MEANT = re.compile(r"[\\`*\[\]<>|]|(?<!\w)_|_(?!\w)")
"""What would mean something else than itself."""

BEGINNING = re.compile(r"^(\s*)(?:([#+=~-])|(\d+)([.)]))")
"""What would make a heading, a list or a line of a paragraph that begins with it."""

BETWEEN_LANGUAGES = "\n---\n\n"


def as_markdown(document: Document, language: Language | None = None) -> str:
    """Return a document as Markdown, in one language or in each of its own, one after the other.

    What people wrote stays what it is: it cannot turn into a heading, a link or a row of a table.
    """
    languages = (language,) if language else document.languages
    return BETWEEN_LANGUAGES.join(_version(document, each) for each in languages)


def _version(document: Document, language: Language) -> str:
    blocks = [f"# {_escaped(plain(document.title, language))}"]
    blocks += [text for block in document.blocks if (text := "\n".join(_lines(block, language)))]
    return "\n\n".join(blocks) + "\n"


def _lines(block: Block, language: Language) -> Iterator[str]:
    match block:
        case Heading(words, level):
            yield f"{'#' * (level + 1)} {_one(words, language)}"
        case Paragraph(words, label, kind):
            yield from _paragraph(words, f"**{_one(label, language)}** " if label else "", kind, language)
        case Bullets(items, numbered):
            for number, item in enumerate(items, 1):
                yield f"{f'{number}.' if numbered else '-'} {_one(item, language)}"
        case Grid():
            yield from _grid(block, language)
        case Break():
            pass
        case _:
            assert_never(block)


def _paragraph(words: Line, label: str, kind: str, language: Language) -> Iterator[str]:
    mark = "> " if kind == "quote" else ""
    cut = ["".join(said for said, _ in each) for each in paragraphs(words, language)] or [""]
    for number, each in enumerate(cut):
        if number:
            yield mark.rstrip()
        yield f"{mark}{'' if number else label}{_escaped(each)}".rstrip()


def _grid(grid: Grid, language: Language) -> Iterator[str]:
    yield f"**{_one(grid.title, language)}**"
    yield ""
    yield _row([_one(cell, language) for cell in grid.header])
    yield _row(["---" for _ in grid.header])
    for row in grid.rows:
        yield _row([_one(cell, language) for cell in row])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _one(line: Line, language: Language) -> str:
    return _escaped(plain(line, language))


def _escaped(words: str) -> str:
    return BEGINNING.sub(_harmless, MEANT.sub(r"\\\g<0>", words))


def _harmless(found: re.Match[str]) -> str:
    return f"{found[1]}{found[3] or ''}\\{found[2] or found[4]}"
