"""The periods a report can be asked for."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.periods import (
    Kind,
    PeriodUnknown,
    closed,
    current_month,
    current_quarter,
    current_year,
    last_month,
    last_quarter,
    last_year,
    months,
    parse,
    quarters,
)


@pytest.mark.parametrize(
    ("words", "kind", "first", "last"),
    [
        ("2026-Q3", Kind.QUARTER, date(2026, 7, 1), date(2026, 9, 30)),
        (" 2026-q4 ", Kind.QUARTER, date(2026, 10, 1), date(2026, 12, 31)),
        ("2028-02", Kind.MONTH, date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-12", Kind.MONTH, date(2026, 12, 1), date(2026, 12, 31)),
        ("FY2026-27", Kind.FISCAL_YEAR, date(2026, 4, 1), date(2027, 3, 31)),
        ("FY2099-00", Kind.FISCAL_YEAR, date(2099, 4, 1), date(2100, 3, 31)),
    ],
)
def test_a_period_has_a_first_and_a_last_day(words: str, kind: Kind, first: date, last: date) -> None:
    period = parse(words)
    assert (period.id, period.kind, period.first, period.last) == (words.strip().upper(), kind, first, last)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "2026",
        "2026-Q5",
        "2026-13",
        "2026-00",
        "0000-Q1",
        "9999-12",
        "FY2026-28",
        "FY9999-00",
        "2026-Q1x",
        "٢٠٢٦-Q1",
    ],
)
def test_other_words_are_no_period(words: str) -> None:
    with pytest.raises(PeriodUnknown):
        parse(words)


@given(st.text())
def test_nonsense_is_a_named_error(words: str) -> None:
    with suppress(PeriodUnknown):
        assert parse(words).first


def test_a_period_is_closed_the_day_after_it() -> None:
    assert not closed(parse("2026-Q3"), date(2026, 9, 30))
    assert closed(parse("2026-Q3"), date(2026, 10, 1))


def test_a_fiscal_year_has_four_quarters_and_a_month_none() -> None:
    year = parse("FY2026-27")
    assert [quarter.id for quarter in quarters(year)] == ["2026-Q2", "2026-Q3", "2026-Q4", "2027-Q1"]
    assert quarters(parse("2026-11")) == ()


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_today_lies_in_the_current_quarter_and_the_current_year(today: date) -> None:
    for period in (current_quarter(today), current_year(today)):
        assert period.first <= today <= period.last
        assert parse(period.id) == period
    assert last_quarter(today).last + timedelta(days=1) == current_quarter(today).first


def test_a_fiscal_year_has_twelve_months_from_april() -> None:
    year = parse("FY2026-27")
    found = months(year)
    assert [found[0].id, found[8].id, found[9].id, found[-1].id] == [
        "2026-04",
        "2026-12",
        "2027-01",
        "2027-03",
    ]
    assert (len(found), found[0].first, found[-1].last) == (12, year.first, year.last)


@pytest.mark.parametrize(
    ("today", "year"), [(date(2026, 3, 31), "FY2024-25"), (date(2026, 4, 1), "FY2025-26")]
)
def test_the_fiscal_year_before_this_one(today: date, year: str) -> None:
    assert last_year(today).id == year


@pytest.mark.parametrize(
    ("day", "this", "last"),
    [
        (date(2026, 11, 30), "2026-11", "2026-10"),
        (date(2027, 1, 1), "2027-01", "2026-12"),
        (date(2028, 3, 31), "2028-03", "2028-02"),
    ],
)
def test_a_day_has_a_month_and_one_before_it(day: date, this: str, last: str) -> None:
    assert (current_month(day).id, last_month(day).id) == (this, last)
