"""A message is corrected while people look at it: in its place, once, and nobody's place moves."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page

from bot.cards.drawn import for_page
from bot.heard import Shown
from bot.local.messenger import PageMessenger
from content.model import LANGUAGES, Language, Library, Text
from scheduler.beat import Beat
from scheduler.ports import Elsewhere, Outcome, Refused, Sent
from storage.campaigns import keep
from tests.bot.office import Office as Bot
from tests.bot.office import person
from tests.browser.conftest import NewPage
from tests.browser.visitor import Visitor
from tests.local.office import AMIRA, PAGE_WORDS, Office, draw, office, shown
from tests.scheduler.sending import BODY, changes, communication

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

WORDS = {
    "en": ("The deadline is June 3", "Corrected: the deadline is June 13"),
    "fr": ("La date limite est le 3 juin", "Corrigé : la date limite est le 13 juin"),
}


def draw_note(shown: Shown) -> Mapping[str, Any]:
    """Draw what office.draw draws, with a button; a person who asked for text only gets text."""
    small = draw(shown)
    if shown.plain:
        part = {"lang": shown.language, "note": "", "title": "", "text": small["body"][0]["text"]}
        return {"type": "Text", "lang": shown.language, "parts": [part]}
    home = {
        "type": "Action.Execute",
        "id": "home",
        "verb": "home",
        "title": "Ethos",
        "data": {"verb": "home"},
    }
    return {**small, "actions": [home]}


def note(language: Language, *, corrected: bool, plain: bool = False) -> Shown:
    return replace(shown(WORDS[language][corrected]), language=language, plain=plain)


@pytest_asyncio.fixture(loop_scope="session")
async def here() -> AsyncIterator[Office]:
    async with office(draw=draw_note) as running:
        yield running


async def arrive(here: Office, page: Page, name: str) -> Visitor:
    visitor = Visitor(page, name)
    await visitor.arrive(here.entrance)
    return visitor


async def told(page: Page, language: Language) -> None:
    """Wait until the page has said quietly that something changed."""
    words = PAGE_WORDS["page.message-changed"].of(language)
    await page.locator("#changed[role=status]").get_by_text(words, exact=True).wait_for(state="attached")


async def standing(page: Page) -> list[str]:
    return [" ".join(each.split()) for each in await page.locator(".theirs [role=heading]").all_inner_texts()]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_corrected_message_stands_in_its_place_in_every_window_and_only_there(
    here: Office, new_page: NewPage, language: Language
) -> None:
    wrong, right = WORDS[language]
    windows = [await arrive(here, await new_page(), f"corrected-{at}-{language}") for at in (1, 2)]
    name = here.chat.deliver(AMIRA.id, note(language, corrected=False))
    for visitor in windows:
        await visitor.page.get_by_text(wrong).wait_for()
    await windows[0].say("thanks")

    assert here.chat.change(AMIRA.id, name, note(language, corrected=True))

    for visitor in windows:
        await told(visitor.page, language)
        assert await visitor.page.get_by_text(wrong).count() == 0
        assert await visitor.page.get_by_text(right).count() == 1
        await visitor.look("corrected")
    assert await standing(windows[0].page) == ["arrival", right, "typed thanks"]
    assert await standing(windows[1].page) == ["arrival", right]

    later = await arrive(here, await new_page(), f"corrected-later-{language}")
    assert await standing(later.page) == ["arrival", right, "typed thanks"]
    assert await later.page.locator("#changed").inner_text() == "", "nothing changed under their eyes"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_sentence_is_read_out_and_the_card_is_not(
    here: Office, new_page: NewPage, language: Language
) -> None:
    visitor = await arrive(here, await new_page(), "corrected-aloud")
    name = here.chat.deliver(AMIRA.id, note(language, corrected=False))
    await visitor.page.get_by_text(WORDS[language][0]).wait_for()
    assert await visitor.page.locator('.theirs[aria-live="off"]').count() == 0

    here.chat.change(AMIRA.id, name, note(language, corrected=True))

    await told(visitor.page, language)
    assert await visitor.page.locator("#changed [lang]").get_attribute("lang") == language
    changed = visitor.page.locator('.theirs[aria-live="off"]')
    assert await changed.count() == 1
    assert await changed.locator(".ac-adaptiveCard").get_attribute("lang") == language


async def test_a_correction_leaves_the_reader_and_the_writer_where_they_are(
    here: Office, new_page: NewPage
) -> None:
    visitor = await arrive(here, await new_page(800, 500), "corrected-still")
    name = here.chat.deliver(AMIRA.id, note("en", corrected=False))
    await visitor.page.get_by_text(WORDS["en"][0]).wait_for()
    for words in ("one", "two", "three"):
        await visitor.say(words)
    await visitor.page.fill("#words", "half a sen")
    before = await visitor.page.evaluate("() => window.scrollY")
    assert before > 0

    here.chat.change(AMIRA.id, name, note("en", corrected=True))

    await told(visitor.page, "en")
    assert await visitor.page.evaluate("() => [document.activeElement.id, window.scrollY]") == [
        "words",
        before,
    ]
    assert await visitor.page.input_value("#words") == "half a sen"
    assert not await visitor.page.locator("#news").is_visible(), "it is no new message"


@pytest.mark.parametrize("on", ["[data-verb=home]", "[role=heading]"])
async def test_whoever_is_on_the_card_itself_stays_on_it(here: Office, new_page: NewPage, on: str) -> None:
    visitor = await arrive(here, await new_page(), "corrected-focus")
    name = here.chat.deliver(AMIRA.id, note("en", corrected=False))
    await visitor.page.get_by_text(WORDS["en"][0]).wait_for()
    await visitor.hold_the_last()
    await visitor.card.locator(on).evaluate("(part) => { part.tabIndex = -1; part.focus(); }")

    here.chat.change(AMIRA.id, name, note("en", corrected=True))

    await told(visitor.page, "en")
    assert await visitor.card.locator(f"{on}:focus").count() == 1
    assert WORDS["en"][1] in await visitor.words()
    await visitor.press("home")
    assert await visitor.title() == "pressed-home"


async def test_a_new_message_that_is_corrected_before_it_is_seen_is_still_new(
    here: Office, new_page: NewPage
) -> None:
    visitor = await arrive(here, await new_page(800, 400), "corrected-unseen")
    for words in ("one", "two", "three"):
        await visitor.say(words)
    await visitor.page.evaluate("() => window.scrollTo(0, 0)")
    name = here.chat.deliver(AMIRA.id, note("en", corrected=False))
    news = visitor.page.locator("#news")
    await news.wait_for(state="visible")

    here.chat.change(AMIRA.id, name, note("en", corrected=True))
    await told(visitor.page, "en")

    assert await news.is_visible()
    await news.click()
    await news.wait_for(state="hidden")
    await visitor.hold_the_last()
    assert await visitor.title() == WORDS["en"][1]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_person_who_asked_for_text_only_reads_the_corrected_text(
    here: Office, new_page: NewPage, language: Language
) -> None:
    visitor = await arrive(here, await new_page(), f"corrected-text-{language}")
    name = here.chat.deliver(AMIRA.id, note(language, corrected=False, plain=True))
    await visitor.page.get_by_text(WORDS[language][0]).wait_for()

    here.chat.change(AMIRA.id, name, note(language, corrected=True, plain=True))

    await told(visitor.page, language)
    assert await visitor.page.locator(".written pre").all_inner_texts() == [WORDS[language][1]]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_communication_that_is_corrected_says_on_which_day_in_the_persons_language(
    library: Library, new_page: NewPage, language: Language
) -> None:
    bot = Bot(library)
    await bot.hires(person("ana", "policy"))
    title, text = {"en": ("Gifts", "Ask after."), "fr": ("Cadeaux", "Demandez après.")}[language]
    async with office(draw=partial(for_page, library), turns=bot.turns, roster=bot.store.people) as here:
        visitor = await arrive(here, await new_page(), f"communication-{language}")
        await visitor.press(f"language-{language}")
        beat = Beat(
            bot.store,
            PageMessenger[Outcome](bot.turns, here.chat, Sent, Refused, Elsewhere),
            lambda: bot.at,
            library.organization,
            opening=bot.turns.opening,
            served=frozenset({"local"}),
        )
        wrong = Text(en="Ask after.", fr="Demandez après.")
        await keep(bot.store, "gifts", communication(first_day=bot.at.date(), body=(wrong,)), 0)
        await beat()
        message = visitor.page.locator(".theirs").filter(has_text=text)
        await message.wait_for()

        corrected = {"text_version": 2, "corrected": bot.at.date(), "body": BODY}
        await changes(bot.store, "gifts", **corrected)
        await beat()
        await told(visitor.page, language)

        assert await message.count() == 0
        right = visitor.page.locator(".theirs").filter(has_text=BODY[0].of(language))
        assert await right.count() == 1
        assert await right.locator("[role=heading]").inner_text() == title
        day = {"en": "Corrected on November 23, 2026", "fr": "Corrigé le 23 novembre 2026"}[language]
        assert day in await right.inner_text()
        await right.scroll_into_view_if_needed()
        await visitor.look("marked")
