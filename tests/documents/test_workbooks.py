"""A workbook opens with its headers in sight, its charts native, and nothing in it that could calculate."""

import io
import zipfile
from datetime import date

import openpyxl

from bot.documents.workbooks import written
from content.model import Own, Text
from reports.workbook import Chart, Charts, Prose, Sheet, Workbook

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "https://a.example/=1", "{=1}", "12")
DAY = date(2026, 11, 23)


def both(english: str, french: str) -> Text:
    return Text(en=english, fr=french)


UNITS = Sheet(
    both("By unit", "Par unité"),
    (both("Unit", "Unité"), both("People", "Personnes")),
    (("A", 1200), ("B", 34), ("C", both("hidden", "masqué")), *((Own(fr=each), 5) for each in FORMULAS)),
)
BARS = Chart(both("People", "Personnes"), both("Bars: people.", "Barres : personnes."), UNITS, 0, 2, 0, 1)
WHOLE = Workbook(
    both("Participation", "La participation"),
    (
        Prose(both("Summary", "Sommaire"), (both("Title", "Titre"), both("Some words.", "Des mots."))),
        UNITS,
        Charts(both("Charts", "Graphiques"), (BARS, BARS)),
        Sheet(both("Nothing", "Rien"), (both("Day", "Jour"),), ()),
    ),
    DAY,
)


def parts(body: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(body)) as kept:
        return {name: kept.read(name).decode() for name in kept.namelist()}


def test_an_official_finds_each_language_in_sheets_of_its_own_name() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(WHOLE)))
    english, french = (
        ["Summary", "By unit", "Charts", "Nothing"],
        ["Sommaire", "Par unité", "Graphiques", "Rien"],
    )
    assert book.sheetnames == [*english, *french]
    only = Workbook(WHOLE.title, WHOLE.sheets, DAY, ("fr",))
    assert openpyxl.load_workbook(io.BytesIO(written(only))).sheetnames == french
    assert [row[0] for row in book["Sommaire"].iter_rows(values_only=True)] == ["Titre", "Des mots."]


def test_whoever_scrolls_keeps_the_header_in_sight_and_every_figure_is_one() -> None:
    drawn = openpyxl.load_workbook(io.BytesIO(written(WHOLE)))["Par unité"]
    assert drawn.freeze_panes == "A2"
    assert drawn.print_title_rows == "$1:$1"
    (table,) = drawn.tables.values()
    assert (table.ref, table.headerRowCount) == (f"A1:B{len(UNITS.rows) + 1}", 1)
    rows = list(drawn.iter_rows(values_only=True))
    assert rows[:4] == [("Unité", "Personnes"), ("A", 1200), ("B", 34), ("C", "masqué")]


def test_nothing_that_people_wrote_calculates_or_leads_anywhere() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(WHOLE)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    found = [book["By unit"].cell(5 + number, 1).value for number in range(len(FORMULAS))]
    assert found == list(FORMULAS)
    assert not [cell for cell in cells if cell.hyperlink]
    assert not [
        name for name, text in parts(written(WHOLE)).items() if "<f>" in text and "worksheets" in name
    ]


def test_charts_stay_charts_and_say_to_a_screen_reader_what_they_show() -> None:
    kept = parts(written(WHOLE))
    drawn = [text for name, text in kept.items() if name.startswith("xl/charts/chart")]
    assert len(drawn) == 4
    assert "'Par unité'!$B$2:$B$3" in drawn[2]
    assert "Personnes" in drawn[2]
    placed = [text for name, text in kept.items() if name.startswith("xl/drawings/drawing")]
    assert 'descr="Bars: people."' in placed[0]
    assert 'descr="Barres : personnes."' in placed[1]


def test_a_workbook_names_its_title_and_its_day_and_nobody_who_made_it() -> None:
    said = openpyxl.load_workbook(io.BytesIO(written(WHOLE))).properties
    assert said.title == "Participation / La participation"
    assert not said.creator
    assert not said.lastModifiedBy
    assert said.created is not None
    assert said.created.date() == DAY
    assert written(WHOLE) == written(WHOLE)
