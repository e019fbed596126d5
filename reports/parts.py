"""Cuts tables that are too long for one card into parts, in their order; pure."""

from collections.abc import Sequence
from dataclasses import replace

from content.model import Library
from dialogs.views import Table
from reports.tables import weight

ROOM = 8_000
"""Characters for the tables of one part: 25 KB are 12,800, and the words and buttons need the rest."""


def parts(tables: Sequence[Table], library: Library, room: int = ROOM) -> tuple[tuple[Table, ...], ...]:
    """Return the tables of each part, one at least. A table that goes on is named and headed again.

    Every row is in exactly one part. A row that is longer than the room has a part of its own. A table that
    takes no more than half a part is not cut, so that nobody takes its beginning for all of it.
    """
    cut: list[list[Table]] = [[]]
    left = room
    for table in tables:
        if cut[-1] and left < weight(table, library) <= room // 2:
            cut.append([])
            left = room
        for row in table.rows:
            one = replace(table, rows=(row,))
            goes_on = cut[-1] and cut[-1][-1].title == table.title
            needed = weight(one, library) - (weight(replace(table, rows=()), library) if goes_on else 0)
            if needed > left and cut[-1]:
                cut.append([])
                left, goes_on, needed = room, False, weight(one, library)
            left -= needed
            if goes_on:
                cut[-1][-1] = replace(cut[-1][-1], rows=(*cut[-1][-1].rows, row))
            else:
                cut[-1].append(one)
    return tuple(tuple(part) for part in cut)
