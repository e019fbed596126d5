"""A session's hours where it takes place, and the day of the next one."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.model import Session, Text
from dialogs.sessions import begins, ends, following, local_date, takes_code

SAME = Text(en="A", fr="A")


def session(day: date, opens: time, zone: str = "America/St_Johns", minutes: int = 60) -> Session:
    return Session(
        title=SAME,
        body=(SAME,),
        first_day=day - timedelta(days=7),
        last_day=day,
        day=day,
        opens=opens,
        minutes=minutes,
        zone=zone,
        place=SAME,
        code="4821",
    )


def test_a_code_counts_from_half_an_hour_before_until_the_end_of_the_day_there() -> None:
    held = session(date(2026, 11, 24), time(10, 15))
    there = ZoneInfo("America/St_Johns")
    first, last = datetime(2026, 11, 24, 9, 45, tzinfo=there), datetime(2026, 11, 25, tzinfo=there)
    second = timedelta(seconds=1)
    for instant, counts in ((first - second, False), (first, True), (last - second, True), (last, False)):
        assert takes_code(held, instant.astimezone(UTC)) is counts, instant
    assert local_date(held, last - second) == held.day
    assert (ends(held) - begins(held)) == timedelta(hours=1)


def test_the_day_is_the_sessions_not_that_of_whoever_types() -> None:
    late = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)  # still the 24th in Toronto, and 23:30 in St. John's
    assert takes_code(session(date(2026, 11, 24), time(13)), late)
    later = late + timedelta(hours=1)  # 23:00 in Toronto, but past midnight in St. John's
    assert not takes_code(session(date(2026, 11, 24), time(13)), later)
    assert takes_code(session(date(2026, 11, 24), time(13), "America/Toronto"), later)


def test_a_day_with_a_change_of_clocks_ends_when_it_ends_there() -> None:
    autumn = session(date(2026, 11, 1), time(9), "America/St_Johns")
    assert takes_code(autumn, datetime(2026, 11, 2, 3, 29, tzinfo=UTC))
    assert not takes_code(autumn, datetime(2026, 11, 2, 3, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2026, 12, 1), 1, date(2027, 1, 5)),  # first Tuesdays
        (date(2026, 11, 24), 1, date(2026, 12, 22)),  # fourth Tuesdays
        (date(2026, 11, 24), 3, date(2027, 2, 23)),
        (date(2026, 9, 29), 1, date(2026, 10, 27)),  # a fifth Tuesday, and the last of a month with four
        (date(2026, 12, 29), 3, date(2027, 3, 30)),  # and one with five
    ],
)
def test_the_next_one_is_on_the_same_weekday_of_its_month(day: date, months: int, found: date) -> None:
    assert following(day, months) == found


@given(day=st.dates(date(2024, 1, 1), date(2040, 12, 31)), months=st.sampled_from([1, 3]))
def test_the_next_one_is_always_that_many_months_later_on_that_weekday(day: date, months: int) -> None:
    found = following(day, months)
    assert found.weekday() == day.weekday()
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    if day.day <= 28:
        assert (found.day - 1) // 7 == (day.day - 1) // 7
