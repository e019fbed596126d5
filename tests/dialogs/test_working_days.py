"""The days on which things are due: working days, federal holidays, and months of different lengths."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.model import Within
from dialogs.working_days import CountedFrom, item_due, talk_due, working_day


def due(within: Within, base: str, counted_from: CountedFrom = "start", province: str | None = None) -> str:
    return item_due(within, counted_from, date.fromisoformat(base), province).isoformat()


@pytest.mark.parametrize(
    ("count", "first_day", "day"),
    [
        (1, "2026-11-09", "2026-11-09"),  # a Monday
        (5, "2026-11-09", "2026-11-16"),  # Remembrance Day lies between
        (1, "2026-11-07", "2026-11-09"),  # a Saturday
        (10, "2026-12-21", "2027-01-06"),  # over Christmas and the new year
    ],
)
def test_working_days_count_the_first_day_and_skip_days_off(count: int, first_day: str, day: str) -> None:
    assert due(Within(working_days=count), first_day) == day


def test_before_a_departure_working_days_count_back_from_the_last_day() -> None:
    assert due(Within(working_days=10), "2026-12-04", "end") == "2026-11-23"
    assert due(Within(working_days=1), "2026-12-06", "end") == "2026-12-04"
    assert due(Within(days=30), "2026-12-04", "end") == "2026-11-04"


def test_a_limit_in_days_or_months_is_never_passed_because_of_a_day_off() -> None:
    assert due(Within(days=30), "2026-10-08") == "2026-11-06", "the Friday before Saturday the 7th"
    assert due(Within(months=3), "2026-11-30") == "2027-02-26", (
        "February has no 30th, and the 28th is a Sunday"
    )
    assert due(Within(months=3), "2026-10-01") == "2026-12-31", "New Year's Day is a day off"
    assert due(Within(), "2026-11-09") == "2026-11-09"


def test_a_provinces_own_holiday_counts_there_only() -> None:
    assert due(Within(days=0), "2026-06-24") == "2026-06-24"
    assert working_day(date(2026, 6, 24), "QC") is (
        due(Within(days=0), "2026-06-24", "start", "QC") == "2026-06-24"
    )


def test_the_question_of_a_talk_waits_for_the_next_working_day() -> None:
    assert talk_due(Within(days=30), "start", date(2026, 10, 8), None) == date(2026, 11, 9)
    assert talk_due(Within(working_days=5), "start", date(2026, 11, 9), None) == date(2026, 11, 16)


def test_before_a_departure_the_question_never_comes_after_the_last_day() -> None:
    saturday = date(2026, 11, 28)
    assert talk_due(Within(days=0), "end", saturday, None) == date(2026, 11, 27)
    assert talk_due(Within(days=7), "end", saturday, None) == date(2026, 11, 23)


@given(
    within=st.builds(Within, working_days=st.none() | st.integers(1, 60), days=st.integers(0, 200)),
    base=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    counted_from=st.sampled_from(["start", "end"]),
    province=st.sampled_from([None, "QC", "NL", "YT"]),
)
def test_what_is_due_is_always_due_on_a_working_day(
    within: Within, base: date, counted_from: CountedFrom, province: str | None
) -> None:
    for day in (
        item_due(within, counted_from, base, province),
        talk_due(within, counted_from, base, province),
    ):
        assert working_day(day, province)
        assert counted_from == "start" or day <= base
