"""Each answer to the conflict-of-interest reminder on a phone, and two windows of one person."""

from datetime import UTC, datetime, timedelta

import pytest

from content.model import LANGUAGES, Language, Library
from content.wording import day as written
from tests.browser.conftest import NewPage
from tests.browser.test_first_conversation import PHONE, PHONE_LARGE, Screen, somebody
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def meet(visitor: Visitor, address: str, person: str, language: Language) -> None:
    """Arrive, act as somebody, and get the first contact over: later cards offer only the other language."""
    await visitor.arrive(address)
    await visitor.act_as(person)
    if await visitor.offers(f"language-{language}"):
        await visitor.press(f"language-{language}")


async def hold(visitor: Visitor, verb: str) -> None:
    """Take the card in hand that came by itself and has a button."""
    card = visitor.page.locator(".theirs").filter(has=visitor.page.locator(f'[data-verb="{verb}"]')).last
    await card.wait_for()
    await card.evaluate("(card) => card.scrollIntoView()")
    visitor.at = await card.get_attribute("data-message") or ""


@pytest.mark.parametrize("screen", [PHONE, PHONE_LARGE], ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_person_on_a_phone_gives_each_answer(
    ethos: str, new_page: NewPage, library: Library, language: Language, screen: Screen
) -> None:
    page = await new_page(screen.width, screen.height)
    visitor = Visitor(page, f"coi-{language}-{screen}", screen.enlarged)
    await meet(visitor, ethos, somebody("employee", language), language)
    await hold(visitor, "will-declare")
    await visitor.look("asked")

    await visitor.press("will-declare")
    assert library.cards["coi.answered.will-declare"].body[1].of(language) in await visitor.words()
    await visitor.look("will-declare")

    await visitor.press("change")
    await visitor.press("need-advice")
    await visitor.look("advice")
    await visitor.press("send-name")
    assert library.cards["coi.answered.need-advice"].body[1].of(language) in await visitor.words()
    await visitor.look("name-sent")

    await visitor.press("filed")
    await visitor.look("filing")
    await visitor.button("filed-on").click()
    assert await visitor.card.locator("[aria-invalid=true]").count() == 1
    await visitor.look("no-date")
    day = (datetime.now(UTC) - timedelta(days=40)).date()
    await visitor.card.locator("input[type=date]").fill(day.isoformat())
    await visitor.press("filed-on")
    assert written(day, language) in await visitor.words()
    await visitor.look("filed")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_officer_receives_the_name_of_who_asked_for_advice(
    ethos: str, new_page: NewPage, language: Language
) -> None:
    officer = Visitor(await new_page(PHONE.width, PHONE.height), f"coi-officer-{language}")
    await meet(officer, ethos, somebody("coi-officer", language), language)
    person = Visitor(await new_page(PHONE.width, PHONE.height), f"coi-advice-{language}")
    await meet(person, ethos, asker := somebody("employee", language), language)
    await hold(person, "need-advice")
    await person.press("need-advice")
    await person.press("send-name")
    name = await person.page.locator(f'#person option[value="{asker}"]').inner_text()
    note = officer.page.locator(".theirs").filter(has_text=name)
    await note.wait_for()
    await note.scroll_into_view_if_needed()
    await officer.look("note")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_old_card_in_a_second_window_is_kind_and_gives_way_to_the_current_one(
    ethos: str, new_page: NewPage, library: Library, language: Language
) -> None:
    here, there = [Visitor(await new_page(), f"window-{at}-{language}") for at in (1, 2)]
    person, module = somebody("employee", language), library.modules["M01"]
    await meet(here, ethos, person, language)
    await here.press("open-M01")
    await meet(there, ethos, person, language)
    there.at = here.at
    await here.press("next")
    await here.press("next")
    await there.press("next")
    assert library.sentences["old-card"].of(language) in await there.words()
    assert module.pages[1].title.of(language) in await there.words()
    await there.look("old-card")
    await there.press("next")
    assert await there.title() == module.pages[2].title.of(language)

    await here.act_as(somebody("senior-official", language))
    await here.act_as(person)
    here.at = there.at
    assert module.pages[2].title.of(language) in await here.words()
