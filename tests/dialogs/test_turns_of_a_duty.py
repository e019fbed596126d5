"""When a turn of a duty begins and ends."""

from datetime import date

import pytest

from content.model import Month
from dialogs.occurrences import first_day, last_day


@pytest.mark.parametrize(
    ("occurrence", "month", "first", "last"),
    [
        ("2026-Q4", None, date(2026, 10, 1), date(2026, 12, 31)),
        ("2024-02", None, date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", None, date(2026, 12, 1), date(2026, 12, 31)),
        ("2026", None, date(2026, 1, 1), date(2026, 12, 31)),
        ("2026", Month.APRIL, date(2026, 4, 1), date(2027, 3, 31)),
        ("2026-Q4-manager", None, date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_turn_ends_on_the_eve_of_the_next(
    occurrence: str, month: Month | None, first: date, last: date
) -> None:
    assert (first_day(occurrence, month), last_day(occurrence, month)) == (first, last)


@pytest.mark.parametrize("words", ["", "2026-Q5", "2026-13", "soon", "0999-Q1"])
def test_words_that_name_no_turn_have_no_days(words: str) -> None:
    assert first_day(words) is None
    assert last_day(words) is None
