"""Finds what a longer period would give away of the shorter ones in it; pure.

A reader lays the tables of a fiscal year, its quarters and its months side by side. In each, cells are shown
exactly, as a band, or not at all; totals are exact; and somebody who counts in a month counts in its quarter
and its year, once. A hidden count is safe when another world publishes the very same: one in which a person
more counts there, one fewer in another group, and nothing that is shown changes. Looking for such worlds may
miss one; then more is hidden than has to be, never less.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reports.periods import Period
from reports.privacy import Counted, band_range, small

Shown = Mapping[str, int | str | None]
"""By key: the count, the band, or None where nothing is shown."""

Move = tuple[tuple[int, int], ...]
"""In which tables one person more or one fewer counts, by the place of the table."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table as it is published: every cell before anything is hidden, and what is shown of it.

    `kept` says whether this table keeps anything from its reader: one that was published before the measure
    existed shows nothing and says nothing.
    """

    period: Period
    total: int
    cells: Mapping[str, Counted]
    shown: Shown
    banded: bool
    kept: bool = True

    def span(self, key: str) -> tuple[int, int, int]:
        """Return a count, and the least and the greatest that what is shown leaves possible."""
        cell = self.cells.get(key)
        if cell is None:
            return 0, 0, 0
        shown = self.shown.get(key)
        if isinstance(shown, int):
            return shown, shown, shown
        low, high = band_range(cell.members, shown)
        # Whatever the staff list says today, what is true was possible when it was published.
        return cell.count, min(low, cell.count), max(min(high, self.total), cell.count)

    def secret(self, key: str) -> bool:
        """Tell whether a count must not be found out: a hidden one, or a small one that shows as a band.

        Where nobody counts, or everybody does, the total alone has told it.
        """
        cell = self.cells.get(key)
        if cell is None or not self.kept or isinstance(self.shown.get(key), int):
            return False
        if self.total in {0, sum(each.members for each in self.cells.values())}:
            return False
        return not self.banded or small(cell)


@dataclass(frozen=True, slots=True)
class _Row:
    """What is known of one group across the tables: counts, and what is possible in each."""

    counts: tuple[int, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]

    def allows(self, move: Move, sign: int, inner: Sequence[Sequence[int]]) -> bool:
        """Tell whether the group may have so many people more or fewer, as far as anybody knows."""
        after = list(self.counts)
        for place, change in move:
            after[place] += sign * change
            if not self.low[place] <= after[place] <= self.high[place]:
                return False
        return all(self._holds(after, place, parts) for place, parts in enumerate(inner) if parts)

    def _holds(self, after: Sequence[int], place: int, parts: Sequence[int]) -> bool:
        """Tell whether a table still fits the shorter ones; what does not hold anyway is not counted on.

        Somebody who changed groups may count in one of them in a month and in the other in its quarter.
        """
        least, most = max(after[part] for part in parts), sum(after[part] for part in parts)
        above = after[place] >= least or self.counts[place] < max(self.counts[part] for part in parts)
        below = after[place] <= most or self.counts[place] > sum(self.counts[part] for part in parts)
        return above and below


def given_away(tables: Sequence[Table]) -> frozenset[str]:
    """Return the keys of which some count can be worked out from these tables; the first is the longest.

    Every table but the first lies within the first.
    """
    keys = sorted({key for table in tables for key in table.cells})
    rows = {key: _row(tables, key) for key in keys}
    inner = _inner(tables)
    moves = tuple(_moves(inner))
    return frozenset(
        key
        for key in keys
        for place, table in enumerate(tables)
        if table.secret(key)
        and not _told(tables, rows[key], place, inner)
        and not _may_differ(key, rows, [move for move in moves if _moves_in(move, place)], inner)
    )


def _row(tables: Sequence[Table], key: str) -> _Row:
    spans = [table.span(key) for table in tables]
    counts, low, high = zip(*spans, strict=True)
    return _Row(counts, low, high)


def _inner(tables: Sequence[Table]) -> tuple[tuple[int, ...], ...]:
    """Return, for each table, the places of the tables just below it."""
    within = [
        [
            other
            for other, inside in enumerate(tables)
            if other != place and table.period.first <= inside.period.first and _longer(table, inside)
        ]
        for place, table in enumerate(tables)
    ]
    return tuple(
        tuple(part for part in parts if not any(part in within[other] for other in parts)) for parts in within
    )


def _longer(table: Table, inside: Table) -> bool:
    same = table.period.first == inside.period.first and table.period.last == inside.period.last
    return inside.period.last <= table.period.last and not same


def _moves(inner: Sequence[Sequence[int]]) -> Iterator[Move]:
    """Give every way in which one person may count elsewhere in time: in a table and in those around it.

    Either in a table and in some of those around it, or in one part of a period and not in another.
    """
    chains = [list(_chains(inner, place)) for place in range(len(inner))]
    for place in range(len(inner)):
        for chain in chains[place]:
            yield tuple((each, 1) for each in chain)
        for one in inner[place]:
            for other in inner[place]:
                if one < other:
                    for more in chains[one]:
                        for fewer in chains[other]:
                            yield (*((each, 1) for each in more), *((each, -1) for each in fewer))


def _chains(inner: Sequence[Sequence[int]], place: int) -> Iterator[tuple[int, ...]]:
    """Give a table alone, and with each chain of parts below it."""
    yield (place,)
    for part in inner[place]:
        for chain in _chains(inner, part):
            yield (place, *chain)


def _moves_in(move: Move, place: int) -> bool:
    return any(each == place for each, _ in move)


def _told(tables: Sequence[Table], row: _Row, place: int, inner: Sequence[Sequence[int]]) -> bool:
    """Tell whether a count was told openly: a longer period shows nobody, or its parts show all of it."""
    around = [other for other, parts in enumerate(inner) if place in _below(inner, parts)]
    if any(row.high[other] == 0 for other in around):
        return True
    parts = inner[place]
    open_parts = bool(parts) and all(row.low[part] == row.high[part] for part in parts)
    return open_parts and tables[place].total == sum(tables[part].total for part in parts)


def _below(inner: Sequence[Sequence[int]], parts: Sequence[int]) -> set[int]:
    return {*parts, *(deep for part in parts for deep in _below(inner, inner[part]))}


def _may_differ(
    key: str, rows: Mapping[str, _Row], moves: Sequence[Move], inner: Sequence[Sequence[int]]
) -> bool:
    """Tell whether a group and another one may have changed places for one person, and nothing shows it."""
    for move in moves:
        for sign in (1, -1):
            if rows[key].allows(move, sign, inner) and any(
                rows[other].allows(move, -sign, inner) for other in rows if other != key
            ):
                return True
    return False
