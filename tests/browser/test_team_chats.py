"""A team in its chat on the page: several windows are several people, each with a view of their own."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio

from bot.heard import Press
from tests.browser.chats import Member
from tests.browser.conftest import NewPage
from tests.local.office import AMIRA, LUC, MEI, NOOR, shown
from tests.local.team_talk import CHAT, TeamOffice, team_office

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

Joins = Callable[..., Awaitable[Member]]


@pytest_asyncio.fixture(loop_scope="session")
async def team() -> AsyncIterator[TeamOffice]:
    async with team_office() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def joins(team: TeamOffice, new_page: NewPage) -> Joins:
    """Let somebody come into the chat in a window of their own."""

    async def join(person: str, width: int = 1100, height: int = 800) -> Member:
        member = Member(await new_page(width, height), f"chat-{person}-{width}")
        await member.join(team.page.entrance, person, CHAT)
        return member

    return join


# Together -----------------------------------------------------------------------------------------------


async def test_two_people_see_what_a_third_one_presses_each_in_their_language(joins: Joins) -> None:
    luc, amira, noor = await joins(LUC.id), await joins(AMIRA.id), await joins(NOOR.id)
    await amira.sees("Nothing is counted")
    await amira.look("nothing-yet")
    await luc.press("begin-counting")
    await amira.sees("Counted: 0")
    await noor.sees("Counted: 0")
    await luc.press("session-on")
    await amira.sees("Counted: 1")
    await noor.sees("Counted: 1")
    assert await luc.title() == "Compté\u00a0: 1"
    assert "Compté\u00a0: 1" in await noor.words(), "who never chose a language gets both"
    assert await amira.shared.count() == 0, "the own view stands in the place of the card of all"
    assert await amira.card.count() == 1
    for member in (luc, amira, noor):
        await member.look("counted")


async def test_what_somebody_writes_is_on_nobody_elses_screen(joins: Joins) -> None:
    luc, amira = await joins(LUC.id), await joins(AMIRA.id)
    await luc.press("begin-counting")
    await amira.sees("Counted: 0")
    await amira.press("counting-write")
    await amira.fill("words", "A mug from a supplier")
    await amira.press("counting-keep")
    assert "A mug from a supplier" in await amira.words()
    assert "Kept." in await amira.words(), "what was said to her stays until somebody else does something"
    await luc.say("session")
    await luc.sees_shared("All of you: 0")
    assert "1 ont écrit." in await luc.everything()
    assert "mug" not in await luc.everything()
    await luc.look("written")


async def test_an_open_form_keeps_its_words_and_says_that_the_others_went_on(joins: Joins) -> None:
    luc, amira = await joins(LUC.id), await joins(AMIRA.id)
    await luc.press("begin-counting")
    await amira.sees("Counted: 0")
    await amira.press("counting-write")
    field = amira.input("words")
    await field.fill("half a sent")
    await luc.press("session-on")
    await amira.card.get_by_text("The others went on.").wait_for()
    assert await amira.page.locator("#changed").inner_text() == "The shared card changed."
    assert await field.input_value() == "half a sent"
    assert await field.evaluate("(field) => field === document.activeElement")
    await amira.look("form-kept")
    await amira.page.keyboard.type("ence")
    await amira.press("counting-keep")
    assert "half a sentence" in await amira.words()
    assert await amira.title() == "Counted: 1"


async def test_a_form_in_which_nothing_was_written_yet_stays_too_and_may_be_left(joins: Joins) -> None:
    luc, amira = await joins(LUC.id), await joins(AMIRA.id)
    await luc.press("begin-counting")
    await amira.sees("Counted: 0")
    await amira.press("counting-write")
    await luc.press("session-on")
    await amira.page.get_by_role("button", name="Look now").click()
    await amira.answered()
    assert await amira.title() == "Counted: 1"
    assert await amira.page.locator(".moved").count() == 0


async def test_a_window_that_is_loaded_again_finds_its_person_its_chat_and_its_form(joins: Joins) -> None:
    luc = await joins(LUC.id)
    await luc.press("begin-counting")
    await luc.press("counting-write")
    await luc.page.reload()
    await luc.sees("Écrire")
    await luc.idle()
    assert await luc.page.input_value("#person") == LUC.id
    assert await luc.page.input_value("#where") == CHAT
    await luc.press("session-back")
    assert await luc.title() == "Compté\u00a0: 0"


async def test_a_second_session_stands_below_and_the_own_view_goes_there(joins: Joins) -> None:
    luc, amira = await joins(LUC.id, height=320), await joins(AMIRA.id, height=420)
    await luc.press("begin-counting")
    await luc.press("session-close")
    await amira.sees("Nothing is counted")
    await luc.press("begin-counting")
    await amira.sees("Counted: 0")
    await amira.sees_shared("The end: 0")
    order = await amira.page.locator(".theirs [role=heading]").all_inner_texts()
    assert order == ["The end: 0", "Fin\u00a0: 0", "Counted: 0"]
    await luc.sees("Compté\u00a0: 0")
    assert await luc.card.count() == await amira.card.count() == 1


# Words --------------------------------------------------------------------------------------------------


async def test_typed_words_of_a_session_are_answered_and_others_lead_to_the_private_talk(
    joins: Joins, team: TeamOffice
) -> None:
    luc, amira = await joins(LUC.id), await joins(AMIRA.id)
    await luc.press("begin-counting")
    await amira.sees("Counted: 0")
    await amira.say("compter")
    assert await amira.title() == "Counted: 1"
    assert await amira.page.locator(".theirs").last.get_attribute("data-own") == ""
    await luc.sees("Compté\u00a0: 1")
    await amira.say("I was given a mug")
    answer = amira.page.locator(".theirs").last
    assert "Ethos in this chat" in await answer.inner_text()
    await amira.look("words")
    assert "mug" not in await luc.everything()
    await answer.locator("[data-verb=company-private]").click()
    await amira.idle()
    assert await amira.page.input_value("#where") == ""
    assert "arrival" in await amira.everything()
    assert "mug" not in await amira.everything(), "what was typed in the chat is not in another conversation"
    assert team.talk.heard[-1] == (AMIRA.id, Press("session-on"))


async def test_a_view_asked_for_by_a_word_is_renewed_where_it_stands(joins: Joins) -> None:
    luc, amira = await joins(LUC.id), await joins(AMIRA.id)
    await luc.press("begin-counting")
    await amira.sees("Counted: 0")
    await amira.say("session")
    await luc.press("session-on")
    await amira.sees("Counted: 1")
    await amira.sees_shared("All of you: 1")
    assert await amira.page.locator(".theirs").last.get_attribute("data-own") == ""
    await amira.press_shared("session")
    assert await amira.shared.count() == 0
    assert await amira.title() == "Counted: 1"


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
