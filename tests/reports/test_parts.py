"""A record of any length comes in parts that fit on a card, every row once and in its order."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dialogs.views import Table
from reports.parts import ROOM, parts
from reports.tables import weight
from tests.reports.office import both, library


def table(name: str, rows: int) -> Table:
    return Table(
        both(name),
        (both("day"), both("what")),
        tuple((date(2026, 1, 1), both(f"{name} {n}")) for n in range(rows)),
    )


@given(st.lists(st.integers(0, 90), max_size=5), st.integers(300, 6_000))
def test_every_row_is_in_one_part_in_its_order_and_each_part_fits(sizes: list[int], room: int) -> None:
    tables = [table(f"t{number}", rows) for number, rows in enumerate(sizes)]
    told = library()
    found = parts(tables, told, room)
    assert found
    assert [row for part in found for each in part for row in each.rows] == [
        row for each in tables for row in each.rows
    ]
    for part in found:
        assert all(each.rows and each.header for each in part)
        assert sum(weight(each, told) for each in part) <= room or sum(len(each.rows) for each in part) == 1


def test_what_fits_stays_together() -> None:
    (only,) = parts([table("a", 3), table("b", 2)], library(), ROOM)
    assert [len(each.rows) for each in only] == [3, 2]


def test_a_table_of_no_more_than_half_a_part_is_not_cut() -> None:
    found = parts([table("a", 20), table("b", 6), table("c", 6)], library(), 8_000)
    assert [[(each.title.en, len(each.rows)) for each in part] for part in found] == [
        [("a EN", 20), ("b EN", 6)],
        [("c EN", 6)],
    ]


def test_nothing_at_all_is_one_empty_part() -> None:
    assert parts([], library()) == ((),)


def test_a_table_that_goes_on_keeps_its_name() -> None:
    found = parts([table("a", 80)], library(), 2_000)
    assert len(found) > 1
    assert {each.title.en for part in found for each in part} == {"a EN"}
