"""The token service is down, slow or talks nonsense; or what it gives is not taken."""

from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.teams.clouds import PUBLIC
from bot.teams.identity.credentials import LONGEST_WAIT, Bearer, Patience
from bot.teams.wire.connector import NoIdentity
from tests.bot.teams.fakes import SetClock
from tests.bot.teams.identity.entra import Entra, Makes, renewed, threads_end

QUICK = Patience(answer=0.4, altogether=0.6)
MINUTE = timedelta(minutes=1)

# F62: the token service is down, slow, or talks nonsense ----------------------------------------------------

TROUBLE: list[tuple[Any, str]] = [
    ("cut", "unreachable"),
    ((503, "down"), "status-503"),
    ((500, {"error": "temporarily_unavailable"}), "status-500"),
    ((429, {"error": "too_many_requests"}), "too_many_requests"),
    (
        (401, {"error": "invalid_client", "error_description": "AADSTS7000215: s3cret~of.the-app"}),
        "invalid_client",
    ),
    ((400, {"error": "unauthorized_client", "error_description": "AADSTS700016"}), "unauthorized_client"),
    ((401, {"error": "Said by nobody: s3cret~of.the-app"}), "unreadable"),
    ((200, "<html>welcome to the hotel</html>"), "unreadable"),
    ((200, "[]"), "unreadable"),
    ((200, {}), "unreadable"),
    ((200, {"access_token": 7, "expires_in": 3600, "token_type": "Bearer"}), "unreadable"),
    ((200, {"access_token": "a b", "expires_in": 3600, "token_type": "Bearer"}), "unreadable"),
    ((200, {"access_token": "a\r\nX: y", "expires_in": 3600, "token_type": "Bearer"}), "unreadable"),
    ((200, {"access_token": "a", "expires_in": 0, "token_type": "Bearer"}), "unreadable"),
    ((200, {"access_token": "a", "expires_in": "soon", "token_type": "Bearer"}), "unreadable"),
    ((200, {"access_token": "a", "expires_in": 3600, "token_type": "pop"}), "unreadable"),
    ((200, "x" * 70_000), "too-large"),
]


@pytest.mark.parametrize(("rule", "reason"), TROUBLE, ids=[str(rule)[:60] for rule, _ in TROUBLE])
async def test_trouble_is_one_word_in_the_log_and_no_identity(
    bearer: Bearer, entra: Entra, rule: Any, reason: str
) -> None:
    entra.rules = [rule]
    with capture_logs() as logs, pytest.raises(NoIdentity):
        await bearer.header()
    assert [(line["event"], line["reason"], line["resource"]) for line in logs] == [
        ("token.missing", reason, "api.botframework.com")
    ]
    assert "s3cret" not in str(logs)
    assert "AADSTS" not in str(logs)


@pytest.mark.parametrize("rule", ["hang", "drip"])
async def test_a_slow_service_is_given_up_and_its_thread_ends(
    makes: Makes, entra: Entra, clock: SetClock, rule: str
) -> None:
    bearer = makes(patience=QUICK).for_resource(PUBLIC.connector)
    entra.rules = [rule]
    with capture_logs() as logs, pytest.raises(NoIdentity):
        await bearer.header()
    assert [line["reason"] for line in logs] == ["time-out"]
    await threads_end()
    clock.go(timedelta(seconds=2))
    assert await makes().for_resource(PUBLIC.connector).header() == "Bearer token-2"


@pytest.mark.parametrize("rule", ["cut", (503, "down"), (404, "nobody"), (200, "{}"), (200, "not json")])
async def test_an_authority_that_cannot_be_looked_up_is_trouble_like_any_other(
    bearer: Bearer, entra: Entra, clock: SetClock, rule: Any
) -> None:
    entra.discovery = rule
    with pytest.raises(NoIdentity):
        await bearer.header()
    assert entra.asked == []
    entra.discovery = None
    clock.go(timedelta(seconds=2))
    assert await bearer.header() == "Bearer token-1"


