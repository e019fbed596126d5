"""Where the keys come from, what happens when they do not come, and what is remembered of a token."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.bot.teams import host, minting, shapes
from tests.bot.teams.conftest import FakeConnector
from tests.bot.teams.hosting import Instant, KeyServer, Setting, Visitor
from tests.bot.teams.traps import trap, watching

START = datetime(2026, 10, 1, 13, tzinfo=UTC)
JSON = {"Content-Type": shapes.JSON}
LATER = timedelta(minutes=6)
"""Longer than the five minutes in which keys are fetched once."""

TROUBLE: dict[str, tuple[str, dict[str, Any]]] = {
    "metadata gone": ("metadata", {"status": 404}),
    "metadata failing": ("metadata", {"status": 500}),
    "metadata cut off": ("metadata", {"reset": True}),
    "metadata that are no JSON": ("metadata", {"status": 200, "text": "<html>"}),
    "metadata that are a list": ("metadata", {"status": 200, "text": "[]"}),
    "metadata without an address": ("metadata", {"status": 200, "text": "{}"}),
    "metadata with a number for an address": ("metadata", {"status": 200, "text": '{"jwks_uri": 5}'}),
    "metadata with a file for an address": ("metadata", {"elsewhere": "file:///etc/passwd"}),
    "metadata with half an address": ("metadata", {"elsewhere": "/keys"}),
    "metadata with no host in the address": ("metadata", {"elsewhere": "http://"}),
    "keys failing": ("keys", {"status": 503}),
    "keys cut off": ("keys", {"reset": True}),
    "keys that are no JSON": ("keys", {"status": 200, "text": "keys"}),
    "keys that are a list": ("keys", {"status": 200, "text": "[]"}),
    "keys that are a text": ("keys", {"status": 200, "text": '{"keys": "none"}'}),
    "no keys": ("keys", {"status": 200, "text": '{"keys": []}'}),
    "keys of another kind": ("keys", {"status": 200, "text": '{"keys": [null, 5, {"kty": "RSA"}]}'}),
    "keys without end": ("keys", {"status": 200, "text": '{"keys": [', "endless": "{},"}),
    "keys nested without end": ("keys", {"status": 200, "text": "[" * 100_000}),
}


@pytest.fixture
def clock() -> Instant:
    return Instant(START)


@pytest.fixture
async def visitor(connector: FakeConnector, keys: KeyServer, clock: Instant) -> AsyncIterator[Visitor]:
    setting = Setting(keys.openid, (connector.url.removeprefix("http://"),))
    async with host.inside(setting, clock) as bot:
        yield Visitor(bot, clock, connector.url)


@pytest.mark.parametrize("trouble", TROUBLE.values(), ids=TROUBLE)
async def test_without_keys_at_the_start_nobody_comes_in_and_once_they_are_there_everybody(
    trouble: tuple[str, dict[str, Any]], visitor: Visitor, connector: FakeConnector, keys: KeyServer
) -> None:
    on, how = trouble
    await keys.misbehave(how, on=on)
    assert {(await visitor.says()).status for _ in range(3)} == {401}
    assert await connector.seen() == []

    await keys.recover()
    visitor.clock.now += LATER
    assert await visitor.comes_in()


@pytest.mark.parametrize(
    "trouble", [(on, {how: True}) for on in ("metadata", "keys") for how in ("hang", "drip")]
)
async def test_a_key_server_that_hangs_keeps_nobody_waiting_for_ever(
    trouble: tuple[str, dict[str, Any]], visitor: Visitor, connector: FakeConnector, keys: KeyServer
) -> None:
    on, how = trouble
    await keys.misbehave(how, on=on)
    assert (await visitor.says()).status == 401

    await keys.recover()
    visitor.clock.now += LATER
    assert await visitor.comes_in()


async def test_keys_without_end_are_put_away_when_it_is_enough_and_not_when_time_is_up(
    visitor: Visitor, connector: FakeConnector, keys: KeyServer
) -> None:
    on, how = TROUBLE["keys without end"]
    await keys.misbehave(how, on=on)
    with capture_logs() as logs:
        assert (await visitor.says()).status == 401
    assert [line["reason"] for line in logs if line["event"] == "keys.not-fetched"] == ["not-json"]


async def test_while_the_key_server_is_down_the_old_keys_open_for_a_day_and_no_longer(
    visitor: Visitor, connector: FakeConnector, keys: KeyServer, clock: Instant
) -> None:
    assert await visitor.comes_in()
    await keys.misbehave({"status": 500}, on="metadata")

    for hours in (1, 6, 12, 23):
        clock.now = START + timedelta(hours=hours)
        assert (await visitor.says()).status == 200
    clock.now = START + timedelta(hours=25)
    assert (await visitor.says()).status == 401

    await keys.recover()
    clock.now += LATER
    assert await visitor.comes_in()


async def test_a_key_published_later_opens_once_it_was_fetched(
    visitor: Visitor, connector: FakeConnector, keys: KeyServer, clock: Instant
) -> None:
    assert await visitor.comes_in()
    assert (await visitor.says("latecomer")).status == 401

    await keys.publish(minting.published("latecomer"))
    clock.now += LATER
    assert await visitor.comes_in("latecomer")
    assert (await visitor.says()).status == 200


async def test_a_key_taken_back_opens_no_more_the_day_after(
    visitor: Visitor, connector: FakeConnector, keys: KeyServer, clock: Instant
) -> None:
    assert await visitor.comes_in("second")
    await keys.publish({"keys": [minting.public("first", ["msteams"])]})

    clock.now += timedelta(hours=26)
    assert await visitor.comes_in()
    assert (await visitor.says("second")).status == 401


async def test_an_empty_answer_takes_no_keys_away(
    visitor: Visitor, connector: FakeConnector, keys: KeyServer, clock: Instant
) -> None:
    assert await visitor.comes_in()
    await keys.publish({"keys": []})

    clock.now += LATER
    assert (await visitor.says("latecomer")).status == 401
    assert (await visitor.says()).status == 200


async def test_keys_are_not_fetched_from_elsewhere_though_the_key_server_says_so(
    visitor: Visitor, connector: FakeConnector, keys: KeyServer
) -> None:
    async with trap() as trapped:
        away = f"http://127.0.0.1:{trapped.port}/"
        await keys.misbehave({"status": 302, "headers": {"Location": away}}, on="keys")
        assert (await visitor.says()).status == 401
        assert trapped.caught == []


async def test_an_error_is_no_answer_though_good_keys_stand_in_it(visitor: Visitor, keys: KeyServer) -> None:
    await keys.misbehave({"status": 500, "text": json.dumps(minting.published())}, on="keys")
    assert (await visitor.says()).status == 401

    visitor.clock.now += LATER
    await keys.recover()
    metadata = {"issuer": minting.ISSUER, "jwks_uri": f"{keys.url}/v1/.well-known/keys"}
    await keys.misbehave({"status": 503, "text": json.dumps(metadata)}, on="metadata")
    assert {(await visitor.says()).status for _ in range(20)} == {401}
    assert set(await keys.seen()) <= {"metadata"}


async def test_keys_are_only_fetched_from_where_the_metadata_came_from(
    visitor: Visitor, keys: KeyServer
) -> None:
    async with trap() as trapped:
        await keys.misbehave({"elsewhere": f"http://127.0.0.1:{trapped.port}/keys"}, on="metadata")
        assert {(await visitor.says()).status for _ in range(3)} == {401}
        assert trapped.caught == []


async def test_metadata_are_not_fetched_from_elsewhere_though_the_key_server_says_so(
    visitor: Visitor, connector: FakeConnector, keys: KeyServer
) -> None:
    async with trap() as trapped:
        away = f"http://127.0.0.1:{trapped.port}/"
        await keys.misbehave({"status": 307, "headers": {"Location": away}}, on="metadata")
        assert (await visitor.says()).status == 401
        assert trapped.caught == []


# What is remembered of a token ---------------------------------------------------------------------------


async def test_keys_are_asked_of_the_key_server_and_of_nobody_else(
    visitor: Visitor, connector: FakeConnector, keys: KeyServer
) -> None:
    with watching() as watch:
        assert await visitor.comes_in()

    ports = {int(each.rpartition(":")[2]) for each in (connector.url, keys.url)}
    assert {port for _, port in watch.connected} <= ports


async def test_a_header_that_holds_bytes_of_no_letter_is_no_token(visitor: Visitor) -> None:
    with capture_logs() as logs:
        for said in ("Bearer \udcff.\udcff.\udcff", "\udcff"):
            reply = await visitor.bot.post(b'{"type": "message"}', {**JSON, "Authorization": said})
            assert reply.status == 401
    assert {line["reason"] for line in logs} == {"no-token"}
