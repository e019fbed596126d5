"""What a booking is called, and on which day somebody is reminded of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.bookings import Booking, day_before, eve, listed, read, written

DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
BOOKINGS = st.builds(Booking, DAYS, st.sampled_from(["charter", "M01", "M02"]))


@given(st.sets(BOOKINGS, max_size=5))
def test_what_is_booked_comes_back_by_day_and_each_once(booked: set[Booking]) -> None:
    assert listed(f"{written(booked)} {written(booked)}") == tuple(sorted(booked))
    assert all(read(each.key) == each for each in booked)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "charter",
        "charter~",
        "~2026-12-04",
        "charter~2026-13-04",
        "charter~4 December 2026",
        "a_b~2026-12-04",
    ],
)
def test_nothing_else_is_a_booking(key: str) -> None:
    assert (read(key), eve(key)) == (None, date.min)
    assert listed(f"{key} M01~2026-12-04") == (Booking(date(2026, 12, 4), "M01"),)


@pytest.mark.parametrize(
    ("day", "province", "before"),
    [
        ("2026-12-04", "ON", "2026-12-03"),
        ("2026-12-07", "ON", "2026-12-04"),  # a Monday: the Friday before
        ("2026-10-13", "ON", "2026-10-09"),  # after Thanksgiving
        ("2027-02-16", "ON", "2027-02-12"),  # after Family Day, which Ontario keeps
        ("2027-02-16", "QC", "2027-02-15"),  # and Quebec does not
        ("2026-11-12", None, "2026-11-10"),  # after Remembrance Day
        ("2026-12-29", "BC", "2026-12-24"),  # after Christmas, Boxing Day and the day it is moved to
    ],
)
def test_the_day_before_is_the_last_on_which_a_message_may_arrive(
    day: str, province: str | None, before: str
) -> None:
    assert day_before(date.fromisoformat(day), province).isoformat() == before


def test_a_reminder_makes_sense_until_the_eve() -> None:
    assert eve("charter~2026-12-07") == date(2026, 12, 6)
