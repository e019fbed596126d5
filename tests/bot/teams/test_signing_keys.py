"""The keys that Microsoft signs with: fetched rarely, beside the turns, from one place, good for a day."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from jwt.algorithms import RSAAlgorithm
from structlog.testing import capture_logs

from bot.teams.clouds import PUBLIC
from bot.teams.entry.signing_keys import KeysAway, Pace, SigningKeys
from tests.bot.teams import minting
from tests.bot.teams.fakes import NoNames, SetClock
from tests.bot.teams.hosting import KeyServer
from tests.bot.teams.traps import trap

ONE_FETCH = ["metadata", "keys"]
BRIEF = Pace(seconds=0.3)


@pytest.fixture
async def signing(
    keys: KeyServer, session: aiohttp.ClientSession, clock: SetClock
) -> AsyncIterator[SigningKeys]:
    found = SigningKeys(session, replace(PUBLIC, openid=keys.openid), clock, BRIEF)
    yield found
    await found.close()


async def until_seen(keys: KeyServer, *wanted: str) -> None:
    """Wait for what is fetched beside the turns."""
    async with asyncio.timeout(10):
        while await keys.seen() != [*wanted]:  # noqa: ASYNC110 the key server is another process
            await asyncio.sleep(0)


async def test_a_key_is_fetched_when_somebody_asks_for_it_and_then_known(
    signing: SigningKeys, keys: KeyServer
) -> None:
    assert await keys.seen() == [], "nothing is fetched before"
    assert signing.count() == 0
    found = await signing.find("first")
    assert found is not None
    assert found.endorsements == {"msteams"}
    assert await signing.find("second") is not None
    assert await keys.seen() == ONE_FETCH
    assert signing.count() > signing.count("msteams") > 0


async def test_only_rsa_keys_that_sign_and_are_long_enough_are_known(
    signing: SigningKeys, keys: KeyServer
) -> None:
    usable = minting.public("first", ["msteams", 5, None])
    await keys.publish(
        {
            "keys": [
                usable,
                {**usable, "kid": "encrypts", "use": "enc"},
                {**usable, "kid": "short", "n": minting.number(2**1_023 + 9)},
                {**usable, "kid": "no numbers", "n": None},
                json.loads(RSAAlgorithm.to_jwk(minting.ring().second)) | {"kid": "private"},
                {**usable, "kid": None},
                {**usable, "kid": "words", "endorsements": "msteams"},
                {"kty": "EC", "crv": "P-256", "kid": "curve", "x": "AQAB", "y": "AQAB"},
                [],
            ]
        }
    )
    first = await signing.find("first")
    assert first is not None
    assert first.endorsements == {"msteams"}
    words = await signing.find("words")
    assert words is not None
    assert words.endorsements == frozenset()
    assert signing.count() == 2


async def test_a_key_known_for_an_hour_is_looked_up_again_beside_the_turn(
    signing: SigningKeys, keys: KeyServer, clock: SetClock
) -> None:
    await signing.find("first")
    clock.go(timedelta(minutes=59))
    assert await signing.find("first")
    assert await keys.seen() == ONE_FETCH
    clock.go(timedelta(minutes=1))
    await keys.misbehave({"hang": True}, on="metadata")
    async with asyncio.timeout(BRIEF.seconds / 2):
        assert await signing.find("first"), "nobody waits for what is known"
    await until_seen(keys, *ONE_FETCH, "metadata")


async def test_a_key_taken_back_is_gone_once_the_others_were_fetched_again(
    signing: SigningKeys, keys: KeyServer, clock: SetClock
) -> None:
    assert await signing.find("second")
    await keys.publish({"keys": [minting.public("first", ["msteams"])]})
    clock.go(timedelta(hours=1))
    assert await signing.find("second"), "of this moment nothing is known yet"
    await until_seen(keys, *ONE_FETCH, *ONE_FETCH)
    async with asyncio.timeout(10):
        while await signing.find("second"):  # noqa: ASYNC110 it is fetched in the background
            await asyncio.sleep(0)
    assert await signing.find("first")


# F63 ----------------------------------------------------------------------------------------------------


async def test_while_the_key_server_is_down_at_the_start_it_is_asked_every_ten_seconds(
    signing: SigningKeys, keys: KeyServer, clock: SetClock
) -> None:
    await keys.misbehave({"status": 503}, on="metadata")
    for _ in range(20):
        assert await signing.find("first") is None
    assert await keys.seen() == ["metadata"]
    clock.go(timedelta(seconds=9.9))
    assert await signing.find("first") is None
    assert await keys.seen() == ["metadata"]
    clock.go(timedelta(seconds=0.1))
    assert await signing.find("first") is None
    assert await keys.seen() == ["metadata"] * 2

    await keys.recover()
    clock.go(timedelta(seconds=10))
    assert await signing.find("first")


async def test_a_key_of_a_rotation_is_known_five_minutes_after_the_last_fetch_at_the_latest(
    signing: SigningKeys, keys: KeyServer, clock: SetClock
) -> None:
    await signing.find("first")
    await keys.publish(minting.published("latecomer"))
    clock.go(timedelta(minutes=4, seconds=59))
    assert await signing.find("latecomer") is None
    clock.go(timedelta(seconds=1))
    assert await signing.find("latecomer")
    assert await keys.seen() == ONE_FETCH * 2


async def test_while_it_is_down_at_a_rotation_the_old_keys_are_good_for_a_day_and_no_longer(
    signing: SigningKeys, keys: KeyServer, clock: SetClock
) -> None:
    await signing.find("first")
    await keys.misbehave({"status": 500}, on="keys")
    clock.go(timedelta(hours=23, minutes=59, seconds=59))
    assert await signing.find("first")
    assert await signing.find("latecomer") is None
    clock.go(timedelta(seconds=1))
    assert await signing.find("first") is None
    await keys.recover()
    clock.go(timedelta(seconds=10))
    assert await signing.find("first")


async def test_a_thousand_made_up_key_names_cost_one_fetch(
    signing: SigningKeys, keys: KeyServer, clock: SetClock
) -> None:
    await signing.find("first")
    for number in range(1_000):
        clock.go(timedelta(milliseconds=290))
        assert await signing.find(f"made-up-{number}") is None
    assert await keys.seen() == ONE_FETCH
    clock.go(timedelta(seconds=10))
    await asyncio.gather(*(signing.find(f"made-up-{number}") for number in range(100)))
    assert await keys.seen() == ONE_FETCH * 2, "and all who come at once share one"


async def test_somebody_who_leaves_does_not_take_the_fetch_along(
    signing: SigningKeys, keys: KeyServer
) -> None:
    leaves = asyncio.create_task(signing.find("first"))
    stays = asyncio.create_task(signing.find("first"))
    await asyncio.sleep(0)
    leaves.cancel()
    assert await stays
    assert leaves.cancelled()
    assert await keys.seen() == ONE_FETCH


async def test_after_the_end_nothing_is_under_way(signing: SigningKeys, keys: KeyServer) -> None:
    await keys.misbehave({"hang": True}, on="metadata")
    waits = asyncio.create_task(signing.find("first"))
    await until_seen(keys, "metadata")
    async with asyncio.timeout(BRIEF.seconds / 2):
        await signing.close()
        with suppress(asyncio.CancelledError):
            await waits


async def test_a_clock_set_back_asks_again_and_shuts_nobody_out(
    signing: SigningKeys, keys: KeyServer, clock: SetClock
) -> None:
    await signing.find("first")
    clock.go(timedelta(hours=-2))
    assert await signing.find("first")
    assert await keys.seen() == ONE_FETCH * 2


# What is not taken for keys ------------------------------------------------------------------------------

AWAY: dict[str, tuple[str, dict[str, Any], str]] = {
    "no metadata": ("metadata", {"status": 404}, "status-404"),
    "metadata that lead elsewhere": (
        "metadata",
        {"status": 302, "headers": {"Location": "http://127.0.0.1:9/"}},
        "status-302",
    ),
    "metadata that are no JSON": ("metadata", {"status": 200, "text": "<html>"}, "not-json"),
    "metadata that are a list": ("metadata", {"status": 200, "text": "[]"}, "not-an-object"),
    "no address": ("metadata", {"status": 200, "text": "{}"}, "no-address"),
    "an address that is a number": ("metadata", {"status": 200, "text": '{"jwks_uri": 5}'}, "no-address"),
    "an address of another host": ("metadata", {"elsewhere": "http://127.0.0.2/keys"}, "other-host"),
    "an address of another name": ("metadata", {"elsewhere": "http://localhost/keys"}, "other-host"),
    "an address of another port": ("metadata", {"elsewhere": "http://127.0.0.1:9/keys"}, "other-host"),
    "an address of another scheme": ("metadata", {"elsewhere": "https://127.0.0.1/keys"}, "other-host"),
    "half an address": ("metadata", {"elsewhere": "/v1/.well-known/keys"}, "address"),
    "no host": ("metadata", {"elsewhere": "http://"}, "address"),
    "a file": ("metadata", {"elsewhere": "file:///etc/passwd"}, "address"),
    "a port that is none": ("metadata", {"elsewhere": "http://127.0.0.1:99999/"}, "address"),
    "keys that lead elsewhere": (
        "keys",
        {"status": 307, "headers": {"Location": "http://127.0.0.1:9/"}},
        "status-307",
    ),
    "keys that fail": ("keys", {"status": 500}, "status-500"),
    "no keys": ("keys", {"status": 200, "text": '{"keys": []}'}, "no-keys"),
    "keys that are words": ("keys", {"status": 200, "text": '{"keys": "first"}'}, "no-keys"),
    "keys that are an object": ("keys", {"status": 200, "text": '{"keys": {"first": {}}}'}, "no-keys"),
    "keys of no use": ("keys", {"status": 200, "text": '{"keys": [null, {"kty": "RSA"}]}'}, "no-keys"),
    "keys without end": ("keys", {"status": 200, "text": '{"keys": [', "endless": "{},"}, "not-json"),
    "keys nested without end": ("keys", {"status": 200, "text": "[" * 100_000}, "not-json"),
    "keys in another writing": ("keys", {"status": 200, "text": json.dumps("ÿ")}, "not-an-object"),
}


@pytest.mark.parametrize(("on", "how", "reason"), AWAY.values(), ids=AWAY)
async def test_what_is_not_as_it_should_be_is_one_word_and_takes_no_key_away(  # noqa: PLR0917 - fixtures
    on: str, how: dict[str, Any], reason: str, signing: SigningKeys, keys: KeyServer, names: NoNames
) -> None:
    await signing.fetch()
    before = signing.count()
    await keys.misbehave(how, on=on)
    with pytest.raises(KeysAway, match=f"^{reason}$"):
        await signing.fetch()
    assert signing.count() == before
    assert names.asked == []


async def test_keys_on_another_host_are_not_even_asked_for(
    signing: SigningKeys, keys: KeyServer, clock: SetClock
) -> None:
    async with trap() as trapped:
        for on, how in (
            ("metadata", {"elsewhere": f"http://127.0.0.1:{trapped.port}/keys"}),
            ("keys", {"status": 301, "headers": {"Location": f"http://127.0.0.1:{trapped.port}/"}}),
        ):
            await keys.recover()
            await keys.misbehave(how, on=on)
            with capture_logs() as logs:
                assert await signing.find("first") is None
            assert [line["event"] for line in logs] == ["keys.not-fetched"]
            clock.go(timedelta(seconds=10))
        assert trapped.caught == []


@pytest.mark.parametrize("how", [{"hang": True}, {"drip": True}, {"reset": True, "times": 3}])
@pytest.mark.parametrize("on", ["metadata", "keys"])
async def test_a_key_server_that_keeps_people_waiting_is_given_up(
    on: str, how: dict[str, Any], signing: SigningKeys, keys: KeyServer, clock: SetClock
) -> None:
    await keys.misbehave(how, on=on)
    async with asyncio.timeout(10 * BRIEF.seconds):
        with capture_logs() as logs:
            assert await signing.find("first") is None
    assert [(line["event"], line["log_level"]) for line in logs] == [("keys.not-fetched", "warning")]
    assert keys.url not in str(logs)
    await keys.recover()
    clock.go(timedelta(seconds=10))
    assert await signing.find("first")
