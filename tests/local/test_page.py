"""Coming in and being listed on the local page."""

from pathlib import Path

import aiohttp
import pytest

from tests.local.conftest import post
from tests.local.office import KEY, Office, office

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
