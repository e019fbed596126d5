"""The one table of thresholds for small groups, and the one function that hides what is too small; pure.

Whoever reads a report knows the total and every cell that is shown, and may know how many people work in
each unit and that a hidden unit was hidden for being near nobody or near everybody. Even so each hidden
count stays one of at least two, unless the total alone gives it away. The cells hidden besides the small
ones are chosen by how many people a unit has, never by the counts, because the choice would tell the count.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil

ORGANIZATION_LEAST = 10
"""An organization of fewer people gets no totals."""

UNIT_LEAST = 10
"""A unit of fewer people gets no cell."""

CELL_LEAST = 5
"""A cell is hidden when fewer people than this did something, or fewer than this did not; not when none."""

PRESENT_LEAST = 5
"""Of fewer people than this who came to a session, nobody is told the number, also while it goes on."""

ANSWERS_LEAST = 10
"""Of fewer answers without a name, to a form or to one of its questions, nothing is told."""

WORDS_LEAST = 10
"""Words are read when so many answered the form, and never of fewer."""

FACTOR_LEAST = 10
"""Answers told apart by what people say of themselves: a cell of fewer is not even stored, nor is one that
would give away the answers of fewer than this who are left over."""

THEME_LEAST = 5
"""A theme, or another door, to which fewer texts than this belong is not told; nor is it when none does."""

COMPANIONS = 2
"""How many units, the smallest ones, are hidden whenever any is. With one, a reader who knows these rules
could still work out some counts; with two, trying out every possible organization found none."""

ROOM = 3
"""How far the sum of all hidden counts lies from nobody and from everybody."""

BANDS: tuple[tuple[str, Fraction], ...] = (
    ("few", Fraction(1, 3)),
    ("about-half", Fraction(2, 3)),
    ("most", Fraction(9, 10)),
)
"""What is said while a period is open: each band ends below its share of the unit."""

HIGHEST_BAND = "nearly-all"


@dataclass(frozen=True, slots=True)
class Counted:
    """A cell before anything is hidden: `count` of its `members` people did something."""

    key: str
    count: int
    members: int


def small(cell: Counted) -> bool:
    """Tell whether a cell by itself says too much about few people."""
    others = cell.members - cell.count
    return cell.members < UNIT_LEAST or 0 < cell.count < CELL_LEAST or 0 < others < CELL_LEAST


def total_shown(members: int) -> bool:
    """Tell whether an organization is large enough for its totals, which then are exact."""
    return members >= ORGANIZATION_LEAST


def present_shown(count: int) -> bool:
    """Tell whether so many people at a session may be told as a number; it is exact then."""
    return count >= PRESENT_LEAST


def hidden(cells: Sequence[Counted], also: Collection[str] = ()) -> frozenset[str]:
    """Return the keys of the cells whose count is not shown; `also` are hidden for another reason.

    The counts add up to a total that is known. When anything is hidden, so are the two smallest units, and
    then further ones by size until what is hidden could be almost any split of its sum.
    """
    chosen = {cell.key for cell in cells if cell.key in also or small(cell)}
    if not chosen:
        return frozenset()
    by_size = sorted(cells, key=lambda cell: (cell.members, cell.key))
    chosen.update(cell.key for cell in by_size[:COMPANIONS])
    for cell in by_size[COMPANIONS:]:
        if _open([each for each in cells if each.key in chosen]):
            break
        chosen.add(cell.key)
    return frozenset(chosen)


def _open(cells: Sequence[Counted]) -> bool:
    """Tell whether the sum of hidden cells is far enough from none and from all."""
    done = sum(cell.count for cell in cells)
    undone = sum(cell.members - cell.count for cell in cells)
    return min(done, undone) >= ROOM


def told_apart(
    cells: Mapping[str, Mapping[str, int]],
    sizes: Mapping[str, int],
    whole: Mapping[str, int],
    of: int,
    least: int,
) -> frozenset[str]:
    """Return which of some cells may be shown beside the whole that they are parts of.

    `cells` is value → option → how many, `sizes` how many answered in each, and `whole` and `of` the same of
    everybody, those who gave no value included. Either every value is shown and nobody is left over, or what
    is left over is at least `least` answers, and every option that anybody chose was chosen there too: else
    the whole would tell what a hidden cell holds. Of those that are large enough the smallest goes first.
    """
    shown = sorted((key for key in cells if sizes[key] >= least), key=lambda key: (-sizes[key], key))
    while shown:
        rest = of - sum(sizes[key] for key in shown)
        left = (
            count - sum(cells[key].get(option, 0) for key in shown)
            for option, count in whole.items()
            if count
        )
        if rest >= least and all(each > 0 for each in left):
            break
        if rest == 0 and len(shown) == len(cells):
            break
        shown.pop()
    return frozenset(shown)


def bands(cells: Sequence[Counted]) -> Mapping[str, str]:
    """Return the band of each unit large enough for one, by key.

    The exact total is known too. Where it would turn a band into a count, no band is shown at all; where it
    says nobody or everybody, it has told everything already.
    """
    shown = {cell.key: band_of(cell) for cell in cells if cell.members >= UNIT_LEAST}
    total = sum(cell.count for cell in cells)
    if total in {0, sum(cell.members for cell in cells)}:
        return shown
    ranges = [band_range(cell.members, shown.get(cell.key)) for cell in cells if cell.members]
    lowest, highest = sum(low for low, _ in ranges), sum(high for _, high in ranges)
    pinned = any(min(high, total - lowest + low) == max(low, total - highest + high) for low, high in ranges)
    return {} if pinned else shown


def band_of(cell: Counted) -> str:
    """Return the band a count falls into."""
    share = Fraction(cell.count, cell.members)
    return next((band for band, end in BANDS if share < end), HIGHEST_BAND)


def band_range(members: int, band: str | None) -> tuple[int, int]:
    """Return the least and the greatest count of so many members that a band, or no band, leaves possible."""
    if band is None:
        return 0, members
    ends = [ceil(end * members) for _, end in BANDS]
    bounds = dict(
        zip([name for name, _ in BANDS] + [HIGHEST_BAND], pairwise([0, *ends, members + 1]), strict=True)
    )
    low, end = bounds[band]
    return low, end - 1
