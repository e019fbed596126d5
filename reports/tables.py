"""Writes a table in words of one language, and as aligned lines; pure."""

from collections.abc import Sequence

from content.model import LANGUAGES, Language, Library
from content.wording import written
from dialogs.views import Table

AROUND_A_CELL = 105
"""Characters that a card writes around the words of a cell, its share of the row included."""


def in_words(table: Table, library: Library, language: Language) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table, header first; a cell that may not be shown says so."""
    hidden = library.sentences["report.hidden"]
    header = tuple(title.of(language) for title in table.header)
    rows = (tuple(written(hidden if cell is None else cell, language) for cell in row) for row in table.rows)
    return (header, *rows)


def weight(table: Table, library: Library) -> int:
    """Return about how many characters a card needs for a table, in the language that needs more."""
    return max(
        sum(len(cell) + AROUND_A_CELL for row in in_words(table, library, language) for cell in row)
        + len(table.title.of(language))
        + 2 * AROUND_A_CELL
        for language in LANGUAGES
    )


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return one line for each row, with columns as wide as their longest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
