"""An office program that is not ours opens what we write, and shows all of it in both languages."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from bot.documents import word, workbooks
from content.model import LANGUAGES, Language, Library, Text
from dialogs.facts import ModuleFinished
from dialogs.people import PersonId
from reports import counts_document, workbook
from reports.documents import Document, Grid
from reports.evidence import Told
from reports.participation import Dimension, Report, participation
from reports.periods import parse
from tests.documents import office
from tests.reports.office import did, staff

DAY = date(2026, 11, 23)
GIFTS = Told(
    date(2026, 9, 30), Text(en="Gifts and hospitality", fr="Cadeaux et marques d'hospitalité"), "gifts"
)
BAR = re.compile(rb"[\x00-\x78]{40}")
"""An inch of dark dots beside one another, as no letter has them."""

TITLES: dict[Language, str] = {
    "en": "Participation: July to September 2026",
    "fr": "Participation : juillet à septembre 2026",
}
SAYS: dict[Language, tuple[str, ...]] = {
    "en": ("Whole organization", "How to read these figures", "Figures hidden: {hidden}", "You said, we did"),
    "fr": (
        "Toute l'organisation",
        "Comment lire ces chiffres",
        "Chiffres masqués : {hidden}",
        "Vous avez dit, nous avons fait",
    ),
}
SHEETS: dict[Language, tuple[str, ...]] = {
    "en": (
        "What is counted",
        "Hidden figures",
        "Group",
        "hidden",
        "Meaning",
        "(hidden, not drawn: {hidden})",
    ),
    "fr": (
        "Ce qui est compté",
        "Chiffres masqués",
        "Groupe",
        "masqué",
        "Sens",
        "(masqués, non montrés : {hidden})",
    ),
}


def report(library: Library) -> Report:
    people = [person for unit in library.organization.units for person in staff(unit.id, 30)]
    first, second = (unit.id for unit in library.organization.units[:2])
    done = [each for each in people if each.unit not in (first, second)]
    done += [each for each in people if each.id in {PersonId(f"{first}-{n}") for n in range(2)}]
    done += [each for each in people if each.id in {PersonId(f"{second}-{n}") for n in range(8)}]
    facts = [did(each, ModuleFinished("M01", 1)) for each in done]
    return participation(parse("2026-Q3"), DAY, facts, people, library, by=Dimension.UNIT)


def long_table(library: Library) -> Document:
    header = library.sentences["report.column.measure"], library.sentences["report.column.people"]
    rows = tuple((f"{number}.", number) for number in range(120))
    return Document(header[0], (Grid(header[1], header, rows),), ("fr",))


@pytest.fixture(scope="module")
def prints(library: Library, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What LibreOffice prints of a document, a long table and a workbook, opened in one call."""
    folder = tmp_path_factory.mktemp("office")
    found, files = report(library), [folder / f"{name}.docx" for name in ("counts", "long")]
    files.append(folder / "workbook.xlsx")
    files[0].write_bytes(word.written(counts_document.counted(found, library, [GIFTS], DAY)))
    files[1].write_bytes(word.written(long_table(library)))
    files[2].write_bytes(workbooks.written(workbook.counted(found, library, [GIFTS], DAY)))
    return {file.stem: file for file in office.printed(files, folder)}


def filled(said: Sequence[str], library: Library) -> list[str]:
    hidden = sum(measure.hidden_cells for measure in report(library).measures)
    assert hidden
    return [each.format(hidden=hidden) for each in said]


def plain(words: str) -> str:
    return " ".join(words.replace("\u00a0", " ").split())


def of(pages: Sequence[str], language: Language) -> list[str]:
    """Return the pages of one language: each says at its foot what it belongs to."""
    return [plain(page) for page in pages if f"{TITLES[language]} \N{EN DASH} Page" in plain(page)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_shows_everything_on_its_pages(
    prints: dict[str, Path], language: Language, library: Library
) -> None:
    pages = of(office.pages(prints["counts"]), language)
    assert 3 <= len(pages) <= 6
    assert pages[0].startswith(TITLES[language])
    everything = " ".join(pages)
    assert [each for each in filled(SAYS[language], library) if each not in everything] == []


def test_a_document_in_both_languages_begins_the_second_on_a_page_of_its_own(prints: dict[str, Path]) -> None:
    pages = office.pages(prints["counts"])
    both = [*of(pages, "en"), *of(pages, "fr")]
    assert both == [plain(page) for page in pages]
    assert [page.rpartition(" ")[2] for page in both] == [str(number) for number in range(1, len(pages) + 1)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_shows_its_sheets_and_draws_its_charts(
    prints: dict[str, Path], language: Language, library: Library
) -> None:
    pages = office.pages(prints["workbook"])
    everything = plain(" ".join(pages))
    assert [each for each in filled(SHEETS[language], library) if each not in everything] == []
    assert "Err:" not in everything
    chart = library.sentences["files.chart.whole"].of(language)
    drawn = next(number for number, page in enumerate(pages, 1) if chart in plain(page))
    assert BAR.search(office.picture(prints["workbook"], drawn))


def test_every_page_of_a_long_table_begins_with_its_header(prints: dict[str, Path]) -> None:
    pages = office.pages(prints["long"])
    assert len(pages) >= 3
    assert all("Ce qui est compté" in plain(page) for page in pages)
