"""Which records have outlived their time, on which day."""

from datetime import UTC, date, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.model import KeptFor, RecordKind, Retention, Text
from dialogs.facts import Fact
from reports import measures
from scheduler.retention import COUNTED, months_back, outlived, youngest_day

AUTHORITY = Text(en="Authorization 1", fr="Autorisation 1")
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def keeping(**months: int) -> Retention:
    return Retention(
        backups_kept_days=35,
        records=tuple(
            KeptFor(kind=RecordKind(kind.replace("_", "-")), months=count, authority=AUTHORITY)
            for kind, count in months.items()
        ),
    )


def forward(day: date, months: int) -> date:
    return months_back(day, -months)


def test_without_an_authority_nothing_ever_goes() -> None:
    assert outlived(date(2100, 1, 1), None) == ()
    assert outlived(date(2100, 1, 1), keeping()) == ()


def test_the_notice_goes_before_the_language_so_that_nobody_is_left_without_one() -> None:
    found = outlived(date(2026, 11, 23), keeping(language_chosen=24, place=3, notice_seen=24))
    assert [each.kind for each in found] == ["notice-seen", "language-chosen", "place"]


def test_each_kind_has_a_time_of_its_own() -> None:
    found = outlived(date(2026, 11, 23), keeping(place=3, person=24))
    assert [(each.kind, each.before) for each in found] == [
        ("place", date(2026, 8, 23)),
        ("person", date(2024, 11, 23)),
    ]
    assert {each.authority for each in found} == {AUTHORITY}


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2028, 3, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2028, 2, 29), 24, date(2026, 2, 28)),
        (date(2026, 12, 31), 6, date(2026, 6, 30)),
    ],
)
def test_a_month_earlier_ends_where_that_month_ends(day: date, months: int, earlier: date) -> None:
    assert months_back(day, months) == earlier


@given(DAYS, DAYS, st.integers(1, 120))
def test_nothing_goes_before_its_months_are_over(record: date, today: date, months: int) -> None:
    if record < months_back(today, months):
        assert forward(record, months) < today


@given(DAYS, DAYS, st.integers(1, 120))
def test_nothing_stays_a_week_longer_than_written(record: date, today: date, months: int) -> None:
    if (today - forward(record, months)).days > 7:
        assert record < months_back(today, months)


@given(DAYS, st.integers(1, 120))
def test_what_reports_count_goes_by_whole_fiscal_years(today: date, months: int) -> None:
    (found,) = outlived(today, keeping(module_finished=months))
    assert (found.before.month, found.before.day) == (4, 1)
    assert found.before <= months_back(today, months)


def test_every_kind_that_is_counted_is_known_to_be() -> None:
    """Whatever fact the measures read is counted."""
    read = {each.kind for each in vars(measures).values() if each in get_args(Fact)}
    assert {kind.value for kind in COUNTED} == read


def test_a_day_counts_when_it_has_begun_everywhere() -> None:
    assert youngest_day(datetime(2026, 11, 23, 11, 59, tzinfo=UTC)) == date(2026, 11, 22)
    assert youngest_day(datetime(2026, 11, 23, 12, 0, tzinfo=UTC)) == date(2026, 11, 23)
