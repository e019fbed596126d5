"""The doors to the chats of teams: who may come in, what everybody sees, and what only one person does."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from bot.heard import Press
from tests.local.conftest import post
from tests.local.office import AMIRA, LUC, MEI, NOOR, Office, office
from tests.local.team_talk import CHAT, TeamOffice, team_office

SECRET = "Amira wrote about a mug"


@pytest_asyncio.fixture
async def team() -> AsyncIterator[TeamOffice]:
    async with team_office() as running:
        yield running


@pytest_asyncio.fixture
async def here(team: TeamOffice) -> Office:
    return team.page


async def act(
    browser: aiohttp.ClientSession, here: Office, door: str, person: str, **body: Any
) -> dict[str, Any]:
    status, answer = await post(browser, here, f"/local/chat/{door}", {"person": person, "chat": CHAT} | body)
    assert status == 200
    return dict(answer)


def heads(card: Any) -> list[str]:
    """Return the titles of a card, one for each language it is in."""
    inner = [part for each in card["body"] for part in each.get("items", [each])]
    return [part["text"] for part in inner if part.get("style") == "heading"]


async def chats_of(browser: aiohttp.ClientSession, here: Office, person: str) -> Any:
    async with browser.get(f"{here.address}/local/chats?person={person}") as answer:
        return (await answer.json())["chats"] if answer.status == 200 else answer.status


# Who is where -------------------------------------------------------------------------------------------


async def test_a_team_has_one_chat_and_nobody_else_is_offered_it(
    here: Office, browser: aiohttp.ClientSession
) -> None:
    name = "Luc Tremblay, Services"
    chat = {"id": CHAT, "label": {"en": name, "fr": name}}
    assert [await chats_of(browser, here, one.id) for one in (LUC, AMIRA, NOOR)] == [[chat]] * 3
    assert await chats_of(browser, here, MEI.id) == []
    assert await chats_of(browser, here, "nobody") == 404


async def test_without_sessions_of_teams_nobody_is_offered_a_chat(stranger: aiohttp.ClientSession) -> None:
    async with office() as here:
        await (await stranger.get(here.entrance)).read()
        assert await chats_of(stranger, here, AMIRA.id) == []
        body = {"person": "amira", "chat": CHAT}
        assert (await post(stranger, here, "/local/chat/open", body))[0] == 404


@pytest.mark.parametrize(
    ("person", "chat", "status"), [("mei", CHAT, 403), ("amira", "local:amira", 404), ("nobody", CHAT, 404)]
)
async def test_somebody_who_is_no_member_gets_nothing_of_a_chat(
    team: TeamOffice, browser: aiohttp.ClientSession, person: str, chat: str, status: int
) -> None:
    here, who = team.page, {"person": person, "chat": chat}
    more = {"text": "session", "verb": "begin-counting"}
    for door in ("open", "look", "say", "press"):
        assert (await post(browser, here, f"/local/chat/{door}", who | more))[0] == status
    for door in ("events", "file"):
        async with browser.get(
            f"{here.address}/local/chat/{door}", params={**who, "file": "sheet"}
        ) as answer:
            assert answer.status == status
    assert team.talk.heard == []


@pytest.mark.parametrize("door", ["open", "look", "say", "press"])
async def test_a_stranger_and_a_page_of_another_site_are_refused_at_every_door(
    team: TeamOffice, stranger: aiohttp.ClientSession, door: str
) -> None:
    here = team.page
    body = {"person": "amira", "chat": CHAT, "text": "session", "verb": "begin-counting"}
    assert (await post(stranger, here, f"/local/chat/{door}", body))[0] == 403
    await (await stranger.get(here.entrance)).read()
    elsewhere = "https://elsewhere.example"
    assert (await post(stranger, here, f"/local/chat/{door}", body, Origin=elsewhere))[0] == 403
    assert team.talk.heard == []


@pytest.mark.parametrize("door", ["chats", "chat/events", "chat/file"])
async def test_nothing_of_a_chat_is_handed_out_without_the_cookie(
    here: Office, stranger: aiohttp.ClientSession, door: str
) -> None:
    async with stranger.get(
        f"{here.address}/local/{door}", params={"person": "amira", "chat": CHAT}
    ) as answer:
        assert answer.status == 403


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("open", {"person": "amira"}, 400),
        ("open", {"chat": CHAT}, 400),
        ("open", {"person": "amira", "chat": 7}, 400),
        ("say", {"person": "amira", "chat": CHAT}, 400),
        ("say", {"person": "amira", "chat": CHAT, "text": "x" * 65_536}, 413),
        ("press", {"person": "amira", "chat": CHAT}, 400),
        ("press", {"person": "amira", "chat": CHAT, "verb": "session", "inputs": {"a": 1}}, 400),
        ("press", {"person": "amira", "chat": CHAT, "verb": "session", "message": -1}, 400),
        ("look", b"[]", 400),
    ],
)
async def test_what_is_malformed_or_too_large_is_refused_and_no_session_hears_it(
    team: TeamOffice, browser: aiohttp.ClientSession, path: str, body: Any, status: int
) -> None:
    assert (await post(browser, team.page, f"/local/chat/{path}", body))[0] == status
    assert team.talk.heard == []


# A session ----------------------------------------------------------------------------------------------


async def test_whoever_opens_a_chat_without_a_session_sees_how_one_begins(
    here: Office, browser: aiohttp.ClientSession
) -> None:
    seen = await act(browser, here, "open", "luc")
    assert (seen["messages"], seen["own"]["id"], seen["at"]) == ([], 0, 0)
    assert heads(seen["own"]["card"]) == ["Rien n'est compté"]


async def test_everybody_sees_one_card_in_both_languages_and_their_own_view_in_theirs(
    here: Office, browser: aiohttp.ClientSession
) -> None:
    began = await act(browser, here, "press", "luc", verb="begin-counting")
    assert (began["id"], began["at"], heads(began["card"])) == (1, 1, ["Compté\u00a0: 0"])
    seen = await act(browser, here, "open", "amira")
    assert [heads(each["card"]) for each in seen["messages"]] == [
        ["All of you: 0", "Vous toutes et tous\u00a0: 0"]
    ]
    assert (seen["own"]["id"], heads(seen["own"]["card"])) == (1, ["Counted: 0"])
    unsaid = await act(browser, here, "look", "noor")
    assert heads(unsaid["card"]) == ["Counted: 0", "Compté\u00a0: 0"]


async def test_what_one_person_presses_shows_on_the_card_of_all_and_their_words_on_nobodys(
    team: TeamOffice, browser: aiohttp.ClientSession
) -> None:
    here = team.page
    await act(browser, here, "press", "luc", verb="begin-counting")
    inputs = {"words": SECRET}
    kept = await act(
        browser, here, "press", "amira", verb="counting-keep", token="t", inputs=inputs, message=1
    )
    assert team.talk.heard[-1] == (AMIRA.id, Press("counting-keep", "t", inputs))
    assert (kept["id"], kept["at"], kept["open"]) == (1, 2, False)
    assert SECRET in json.dumps(kept)
    for other in ("luc", "noor"):
        seen = await act(browser, here, "open", other)
        assert SECRET not in json.dumps(seen)
        assert "1 have written." in json.dumps(seen["messages"])
        assert (seen["messages"][0]["changed"], seen["at"]) == (2, 2)


async def test_a_press_by_somebody_else_is_no_news_of_ones_own(
    here: Office, browser: aiohttp.ClientSession
) -> None:
    await act(browser, here, "press", "luc", verb="begin-counting")
    await act(browser, here, "press", "amira", verb="session-on", message=1)
    looked = await act(browser, here, "press", "luc", verb="session-back", message=1)
    assert looked["at"] == 0


async def test_who_pressed_while_somebody_else_did_looks_once_more(
    team: TeamOffice, browser: aiohttp.ClientSession
) -> None:
    here = team.page
    await act(browser, here, "press", "luc", verb="begin-counting")
    team.talk.slow[LUC.id] = answered = asyncio.Event()
    first = asyncio.create_task(act(browser, here, "press", "luc", verb="session-on", message=1))
    await team.talk.heard_slowly.wait()
    quick = await act(browser, here, "press", "amira", verb="session-on", message=1)
    answered.set()
    slow = await first
    assert (quick["at"], heads(quick["card"])) == (2, ["Counted: 2"])
    assert (slow["at"], heads(slow["card"])) == (0, ["Compté\u00a0: 1"]), (
        "what Amira did is not in his answer"
    )
    assert heads((await act(browser, here, "look", "luc"))["card"]) == ["Compté\u00a0: 2"]


async def test_a_form_stays_where_it_was_opened_and_is_still_there_for_who_comes_back(
    here: Office, browser: aiohttp.ClientSession
) -> None:
    await act(browser, here, "press", "luc", verb="begin-counting")
    form = await act(browser, here, "press", "amira", verb="counting-write", message=1)
    assert (form["id"], form["open"], heads(form["card"])) == (1, True, ["Write"])
    await act(browser, here, "press", "luc", verb="session-on", message=1)
    again = await act(browser, here, "open", "amira")
    assert (again["own"]["open"], heads(again["own"]["card"])) == (True, ["Write"])
    assert heads((await act(browser, here, "open", "luc"))["own"]["card"]) == ["Compté\u00a0: 1"]
    await act(browser, here, "press", "amira", verb="session-back", message=1)
    assert heads((await act(browser, here, "open", "amira"))["own"]["card"]) == ["Counted: 1"]


async def test_a_form_is_let_go_by_looking_and_by_a_new_session(
    here: Office, browser: aiohttp.ClientSession
) -> None:
    await act(browser, here, "press", "luc", verb="begin-counting")
    for person in ("amira", "noor"):
        await act(browser, here, "press", person, verb="counting-write", message=1)
    await act(browser, here, "look", "amira")
    assert heads((await act(browser, here, "open", "amira"))["own"]["card"]) == ["Counted: 0"]
    await act(browser, here, "press", "luc", verb="session-close", message=1)
    await act(browser, here, "press", "luc", verb="begin-counting", message=1)
    seen = await act(browser, here, "open", "noor")
    assert (seen["own"]["id"], seen["own"]["open"]) == (3, False)
    assert [each["id"] for each in seen["messages"]] == [1, 3]


async def test_a_button_of_an_old_card_is_answered_at_the_newest_one(
    here: Office, browser: aiohttp.ClientSession
) -> None:
    for verb in ("begin-counting", "session-close", "begin-counting"):
        await act(browser, here, "press", "luc", verb=verb)
    looked = await act(browser, here, "press", "amira", verb="session", message=1)
    assert looked["id"] == 3
    form = await act(browser, here, "press", "amira", verb="counting-write", message=1)
    assert form["id"] == 1


# Words --------------------------------------------------------------------------------------------------


async def test_the_words_of_a_session_do_what_its_button_does(
    team: TeamOffice, browser: aiohttp.ClientSession
) -> None:
    here = team.page
    await act(browser, here, "press", "luc", verb="begin-counting")
    answer = await act(browser, here, "say", "amira", text="Compter")
    assert (answer["own"], answer["id"], heads(answer["card"])) == (True, 0, ["Counted: 1"])
    assert team.talk.heard[-1] == (AMIRA.id, Press("session-on"))


async def test_anything_else_is_answered_to_its_person_and_nobody_else_learns_of_it(
    team: TeamOffice, browser: aiohttp.ClientSession
) -> None:
    here = team.page
    with capture_logs() as logs:
        said = await act(browser, here, "say", "amira", text=SECRET)
        pressed = await act(browser, here, "press", "amira", verb="report", token="t")
    for answer in (said, pressed):
        assert (answer["own"], heads(answer["card"])) == (False, ["Ethos in this chat"])
    assert team.talk.heard == []
    assert here.turns.heard == []
    for person in ("amira", "luc"):
        assert SECRET not in json.dumps(await act(browser, here, "open", person))
    assert logs == []


async def test_an_unforeseen_fault_is_one_line_in_the_log_without_a_word_of_anybody(
    team: TeamOffice, browser: aiohttp.ClientSession
) -> None:
    team.talk.trouble = RuntimeError(SECRET)
    with capture_logs() as logs:
        body = {"person": "luc", "chat": CHAT, "verb": "begin-counting"}
        assert (await post(browser, team.page, "/local/chat/press", body))[0] == 500
    assert logs == [{"event": "page.failed", "fault": "RuntimeError", "log_level": "error"}]


async def test_a_file_of_a_chat_is_handed_to_its_members_while_it_is_offered(
    here: Office, browser: aiohttp.ClientSession
) -> None:
    asked = {"person": "amira", "chat": CHAT, "file": "sheet"}
    async with browser.get(f"{here.address}/local/chat/file", params=asked) as answer:
        assert answer.status == 404
    await act(browser, here, "press", "luc", verb="begin-counting")
    await act(browser, here, "press", "amira", verb="counting-keep", inputs={"words": "a mug"})
    async with browser.get(f"{here.address}/local/chat/file", params=asked) as answer:
        assert (answer.status, await answer.read()) == (200, b"a mug")
        assert 'filename="sheet.csv"' in answer.headers["Content-Disposition"]
