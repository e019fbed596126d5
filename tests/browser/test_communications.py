"""A communication from a ready draft to its correction: the officer on a phone, an employee beside."""

import csv
from datetime import datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.campaign_progress import COLUMNS
from content.model import LANGUAGES, Language, Library
from dialogs import writing
from tests.browser.conftest import NewPage
from tests.browser.test_first_conversation import PHONE, somebody
from tests.browser.test_reminder import meet
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

DOOR = {"en": "communications", "fr": "communications"}
TITLES = {"en": "Before the vote", "fr": "Avant le vote"}
CORRECTED = {"en": "Before the vote: whom to ask", "fr": "Avant le vote : à qui demander"}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_officer_writes_looks_rehearses_starts_watches_and_corrects(
    ethos: str, new_page: NewPage, library: Library, tmp_path: Path, language: Language
) -> None:
    officer = Visitor(await new_page(360, 640), f"communication-officer-{language}")
    employee = Visitor(await new_page(PHONE.width, PHONE.height), f"communication-employee-{language}")
    await meet(employee, ethos, somebody("employee", language), language)
    await meet(officer, ethos, somebody("ve-officer", language), language)

    await officer.say(DOOR[language])
    await officer.look_at_all("calendar")
    await officer.press("from-draft")
    await officer.look_at_all("drafts")
    await officer.choose(1)
    await officer.press("use-draft")
    await write(officer, library, language)
    assert not await officer.offers("start-campaign"), "not before it was looked at in both languages"
    await officer.look_at_all("saved")
    await look_at_both(officer, TITLES)
    await officer.press("back")

    await officer.press("rehearse")
    await officer.look_at_all("rehearsed")
    await officer.press("send-test")
    test = officer.page.locator(".theirs").filter(has_text=TITLES[language]).last
    await test.wait_for()
    assert await employee.page.locator(".theirs").filter(has_text=TITLES[language]).count() == 0
    await officer.press("back")
    await officer.press("start-campaign")

    message = employee.page.locator(".theirs").filter(has_text=TITLES[language])
    await message.first.wait_for()
    assert await message.count() == 1
    await employee.look("message")

    await watch(officer, library, language, tmp_path)
    await correct(officer, library, language)
    corrected = employee.page.locator(".theirs").filter(has_text=CORRECTED[language])
    await corrected.first.wait_for()
    assert await message.count() == 1, "in the place of the other"
    await employee.look("corrected")
    await more(officer, library, language, "earlier-texts")
    assert TITLES[language] in await officer.words()
    await officer.look_at_all("earlier")
    await officer.press("back")
    await officer.press("stop-campaign")
    await officer.look("stop")
    await officer.press("yes")
    await officer.look_at_all("stopped")


async def fill(officer: Visitor, library: Library, language: Language, field: str, words: str) -> None:
    label = library.sentences[f"campaigns.field.{field}"].of(language)
    await officer.card.get_by_label(label).fill(words)


async def write(officer: Visitor, library: Library, language: Language) -> None:
    """Change a ready draft; first one paragraph is without its counterpart, and nothing of it is lost."""
    draft = writing.from_draft(library, "elections")
    await officer.look_at_all("form")
    body = officer.card.get_by_label(library.sentences["campaigns.field.body_en"].of(language))
    assert await body.input_value() == draft["body_en"]
    for other in LANGUAGES:
        await fill(officer, library, language, f"title_{other}", TITLES[other])
    await fill(officer, library, language, "body_fr", "Un seul paragraphe.")
    label = library.sentences["campaigns.field.audience"].of(language)
    await officer.card.get_by_label(label).select_option(label=unit(library, language))
    today = datetime.now(ZoneInfo(library.organization.time_zone))
    await fill(officer, library, language, "first_day", f"{today:%Y-%m-%d}")
    await officer.press("save-message")
    assert library.sentences["campaigns.form-faults"].of(language) in await officer.words()
    await officer.look_at_all("fault")
    french = officer.card.get_by_label(library.sentences["campaigns.field.body_fr"].of(language))
    assert await french.input_value() == "Un seul paragraphe."
    await fill(officer, library, language, "body_fr", draft["body_fr"])
    await officer.press("save-message")
    assert await officer.title() == TITLES[language]


def unit(library: Library, language: Language) -> str:
    """Name the unit of the employee who is beside."""
    return next(each.name.of(language) for each in library.organization.units if each.id == "head-office")


async def look_at_both(officer: Visitor, titles: dict[str, str]) -> None:
    """Look at a text in both languages."""
    for other in LANGUAGES:
        await officer.press(f"preview-{other}")
        assert await officer.title() == titles[other]
        assert await officer.page.evaluate("() => document.documentElement.lang") == other
        await officer.look_at_all(f"preview-{other}")


async def more(officer: Visitor, library: Library, language: Language, verb: str) -> None:
    """Choose one of what is listed beside the buttons."""
    await officer.card.get_by_label(library.verbs[verb].label.of(language), exact=True).check()
    await officer.press("open")


async def watch(officer: Visitor, library: Library, language: Language, folder: Path) -> None:
    """See how far it has come, and take the list of who was not reached along."""
    await officer.press("campaign-now")
    assert library.sentences["campaigns.state.delivered"].of(language) in await officer.words()
    await officer.look_at_all("progress")
    await more(officer, library, language, "unreached")
    await officer.look_at_all("unreached")
    await officer.press("make-list")
    await officer.look_at_all("list")
    async with officer.page.expect_download() as waiting:
        await officer.page.locator(".theirs a.file").last.click()
    download = await waiting.value
    file = folder / download.suggested_filename
    await download.save_as(file)
    header, *rows = csv.reader(StringIO(file.read_bytes().decode("utf-8-sig")))
    assert tuple(header) == COLUMNS
    assert rows, "most of the demonstration has never opened Ethos"
    await officer.press("back")


async def correct(officer: Visitor, library: Library, language: Language) -> None:
    """Write, look at and send a correction."""
    await more(officer, library, language, "correct-message")
    await officer.look_at_all("correct")
    for other in LANGUAGES:
        await fill(officer, library, language, f"title_{other}", CORRECTED[other])
    await officer.press("save-message")
    await officer.look_at_all("rewording")
    assert not await officer.offers("send-correction")
    await look_at_both(officer, CORRECTED)
    await officer.press("rewording")
    await officer.press("send-correction")
    await officer.look_at_all("correction-sent")
