"""A day, a month or a fiscal year is understood as people write it, in both languages."""

import pytest

from dialogs import spans


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024-02-06", "2024-02-06"),
        ("February 6, 2024", "2024-02-06"),
        ("le 6 février 2024", "2024-02-06"),
        ("2024-02", "2024-02"),
        ("2024/2", "2024-02"),
        ("February 2024", "2024-02"),
        ("févr 2024", "2024-02"),
        ("FY2023-24", "FY2023-24"),
        ("2023-24", "FY2023-24"),
        ("2023-2024", "FY2023-24"),
        ("fiscal year 2023-24", "FY2023-24"),
        ("exercice 2023-2024", "FY2023-24"),
        ("FY1999-00", "FY1999-00"),
    ],
)
def test_people_write_when_something_was_as_exactly_as_they_know(written: str, read: str) -> None:
    assert spans.read(written) == read


@pytest.mark.parametrize(
    "written",
    [
        *("", "soon", "2024", "2024-13", "2023-25", "1979-12-31", "0001-01-01", "2100-01", "x 2024"),
        *("12/11/2024", "2024-02-30", "FY2023", 99 * "2"),
    ],
)
def test_what_is_no_day_month_or_year_is_not_guessed(written: str) -> None:
    assert spans.read(written) is None
