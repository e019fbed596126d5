"""A report as JSON, as a spreadsheet, as plain text, on a card, and printed again later."""

import csv
import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.model import Organization, Text
from dialogs.facts import ModuleFinished, Side, Stamped, TalkConfirmed
from dialogs.people import Person, PersonId
from reports.measures import MEASURES
from reports.participation import Cell, Dimension, Measure, Report, participation
from reports.periods import parse
from reports.rendering import as_csv, as_json, as_text, card_tables
from reports.snapshots import SnapshotUnreadable, from_snapshot, to_snapshot
from tests.reports.office import did, library, staff

AFTER = date(2026, 11, 23)
PEOPLE = [*staff("north", 20), *staff("south", 25), *staff("east", 30)]
FINISHED = [did(person, ModuleFinished("M01", 1)) for person in [*PEOPLE[:2], *PEOPLE[20:30], *PEOPLE[45:57]]]


def report(by: Dimension = Dimension.UNIT, today: date = AFTER) -> Report:
    return participation(parse("2026-Q3"), today, FINISHED, PEOPLE, library(), by=by)


def test_the_json_has_the_promised_shape() -> None:
    shown = json.loads(json.dumps(as_json(report())))
    assert list(shown) == ["organization", "period", "measures"]
    assert shown["measures"][0] == {
        "id": "modules-finished",
        "definition": {"en": "measure.modules-finished EN", "fr": "measure.modules-finished FR"},
        "total": 24,
        "hidden_cells": 2,
        "by": {
            "unit": [
                {"key": "north", "count": None},
                {"key": "south", "count": None},
                {"key": "east", "count": 12},
            ]
        },
    }


def test_the_json_of_an_open_period_has_bands() -> None:
    shown = as_json(report(today=date(2026, 9, 1)))
    assert shown["measures"][0]["by"]["unit"][0] == {"key": "north", "count": None, "band": "few"}
    modules = as_json(report(Dimension.MODULE, today=date(2026, 9, 1)))
    assert modules["measures"][0]["by"] == {
        "module": [{"key": "M01", "count": 24}, {"key": "M04", "count": 0}]
    }


def test_the_spreadsheet_has_both_languages_side_by_side() -> None:
    text = as_csv(report(), library())
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))
    assert rows[0]["definition_fr"] == "measure.modules-finished FR"
    assert (rows[0]["key"], rows[0]["people"], rows[0]["hidden_cells"]) == ("", "24", "2")
    assert [(row["key"], row["name_fr"], row["people"]) for row in rows[1:4]] == [
        ("north", "north FR", ""),
        ("south", "south FR", ""),
        ("east", "east FR", "12"),
    ]


def test_the_spreadsheet_of_an_open_period_has_bands() -> None:
    rows = list(csv.DictReader(StringIO(as_csv(report(today=date(2026, 9, 1)), library()))))
    assert (rows[1]["band_en"], rows[1]["band_fr"]) == ("band.few EN", "band.few FR")


@given(st.text(min_size=1))
def test_no_name_of_a_unit_acts_as_a_formula(name: str) -> None:
    cell = Cell("=1+1", Text(en=name, fr=f"={name}"), 7)
    found = report()
    dangerous = Report(
        found.organization,
        found.period,
        False,  # noqa: FBT003 - a closed period
        Dimension.UNIT,
        (Measure("modules-finished", Text(en="@a", fr='"b"\n'), None, 0, (cell,)),),
    )
    text = as_csv(dangerous, library()).removeprefix("\ufeff")
    rows = list(csv.reader(StringIO(text, newline="")))
    assert len(rows) == 3
    assert {len(row) for row in rows} == {13}
    assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for row in rows for value in row)
    assert rows[2][7] in {name, f"'{name}"}


def test_the_plain_table_speaks_one_language() -> None:
    text = as_text(report(), library(), "fr")
    assert " EN" not in text
    assert text.splitlines()[:2] == ["Demo FR", "juillet à septembre 2026"]
    assert f"{'east FR':21}  12" in text
    assert f"{'north FR':21}  report.hidden FR" in text
    assert "\nreport.total FR\n" in text
    assert any(
        line.startswith("measure.modules-finished FR") and line.endswith(" 24") for line in text.splitlines()
    )
    assert text.endswith("report.hidden-why FR\nreport.not-counted FR\n")


def test_the_card_begins_with_the_totals_and_has_a_table_for_each_measure() -> None:
    answer = card_tables(report(), library())
    words = library().sentences
    totals, table, *_ = answer.tables
    assert len(answer.tables) == 1 + len(MEASURES)
    assert totals.title == words["report.total"]
    assert totals.rows[0] == (words["measure.modules-finished"], 24)
    assert table.header == (words["report.column.unit"], words["report.column.people"])
    assert table.rows[0] == (library().organization.units[0].name, None)
    assert answer.values["period"] == Text(en="July to September 2026", fr="juillet à septembre 2026")
    assert answer.remarks == (words["report.hidden-why"], words["report.not-counted"])


