"""The same figure of several periods, side by side."""

from datetime import date

import pytest

from dialogs.facts import ModuleFinished
from reports.participation import Dimension, Report, participation
from reports.periods import parse
from reports.trends import Point, looked_back, trend
from tests.reports.office import did, library, staff

NORTH, SOUTH = staff("north", 20), staff("south", 25)
TODAY = date(2026, 11, 23)
FACTS = [
    *(did(person, ModuleFinished("M01", 1), date(2026, 5, 4)) for person in NORTH[:7]),
    *(did(person, ModuleFinished("M01", 1), date(2026, 8, 3)) for person in [*NORTH[:2], *SOUTH[:9]]),
    *(did(person, ModuleFinished("M01", 1), date(2026, 11, 2)) for person in [*NORTH[:9], *SOUTH[:9]]),
]


def report(period: str) -> Report:
    people = [*NORTH, *SOUTH]
    return participation(parse(period), TODAY, FACTS, people, library("north", "south"), by=Dimension.UNIT)


REPORTS = [report(period) for period in ("2026-Q2", "2026-Q3", "2026-Q4")]


@pytest.mark.parametrize(
    ("period", "earlier"),
    [
        ("2026-Q3", ["2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"]),
        ("2026-03", ["2025-11", "2025-12", "2026-01", "2026-02"]),
        ("FY2026-27", ["FY2022-23", "FY2023-24", "FY2024-25", "FY2025-26"]),
    ],
)
def test_four_periods_of_the_same_kind_are_looked_back_at(period: str, earlier: list[str]) -> None:
    assert [each.id for each in looked_back(parse(period))] == earlier


def test_totals_stand_side_by_side_and_the_open_period_says_that_it_can_change() -> None:
    assert trend(REPORTS, "modules-finished") == (
        Point(parse("2026-Q2"), open=False, shown=7),
        Point(parse("2026-Q3"), open=False, shown=11),
        Point(parse("2026-Q4"), open=True, shown=18),
    )


def test_of_a_unit_what_may_not_be_shown_stays_hidden_and_the_open_period_has_a_word() -> None:
    assert [point.shown for point in trend(REPORTS, "modules-finished", "north")] == [7, None, "about-half"]


def test_a_period_that_did_not_know_the_measure_or_the_unit_is_left_out() -> None:
    assert trend(REPORTS, "of-a-later-version") == ()
    assert trend(REPORTS, "modules-finished", "archives") == ()
