"""Where a window is: alone with Ethos or in the chat of a team; by keyboard, on a phone, and at once."""

import asyncio

import pytest

from tests.browser.conftest import Joins
from tests.local.office import AMIRA, LUC, MEI, NOOR, shown
from tests.local.team_talk import CHAT, TeamOffice

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


# Where --------------------------------------------------------------------------------------------------


async def test_somebody_in_no_team_is_offered_no_other_place(joins: Joins) -> None:
    amira = await joins(AMIRA.id)
    await amira.page.select_option("#person", MEI.id)
    await amira.idle()
    assert not await amira.page.locator("#where").is_visible()
    assert await amira.page.locator("[data-own]").count() == 0
    assert "arrival" in await amira.everything()
    await amira.page.select_option("#person", LUC.id)
    await amira.idle()
    assert await amira.page.locator("#where").is_visible()
    assert await amira.page.input_value("#where") == "", "nobody is led into a chat"


async def test_whoever_acts_as_a_colleague_of_the_same_team_stays_in_its_chat(joins: Joins) -> None:
    amira = await joins(AMIRA.id)
    await amira.page.select_option("#person", LUC.id)
    await amira.idle()
    assert await amira.page.input_value("#where") == CHAT
    assert await amira.title() == "Rien n'est compté"
    assert await amira.page.locator("html").get_attribute("lang") == "fr"


async def test_what_is_sent_in_private_is_not_shown_in_the_chat(joins: Joins, team: TeamOffice) -> None:
    luc, amira = await joins(LUC.id), await joins(AMIRA.id)
    team.page.chat.deliver(AMIRA.id, shown("for-amira"))
    await luc.press("begin-counting")
    await amira.sees("Counted: 0")
    assert "for-amira" not in await amira.everything()
    await amira.go("")
    assert "for-amira" in await amira.everything()
    assert "Counted" not in await amira.everything()
    await luc.press("session-on")
    team.page.chat.deliver(AMIRA.id, shown("second"))
    await amira.page.get_by_text("second").wait_for()
    assert "Counted" not in await amira.everything()


async def test_a_chat_that_cannot_be_reached_leaves_everything_as_it_is(joins: Joins) -> None:
    amira = await joins(AMIRA.id)
    await amira.go("")
    await amira.page.route("**/local/chat/open", lambda route: route.abort())
    await amira.page.select_option("#where", CHAT)
    await amira.page.locator("#lost").wait_for(state="visible")
    await amira.idle()
    assert await amira.page.input_value("#where") == ""
    assert "arrival" in await amira.everything()


async def test_a_view_that_could_not_be_renewed_is_renewed_when_it_can(joins: Joins) -> None:
    luc, amira = await joins(LUC.id), await joins(AMIRA.id)
    tries = 0

    async def fail_once(route: object) -> None:
        nonlocal tries
        tries += 1
        await (route.abort() if tries == 1 else route.continue_())  # type: ignore[attr-defined]

    await amira.page.route("**/local/chat/look", fail_once)
    await luc.press("begin-counting")
    await amira.sees("Counted: 0")
    assert tries == 2
    await amira.page.locator("#lost").wait_for(state="hidden")


# By keyboard, and on a phone ----------------------------------------------------------------------------


async def test_somebody_with_only_a_keyboard_chooses_the_chat_and_counts(joins: Joins) -> None:
    amira = await joins(AMIRA.id)
    await amira.go("")
    keyboard = amira.page.keyboard
    await amira.page.locator("#person").focus()
    await keyboard.press("Tab")
    assert await amira.page.evaluate("() => document.activeElement.id") == "where"
    await keyboard.press("ArrowDown")
    await amira.idle()
    await amira.sees("Nothing is counted")
    assert await amira.page.evaluate("() => document.activeElement.id") == "where"
    await keyboard.press("Tab")
    await keyboard.press("Enter")
    await amira.answered()
    assert await amira.title() == "Counted: 0"
    await keyboard.press("Tab")
    await keyboard.press("Enter")
    await amira.answered()
    assert await amira.title() == "Counted: 1"


async def test_whoever_stands_on_a_button_still_stands_there_when_others_press(joins: Joins) -> None:
    luc, amira = await joins(LUC.id), await joins(AMIRA.id)
    await luc.press("begin-counting")
    await amira.sees("Counted: 0")
    await amira.button("counting-write").focus()
    await luc.press("session-on")
    await amira.sees("Counted: 1")
    assert await amira.page.evaluate("() => document.activeElement.dataset.verb") == "counting-write"


async def test_people_who_press_at_the_same_time_all_count(joins: Joins) -> None:
    luc, amira, noor = [await joins(one.id) for one in (LUC, AMIRA, NOOR)]
    await luc.press("begin-counting")
    for member in (amira, noor):
        await member.sees("Counted: 0")
    await asyncio.gather(*(member.press("session-on") for member in (luc, amira, noor)))
    await luc.sees("Compté\u00a0: 3")
    for member in (amira, noor):
        await member.sees("Counted: 3")


SMALLEST = """() => Math.min(...[...document.querySelectorAll('button:not([hidden]), select, input')]
  .map((one) => Math.min(one.offsetHeight, one.offsetWidth)))"""


@pytest.mark.parametrize(("person", "large"), [(LUC.id, False), (AMIRA.id, True), (NOOR.id, False)])
async def test_everything_fits_a_phone_and_large_text(joins: Joins, person: str, *, large: bool) -> None:
    other, member = await joins(LUC.id), await joins(person, 320, 640)
    if large:
        await member.page.evaluate("document.documentElement.style.fontSize = '200%'")
    await other.press("begin-counting")
    await member.card.locator("[data-verb=counting-write]").wait_for()
    await member.look("chat")
    await member.press("counting-write")
    await member.look("form")
    await other.press("session-on")
    await member.page.locator(".moved").wait_for()
    await member.looks.look_at_all("kept")
    assert await member.page.evaluate(SMALLEST) >= 24
    await member.say("compter")
    await member.looks.look_at_all("typed")


async def test_an_input_of_a_card_may_be_called_as_a_part_of_the_page(joins: Joins) -> None:
    amira = await joins(AMIRA.id)
    await amira.press("begin-counting")
    await amira.press("counting-write")
    ids = await amira.page.evaluate("() => [...document.querySelectorAll('[id]')].map((part) => part.id)")
    assert len(ids) == len(set(ids))
    await amira.page.get_by_label("Write to Ethos").fill("session")
    assert await amira.page.get_by_label("Your words").input_value() == ""
