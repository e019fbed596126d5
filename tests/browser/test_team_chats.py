"""A team in its chat on the page: several windows are several people, each with a view of their own."""

import pytest

from bot.heard import Press
from tests.browser.conftest import Joins
from tests.local.office import AMIRA, LUC, NOOR
from tests.local.team_talk import CHAT, TeamOffice

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

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
