"""The Senior Official takes the counts along as a file, in each language, on a phone and at a desk."""

import csv
import re
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from playwright.async_api import Page

from content.model import LANGUAGES, Language, Library
from reports.rendering import COLUMNS
from tests.browser.conftest import NewPage
from tests.browser.test_first_conversation import DESK, PHONE, REPORT, Screen, begin, somebody
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def downloaded(page: Page, folder: Path) -> Path:
    async with page.expect_download() as waiting:
        await page.locator(".theirs a.file").last.click()
    download = await waiting.value
    file = folder / download.suggested_filename
    await download.save_as(file)
    return file


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_official_downloads_the_counts_as_they_chose_to_have_them(
    ethos: str, new_page: NewPage, tmp_path: Path, *, language: Language, screen: Screen, library: Library
) -> None:
    page = await new_page(screen.width, screen.height)
    visitor = Visitor(page, f"file-{language}-{screen}", screen.enlarged)
    await visitor.arrive(ethos)
    await visitor.act_as(somebody("senior-official", language))
    await begin(visitor, language)
    await visitor.say(REPORT[language])
    await visitor.press("get-file")
    await visitor.look_at_all("ask")
    words = library.sentences
    kind = visitor.card.get_by_label(words["files.choose.format"].of(language))
    await kind.select_option(label=words["files.format.csv"].of(language))
    await visitor.press("make-file")
    await visitor.look_at_all("ready")
    file = await downloaded(page, tmp_path)
    header, *rows = csv.reader(StringIO(file.read_bytes().decode("utf-8-sig")))
    assert re.fullmatch(r"ethos-\d{4}-Q[1-4]\.csv", file.name)
    assert tuple(header) == COLUMNS
    assert {row[1] for row in rows} == {file.stem.removeprefix("ethos-")}

    await visitor.press("get-file")
    spoken = visitor.card.get_by_label(words["files.choose.language"].of(language))
    await spoken.select_option(label=words["files.language.fr"].of(language))
    await visitor.press("make-file")
    file = await downloaded(page, tmp_path)
    assert re.fullmatch(r"ethos-\d{4}-Q[1-4]-fr\.xlsx", file.name)
    assert openpyxl.load_workbook(file).sheetnames[0] == "Sommaire"
