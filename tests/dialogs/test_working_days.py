"""The days on which things are due: working days, federal holidays, and months of different lengths."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.model import Within
from dialogs.working_days import CountedFrom, item_due, message_day, talk_due, working_day


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
    assert due(Within(days=0), "2026-06-24", province="QC") == "2026-06-23"


FEDERAL = """
2026-01-01 2026-04-03 2026-04-06 2026-05-18 2026-07-01 2026-09-07 2026-09-30 2026-10-12 2026-11-11 2026-12-25
2026-12-28 2027-01-01 2027-03-26 2027-03-29 2027-05-24 2027-07-01 2027-09-06 2027-09-30 2027-10-11 2027-11-11
2027-12-27 2027-12-28 2028-01-03 2028-04-14 2028-04-17 2028-05-22 2028-07-03 2028-09-04 2028-10-02 2028-10-09
2028-11-13 2028-12-25 2028-12-26
"""
"""Every weekday on which federal offices are closed, from the statutes: Holidays Act, the Canada Labour Code,
and Easter Monday from the agreements. A holiday on a weekend is kept on the next working day."""

CIVIC_DAY = {
    "QC": "2026-06-24 2027-06-24 2028-06-26",  # Act respecting the National Holiday
    "YT": "2026-08-17 2027-08-16 2028-08-21",  # Discovery Day
    "ON": "2026-08-03 2027-08-02 2028-08-07",
    "AB": "2026-08-03 2027-08-02 2028-08-07",
    "NL": "2026-08-03 2027-08-02 2028-08-07",
}

FEBRUARY = "2026-02-16 2027-02-15 2028-02-21"
OWN = {
    "AB": FEBRUARY,
    "BC": FEBRUARY,
    "MB": FEBRUARY,
    "NB": FEBRUARY,
    "NS": FEBRUARY,
    "ON": FEBRUARY,
    "PE": FEBRUARY,
    "SK": FEBRUARY,
    "NL": """2026-03-16 2026-04-20 2026-06-22 2026-07-13 2027-03-15 2027-04-26 2027-06-21 2027-07-12
             2028-03-20 2028-04-24 2028-06-26 2028-07-10""",
    "NT": "2026-06-22 2027-06-21 2028-06-21",
    "NU": "2026-07-09 2027-07-09 2028-07-10",
    "QC": "",
    "YT": "2026-02-20 2026-06-22 2027-02-26 2027-06-21 2028-02-25 2028-06-21",
}
"""Weekdays free in a province and not in federal offices: a Monday of February (Family, Louis Riel,
Islander, Heritage Day), what Newfoundland keeps (Saint Patrick, Saint George, Discovery and Orangemen's Day),
National Indigenous Peoples Day in the Northwest Territories and Yukon, Nunavut Day, Yukon's Heritage Day."""


def days(written: str) -> set[date]:
    return {date.fromisoformat(each) for each in written.split()}


WEEKDAYS = [
    day
    for count in range(3 * 366)
    if (day := date(2026, 1, 1) + timedelta(count)) < date(2029, 1, 1) and day.weekday() < 5
]


def test_federal_offices_are_closed_on_their_holidays_and_open_on_every_other_weekday() -> None:
    assert {day for day in WEEKDAYS if not working_day(day, None)} == days(FEDERAL)


@pytest.mark.parametrize("province", CIVIC_DAY)
def test_federal_offices_keep_one_holiday_with_their_province(province: str) -> None:
    closed = {day for day in WEEKDAYS if not working_day(day, province)}
    assert closed == days(FEDERAL) | days(CIVIC_DAY[province])


@pytest.mark.parametrize("province", OWN)
def test_no_message_arrives_on_a_holiday_of_the_province(province: str) -> None:
    civic = days(CIVIC_DAY.get(province, CIVIC_DAY["ON"]))
    quiet = {day for day in WEEKDAYS if not message_day(day, province)}
    assert quiet == days(FEDERAL) | civic | days(OWN[province])


@pytest.mark.parametrize("province", [None, "no such province"])
def test_without_a_province_only_federal_holidays_are_kept(province: str | None) -> None:
    assert {day for day in WEEKDAYS if not message_day(day, province)} == days(FEDERAL)


def test_a_message_that_waits_never_waits_for_a_week() -> None:
    for province in (None, *OWN):
        arrives = [day for day in WEEKDAYS if message_day(day, province)]
        assert max(after - before for before, after in pairwise(arrives)) <= timedelta(days=5)


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
