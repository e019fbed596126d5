"""What the page owes a person whatever the conversation: safety, focus, keyboard, news, and plain failure."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, Literal

import pytest
import pytest_asyncio
from playwright.async_api import Page

from bot.heard import Message, Press, Shown
from tests.browser.conftest import NewPage
from tests.browser.visitor import Visitor
from tests.local.office import AMIRA, LUC, Office, draw, office, shown

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HOSTILE = "<img src=x onerror=alert(1)> **bold** 5\\*3 <script>alert(2)</script>"


def draw_dilemma(shown: Shown) -> Mapping[str, Any]:
    """Draw every answer as a card with a required choice, a table, and the words of the answer."""
    small = draw(shown)
    cells = [["Unit", "Finished"], ["Policy", "12"]]
    return {
        **small,
        "body": [
            *small["body"],
            {"type": "TextBlock", "text": HOSTILE, "wrap": True},
            {
                "type": "Input.ChoiceSet",
                "id": "option",
                "style": "expanded",
                "label": "What do you do?",
                "isRequired": True,
                "errorMessage": "Choose one of the answers.",
                "choices": [
                    {"title": "Say <b>nothing</b>", "value": "a"},
                    {"title": "Ask for *advice*", "value": "b"},
                ],
            },
            {
                "type": "Table",
                "columns": [{"width": 1}, {"width": 1}],
                "rows": [
                    {
                        "type": "TableRow",
                        "cells": [
                            {"type": "TableCell", "items": [{"type": "TextBlock", "text": text}]}
                            for text in row
                        ],
                    }
                    for row in cells
                ],
            },
        ],
        "actions": [_action("answer", "auto"), _action("home", "none"), _action("language-fr", "none")],
    }


def _action(verb: str, inputs: str) -> dict[str, Any]:
    return {
        "type": "Action.Execute",
        "id": verb,
        "verb": verb,
        "title": verb.title(),
        "data": {"verb": verb, "token": "sealed"},
        "associatedInputs": inputs,
    }


@pytest_asyncio.fixture(loop_scope="session")
async def here() -> AsyncIterator[Office]:
    async with office(draw=draw_dilemma) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(here: Office, new_page: NewPage) -> Visitor:
    visitor = Visitor(await new_page(1100, 640), "page")
    await visitor.arrive(here.entrance)
    return visitor


async def focused(page: Page, attribute: str) -> str | None:
    return str(await page.evaluate(f"() => document.activeElement.{attribute}"))


async def test_html_that_somebody_types_or_a_card_holds_stays_text(visitor: Visitor) -> None:
    dialogs: list[object] = []
    visitor.page.on("dialog", lambda dialog: dialogs.append(dialog))  # noqa: PLW0108 (marked by Playwright)
    await visitor.say(HOSTILE)
    assert await visitor.page.locator(".mine .words").inner_text() == HOSTILE
    assert await visitor.page.input_value("#words") == ""
    words = await visitor.words()
    assert "<img src=x onerror=alert(1)> bold 5*3 <script>alert(2)</script>" in words
    assert "Say <b>nothing</b>" in words
    assert "Ask for *advice*" in words
    assert await visitor.card.locator("strong").first.inner_text() == "bold"
    assert await visitor.page.locator("#conversation :is(img, script, b)").count() == 0
    assert dialogs == []


async def test_a_person_with_only_a_keyboard_hears_what_is_missing_and_answers(
    visitor: Visitor, here: Office
) -> None:
    keyboard = visitor.page.keyboard
    await visitor.button("answer").focus()
    await keyboard.press("Enter")
    error = visitor.card.get_by_text("Choose one of the answers.")
    assert await error.count() == 1
    assert await focused(visitor.page, "type") == "radio"
    assert await visitor.card.locator("[role=radiogroup]").get_attribute("aria-invalid") == "true"
    assert not [heard for _, heard in here.turns.heard if isinstance(heard, Press)]
    await visitor.look("choice-missing")
    await keyboard.press("Space")
    await keyboard.press("ArrowDown")
    assert await error.count() == 0
    await keyboard.press("Tab")
    assert await focused(visitor.page, "dataset.verb") == "answer"
    await keyboard.press("Enter")
    await visitor.answered()
    assert here.turns.heard[-1] == (AMIRA.id, Press("answer", "sealed", {"option": "b"}))


async def test_a_button_that_asks_nothing_works_without_a_choice(visitor: Visitor, here: Office) -> None:
    await visitor.press("home")
    assert here.turns.heard[-1] == (AMIRA.id, Press("home", "sealed", {}))
    assert await visitor.page.locator(".theirs").count() == 1


async def test_the_same_question_on_two_cards_keeps_two_answers(visitor: Visitor) -> None:
    await visitor.choose(0)
    await visitor.say("again")
    await visitor.choose(1)
    chosen = visitor.page.locator("input:checked")
    assert [await chosen.nth(at).input_value() for at in range(await chosen.count())] == ["a", "b"]


async def test_a_reminder_arrives_without_moving_the_reader(visitor: Visitor, here: Office) -> None:
    await visitor.page.locator("#words").focus()
    before = await visitor.page.evaluate("() => window.scrollY")
    here.chat.deliver(AMIRA.id, shown("reminder"))
    news = visitor.page.locator("#news")
    await news.wait_for(state="visible")
    assert await focused(visitor.page, "id") == "words"
    assert await visitor.page.evaluate("() => window.scrollY") == before
    await visitor.look("news")
    await news.click()
    await news.wait_for(state="hidden")
    await visitor.hold_the_last()
    assert await visitor.title() == "reminder"
    assert await visitor.card.locator("[role=heading]:focus").count() == 1


async def test_news_that_was_answered_unseen_is_no_news_any_more(visitor: Visitor, here: Office) -> None:
    here.chat.deliver(AMIRA.id, shown("reminder"))
    news = visitor.page.locator("#news")
    await news.wait_for(state="visible")
    assert await news.inner_text() == "New message"
    await visitor.hold_the_last()
    await visitor.button("home").evaluate("(button) => button.click()")
    await news.wait_for(state="hidden")
    await visitor.answered()


async def test_a_button_in_two_languages_has_a_name_of_two_words(visitor: Visitor) -> None:
    assert await visitor.page.get_by_role("button", name="Send Envoyer", exact=True).count() == 1


async def test_the_answer_to_typed_words_is_in_sight(visitor: Visitor) -> None:
    for words in ("one", "two", "three"):
        await visitor.say(words)
        top = await visitor.card.evaluate("(card) => card.getBoundingClientRect().top")
        assert 0 <= top < 300


async def test_each_person_acted_as_has_a_conversation_and_words_come_back(
    visitor: Visitor, here: Office
) -> None:
    await visitor.say("said as Amira")
    await visitor.act_as(LUC.id)
    assert await visitor.page.locator(".theirs").count() == 1
    assert "said as Amira" not in await visitor.page.locator("#conversation").inner_text()
    await visitor.act_as(AMIRA.id)
    assert await visitor.page.locator("#conversation > *").evaluate_all(
        "all => all.map((one) => one.classList[1])"
    ) == ["theirs", "mine", "theirs"]
    await visitor.page.reload()
    await visitor.page.wait_for_selector(".theirs >> nth=1")
    assert await visitor.page.locator(".mine").count() == 0
    assert await visitor.page.locator("#person").input_value() == AMIRA.id


async def test_when_the_connection_is_lost_the_page_says_so_and_keeps_the_words(
    visitor: Visitor, here: Office
) -> None:
    await visitor.page.route("**/local/say", lambda route: route.abort())
    await visitor.page.fill("#words", "hello")
    await visitor.page.press("#words", "Enter")
    lost = visitor.page.locator("#lost")
    await lost.wait_for(state="visible")
    assert await lost.inner_text() == "No answer. Try again.\nPas de réponse. Essayez encore."
    assert await visitor.page.input_value("#words") == "hello"
    await visitor.look("lost")
    await visitor.page.unroute("**/local/say")
    await visitor.page.press("#words", "Enter")
    await lost.wait_for(state="hidden")
    assert [heard.text for _, heard in here.turns.heard if isinstance(heard, Message)] == ["hello"]


async def test_without_the_card_renderer_the_page_says_so_in_both_languages(
    tmp_path: Path, new_page: NewPage
) -> None:
    async with office(renderer=tmp_path / "none.js") as here:
        page = await new_page()
        await page.goto(here.entrance)
        await page.wait_for_selector(".theirs")
        said = await page.locator("#no-renderer").inner_text()
        assert said == "Cards cannot be drawn here.\nLes cartes ne s'affichent pas ici."
        await Visitor(page, "page").find_no_faults("no-renderer")


async def test_a_screen_reader_knows_the_language_of_each_part(visitor: Visitor) -> None:
    assert await visitor.page.locator("label[for=person] [lang=fr]").inner_text() == "Agir à titre de"
    assert await visitor.card.locator(".ac-adaptiveCard").get_attribute("lang") == "en"
    assert await visitor.button("language-fr").get_attribute("lang") == "fr"
    assert await visitor.page.evaluate("() => document.documentElement.lang") == "en"


@pytest.mark.parametrize("text", ["usual", "large"])
@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1100])
async def test_the_page_fits_a_phone_and_large_text_by_day_and_by_night(
    here: Office, new_page: NewPage, width: int, light: Literal["light", "dark"], text: str
) -> None:
    page = await new_page(width, 700, light)
    visitor = Visitor(page, f"page-{width}-{text}-{light}", enlarged=text == "large")
    await visitor.arrive(here.entrance)
    await visitor.look("card")
    smallest = await visitor.page.evaluate(
        """() => Math.min(
             ...[...document.querySelectorAll('button:not([hidden]), select:not([hidden] *), input')]
             .map((one) => Math.min(one.offsetHeight, one.offsetWidth)))"""
    )
    assert smallest >= 24


async def test_larger_text_makes_every_word_larger(visitor: Visitor) -> None:
    sizes = """() => [...document.querySelectorAll('.ac-textBlock, label, button:not([hidden]), .who')]
      .map((one) => parseFloat(getComputedStyle(one).fontSize))"""
    usual = await visitor.page.evaluate(sizes)
    await visitor.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert await visitor.page.evaluate(sizes) == [size * 2 for size in usual]


async def test_a_second_click_while_the_first_is_on_its_way_is_not_sent(
    visitor: Visitor, here: Office
) -> None:
    held = asyncio.Event()

    async def hold(route: Any) -> None:
        await held.wait()
        await route.continue_()

    await visitor.page.route("**/local/press", hold)
    await visitor.button("home").click()
    await visitor.button("home").click()
    held.set()
    await visitor.answered()
    assert len([heard for _, heard in here.turns.heard if isinstance(heard, Press)]) == 1
