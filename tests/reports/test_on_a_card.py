"""What a card has room for, courses beside modules, and what a small organization is told."""

import csv
from collections.abc import Sequence
from datetime import date
from io import StringIO

from content.model import Library
from dialogs.people import Path
from reports.on_a_card import ROOM, on_one_card
from reports.participation import Dimension, Report, participation
from reports.periods import parse
from reports.rendering import as_csv, as_json, as_text, card_tables
from reports.tables import weight
from tests.reports.office import library, staff
from tests.reports.test_paths_and_courses import (
    AFTER,
    ALL,
    EMPLOYEES,
    EVERYBODY,
    EXECUTIVES,
    FEW,
    M01,
    all_did,
    with_courses,
)

FACTS = [*all_did(M01, EMPLOYEES[:9]), *all_did(ALL, EMPLOYEES[:9]), *all_did(FEW, EXECUTIVES[:6])]


def report(
    by: Dimension,
    *,
    today: date = AFTER,
    small: bool = False,
    units: Sequence[str] = (),
    period: str = "2026-Q3",
) -> Report:
    people = [*EVERYBODY, *(person for unit in units for person in staff(unit, 12))]
    return participation(parse(period), today, FACTS, people, with_courses(small=small), by=by)


def every_split(units: Sequence[str] = ()) -> list[Report]:
    return [report(by, units=units) for by in (Dimension.UNIT, Dimension.MODULE, Dimension.PATH)]


def titles(words: Library, reports: Sequence[Report]) -> list[str]:
    return [table.title.en.removesuffix(" EN") for table in on_one_card(reports, words).tables]


def test_a_card_begins_with_modules_units_and_paths() -> None:
    assert titles(with_courses(), every_split())[:4] == [
        "report.total",
        "measure.modules-finished EN by module",
        "measure.modules-finished EN by unit",
        "measure.onboarding-finished EN by path",
    ]


def test_what_does_not_fit_on_a_card_is_left_out_and_the_reader_is_told() -> None:
    words = with_courses()
    many = [f"a-unit-with-a-long-name-{number}" for number in range(40)]
    answer = on_one_card(every_split(many), words)
    assert "measure.modules-finished EN by unit" not in titles(words, every_split(many))
    assert "measure.onboarding-finished EN by path" in titles(words, every_split(many))
    assert sum(weight(table, words) for table in answer.tables) <= ROOM
    assert answer.remarks[0] == words.sentences["report.more"]


def test_a_card_counts_only_the_hidden_figures_that_it_would_show() -> None:
    words = with_courses()
    modules = report(Dimension.MODULE, today=AFTER)
    remarks = on_one_card([modules], words).remarks
    assert remarks == (words.sentences["report.more"], words.sentences["report.not-counted"])


def test_courses_are_called_courses_in_every_form_of_a_report_by_module() -> None:
    found, words = report(Dimension.MODULE), with_courses()
    by_id = {measure["id"]: measure["by"] for measure in as_json(found)["measures"]}
    assert by_id["courses-reported"] == {
        "course": [{"key": "C-ALL", "count": 9}, {"key": "C-FEW", "count": 6}]
    }
    assert by_id["modules-finished"]["module"][0] == {"key": "M01", "count": 9}
    lines = list(csv.DictReader(StringIO(as_csv(found, words).removeprefix("\ufeff"))))
    assert [line["name_fr"] for line in lines if line["by"] == "course"] == [
        "C-ALL, for all FR",
        "C-FEW, for few FR",
    ]
    assert "measure.courses-reported FR by course FR\nreport.column.course FR" in as_text(found, words, "fr")


def test_the_bands_of_courses_are_explained_where_a_report_by_module_has_them() -> None:
    found, words = report(Dimension.MODULE, today=date(2026, 9, 1)), with_courses()
    assert words.sentences["report.bands"] in card_tables(found, words).remarks
    by_id = {measure["id"]: measure["by"] for measure in as_json(found)["measures"]}
    assert "band" in by_id["courses-reported"]["course"][0]
    assert "band" not in by_id["modules-finished"]["module"][0]


def test_paths_have_their_own_words_in_every_form_of_a_report() -> None:
    found, words = report(Dimension.PATH), with_courses()
    assert {cell["key"] for cell in as_json(found)["measures"][0]["by"]["path"]} <= {
        path.value for path in Path
    }
    assert '"path","employee"' in as_csv(found, words)
    assert "report.column.path EN" in as_text(found, words, "en")


def test_a_small_organization_is_told_why_there_are_only_totals() -> None:
    words = with_courses(small=True)
    found = report(Dimension.UNIT, small=True, period="FY2025-26")
    answer = card_tables(found, words)
    assert len(answer.tables) == 1
    assert answer.remarks == (words.sentences["report.small"], words.sentences["report.not-counted"])
    assert words.sentences["report.small"].fr in as_text(found, words, "fr")
    assert words.sentences["report.small"] not in card_tables(report(Dimension.UNIT), library()).remarks
