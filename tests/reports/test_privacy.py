"""A reader who knows the total, all that is shown, every unit's size and the rules, learns nothing more."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.privacy import CELL_LEAST, UNIT_LEAST, Counted, band_of, bands, hidden, small, total_shown

Shown = tuple[int | str | None, ...]


def cells_of(counts: Sequence[int], members: Sequence[int]) -> list[Counted]:
    return [Counted(f"u{n}", *pair) for n, pair in enumerate(zip(counts, members, strict=True))]


def exact(cells: Sequence[Counted]) -> Shown:
    gone = hidden(cells)
    return tuple(None if cell.key in gone else cell.count for cell in cells)


def banded(cells: Sequence[Counted]) -> Shown:
    shown = bands(cells)
    return tuple(shown.get(cell.key) for cell in cells)


def found_out(
    members: Sequence[int], publish: Callable[[Sequence[Counted]], Shown]
) -> list[tuple[int, Shown]]:
    """Try every organization of these sizes; return what was published where a hidden count is certain."""
    possible: dict[tuple[int, Shown], list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(*(range(size + 1) for size in members)):
        possible[sum(counts), publish(cells_of(counts, members))].append(counts)
    return [
        (total, shown)
        for (total, shown), worlds in possible.items()
        if 0 < total < sum(members)  # nobody and everybody are told by the total alone
        for place, cell in enumerate(shown)
        if not isinstance(cell, int) and len({world[place] for world in worlds}) == 1
    ]


SIZES = [
    (10, 10),
    (12, 20),
    (10, 10, 10),
    (20, 20, 20),
    (1, 20, 20),
    (3, 12, 14),
    (3, 4, 12),
    (1, 1, 15),
    (3, 10, 10, 10),
]


@pytest.mark.parametrize("members", SIZES)
def test_a_reader_who_knows_everything_else_cannot_tell_a_hidden_count(members: tuple[int, ...]) -> None:
    assert found_out(members, exact) == []


def test_the_reader_of_these_tests_finds_out_what_only_a_threshold_hides() -> None:
    def naive(cells: Sequence[Counted]) -> Shown:
        return tuple(None if small(cell) else cell.count for cell in cells)

    assert found_out((10, 10, 10), naive) != []


organizations = st.lists(
    st.integers(1, 60).flatmap(lambda members: st.tuples(st.integers(0, members), st.just(members))),
    min_size=1,
    max_size=12,
)


@settings(max_examples=300, deadline=None)
@given(organizations)
def test_whatever_is_too_small_is_hidden_and_never_alone(people: list[tuple[int, int]]) -> None:
    cells = cells_of([count for count, _ in people], [members for _, members in people])
    gone = hidden(cells)
    assert {cell.key for cell in cells if small(cell)} <= gone
    shut = [cell for cell in cells if cell.key in gone]
    assert len(shut) != 1 or len(cells) == 1
    if 0 < len(gone) < len(cells):
        rest, room = sum(cell.count for cell in shut), sum(cell.members for cell in shut)
        for cell in shut:
            least = max(0, rest - (room - cell.members))
            assert min(cell.members, rest) > least


def pinned(cells: Sequence[Counted], shown: Shown) -> bool:
    """Tell whether total and bands leave some unit only one count, by trying every split."""
    worlds = [
        counts
        for counts in product(*(range(cell.members + 1) for cell in cells))
        if sum(counts) == sum(cell.count for cell in cells)
        and all(
            band is None or band_of(Counted(cell.key, count, cell.members)) == band
            for count, cell, band in zip(counts, cells, shown, strict=True)
        )
    ]
    return any(len({world[place] for world in worlds}) == 1 for place in range(len(cells)))


@pytest.mark.parametrize("members", [(10, 10), (10, 12), (3, 10), (10, 10, 11)])
def test_bands_and_the_total_together_pin_no_count(members: tuple[int, ...]) -> None:
    for counts in product(*(range(0, size + 1, 1 if len(members) == 2 else 3) for size in members)):
        cells = cells_of(counts, members)
        if 0 < sum(counts) < sum(members) and any(shown := banded(cells)):
            assert not pinned(cells, shown)


def test_units_appear_in_bands() -> None:
    cells = cells_of((2, 10, 15, 19, 4, 0), (20, 20, 20, 20, 9, 20))
    assert banded(cells) == ("few", "about-half", "most", "nearly-all", None, "few")


def test_bands_are_left_out_where_the_total_would_turn_them_into_counts() -> None:
    assert bands(cells_of((3, 3), (10, 10))) == {}
    assert bands(cells_of((2, 3), (10, 10))) == {"u0": "few", "u1": "few"}
    assert bands(cells_of((0, 0), (10, 10))) == {"u0": "few", "u1": "few"}


def test_a_unit_of_nobody_has_no_band() -> None:
    assert bands(cells_of((0, 7, 9), (0, 20, 20))) == {"u1": "about-half", "u2": "about-half"}


def test_a_cell_is_small_when_few_did_or_few_did_not() -> None:
    counts = [count for count in range(13) if not small(Counted("u", count, 12))]
    assert counts == [0, 5, 6, 7, 12]
    assert small(Counted("u", 0, UNIT_LEAST - 1))
    assert not small(Counted("u", CELL_LEAST, UNIT_LEAST))


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    assert hidden(cells_of((6, 0, 20), (12, 15, 20))) == frozenset()


def test_a_cell_hidden_elsewhere_takes_companions_too() -> None:
    cells = cells_of((6, 8, 20), (12, 15, 40))
    assert hidden(cells, {"u2"}) == {"u0", "u1", "u2"}


def test_when_the_hidden_ones_are_nearly_nobody_a_larger_unit_joins_them() -> None:
    assert hidden(cells_of((0, 1, 9, 9), (10, 11, 20, 30))) == {"u0", "u1", "u2"}


def test_a_very_small_organization_has_no_totals() -> None:
    assert not total_shown(9)
    assert total_shown(10)
