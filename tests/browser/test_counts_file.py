"""The Senior Official takes the counts along as a file, in each language, on a phone and at a desk."""

import csv
import re
from io import StringIO
from pathlib import Path

import pytest

from content.model import LANGUAGES, Language
from reports.rendering import COLUMNS
from tests.browser.conftest import NewPage
from tests.browser.test_first_conversation import DESK, PHONE, REPORT, Screen, begin, somebody
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_official_downloads_the_counts_of_the_period_they_chose(
    ethos: str, new_page: NewPage, tmp_path: Path, language: Language, screen: Screen
) -> None:
    page = await new_page(screen.width, screen.height)
    visitor = Visitor(page, f"file-{language}-{screen}", screen.enlarged)
    await visitor.arrive(ethos)
    await visitor.act_as(somebody("senior-official", language))
    await begin(visitor, language)
    await visitor.say(REPORT[language])
    await visitor.press("get-file")
    await visitor.look_at_all("ask")
    await visitor.choose(1)
    await visitor.press("make-file")
    await visitor.look_at_all("ready")

    link = page.locator(".theirs a.file").last
    async with page.expect_download() as waiting:
        await link.click()
    download = await waiting.value
    file = tmp_path / download.suggested_filename
    await download.save_as(file)

    header, *rows = csv.reader(StringIO(file.read_bytes().decode("utf-8-sig")))
    assert re.fullmatch(r"ethos-\d{4}-Q[1-4]\.csv", file.name)
    assert tuple(header) == COLUMNS
    assert {row[1] for row in rows} == {file.stem.removeprefix("ethos-")}
