"""Coming in, being listed, being heard and answered on the local page."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot.heard import Arrival, Message, Press
from tests.local.office import AMIRA, KEY, LUC, Office, office, shown


@pytest_asyncio.fixture
async def here() -> AsyncIterator[Office]:
    async with office() as running:
        yield running


@pytest_asyncio.fixture
async def stranger() -> AsyncIterator[aiohttp.ClientSession]:
    """A browser that has not opened the printed address."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
        yield client


@pytest_asyncio.fixture
async def browser(here: Office, stranger: aiohttp.ClientSession) -> aiohttp.ClientSession:
    """A browser that has."""
    async with stranger.get(here.entrance):
        return stranger


async def post(
    browser: aiohttp.ClientSession, here: Office, path: str, body: Any, **headers: str
) -> tuple[int, Any]:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent = {"Content-Type": "application/json", "Origin": here.address} | headers
    async with browser.post(here.address + path, data=raw, headers=sent) as answer:
        return answer.status, await answer.json() if answer.status == 200 else None


# Coming in ----------------------------------------------------------------------------------------


async def test_the_printed_address_gives_a_cookie_and_leads_to_the_page_without_the_secret(
    here: Office, stranger: aiohttp.ClientSession
) -> None:
    async with stranger.get(here.entrance, allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, "/")
        cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    async with stranger.get(here.address + "/") as answer:
        assert answer.status == 200
        assert "conversation" in await answer.text()


@pytest.mark.parametrize("address", ["/", "/?key=wrong", "/?key=", "/?key=%C3%A9"])
async def test_somebody_without_the_printed_address_is_told_in_both_languages_to_use_it(
    here: Office, stranger: aiohttp.ClientSession, address: str
) -> None:
    async with stranger.get(here.address + address) as answer:
        assert answer.status == 403
        words = await answer.text()
    assert '<p lang="en">Open the printed address.</p>' in words
    assert '<p lang="fr">Ouvrez l&#x27;adresse affichée.</p>' in words


@pytest.mark.parametrize(
    "path",
    [
        "/page/page.js",
        "/page/adaptivecards.js",
        "/local/strings",
        "/local/people",
        "/local/events?person=amira",
    ],
)
async def test_nothing_is_served_without_the_cookie(
    here: Office, stranger: aiohttp.ClientSession, path: str
) -> None:
    async with stranger.get(here.address + path) as answer:
        assert answer.status == 403
    stranger.cookie_jar.update_cookies({f"ethos-{here.address.rpartition(':')[2]}": "guess"})
    async with stranger.get(here.address + path) as answer:
        assert answer.status == 403


@pytest.mark.parametrize(
    "host", ["ethos.example", "127.0.0.1", "127.0.0.1:1", "localhost.example", "[::1]:80", ""]
)
async def test_a_name_that_only_resolves_to_this_machine_stays_outside(
    here: Office, browser: aiohttp.ClientSession, host: str
) -> None:
    for path in ("/", f"/?key={KEY}", "/local/people", "/page/page.css"):
        async with browser.get(here.address + path, headers={"Host": host}, allow_redirects=False) as answer:
            assert answer.status == 403
            assert "Set-Cookie" not in answer.headers


async def test_the_name_localhost_is_this_machine_too(here: Office, browser: aiohttp.ClientSession) -> None:
    local = here.address.replace("127.0.0.1", "localhost")
    headers = {"Host": local.removeprefix("http://"), "Cookie": f"ethos-{local.rpartition(':')[2]}={KEY}"}
    async with browser.get(here.address + "/local/people", headers=headers) as answer:
        assert answer.status == 200


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "http://127.0.0.1:1", "http://127.0.0.1", "null"]
)
async def test_a_page_of_another_site_cannot_speak_for_a_person(
    here: Office, browser: aiohttp.ClientSession, origin: str
) -> None:
    status, _ = await post(browser, here, "/local/say", {"person": "amira", "text": "report"}, Origin=origin)
    assert status == 403
    async with browser.get(here.address + "/local/people", headers={"Origin": origin}) as answer:
        assert answer.status == 403
    assert here.turns.heard == []


async def test_a_post_without_an_origin_is_refused(here: Office, browser: aiohttp.ClientSession) -> None:
    async with browser.post(here.address + "/local/open", json={"person": "amira"}) as answer:
        assert answer.status == 403
    assert here.turns.heard == []


@pytest.mark.parametrize(
    "path", ["/", "/page/page.js", "/local/people", "/page/nothing", "/local/events?person=nobody"]
)
async def test_every_answer_forbids_frames_inline_scripts_and_guessing_types(
    here: Office, browser: aiohttp.ClientSession, path: str
) -> None:
    async with browser.get(here.address + path) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


# Files and lists ------------------------------------------------------------------------------------


async def test_only_our_own_files_are_served(here: Office, browser: aiohttp.ClientSession) -> None:
    async with browser.get(here.address + "/page/cards.js") as answer:
        assert answer.content_type == "text/javascript"
    for name in ("page.html", "..%2fpage.py", "..%2f..%2fpage.py", "unknown.css"):
        async with browser.get(f"{here.address}/page/{name}") as answer:
            assert answer.status == 404


async def test_without_the_renderer_its_address_is_empty(
    tmp_path: Path, stranger: aiohttp.ClientSession
) -> None:
    async with office(renderer=tmp_path / "none.js") as here:
        await (await stranger.get(here.entrance)).read()
        async with stranger.get(here.address + "/page/adaptivecards.js") as answer:
            assert answer.status == 404


async def test_the_people_with_an_office_come_first_then_each_unit(
    here: Office, browser: aiohttp.ClientSession
) -> None:
    async with browser.get(here.address + "/local/people") as answer:
        groups = await answer.json()
    assert [(group["label"]["en"], [one["id"] for one in group["people"]]) for group in groups] == [
        ("Office of Tests", ["mei"]),
        ("Policy", ["amira"]),
        ("Services", ["luc"]),
        ("No unit", ["noor"]),
    ]
    assert groups[0]["people"][0]["title"] == {"en": "Senior Official", "fr": "Haute ou haut fonctionnaire"}
    assert groups[1]["people"][0]["title"] is None


async def test_the_page_speaks_both_languages(here: Office, browser: aiohttp.ClientSession) -> None:
    async with browser.get(here.address + "/local/strings") as answer:
        strings = await answer.json()
    assert strings["page.act-as"] == {"en": "Act as", "fr": "Agir à titre de"}
    assert all(text["en"] and text["fr"] for text in strings.values())


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
    assert [set(message) for message in seen["messages"]] == [{"id", "card", "first"}] * 2


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
