"""What a workbook and a document of counts hold: every figure that may be shown, and words where none may."""

from dataclasses import replace
from datetime import date

import pytest

from content.model import Library, Text
from dialogs.facts import ModuleFinished
from reports import counts_document, workbook
from reports.documents import Bullets, Grid, Heading, Line, Paragraph, plain
from reports.evidence import Told
from reports.participation import Dimension, Report, participation
from reports.periods import parse
from reports.rendering import card_tables
from reports.workbook import Charts, Prose, Sheet, Workbook
from tests.reports.office import did, staff

OVER, OPEN = date(2026, 11, 23), date(2026, 9, 1)
PEOPLE = [*staff("north", 20), *staff("south", 25), *staff("east", 30)]
FINISHED = [did(person, ModuleFinished("M01", 1)) for person in [*PEOPLE[:2], *PEOPLE[20:30], *PEOPLE[45:57]]]
GIFTS = Told(date(2026, 9, 30), Text(en="Gifts", fr="Cadeaux"), "gifts")


def report(library: Library, by: Dimension = Dimension.UNIT, today: date = OVER) -> Report:
    return participation(parse("2026-Q3"), today, FINISHED, PEOPLE, library, by=by)


def sheets(found: Workbook, language: str = "en") -> dict[str, Sheet]:
    return {getattr(each.name, language): each for each in found.sheets if isinstance(each, Sheet)}


def charts(found: Workbook) -> Charts:
    (drawn,) = [each for each in found.sheets if isinstance(each, Charts)]
    return drawn


def french(line: Line) -> str:
    return plain(line, "fr")


def test_an_official_sees_in_words_which_figures_are_hidden_and_how_many(library: Library) -> None:
    found = workbook.counted(report(library), library, [], OVER)
    rows = sheets(found)["By unit"].rows[:3]
    assert [french(figure) for *_, figure in rows] == ["12", "masqué", "masqué"]
    whole = sheets(found)["Whole organization"]
    assert whole.rows[0] == (library.sentences["measure.modules-finished"], 24, 2)
    assert not [row for sheet in sheets(found).values() for row in sheet.rows for cell in row if cell is None]


def test_a_chart_draws_no_hidden_figure_and_says_so(library: Library) -> None:
    found = workbook.counted(report(library), library, [], OVER)
    totals, modules, *_ = charts(found).charts
    drawn = modules.sheet.rows[modules.first : modules.last]
    assert [figure for *_, figure in drawn] == [12]
    assert french(modules.title).endswith("(masqués, non montrés\u00a0: 2)")
    assert "By unit" in modules.about.en
    assert totals.last == len(report(library).measures)
    for chart in charts(found).charts:
        rows = chart.sheet.rows[chart.first : chart.last]
        assert rows
        assert all(isinstance(row[chart.figures], int) for row in rows)


def test_words_in_place_of_figures_are_explained_and_drawn_nowhere(library: Library) -> None:
    found = workbook.counted(report(library, today=OPEN), library, [], OPEN)
    figures = [french(row[2]) for row in sheets(found)["By unit"].rows]
    assert "moins du tiers" in figures
    assert len(charts(found).charts) == 1
    meanings = [french(row[0]) for row in sheets(found)["Definitions"].rows]
    assert any("environ la moitié" in each for each in meanings)


def test_every_measure_is_defined_in_the_workbook(library: Library) -> None:
    found = report(library)
    defined = [row[1] for row in sheets(workbook.counted(found, library, [], OVER))["Definitions"].rows]
    assert [measure.definition for measure in found.measures] == defined[: len(found.measures)]


@pytest.mark.parametrize("by", Dimension)
def test_each_way_of_telling_people_apart_has_a_sheet_of_its_own(library: Library, by: Dimension) -> None:
    found = workbook.counted(report(library, by), library, [GIFTS], OVER)
    names = [each.name.fr for each in found.sheets]
    assert names[0] == "Sommaire"
    assert library.sentences[f"files.sheet.{by.value}"].fr in names
    assert names[-2:] == ["Vous avez dit, nous avons fait", "Définitions"]
    assert all(len(name) <= 31 for each in found.sheets for name in (each.name.en, each.name.fr))
    assert len({*names, *(each.name.en for each in found.sheets)}) == 2 * len(names)


def test_a_very_small_organization_gets_words_and_no_chart(library: Library) -> None:
    small = library.model_copy(
        update={"organization": library.organization.model_copy(update={"small": True})}
    )
    few = participation(parse("FY2025-26"), OVER, [], PEOPLE[:4], small, by=Dimension.MODULE)
    bare = replace(few, measures=tuple(replace(each, total=None, cells=()) for each in few.measures))
    found = workbook.counted(bare, small, [], OVER)
    assert [each.name.en for each in found.sheets] == ["Summary", "Whole organization", "Definitions"]
    assert {french(row[1]) for row in sheets(found)["Whole organization"].rows[:-1]} == {"masqué"}
    blocks = counts_document.counted(bare, small, [], OVER).blocks
    assert [each.words for each in blocks if isinstance(each, Heading)] == [
        small.sentences["files.how-to-read"],
        small.sentences["files.sheet.whole"],
    ]


def test_the_summary_says_whose_figures_these_are_and_of_when(library: Library) -> None:
    summary = workbook.counted(report(library), library, [], OVER).sheets[0]
    assert isinstance(summary, Prose)
    said = [french(line) for line in summary.lines]
    assert said[:4] == [
        "Participation\u00a0: juillet à septembre 2026",
        library.organization.name.fr,
        "Du 1er juillet 2026 au 30 septembre 2026.",
        "Préparé le 23 novembre 2026.",
    ]
    assert any(line.startswith("Chiffres masqués\u00a0: 2.") for line in said)
    nothing = replace(report(library), measures=())
    assert "Chiffres masqués\u00a0: aucun." in map(
        french, workbook.opening(nothing, library, card_tables(nothing, library), OVER)
    )


def test_a_document_holds_every_table_under_a_heading(library: Library) -> None:
    found = counts_document.counted(report(library), library, [GIFTS], OVER, ("fr",))
    assert french(found.title) == "Participation\u00a0: juillet à septembre 2026"
    assert found.languages == ("fr",)
    assert [french(each.words) for each in found.blocks if isinstance(each, Heading)] == [
        "Comment lire ces chiffres",
        "Toute l'organisation",
        "Par unité",
        "Vous avez dit, nous avons fait",
    ]
    totals, by_unit, *_, told = [each for each in found.blocks if isinstance(each, Grid)]
    assert totals.rows[0][1] == 24
    assert [french(row[1]) for row in by_unit.rows] == ["masqué", "masqué", "12"]
    assert told.rows[0][:2] == (GIFTS.day, GIFTS.title)
    first, second = found.blocks[0], found.blocks[2]
    assert isinstance(first, Paragraph)
    assert first.words == library.organization.name
    assert isinstance(second, Bullets)
