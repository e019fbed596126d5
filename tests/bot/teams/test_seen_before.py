"""How often the keys are asked for, and what is remembered of a token: enough for speed and no more."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.teams.clouds import PUBLIC
from bot.teams.entry.gate import TeamsGate
from bot.teams.entry.signing_keys import SigningKeys
from bot.teams.entry.token_checks import Refused, TokenChecks
from tests.bot.teams import host, minting, shapes
from tests.bot.teams.conftest import FakeConnector
from tests.bot.teams.hosting import APP, Instant, KeyServer, Setting, Visitor
from tests.bot.teams.traps import trap

START = datetime(2026, 10, 1, 13, tzinfo=UTC)
LATER = timedelta(minutes=6)
"""Longer than the five minutes in which keys are fetched once."""


@pytest.fixture
def clock() -> Instant:
    return Instant(START)


@pytest.fixture
async def visitor(connector: FakeConnector, keys: KeyServer, clock: Instant) -> AsyncIterator[Visitor]:
    setting = Setting(keys.openid, (connector.url.removeprefix("http://"),))
    async with host.inside(setting, clock) as bot:
        yield Visitor(bot, clock, connector.url)


def _bytes(body: dict[str, Any]) -> bytes:
    return json.dumps(body).encode()


def tokens_of(visitor: Visitor) -> TokenChecks:
    assert isinstance(visitor.bot, host.Bot)
    assert isinstance(visitor.bot.door.gate, TeamsGate)
    return visitor.bot.door.gate.tokens


async def test_made_up_key_names_do_not_make_us_ask_again_and_again(
    visitor: Visitor, connector: FakeConnector, keys: KeyServer, clock: Instant
) -> None:
    assert await visitor.comes_in()
    before = len(await keys.seen())
    for number in range(200):
        header = {"alg": "RS256", "kid": f"made-up-{number}"}
        said = minting.claims(APP, connector.url, clock.seconds)
        headers = {
            "Content-Type": shapes.JSON,
            "Authorization": f"Bearer {minting.token(header, said, 'stranger')}",
        }
        assert (await visitor.bot.post(b'{"type":"message"}', headers)).status in (400, 401)

    # One fetch is the metadata and the keys.
    assert len(await keys.seen()) - before <= 2


async def test_everybody_who_comes_at_once_waits_for_one_fetch(visitor: Visitor, keys: KeyServer) -> None:
    replies = await asyncio.gather(*(visitor.says() for _ in range(50)))

    assert {reply.status for reply in replies} <= {200, 401}
    assert await visitor.comes_in()
    assert sorted(await keys.seen()) == ["keys", "metadata"]


async def test_whoever_hangs_up_while_the_keys_are_fetched_takes_them_from_nobody(
    visitor: Visitor, connector: FakeConnector, keys: KeyServer
) -> None:
    first, second = (asyncio.create_task(visitor.says()) for _ in range(2))
    await asyncio.sleep(0)  # Both wait for the one fetch now.
    first.cancel()
    assert (await second).status == 200


async def test_a_thousand_tokens_are_each_as_good_as_the_first(
    visitor: Visitor, connector: FakeConnector, clock: Instant
) -> None:
    assert await visitor.comes_in()
    body = json.dumps(shapes.message(connector.url) | {"type": "typing"}).encode()
    for number in range(1_000):
        said = minting.claims(APP, connector.url, clock.seconds) | {"jti": str(number)}
        made = minting.token({"alg": "RS256", "kid": "first"}, said, "first")
        headers = {"Content-Type": shapes.JSON, "Authorization": f"Bearer {made}"}
        assert (await visitor.bot.post(body, headers)).status == 200
    clock.now += timedelta(hours=2)
    assert (await visitor.bot.post(body, headers)).status == 401


async def test_a_token_seen_before_is_still_bound_to_its_service_url(
    visitor: Visitor, connector: FakeConnector
) -> None:
    body = shapes.message(connector.url)
    assert await visitor.comes_in()
    headers = visitor.headers(connector.url)
    async with trap() as trapped:
        for url in (f"{connector.url}/other/", f"http://127.0.0.1:{trapped.port}"):
            assert (await visitor.bot.post(_bytes(body | {"serviceUrl": url}), headers)).status == 403
        assert trapped.caught == []
    assert (await visitor.bot.post(_bytes(body), headers)).status == 200


async def test_a_token_seen_before_is_still_bound_to_its_channel(
    visitor: Visitor, connector: FakeConnector
) -> None:
    body = shapes.message(connector.url)
    assert await visitor.comes_in("second")
    headers = visitor.headers(connector.url, "second")
    assert (await visitor.bot.post(_bytes(body | {"channelId": "webchat"}), headers)).status == 403
    assert (await visitor.bot.post(_bytes(body), headers)).status == 200


async def test_a_channel_and_an_address_that_read_alike_together_are_still_two(
    visitor: Visitor, connector: FakeConnector
) -> None:
    header = visitor.headers(visitor.service_url)["Authorization"]
    checks = tokens_of(visitor)
    await checks.check(header, "msteams", visitor.service_url)
    with pytest.raises(Refused):
        await checks.check(header, "msteam", f"s{visitor.service_url}")


async def test_a_token_seen_before_ends_when_it_says(
    visitor: Visitor, connector: FakeConnector, clock: Instant
) -> None:
    body = _bytes(shapes.message(connector.url))
    assert await visitor.comes_in()
    headers = visitor.headers(connector.url)
    ends = clock.now + timedelta(seconds=3_540)

    clock.now = ends + timedelta(seconds=299)
    assert (await visitor.bot.post(body, headers)).status == 200
    clock.now = ends + timedelta(seconds=301)
    assert (await visitor.bot.post(body, headers)).status == 401


async def test_a_token_refused_before_opens_once_its_time_has_come(
    visitor: Visitor, connector: FakeConnector, clock: Instant
) -> None:
    assert await visitor.comes_in()
    said = minting.claims(APP, connector.url, clock.seconds + 600)
    made = minting.token({"alg": "RS256", "kid": "first"}, said, "first")
    headers = {"Content-Type": shapes.JSON, "Authorization": f"Bearer {made}"}
    body = _bytes(shapes.message(connector.url))
    assert (await visitor.bot.post(body, headers)).status == 401
    clock.now += timedelta(minutes=9)
    assert (await visitor.bot.post(body, headers)).status == 200


async def test_after_a_failure_keys_are_asked_for_again_in_seconds_and_otherwise_not_for_minutes(
    keys: KeyServer, client: aiohttp.ClientSession, clock: Instant
) -> None:
    signing = SigningKeys(client, replace(PUBLIC, openid=keys.openid), clock)
    await keys.misbehave({"status": 500}, on="metadata")
    assert await signing.find("first") is None
    await keys.recover()
    clock.now += timedelta(seconds=9)
    assert await signing.find("first") is None
    clock.now += timedelta(seconds=2)
    assert await signing.find("first")

    await keys.publish(minting.published("latecomer"))
    clock.now += timedelta(minutes=4)
    assert await signing.find("latecomer") is None
    clock.now += timedelta(minutes=2)
    assert await signing.find("latecomer")


async def test_a_key_taken_back_while_it_is_in_use_is_forgotten_after_an_hour(
    keys: KeyServer, client: aiohttp.ClientSession, clock: Instant
) -> None:
    signing = SigningKeys(client, replace(PUBLIC, openid=keys.openid), clock)
    assert await signing.find("second")
    await keys.publish({"keys": [minting.public("first", ["msteams"])]})
    clock.now += timedelta(minutes=59)
    assert await signing.find("second")
    clock.now += timedelta(minutes=2)
    async with asyncio.timeout(10):
        while await signing.find("second"):  # noqa: ASYNC110 it is fetched beside this
            await asyncio.sleep(0)
    assert await signing.find("first")
