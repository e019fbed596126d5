"""The turns of a duty, by their names."""

from datetime import date

import pytest

from dialogs.occurrences import first_day


@pytest.mark.parametrize(
    ("occurrence", "day"),
    [
        ("2026", date(2026, 1, 1)),
        ("2026-Q3", date(2026, 7, 1)),
        ("2026-11", date(2026, 11, 1)),
        ("2026-13", None),
        ("2026-Q3-manager", date(2026, 7, 1)),
        ("2026-11-executive", date(2026, 11, 1)),
        ("2026-Q3-nobody", None),
        ("0000", None),
        ("", None),
    ],
)
def test_an_occurrence_says_when_it_begins(occurrence: str, day: date | None) -> None:
    assert first_day(occurrence) == day
