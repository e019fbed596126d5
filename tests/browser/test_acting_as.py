"""Whose conversation is on the screen: whatever happens, nobody presses or types as somebody else."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from bot.heard import Press
from tests.browser.conftest import NewPage
from tests.browser.test_page import draw_dilemma
from tests.browser.visitor import IDLE, Visitor
from tests.local.office import AMIRA, LUC, Office, office, shown

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def here() -> AsyncIterator[Office]:
    async with office(draw=draw_dilemma) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(here: Office, new_page: NewPage) -> Visitor:
    visitor = Visitor(await new_page(1100, 640), "acting")
    await visitor.arrive(here.entrance)
    return visitor


async def test_somebody_who_cannot_be_reached_is_not_spoken_for(visitor: Visitor, here: Office) -> None:
    page = visitor.page
    await page.route("**/local/open", lambda route: route.abort())
    await page.select_option("#person", LUC.id)
    await page.locator("#lost").wait_for(state="visible")
    await page.wait_for_function(IDLE)
    assert await page.input_value("#person") == AMIRA.id
    await visitor.press("home")
    assert here.turns.heard[-1] == (AMIRA.id, Press("home", "sealed", {}))
    await page.unroute("**/local/open")
    await visitor.act_as(LUC.id)
    await visitor.press("home")
    assert here.turns.heard[-1] == (LUC.id, Press("home", "sealed", {}))


async def test_news_still_comes_to_the_person_whose_page_stayed(visitor: Visitor, here: Office) -> None:
    page = visitor.page
    await page.route("**/local/open", lambda route: route.abort())
    await page.select_option("#person", LUC.id)
    await page.locator("#lost").wait_for(state="visible")
    here.chat.deliver(LUC.id, shown("for-luc"))
    here.chat.deliver(AMIRA.id, shown("for-amira"))
    await page.wait_for_selector(".theirs >> nth=1")
    words = await page.locator("#conversation").inner_text()
    assert "for-amira" in words
    assert "for-luc" not in words


async def test_while_an_answer_is_on_its_way_nobody_else_can_be_chosen(
    visitor: Visitor, here: Office
) -> None:
    page = visitor.page
    here.turns.answering.clear()
    await visitor.button("home").click()
    assert await page.locator("#person").is_disabled()
    here.turns.answering.set()
    await visitor.answered()
    assert await page.locator("#person").is_enabled()


async def test_somebody_who_chooses_by_keyboard_stays_at_the_list(visitor: Visitor) -> None:
    page = visitor.page
    await page.locator("#person").focus()
    await page.keyboard.press("ArrowDown")
    await page.wait_for_function(IDLE)
    assert await page.input_value("#person") == LUC.id
    assert await page.evaluate("() => document.activeElement.id") == "person"


async def test_a_line_that_was_refused_is_tried_again(here: Office, new_page: NewPage) -> None:
    page = await new_page()
    refused = asyncio.Event()

    async def refuse_once(route: Any) -> None:
        await (route.continue_() if refused.is_set() else route.fulfill(status=503))
        refused.set()

    await page.route("**/local/events?*", refuse_once)
    await Visitor(page, "acting").arrive(here.entrance)
    await refused.wait()
    here.chat.deliver(AMIRA.id, shown("reminder"))
    await page.wait_for_selector(".theirs >> nth=1")
    await page.locator("#lost").wait_for(state="hidden")


async def test_a_page_that_could_not_begin_begins_when_it_can(here: Office, new_page: NewPage) -> None:
    page = await new_page()
    tries = {"strings": 0, "open": 0}

    async def fail_once(route: Any) -> None:
        what = route.request.url.rpartition("/")[2]
        tries[what] += 1
        await (route.abort() if tries[what] == 1 else route.continue_())

    await page.route("**/local/strings", fail_once)
    await page.route("**/local/open", fail_once)
    await Visitor(page, "acting").arrive(here.entrance)
    assert tries == {"strings": 2, "open": 2}
    assert await page.input_value("#person") == AMIRA.id
    await page.locator("#lost").wait_for(state="hidden")


async def test_a_fault_behind_the_page_is_said_as_a_lost_connection(visitor: Visitor, here: Office) -> None:
    here.turns.trouble = RuntimeError("secret")
    with capture_logs() as logs:
        await visitor.button("home").click()
        await visitor.page.locator("#lost").wait_for(state="visible")
    assert [line["event"] for line in logs] == ["page.failed"]
    here.turns.trouble = None
    await visitor.press("home")