async def test_a_service_that_is_down_for_ever_is_asked_ever_less_often(
    bearer: Bearer, entra: Entra, clock: SetClock
) -> None:
    entra.always = (503, "down")
    waits = []
    for _ in range(10):
        with capture_logs() as logs:
            for _ in range(20):
                with pytest.raises(NoIdentity):
                    await bearer.header()
        waits.append(logs[0]["seconds"])
        assert len(logs) == 1, "nineteen came too soon, and nobody was asked"
        clock.go(timedelta(seconds=waits[-1]))
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert len(entra.asked) == 10
    entra.always = None
    assert await bearer.header() == "Bearer token-11"


async def test_a_service_that_asks_us_to_wait_is_left_in_peace(
    bearer: Bearer, entra: Entra, clock: SetClock
) -> None:
    entra.rules = [(429, {"error": "too_many_requests"}, {"Retry-After": "90"})]
    with pytest.raises(NoIdentity):
        await bearer.header()
    clock.go(timedelta(seconds=89))
    with pytest.raises(NoIdentity):
        await bearer.header()
    assert len(entra.asked) == 1
    clock.go(timedelta(seconds=1))
    assert await bearer.header() == "Bearer token-2"


async def test_nobody_waits_longer_than_ten_minutes(bearer: Bearer, entra: Entra, clock: SetClock) -> None:
    entra.rules = [(503, "down", {"Retry-After": "99999999999999999999"})]
    with pytest.raises(NoIdentity):
        await bearer.header()
    clock.go(10 * MINUTE - timedelta(seconds=1))
    with pytest.raises(NoIdentity):
        await bearer.header()
    clock.go(timedelta(seconds=1))
    assert await bearer.header() == "Bearer token-2"


@pytest.mark.parametrize("absurd", ["tomorrow", "-5", "", "²"])
async def test_an_absurd_wait_is_not_believed(
    bearer: Bearer, entra: Entra, clock: SetClock, absurd: str
) -> None:
    entra.rules = [(503, "down", {"Retry-After": absurd})]
    with pytest.raises(NoIdentity):
        await bearer.header()
    clock.go(timedelta(seconds=2))
    assert await bearer.header() == "Bearer token-2"


async def test_a_clock_set_back_does_not_make_the_wait_longer(
    bearer: Bearer, entra: Entra, clock: SetClock
) -> None:
    entra.rules = [(503, "down")]
    with pytest.raises(NoIdentity):
        await bearer.header()
    clock.go(-timedelta(days=1))
    assert await bearer.header() == "Bearer token-2"


async def test_a_token_is_used_as_long_as_it_lives_while_the_service_is_down(
    bearer: Bearer, entra: Entra, clock: SetClock
) -> None:
    await bearer.header()
    entra.always = (503, "down")
    for minute in range(1, 60):
        clock.go(MINUTE)
        assert await bearer.header() == "Bearer token-1", minute
        await renewed(bearer)
    assert len(entra.asked) > 2, "it was asked again in the background"
    clock.go(MINUTE)
    with pytest.raises(NoIdentity):
        await bearer.header()
    entra.always = None
    clock.go(LONGEST_WAIT)
    assert (await bearer.header()).startswith("Bearer token-")


# F57: the connector does not take a token -------------------------------------------------------------------


async def test_a_token_refused_once_is_replaced_at_once(bearer: Bearer, entra: Entra) -> None:
    bearer.refused(await bearer.header())
    assert await bearer.header() == "Bearer token-2"


async def test_a_refusal_of_an_older_token_does_not_cost_the_new_one(bearer: Bearer, entra: Entra) -> None:
    old = await bearer.header()
    bearer.refused(old)
    await bearer.header()
    bearer.refused(old)
    assert await bearer.header() == "Bearer token-2"


async def test_tokens_refused_for_ever_are_asked_for_ever_less_often(
    bearer: Bearer, entra: Entra, clock: SetClock
) -> None:
    bearer.refused(await bearer.header())
    for wait in (2, 4, 8):
        bearer.refused(await bearer.header())
        clock.go(timedelta(seconds=wait - 1))
        with pytest.raises(NoIdentity):
            await bearer.header()
        clock.go(timedelta(seconds=1))
    assert len(entra.asked) == 4
    await bearer.header()
    clock.go(10 * MINUTE)
    bearer.refused(await bearer.header())
    assert await bearer.header() == "Bearer token-6", "a token that was good for a while is replaced at once"
