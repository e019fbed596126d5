"""Key figures, bars that show no more than their table, one cut on a card, and what changed over time."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.model import Text
from dialogs.views import Chart, Figure, Table
from reports.on_a_card import ROOM, Point, charts_first, key_figures, of_one_cut, on_one_card, trend
from reports.participation import Dimension
from reports.periods import parse
from reports.tables import bars, weight
from tests.reports.office import both, library
from tests.reports.test_on_a_card import report
from tests.reports.test_paths_and_courses import with_courses

OPEN = date(2026, 9, 1)
CELLS = st.one_of(st.none(), st.just(both("about half")), st.integers(0, 500))


def table(*cells: int | Text | None) -> Table:
    rows = tuple((both(f"row {number}"), cell) for number, cell in enumerate(cells))
    return Table(both("title"), (both("name"), both("people")), rows, drawn="bars")


@given(st.lists(CELLS, max_size=12))
def test_a_chart_has_the_exact_figures_of_its_table_and_nothing_else(cells: list[int | Text | None]) -> None:
    drawn = table(*cells)
    exact = [cell for cell in cells if isinstance(cell, int)]
    if drawn.chart is None:
        assert len(exact) < 2 or not any(exact)
        return
    assert [count for _, count in drawn.chart.bars] == exact
    assert drawn.chart.without == len(cells) - len(exact)
    assert drawn.chart.most == max(exact)
    assert [len(bar) for bar in bars(drawn, 20)] == [
        -(-20 * cell // drawn.chart.most) if isinstance(cell, int) else 0 for cell in cells
    ]


def test_a_table_that_is_not_drawn_and_one_with_nothing_to_compare_have_no_chart() -> None:
    assert replace(table(3, 4), drawn="").chart is None
    assert table(3, None).chart is None
    assert table(0, 0).chart is None
    assert bars(table(3, None), 20) == ["", ""]
    assert table(3, 4, None).chart == Chart("bars", ((both("row 0"), 3), (both("row 1"), 4)), 1)


def test_a_bar_for_somebody_is_never_without_length() -> None:
    assert bars(table(1, 100_000), 20)[0]


def test_what_is_read_first_are_three_totals() -> None:
    figures = key_figures(report(Dimension.UNIT), library())
    assert figures[0] == Figure(both("key.modules-finished"), 9)
    assert [figure.label.en for figure in figures[1:]] == [
        "key.onboarding-finished EN",
        "key.reminders-answered EN",
    ]


def test_a_measure_that_a_report_of_another_time_does_not_have_is_left_out() -> None:
    found = report(Dimension.UNIT)
    only = replace(found, measures=tuple(each for each in found.measures if each.id == "modules-finished"))
    assert len(key_figures(only, library())) == 1


# Over time ----------------------------------------------------------------------------------------


def test_a_trend_goes_from_the_oldest_period_to_the_one_that_is_not_over() -> None:
    quarters = [
        Point(parse("2026-Q2"), 12),
        Point(parse("2026-Q3"), None),
        Point(parse("2026-Q4"), 7, open=True),
    ]
    found = trend(quarters, library())
    assert found is not None
    assert [(row[0].en, row[1]) for row in found.rows if isinstance(row[0], Text)] == [
        ("April to June 2026", 12),
        ("July to September 2026", None),
        ("October to December 2026 so far EN", 7),
    ]
    assert found.chart is not None
    assert (found.chart.drawn, found.chart.without) == ("columns", 1)


@pytest.mark.parametrize("points", [[], [Point(parse("2026-Q3"), 4)]])
def test_one_period_alone_is_no_trend(points: list[Point]) -> None:
    assert trend(points, library()) is None


def test_a_trend_stands_on_the_card_and_takes_its_room() -> None:
    words = with_courses()
    over_time = trend([Point(parse("2026-Q2"), 12), Point(parse("2026-Q3"), 21)], words)
    every = [report(by) for by in (Dimension.UNIT, Dimension.MODULE, Dimension.PATH)]
    answer = on_one_card(every, words, over_time=over_time)
    assert answer.tables[1] == over_time
    assert len(answer.figures) == 3
    assert sum(weight(each, words) for each in answer.tables) <= ROOM


def test_tables_with_a_chart_come_before_the_others_in_their_order() -> None:
    words = with_courses()
    answer = on_one_card([report(Dimension.MODULE)], words)
    plain = [each.title for each in answer.tables if not each.chart]
    first, *others = charts_first(answer).tables
    assert first.title.en.startswith("measure.modules-finished EN by module")
    assert [each.title for each in others] == plain


# One cut ------------------------------------------------------------------------------------------


def test_one_cut_has_its_tables_and_the_first_is_drawn() -> None:
    words = with_courses()
    answer = of_one_cut(report(Dimension.PATH), words)
    assert all(each.title.en.count("by path") for each in answer.tables)
    assert [bool(each.chart) for each in answer.tables].count(True) == 1
    assert words.sentences["report.no-bars"] not in answer.remarks


def test_a_cut_whose_figures_are_told_in_words_says_why_there_are_no_bars() -> None:
    words = with_courses()
    answer = of_one_cut(report(Dimension.UNIT, today=OPEN), words)
    assert all(each.chart is None for each in answer.tables)
    assert words.sentences["report.no-bars"] in answer.remarks


def test_where_nobody_did_anything_nothing_is_said_of_bars() -> None:
    words = with_courses()
    answer = of_one_cut(report(Dimension.MODULE, period="2025-Q3"), words)
    assert answer.tables[0].chart is None
    assert words.sentences["report.no-bars"] not in answer.remarks


def test_of_a_table_that_is_too_long_the_first_rows_are_shown_and_the_others_counted() -> None:
    words = with_courses()
    many = [f"a-unit-with-a-long-name-{number}" for number in range(60)]
    answer = of_one_cut(report(Dimension.UNIT, units=many), words)
    (only,) = answer.tables
    assert weight(only, words) <= ROOM
    all_of_them = len(report(Dimension.UNIT, units=many).measures[0].cells)
    assert answer.remarks[0].en == f"{all_of_them - len(only.rows)} more rows EN"
    assert answer.remarks[1] == words.sentences["report.more-in-file"]


def test_where_no_table_fits_drawn_the_first_stands_there_without_its_bars() -> None:
    words = with_courses()
    plain = weight(replace(of_one_cut(report(Dimension.PATH), words).tables[0], drawn=""), words)
    answer = of_one_cut(report(Dimension.PATH), words, room=plain)
    assert [bool(each.chart) for each in answer.tables] == [False]


def test_a_cut_of_a_measure_without_cells_says_only_what_is_not_counted() -> None:
    words = with_courses(small=True)
    answer = of_one_cut(report(Dimension.UNIT, small=True, period="FY2025-26"), words)
    assert answer.tables == ()
    assert words.sentences["report.no-bars"] not in answer.remarks
    assert len(answer.figures) == 3