def test_a_table_says_by_what_it_counts_so_that_no_two_on_a_card_have_one_title() -> None:
    titles = [card_tables(report(by), library()).tables[1].title for by in Dimension]
    assert [title.en for title in titles] == [
        f"measure.modules-finished EN by {by.value} EN" for by in Dimension
    ]


def test_the_card_of_an_open_period_says_so_and_shows_bands() -> None:
    answer = card_tables(report(today=date(2026, 9, 1)), library())
    words = library().sentences
    assert answer.tables[1].rows[0][1] == words["band.few"]
    assert answer.remarks == (
        words["report.open"], words["report.until-closed"], words["report.bands"], words["report.not-counted"]
    )  # fmt: skip


def test_a_reader_of_a_month_learns_why_there_are_words_and_what_they_mean_also_when_it_is_over() -> None:
    words = library().sentences
    why = (words["report.month"], words["report.bands"])
    for today, first in ((AFTER, ()), (date(2026, 8, 31), (words["report.open"],))):
        month = participation(parse("2026-08"), today, FINISHED, PEOPLE, library(), by=Dimension.UNIT)
        assert card_tables(month, library()).remarks == (*first, *why, words["report.not-counted"])
        assert all(note.fr in as_text(month, library(), "fr") for note in why)


def test_a_reader_of_modules_is_told_nothing_about_words_that_are_not_there() -> None:
    answer = card_tables(report(Dimension.MODULE, today=date(2026, 9, 1)), library())
    words = library().sentences
    assert answer.remarks == (words["report.open"], words["report.not-counted"])


def test_a_report_is_printed_again_with_the_same_numbers() -> None:
    first = report()
    kept = json.loads(json.dumps(to_snapshot(first)))
    assert from_snapshot(kept, library().organization) == first
    by_module = report(Dimension.MODULE)
    assert from_snapshot(to_snapshot(by_module), library().organization) == by_module


# What was published before some of the measures existed ---------------------------------------------------


BEFORE: dict[str, Any] = {
    "v": 1,
    "organization": "demo",
    "period": "2026-Q2",
    "by": "unit",
    "measures": [
        {
            "id": "modules-finished",
            "definition": {"en": "As it was said then", "fr": "Comme on disait alors"},
            "total": 24,
            "hidden_cells": 2,
            "cells": [
                {"key": "north", "name": {"en": "North", "fr": "Nord"}, "count": None, "band": None},
                {"key": "south", "name": {"en": "South", "fr": "Sud"}, "count": None, "band": None},
                {"key": "east", "name": {"en": "East", "fr": "Est"}, "count": 12, "band": None},
            ],
        }
    ],
}


def test_what_was_published_before_a_measure_existed_is_printed_as_it_was() -> None:
    found = from_snapshot(BEFORE, library().organization)
    assert to_snapshot(found) == BEFORE
    assert "Comme on disait alors" in as_text(found, library(), "fr")
    assert [measure["id"] for measure in as_json(found)["measures"]] == ["modules-finished"]


def test_a_year_hides_what_an_old_publication_hid_and_counts_what_it_did_not_know() -> None:
    published = {"2026-Q2": from_snapshot(BEFORE, library().organization)}
    talks = [fact for each in PEOPLE[20:30] for fact in talked(each)]
    year = participation(
        parse("FY2026-27"), date(2027, 5, 1), [*FINISHED, *talks], PEOPLE, library(),
        by=Dimension.UNIT, published=published,
    )  # fmt: skip
    by_id = {measure.id: measure for measure in year.measures}
    assert by_id["talks-confirmed"].total == 10
    assert [cell.count for cell in by_id["talks-confirmed"].cells] == [0, 10, 0]


def test_what_a_later_version_counted_in_a_quarter_does_not_stop_the_year() -> None:
    later = {**BEFORE, "measures": [{**BEFORE["measures"][0], "id": "of-a-later-version"}]}
    published = {"2026-Q2": from_snapshot(later, library().organization)}
    year = participation(
        parse("FY2026-27"), date(2027, 5, 1), FINISHED, PEOPLE, library(),
        by=Dimension.UNIT, published=published,
    )  # fmt: skip
    assert year.measures[0].total == 24


def talked(person: Person) -> list[Stamped]:
    boss = PersonId("boss")
    theirs = did(str(boss), TalkConfirmed("onboarding", Side.MANAGER, person.id))
    return [did(person, TalkConfirmed("onboarding", Side.EMPLOYEE, boss)), theirs]


def other_organization() -> Organization:
    return library().organization.model_copy(update={"id": "other"})


def test_a_report_of_another_organization_or_of_a_later_version_is_not_printed() -> None:
    kept = to_snapshot(report())
    with pytest.raises(SnapshotUnreadable):
        from_snapshot(kept, other_organization())
    with pytest.raises(SnapshotUnreadable):
        from_snapshot({**kept, "v": 2}, library().organization)


@pytest.mark.parametrize(
    "broken", [{"period": "soon"}, {"by": "name"}, {"measures": [1]}, {"measures": [{}]}, {"period": 7}]
)
def test_a_damaged_report_is_not_printed(broken: dict[str, object]) -> None:
    with pytest.raises(SnapshotUnreadable):
        from_snapshot({**to_snapshot(report()), **broken}, library().organization)
