"""The page of somebody who asked for text only, in a browser."""

import pytest

from tests.browser.conftest import NewPage
from tests.browser.visitor import Visitor
from tests.local.office import AMIRA, office, shown

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

TEXT = {
    "type": "Text",
    "lang": "fr",
    "parts": [
        {"lang": "fr", "title": "Aide", "note": "", "text": "Une <b>phrase</b>.\n  Une autre."},
        {"lang": "fr", "title": "", "note": "", "text": "1. Accueil"},
    ],
}


async def test_text_has_a_heading_its_language_and_no_buttons(new_page: NewPage) -> None:
    async with office(draw=lambda _: TEXT) as here:
        page = await new_page()
        await page.goto(here.entrance)
        await page.wait_for_selector(".theirs")
        written = page.locator(".theirs .written")
        assert await written.get_by_role("heading", level=2).inner_text() == "Aide"
        assert await written.locator("pre").all_inner_texts() == [
            "Une <b>phrase</b>.\n  Une autre.",
            "1. Accueil",
        ]
        assert await written.locator("[lang=fr]").count() == 2
        assert await page.evaluate("() => document.documentElement.lang") == "fr"
        assert await written.locator("button, input").count() == 0
        await Visitor(page, "page").find_no_faults("text-only")


async def test_a_new_text_is_announced_like_a_card(new_page: NewPage) -> None:
    async with office(draw=lambda _: TEXT) as here:
        page = await new_page()
        await page.goto(here.entrance)
        await page.wait_for_selector(".theirs")
        here.chat.deliver(AMIRA.id, shown("sent"))
        await page.wait_for_function("() => document.querySelectorAll('.theirs .written').length === 2")
