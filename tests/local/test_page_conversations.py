"""Being heard and answered on the local page."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from bot.heard import Arrival, Message, Press
from tests.local.conftest import post
from tests.local.office import AMIRA, LUC, Office, office, shown

# Conversations -----------------------------------------------------------------------------------------


async def test_a_person_arrives_once_and_finds_the_conversation_again(
    here: Office, browser: aiohttp.ClientSession
) -> None:
    _, first = await post(browser, here, "/local/open", {"person": "amira"})
    _, again = await post(browser, here, "/local/open", {"person": "amira"})
    assert first == again
    assert [message["card"]["body"][0]["text"] for message in first["messages"]] == ["arrival"]
    assert here.turns.heard == [(AMIRA.id, Arrival())]


async def test_typed_words_are_answered_below_and_not_kept(
    here: Office, browser: aiohttp.ClientSession
) -> None:
    await post(browser, here, "/local/open", {"person": "amira"})
    status, answer = await post(browser, here, "/local/say", {"person": "amira", "text": "help", "id": "7"})
    assert (status, answer["id"], answer["replace"]) == (200, 2, False)
    assert here.turns.heard[-1] == (AMIRA.id, Message("help", "7"))
    _, seen = await post(browser, here, "/local/open", {"person": "amira"})
    assert [set(message) for message in seen["messages"]] == [{"id", "card", "first", "changed"}] * 2


async def test_a_button_is_answered_in_the_place_of_its_card(
    here: Office, browser: aiohttp.ClientSession
) -> None:
    await post(browser, here, "/local/open", {"person": "amira"})
    await post(browser, here, "/local/say", {"person": "amira", "text": "M01"})
    press = {"person": "amira", "verb": "answer", "token": "t", "inputs": {"option": "b"}, "message": 1}
    _, answer = await post(browser, here, "/local/press", press)
    assert (answer["id"], answer["replace"]) == (1, True)
    assert here.turns.heard[-1] == (AMIRA.id, Press("answer", "t", {"option": "b"}))
    _, seen = await post(browser, here, "/local/open", {"person": "amira"})
    assert [message["card"]["body"][0]["text"] for message in seen["messages"]] == [
        "pressed-answer b",
        "typed M01",
    ]


async def test_a_button_of_a_card_nobody_remembers_is_answered_below(
    here: Office, browser: aiohttp.ClientSession
) -> None:
    _, answer = await post(browser, here, "/local/press", {"person": "amira", "verb": "next", "message": 99})
    assert answer["id"] == 1


async def test_what_is_answered_in_passing_is_not_there_for_who_comes_back(
    here: Office, browser: aiohttp.ClientSession
) -> None:
    _, before = await post(browser, here, "/local/open", {"person": "amira"})
    here.turns.passing = True
    press = {"person": "amira", "verb": "show-advice", "inputs": {"close-people": "yes"}, "message": 1}
    _, answer = await post(browser, here, "/local/press", press)
    assert answer["card"]["body"][0]["text"] == "pressed-show-advice yes"
    _, below = await post(browser, here, "/local/press", {**press, "message": 0})
    assert below["card"] == answer["card"]
    _, typed = await post(browser, here, "/local/say", {"person": "amira", "text": "doors"})
    assert typed["card"]["body"][0]["text"] == "typed doors"
    _, on_it = await post(browser, here, "/local/press", {**press, "message": typed["id"]})
    assert on_it["id"] == typed["id"], (
        "a card that is on the screen only is answered in its place all the same"
    )
    _, after = await post(browser, here, "/local/open", {"person": "amira"})
    assert after == before
    here.turns.passing = False
    _, lasting = await post(browser, here, "/local/press", {**press, "message": typed["id"]})
    _, after = await post(browser, here, "/local/open", {"person": "amira"})
    assert [message["id"] for message in after["messages"]] == [1, lasting["id"]] == [1, typed["id"]]


async def test_each_person_has_a_conversation_of_their_own(
    here: Office, browser: aiohttp.ClientSession
) -> None:
    await post(browser, here, "/local/say", {"person": "amira", "text": "mine"})
    _, seen = await post(browser, here, "/local/open", {"person": "luc"})
    assert [message["card"]["body"][0]["text"] for message in seen["messages"]] == ["arrival"]
    assert here.turns.heard[-1] == (LUC.id, Arrival())


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/local/say", b"", 400),
        ("/local/say", b"{", 400),
        ("/local/say", b"[]", 400),
        ("/local/say", b'{"person": "amira", "text": NaN}', 400),
        ("/local/say", b'{"person": "amira", "text": "\\ud800"}', 400),
        ("/local/say", {"person": "amira"}, 400),
        ("/local/say", {"text": "hello"}, 400),
        ("/local/say", {"person": 7, "text": "hello"}, 400),
        ("/local/say", {"person": "amira", "text": None}, 400),
        ("/local/say", {"person": "nobody", "text": "hello"}, 404),
        ("/local/open", {}, 400),
        ("/local/press", {"person": "amira"}, 400),
        ("/local/press", {"person": "amira", "verb": "x", "inputs": []}, 400),
        ("/local/press", {"person": "amira", "verb": "x", "inputs": {"a": 1}}, 400),
        ("/local/press", {"person": "amira", "verb": "x", "message": -1}, 400),
        ("/local/press", {"person": "amira", "verb": "x", "message": True}, 400),
        ("/local/say", {"person": "amira", "text": "x" * 65_536}, 413),
    ],
)
async def test_what_is_malformed_or_too_large_is_refused_and_nobody_hears_it(
    here: Office, browser: aiohttp.ClientSession, path: str, body: Any, status: int
) -> None:
    assert (await post(browser, here, path, body))[0] == status
    assert here.turns.heard == []


async def test_only_json_is_read(here: Office, browser: aiohttp.ClientSession) -> None:
    body = {"person": "amira", "text": "report"}
    assert (await post(browser, here, "/local/say", body, **{"Content-Type": "text/plain"}))[0] == 415


# What Ethos says by itself ----------------------------------------------------------------------------


async def first_card(events: aiohttp.ClientResponse) -> Any:
    """Read a stream up to its first card; None when it ends without."""
    async for line in events.content:
        if line.startswith(b"data:"):
            return json.loads(line.removeprefix(b"data:"))
    return None


async def test_a_card_sent_unasked_reaches_the_open_page(
    here: Office, browser: aiohttp.ClientSession
) -> None:
    await post(browser, here, "/local/open", {"person": "amira"})
    async with browser.get(f"{here.address}/local/events?person=amira&after=1") as events:
        assert events.content_type == "text/event-stream"
        here.chat.deliver(LUC.id, shown("for-luc"))
        here.chat.deliver(AMIRA.id, shown("reminder"))
        async with asyncio.timeout(5):
            message = await first_card(events)
    assert (message["id"], message["first"], message["card"]["body"][0]["text"]) == (2, True, "reminder")


@pytest.mark.parametrize("how", ["query", "header"])
async def test_a_page_that_was_away_gets_what_it_missed_and_nothing_twice(
    here: Office, browser: aiohttp.ClientSession, how: str
) -> None:
    for name in ("one", "two", "three"):
        here.chat.deliver(AMIRA.id, shown(name))
    query, headers = ("&after=2", {}) if how == "query" else ("", {"Last-Event-ID": "2"})
    async with browser.get(f"{here.address}/local/events?person=amira{query}", headers=headers) as events:
        assert (await first_card(events))["id"] == 3


@pytest.mark.parametrize("how", ["query", "header"])
async def test_a_page_that_was_away_gets_what_was_corrected_meanwhile(
    here: Office, browser: aiohttp.ClientSession, how: str
) -> None:
    first, second = [here.chat.deliver(AMIRA.id, shown(name)) for name in ("one", "two")]
    here.chat.change(AMIRA.id, second, shown("two again"))
    here.chat.change(AMIRA.id, first, shown("one again"))
    query, headers = ("&after=3", {}) if how == "query" else ("", {"Last-Event-ID": "3"})
    async with browser.get(f"{here.address}/local/events?person=amira{query}", headers=headers) as events:
        assert await events.content.readline() == b"id: 4\n"
        message = await first_card(events)
    assert (message["id"], message["changed"]) == (1, 4)
    assert message["card"]["body"][0]["text"] == "one again"


async def test_an_unknown_person_and_a_strange_position_have_no_stream(
    here: Office, browser: aiohttp.ClientSession
) -> None:
    for query, status in (
        ("person=nobody", 404),
        ("", 404),
        ("person=amira&after=x", 400),
        ("person=amira&after=-1", 400),
    ):
        async with browser.get(f"{here.address}/local/events?{query}") as answer:
            assert answer.status == status


async def test_stopping_does_not_wait_for_open_pages(stranger: aiohttp.ClientSession) -> None:
    async with asyncio.timeout(1.5):
        async with office() as here, stranger.get(here.entrance):
            events = await stranger.get(here.address + "/local/events?person=amira")
            assert events.status == 200
        assert await first_card(events) is None
