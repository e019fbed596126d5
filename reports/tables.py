"""Writes a table in words of one language, and as aligned lines; pure."""

from collections.abc import Sequence

from content.model import LANGUAGES, Language, Library
from content.wording import written
from dialogs.views import Figure, Table

AROUND_A_CELL = 105
"""Characters that a card writes around the words of a cell, its share of the row included."""

AROUND_A_BAR = 20
AROUND_A_CHART = 150
SAID_BESIDE_A_CHART = 200
"""Characters that a card writes around the name of a bar, around a chart, and where rows have no bar."""


def in_words(table: Table, library: Library, language: Language) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table, header first; a cell that may not be shown says so."""
    hidden = library.sentences["report.hidden"]
    header = tuple(title.of(language) for title in table.header)
    rows = (tuple(written(hidden if cell is None else cell, language) for cell in row) for row in table.rows)
    return (header, *rows)


def figures(found: Sequence[Figure], library: Library, language: Language) -> list[tuple[str, str]]:
    """Return the numbers that are read first, each before its few words."""
    hidden = library.sentences["report.hidden"]
    return [
        (written(hidden if each.count is None else each.count, language), each.label.of(language))
        for each in found
    ]


def weight(table: Table, library: Library) -> int:
    """Return about how many characters a card needs for a table, in the language that needs more."""
    return max(
        sum(len(cell) + AROUND_A_CELL for row in in_words(table, library, language) for cell in row)
        + len(table.title.of(language))
        + 2 * AROUND_A_CELL
        + _weight_of_chart(table, language)
        for language in LANGUAGES
    )


def _weight_of_chart(table: Table, language: Language) -> int:
    chart = table.chart
    if chart is None:
        return 0
    bars = sum(len(written(name, language)) + len(str(count)) + AROUND_A_BAR for name, count in chart.bars)
    return AROUND_A_CHART + bars + (SAID_BESIDE_A_CHART if chart.without else 0)


def bars(table: Table, width: int) -> list[str]:
    """Return a bar of characters for each row of a table, the longest one `width` wide; empty without one."""
    chart = table.chart
    if chart is None:
        return [""] * len(table.rows)
    counts = [row[1] if isinstance(row[1], int) else 0 for row in table.rows]
    return ["\N{FULL BLOCK}" * (-(-width * count // chart.most)) for count in counts]


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return one line for each row, with columns as wide as their longest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
