"""What goes wrong behind the local page costs nobody an answer, and tells the log nothing about anybody."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.heard import Arrival, Shown
from bot.local.chat import LocalChat
from bot.local.sessions import Session
from storage.ports import NotSaved, Unavailable
from tests.local.conftest import post
from tests.local.office import AMIRA, KEY, LIBRARY, Office, Roster, Turns, draw, office, shown

SECRET = "Amira wrote about a mug"


async def test_a_person_whose_address_cannot_be_kept_is_answered_all_the_same(
    here: Office, browser: aiohttp.ClientSession
) -> None:
    for fault in (NotSaved(SECRET), Unavailable(SECRET)):
        here.roster.trouble = fault
        with capture_logs() as logs:
            status, answer = await post(browser, here, "/local/say", {"person": "amira", "text": "hello"})
        assert (status, answer["card"]["body"][0]["text"]) == (200, "typed hello")
        assert logs == [{"event": "address.not-kept", "fault": type(fault).__name__, "log_level": "warning"}]
    here.roster.trouble = None
    _, seen = await post(browser, here, "/local/open", {"person": "amira"})
    assert [message["card"]["body"][0]["text"] for message in seen["messages"]] == [
        "typed hello",
        "typed hello",
        "arrival",
    ]
    assert AMIRA.id in here.roster.addresses


async def test_an_arrival_that_failed_is_tried_again(here: Office, browser: aiohttp.ClientSession) -> None:
    here.turns.trouble = RuntimeError(SECRET)
    assert (await post(browser, here, "/local/open", {"person": "amira"}))[0] == 500
    here.turns.trouble = None
    _, seen = await post(browser, here, "/local/open", {"person": "amira"})
    assert [message["card"]["body"][0]["text"] for message in seen["messages"]] == ["arrival"]


async def test_a_second_tab_that_opens_at_once_waits_for_the_same_welcome() -> None:
    turns = Turns()
    chat = LocalChat(turns, Roster(), LIBRARY, Session(KEY), draw)
    turns.answering.clear()

    async def answer() -> None:
        turns.answering.set()

    first, second, _ = await asyncio.gather(chat.open(AMIRA.id), chat.open(AMIRA.id), answer())
    assert first == second
    assert len(first) == 1
    assert turns.heard == [(AMIRA.id, Arrival())]


@pytest.mark.parametrize("path", ["/local/open", "/local/say", "/local/press"])
async def test_an_unforeseen_fault_is_one_line_in_the_log_and_an_empty_answer(
    here: Office, browser: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    here.turns.trouble = RuntimeError(SECRET)
    body = {"person": "amira", "text": "mug", "verb": "next"}
    with caplog.at_level(logging.DEBUG), capture_logs() as logs:
        headers = {"Origin": here.address}
        async with browser.post(here.address + path, json=body, headers=headers) as answer:
            assert (answer.status, await answer.read()) == (500, b"")
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["Cache-Control"] == "no-store"
    assert logs == [{"event": "page.failed", "fault": "RuntimeError", "log_level": "error"}]
    assert [record for record in caplog.records if record.name.startswith("aiohttp")] == []


async def test_a_stream_that_breaks_ends_and_does_not_begin_a_second_answer(
    stranger: aiohttp.ClientSession,
) -> None:
    def unwritable(shown: Shown) -> Mapping[str, Any]:
        return {**draw(shown), "body": object()}

    async with office(draw=unwritable) as here:
        await (await stranger.get(here.entrance)).read()
        async with stranger.get(f"{here.address}/local/events?person=amira") as events:
            with capture_logs() as logs:
                here.chat.deliver(AMIRA.id, shown("reminder"))
                assert await events.read() == b""
    assert [line["event"] for line in logs] == ["page.failed"]


async def test_a_packed_body_is_refused_and_nobody_hears_it(
    here: Office, browser: aiohttp.ClientSession
) -> None:
    body = {"person": "amira", "text": "report"}
    assert (await post(browser, here, "/local/say", body, **{"Content-Encoding": "gzip"}))[0] == 415
    assert here.turns.heard == []
