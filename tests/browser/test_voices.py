"""What people said without their names: an office reads it and answers; anybody sees who looked."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from content.model import LANGUAGES, Language, Library
from tests.browser.conftest import NewPage
from tests.browser.house import NOVEMBER, OCTOBER, WROTE, House
from tests.browser.test_first_conversation import DESK, PHONE, PHONE_LARGE, Screen, somebody
from tests.browser.test_reminder import hold, meet
from tests.browser.visitor import Visitor, numbers

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ANSWERED = 24
DONE = {"en": "Modules are shorter now", "fr": "Les modules sont plus courts"}

in_each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest_asyncio.fixture(loop_scope="session")
async def house(library: Library) -> AsyncIterator[House]:
    """An office in which people answered last quarter, and it came out."""
    async with House(library).open() as running:
        await running.answer_the_form(ANSWERED)
        await running.goes_to(OCTOBER)
        await running.goes_to(NOVEMBER)
        yield running


@pytest.mark.parametrize("screen", [DESK, PHONE, PHONE_LARGE], ids=str)
@in_each_language
async def test_an_office_reads_what_people_said_and_anybody_sees_that_it_looked(
    house: House, new_page: NewPage, library: Library, language: Language, screen: Screen
) -> None:
    page = await new_page(screen.width, screen.height)
    officer = Visitor(page, f"voices-{language}-{screen}", screen.enlarged)
    await meet(officer, house.entrance, somebody("ve-officer", language), language)
    await open_batch(officer, library, language)
    await read_counts(officer, library, language)
    await read_texts(officer, library, language)

    await officer.act_as(somebody("employee", language))
    if await officer.offers(f"language-{language}"):
        await officer.press(f"language-{language}")
    await officer.say(library.verbs["who-looked"].label.of(language))
    words = await officer.words()
    for looked in ("feedback", "feedback-words"):
        assert library.sentences[f"who-looked.{looked}"].of(language) in words
    await officer.look_at_all("who-looked")


async def open_batch(officer: Visitor, library: Library, language: Language) -> None:
    """Go from the list of forms over a form to what came out of it in one quarter."""
    await officer.say(library.verbs["voices"].label.of(language))
    await officer.look_at_all("forms")
    title = library.questionnaires["feedback"].title.of(language)
    asked = library.sentences["voices.which-form"].of(language)
    await officer.card.get_by_label(asked).select_option(label=title)
    await officer.press("open")
    assert await officer.title() == title
    await officer.look_at_all("form")
    asked = library.sentences["voices.which-batch"].of(language)
    await officer.card.get_by_label(asked).select_option(index=1)
    await officer.press("open")


async def read_counts(officer: Visitor, library: Library, language: Language) -> None:
    """Read both parts: each question stands in one of them, whole, with a share for every answer."""
    met = ""
    for verb in ("part-2", "part-1"):
        await officer.look_at_all("batch" if verb == "part-2" else "batch-2")
        met += await officer.words()
        await officer.press(verb)
    assert ANSWERED in numbers(met)
    questions = [each for each in library.questionnaires["feedback"].questions if each.options]
    for question in questions:
        table = officer.card.get_by_role("table")
        assert met.count(question.text.of(language)) == 1, "no question is cut in two"
        assert await table.count() > 0
        for option in question.options:
            assert option.text.of(language) in met


async def read_texts(officer: Visitor, library: Library, language: Language) -> None:
    """Read the words of both languages, give one of them a theme, and look where others belong."""
    await officer.press("read-texts")
    wrote = {text for pair in WROTE for text in pair}
    words = await officer.words()
    assert any(text in words for text in wrote)
    await officer.look_at_all("texts")
    gifts = library.sentences["theme.gifts"].of(language)
    await officer.card.get_by_label(gifts, exact=True).first.check()
    await officer.press("save-themes")
    assert library.sentences["voices.saved"].of(language) in await officer.words()
    assert await officer.card.get_by_label(gifts, exact=True).first.is_checked()
    await officer.look_at_all("tagged")
    await officer.press("other-door")
    await officer.look_at_all("other-door")
    await officer.press("back")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=str)
@in_each_language
async def test_an_office_says_to_everybody_what_was_done(
    house: House, new_page: NewPage, library: Library, language: Language, screen: Screen
) -> None:
    employee = Visitor(await new_page(screen.width, screen.height), f"told-{language}-{screen}")
    await meet(employee, house.entrance, somebody("employee", language), language)
    officer = Visitor(await new_page(screen.width, screen.height), f"you-said-{language}-{screen}")
    await meet(officer, house.entrance, somebody("ve-officer", language), language)
    await open_batch(officer, library, language)
    await officer.press("you-said")
    await officer.look_at_all("themes")
    await officer.card.get_by_label(library.sentences["theme.onboarding"].of(language)).check()
    await officer.press("write-reply")
    await officer.look_at_all("draft")

    await officer.card.locator("input[type=date]").fill(f"{NOVEMBER:%Y-%m-%d}")
    await officer.press("save-message")
    assert "…" in await officer.words(), "a line that nobody completed is named"
    await officer.look_at_all("not-completed")
    for other in LANGUAGES:
        field = officer.card.get_by_label(library.sentences[f"campaigns.field.body_{other}"].of(language))
        await field.fill((await field.input_value()).replace("…", DONE[other]))
    await officer.press("save-message")
    for other in LANGUAGES:
        await officer.press(f"preview-{other}")
        await officer.look_at_all(f"preview-{other}")
    await officer.press("back")
    await officer.press("start-campaign")
    await officer.look_at_all("started")

    await house.goes_to(NOVEMBER.replace(minute=5))
    message = employee.page.locator(".theirs").filter(has_text=DONE[language])
    await message.first.wait_for()
    assert await message.count() == 1
    await employee.look_at_all("told")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=str)
@in_each_language
async def test_everybody_is_invited_to_answer_and_may(
    house: House, new_page: NewPage, library: Library, language: Language, screen: Screen
) -> None:
    visitor = Visitor(await new_page(screen.width, screen.height), f"invited-{language}-{screen}")
    await meet(visitor, house.entrance, somebody("employee", language), language)
    await house.goes_to(NOVEMBER.replace(hour=16))
    await hold(visitor, "pulse")
    assert await visitor.title() == library.cards["feedback.invitation"].title.of(language)
    await visitor.look_at_all("invitation")
    await visitor.press("pulse")
    await visitor.look_at_all("pulse")
