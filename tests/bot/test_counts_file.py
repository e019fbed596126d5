"""Counts that leave as a file: what is in it, who may have it, and the line of the access list."""

import io
from typing import Any
from zoneinfo import ZoneInfo

import docx
import openpyxl
import pytest

from bot import counts_file
from bot.command.operations import perform
from bot.command.operator import Operator
from bot.command.orders import Means
from bot.counting import Look
from bot.heard import File
from content.model import Library
from dialogs.people import PersonId
from scheduler.zones import use_packaged_rules
from tests.bot.office import Office, staff
from tests.bot.test_counting import SAM, finishes
from tests.bot.test_operations import Read, order
from tests.bot.test_small import SUMMER, of_size, office_of
from tests.conftest import CONTENT

OPERATOR = Operator(CONTENT, {})


@pytest.fixture(autouse=True)
def rules_of_the_law() -> None:
    use_packaged_rules()


async def official(office: Office) -> None:
    ana, *others = staff(["policy"], 12)
    await office.hires(SAM, ana, *others)
    await finishes(office, ana, SUMMER)
    await office.settles_in("sam")
    await office.types("sam", "get a file")


async def made(office: Office, **chosen: str) -> File:
    shown = await office.presses("sam", "make-file", None, **chosen)
    assert shown.view.card == "report.file"
    file = await office.turns.file(PersonId(SAM.id), shown.view.file)
    assert file is not None
    assert shown.view.values["name"] == file.name
    return file


async def looks(office: Office) -> list[tuple[Any, ...]]:
    found = await office.store.registers.find("access")
    return [
        tuple(look.body.get(each) for each in ("what", "period", "by", "format", "role")) for look in found
    ]


async def test_an_official_takes_a_workbook_along_in_one_language(office: Office) -> None:
    await official(office)
    file = await made(office, period="last-quarter", by="module", format="xlsx", language="fr")
    assert file.name == "ethos-2026-Q3-module-fr.xlsx"
    assert file.media_type.endswith("spreadsheetml.sheet")
    book = openpyxl.load_workbook(io.BytesIO(file.body))
    assert book.sheetnames == ["Sommaire", "Toute l'organisation", "Par module", "Graphiques", "Définitions"]


async def test_an_official_takes_a_document_along_in_both_languages(office: Office) -> None:
    await official(office)
    file = await made(office, period="last-year", by="path", format="docx", language="both")
    assert file.name == "ethos-FY2025-26-path.docx"
    assert file.media_type.endswith("wordprocessingml.document")
    headings = [each.text for each in docx.Document(io.BytesIO(file.body)).paragraphs]
    assert "Whole organization" in headings
    assert "Toute l'organisation" in headings


async def test_lines_have_both_languages_whatever_is_chosen(office: Office) -> None:
    await official(office)
    file = await made(office, period="this-month", by="unit", format="csv", language="fr")
    assert file.name == "ethos-2026-11.csv"
    assert file.body.decode("utf-8-sig").startswith('"organization","period",')
    last = await made(office, period="last-month", by="language", format="csv", language="en")
    assert last.name == "ethos-2026-10-language.csv"


async def test_each_file_is_in_the_access_list_with_its_format_and_nobodys_name(office: Office) -> None:
    await official(office)
    await made(office, period="last-quarter", by="unit", format="docx", language="en")
    line = ("report", "2026-Q3", "unit", "docx", "senior-official")
    assert await looks(office) == [line, line]  # one for the offer, one for the file
    assert "sam" not in str([look.body for look in await office.store.registers.find("access")])
    seen = await office.types("sam", "who looked")
    rows = [row for table in seen.view.tables for row in table.rows]
    assert [(row[1], row[2]) for row in rows] == [(office.library.sentences["who-looked.report-file"], 2)]


def means(office: Office) -> Means:
    def look() -> Look:
        return Look(office.chance(16).hex(), "operator", office.at, ZoneInfo("America/Toronto"))

    return Means(office.store, office.library, look, lambda _: Read([]))


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "docx"])
async def test_what_the_command_line_takes_along_is_written_down_too(office: Office, form: str) -> None:
    printed = await perform(means(office), OPERATOR, order(format=form, lang="en"))
    assert printed.code == 0
    assert bool(printed.body) is (form in {"xlsx", "docx"})
    assert bool(printed.text) is not bool(printed.body)
    assert await looks(office) == [("report", "2026-Q4", "unit", form, "operator")]


async def test_what_is_printed_in_the_terminal_is_a_look_and_no_file(office: Office) -> None:
    await perform(means(office), OPERATOR, order())
    assert await looks(office) == [("report", "2026-Q4", "unit", None, "operator")]


async def test_the_file_of_the_chat_is_the_file_of_the_command_line(office: Office) -> None:
    await official(office)
    file = await made(office, period="last-quarter", by="module", format="xlsx", language="en")
    wanted = order(period="2026-Q3", by="module", format="xlsx", lang="en")
    assert (await perform(means(office), OPERATOR, wanted)).body == file.body


async def test_a_small_organization_takes_whole_years_by_module_along(library: Library) -> None:
    office = await office_of(library, 30)
    await office.settles_in("sam")
    await office.types("sam", "get a file")
    file = await made(office, period="this-year", format="xlsx", language="en")
    assert file.name == "ethos-FY2026-27-module-en.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(file.body))
    people = {row[0]: row[1] for row in book["Whole organization"].iter_rows(min_row=2, values_only=True)}
    assert people["People who finished a module in the period"] == 6
    look = means(office).look()
    for key in ("2026-Q3.module.xlsx.en", "2026-Q3", "nonsense", "2026-Q4.module.pdf.en", "2026-Q4.x.csv.en"):
        assert await counts_file.made(office.store, office.library, key, look) is None
    forced = await counts_file.made(office.store, office.library, "FY2026-27.unit.docx.en", look)
    assert forced is not None
    assert forced.name == "ethos-FY2026-27-module-en.docx"


async def test_a_key_that_nobody_made_is_no_file(office: Office) -> None:
    large = of_size(office.library, small=False)
    for key in ("", "2026-Q5", "2026-Q3.unit", "2026-Q3.person.xlsx.en", "2026-Q3.unit.exe.en"):
        assert await counts_file.made(office.store, large, key, means(office).look()) is None
    assert await looks(office) == []
