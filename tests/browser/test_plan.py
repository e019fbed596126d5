"""The action plan on a page: an office writes a line, the Senior Official follows it up and recommends."""

from collections.abc import AsyncIterator

import docx
import pytest
import pytest_asyncio

from content.model import LANGUAGES, Language, Library
from tests.browser.conftest import NewPage
from tests.browser.house import NOVEMBER, House
from tests.browser.test_first_conversation import DESK, PHONE, PHONE_LARGE, Screen, somebody
from tests.browser.test_reminder import meet
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

TITLES = {
    "en": "Every team has talked about the code by spring",
    "fr": "Chaque équipe a parlé du code d'ici le printemps",
}
OWNERS = {"en": "Values and ethics office", "fr": "Bureau des valeurs et de l'éthique"}
NUMBERS = {"en": "Teams that have talked", "fr": "Équipes qui en ont parlé"}
NOTES = {"en": "Two branches began.", "fr": "Deux directions ont commencé."}
CHANGES = {"en": "Give teams an hour for it", "fr": "Donner une heure aux équipes"}
REASONS = {"en": "Managers ask for time.", "fr": "Les gestionnaires demandent du temps."}

in_each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest_asyncio.fixture(loop_scope="session")
async def house(library: Library) -> AsyncIterator[House]:
    """An office on a Monday in November, with an empty plan."""
    async with House(library).open() as running:
        await running.goes_to(NOVEMBER)
        yield running


async def fill(visitor: Visitor, library: Library, language: Language, **words: str) -> None:
    for field, said in words.items():
        label = library.sentences[f"plan.field.{field}"].of(language)
        await visitor.card.get_by_label(label).fill(said)


async def pick(visitor: Visitor, library: Library, language: Language, **chosen: str) -> None:
    for field, sentence in chosen.items():
        label = library.sentences[f"plan.field.{field}"].of(language)
        option = library.sentences[sentence].of(language)
        await visitor.card.get_by_label(label).select_option(label=option)


async def both(
    visitor: Visitor, library: Library, language: Language, field: str, said: dict[str, str]
) -> None:
    for other in LANGUAGES:
        await fill(visitor, library, language, **{f"{field}_{other}": said[other]})


@pytest.mark.parametrize("screen", [DESK, PHONE, PHONE_LARGE], ids=str)
@in_each_language
async def test_an_office_plans_and_the_senior_official_follows_up_and_recommends(
    house: House, new_page: NewPage, library: Library, language: Language, screen: Screen
) -> None:
    page = await new_page(screen.width, screen.height)
    person = Visitor(page, f"plan-{language}-{screen}", screen.enlarged)
    await meet(person, house.entrance, somebody("ve-officer", language), language)
    await plan(person, library, language)
    await person.act_as(somebody("senior-official", language))
    if await person.offers(f"language-{language}"):
        await person.press(f"language-{language}")
    await follow_up(person, library, language)
    await person.say(library.verbs["month"].label.of(language))
    await person.look_at_all("month")
    await recommend(person, library, language)


async def plan(officer: Visitor, library: Library, language: Language) -> None:
    """Write a line of the plan; the first time a target stands without an indicator, and nothing is lost."""
    await officer.say(library.verbs["plan"].label.of(language))
    await officer.look_at_all("empty")
    await officer.press("new-goal")
    await officer.look_at_all("form")
    await pick(officer, library, language, level="plan.level.organization")
    await both(officer, library, language, "title", TITLES)
    await both(officer, library, language, "owner", OWNERS)
    await fill(officer, library, language, target="40", due="2026-12-15")
    await officer.press("save-goal")
    assert library.sentences["plan.fault.no-indicator"].of(language) in await officer.words()
    await officer.look_at_all("fault")
    await both(officer, library, language, "indicator", NUMBERS)
    await officer.press("save-goal")
    assert await officer.title() == TITLES[language]
    await officer.look_at_all("line")


async def follow_up(official: Visitor, library: Library, language: Language) -> None:
    """Open the line and say how far it is."""
    await official.say(library.verbs["plan"].label.of(language))
    await official.look_at_all("plan")
    await official.choose(0)
    await official.press("open")
    await official.press("follow-up")
    await official.look_at_all("follow-up")
    await fill(official, library, language, value="12")
    await both(official, library, language, "note", NOTES)
    await official.press("save-follow-up")
    assert NOTES[language] in await official.words()
    await official.look_at_all("followed-up")


async def recommend(official: Visitor, library: Library, language: Language) -> None:
    """Begin with a signal, write a recommendation, and take the page along."""
    await official.say(library.verbs["recommendations"].label.of(language))
    await official.look_at_all("none")
    await official.press("signals")
    await official.look_at_all("signals")
    await official.choose(0)
    await official.press("begin-recommendation")
    await pick(official, library, language, concerns="plan.concerns.practice")
    await both(official, library, language, "title", CHANGES)
    await both(official, library, language, "because", REASONS)
    await official.look_at_all("recommendation-form")
    await official.press("save-recommendation")
    assert REASONS[language] in await official.words()
    await official.look_at_all("recommendation")
    await official.press("recommendations")
    await official.press("recommendation-page")
    await official.look_at_all("page")
    await official.choose(0)
    await official.press("make-page")
    await official.look_at_all("file")
    async with official.page.expect_download() as waiting:
        await official.page.locator(".theirs a.file").last.click()
    download = await waiting.value
    written = [each.text for each in docx.Document(str(await download.path())).paragraphs]
    assert {CHANGES["en"], CHANGES["fr"], REASONS[language]} <= set(written)
