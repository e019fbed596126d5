"""A period as officials write it, in either language."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.typed_periods import SHAPE, read
from reports.periods import parse


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("2026-Q3", "2026-Q3"),
        ("2026 t3", "2026-Q3"),
        ("2026Q1", "2026-Q1"),
        ("2026-11", "2026-11"),
        ("2026-4", "2026-04"),
        ("2011-12", "2011-12"),
        ("FY2011-12", "FY2011-12"),
        ("fy 2026-27", "FY2026-27"),
        ("EX2026-2027", "FY2026-27"),
        ("2026-2027", "FY2026-27"),
        ("FY1999-00", "FY1999-00"),
    ],
)
def test_a_period_is_read_in_the_ways_people_write_it(typed: str, period: str) -> None:
    assert read(typed) == period == parse(period).id
    assert re.fullmatch(SHAPE, typed)


@pytest.mark.parametrize(
    "typed", ["", "2026", "FY2026", "2026-Q5", "2026-13", "FY2026-26", "4821", "2026-2029"]
)
def test_what_names_no_period_is_not_guessed(typed: str) -> None:
    assert read(typed) is None


@pytest.mark.parametrize("typed", ["2026-Q9", "2026-99", "FY2026", "EX 2026-29"])
def test_a_slip_is_still_taken_for_a_period_so_that_it_can_be_told(typed: str) -> None:
    assert re.fullmatch(SHAPE, typed)


@pytest.mark.parametrize("typed", ["4821", "2026-11-22", "22 November 2026", "2", "report"])
def test_a_room_code_a_date_and_a_number_are_no_periods(typed: str) -> None:
    assert not re.fullmatch(SHAPE, typed)


@given(st.from_regex(SHAPE, fullmatch=True))
def test_whatever_is_read_is_a_period_that_can_be_counted_unless_its_year_is_far(typed: str) -> None:
    period = read(typed)
    if period is not None and 1 < int(period.removeprefix("FY")[:4]) < 9_999:
        assert parse(period).id == period
