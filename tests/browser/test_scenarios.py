"""An office writes a situation about a theme that came back, and is warned of whom it names."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from content.model import LANGUAGES, Language, Library
from storage.batches import finished
from tests.bot.scenario_office import FORM
from tests.browser.conftest import NewPage
from tests.browser.house import NOVEMBER, OCTOBER, House
from tests.browser.test_first_conversation import DESK, PHONE_LARGE, Screen, somebody
from tests.browser.test_reminder import meet
from tests.browser.test_voices import open_batch
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ANSWERED, THEMED = 24, 5
WORDS = {field: said for field, said in FORM.items() if field.endswith(("_en", "_fr"))}
NAMED = {
    "situation_en": "Mr. Stonebridge leaves a basket.",
    "situation_fr": "M. Stonebridge laisse un panier.",
}


@pytest_asyncio.fixture(loop_scope="session")
async def house(library: Library) -> AsyncIterator[House]:
    """An office in which gifts came back in some texts."""
    async with House(library).open() as running:
        await running.answer_the_form(ANSWERED)
        await running.goes_to(OCTOBER)
        await running.goes_to(NOVEMBER)
        (batch,) = [each for each in await finished(running.store) if each.form == "feedback"]
        tagged = {words.id: ["gifts"] for words in batch.words[:THEMED]}
        await running.store.registers.put("theme", batch.id, tagged, 0)
        yield running


async def fills(officer: Visitor, library: Library, language: Language, words: dict[str, str]) -> None:
    for field, said in words.items():
        label = library.sentences[f"plan.field.{field}"].of(language)
        await officer.card.get_by_label(label, exact=True).fill(said)


@pytest.mark.parametrize("screen", [DESK, PHONE_LARGE], ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_office_writes_a_scenario_about_a_theme(
    house: House, new_page: NewPage, library: Library, language: Language, screen: Screen
) -> None:
    page = await new_page(screen.width, screen.height)
    officer = Visitor(page, f"scenario-{language}-{screen}", screen.enlarged)
    await meet(officer, house.entrance, somebody("ve-officer", language), language)
    await open_batch(officer, library, language)
    await officer.press("draft-scenario")
    await officer.look_at_all("form")
    typed = [
        await each.input_value() for each in await officer.card.locator("input[type=text], textarea").all()
    ]
    assert not any(typed), "no word of an answer stands in it"

    await fills(officer, library, language, WORDS | NAMED)
    theme = library.sentences["theme.gifts"].of(language)
    asked = library.sentences["plan.field.theme"].of(language)
    await officer.card.get_by_role("combobox", name=asked).select_option(label=theme)
    holds = library.sentences["plan.field.holds"].of(language)
    await officer.card.get_by_role("combobox", name=holds).select_option(index=2)
    for value in ("people", "integrity"):
        named = next(text for each, text in library.public_values.items() if each.value == value)
        await officer.card.get_by_label(named.of(language), exact=True).check()
    await officer.press("save-scenario")
    assert library.sentences["scenarios.look"].of(language) in await officer.words()
    await officer.look_at_all("named")

    await fills(officer, library, language, {field: WORDS[field] for field in NAMED})
    await officer.press("save-scenario")
    words = await officer.words()
    assert library.sentences["scenarios.saved"].of(language) in words
    assert WORDS[f"situation_{language}"] in words
    await officer.look_at_all("saved")
    await officer.press("scenarios")
    await officer.look_at_all("list")
