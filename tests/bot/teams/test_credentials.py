"""Tokens for what goes out: kept as long as they live, renewed ahead of time, without hurry, never logged."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from structlog.testing import capture_logs

from bot.teams.clouds import PUBLIC, US_GOVERNMENT
from bot.teams.connector import NoIdentity
from bot.teams.credentials import LONGEST_WAIT, Bearer, Credentials, Patience
from bot.teams.registration import Certificate, ManagedIdentity, Registration, Secret
from tests.bot.teams.entra import (
    APP,
    SECRET,
    TENANT,
    Entra,
    Trust,
    certificate,
    served,
    trust,
    written,
)
from tests.bot.teams.fakes import SetClock

QUICK = Patience(answer=0.4, altogether=0.6)
AMPLE = Patience(answer=20, altogether=30)
BY_SECRET = Registration(APP, TENANT, Secret(SECRET))
MINUTE = timedelta(minutes=1)

Makes = Callable[..., Credentials]


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    return trust(tmp_path_factory.mktemp("tls"))


@pytest.fixture
async def entra(tls: Trust) -> AsyncIterator[Entra]:
    async with served(Entra(), tls.server) as entra:
        yield entra


@pytest.fixture
async def makes(entra: Entra, tls: Trust, clock: SetClock) -> AsyncIterator[Makes]:
    made: list[Credentials] = []
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=tls.client)) as session:

        def make(
            registration: Registration = BY_SECRET, cloud: Any = None, patience: Patience = AMPLE
        ) -> Credentials:
            made.append(
                Credentials(
                    registration, cloud or entra.cloud, session=session, clock=clock, patience=patience
                )
            )
            return made[-1]

        yield make
        for each in made:
            await each.close()


@pytest.fixture
def bearer(makes: Makes) -> Bearer:
    return makes().for_resource(PUBLIC.connector)


async def renewed(bearer: Bearer) -> None:
    """Wait until what goes on in the background has ended."""
    if bearer._asking is not None:
        await asyncio.wait([bearer._asking])


# What is asked ----------------------------------------------------------------------------------------------


async def test_a_token_is_asked_for_once_with_the_secret_and_kept(bearer: Bearer, entra: Entra) -> None:
    assert [await bearer.header() for _ in range(3)] == ["Bearer token-1"] * 3
    [asked] = entra.asked
    assert asked["path"] == f"/{TENANT}/oauth2/v2.0/token"
    assert (asked["grant_type"], asked["client_id"]) == ("client_credentials", APP)
    assert asked["scope"] == "https://api.botframework.com/.default"
    assert asked["client_secret"] == SECRET


async def test_a_certificate_signs_what_is_asked_and_its_key_never_leaves(makes: Makes, entra: Entra) -> None:
    key = rsa.generate_private_key(65537, 2048)
    pem = certificate(key)
    proof = Certificate(written(key).decode(), pem.decode(), datetime(2040, 1, 1, tzinfo=UTC))
    bearer = makes(Registration(APP, TENANT, proof)).for_resource(PUBLIC.connector)

    assert await bearer.header() == "Bearer token-1"
    [asked] = entra.asked
    assert "client_secret" not in asked
    public = x509.load_pem_x509_certificate(pem).public_key()
    assert isinstance(public, rsa.RSAPublicKey)
    signed = jwt.decode(
        asked["client_assertion"], public, ["PS256"], audience=f"{entra.url}/{TENANT}/oauth2/v2.0/token"
    )
    assert (signed["iss"], signed["sub"]) == (APP, APP)


async def test_each_resource_has_a_token_of_its_own(makes: Makes, entra: Entra) -> None:
    credentials = makes()
    connector, graph = (credentials.for_resource(each) for each in (PUBLIC.connector, PUBLIC.graph))
    assert credentials.for_resource(PUBLIC.graph) is graph
    assert {await connector.header(), await graph.header()} == {"Bearer token-1", "Bearer token-2"}
    assert [asked["scope"] for asked in entra.asked] == [
        "https://api.botframework.com/.default",
        "https://graph.microsoft.com/.default",
    ]


async def test_many_who_come_at_once_share_one_question(bearer: Bearer, entra: Entra) -> None:
    headers = await asyncio.gather(*(bearer.header() for _ in range(50)))
    assert set(headers) == {"Bearer token-1"}
    assert len(entra.asked) == 1


async def test_whoever_leaves_does_not_take_the_question_along(bearer: Bearer, entra: Entra) -> None:
    entra.rules = ["hang"]
    first = asyncio.create_task(bearer.header())
    await entra.came.wait()
    second = asyncio.create_task(bearer.header())
    first.cancel()
    entra.goes_on.set()
    with pytest.raises(NoIdentity):
        await second
    assert len(entra.asked) == 1


async def test_a_managed_identity_is_asked_on_this_machine(
    makes: Makes, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with served(Entra(), None) as azure:
        monkeypatch.setenv("IDENTITY_ENDPOINT", f"{azure.url}/msi/token")
        monkeypatch.setenv("IDENTITY_HEADER", "known-to-this-machine")
        bearer = makes(Registration(APP, TENANT, ManagedIdentity())).for_resource(PUBLIC.connector)

        assert await bearer.header() == "Bearer token-1"
        [asked] = azure.asked
        assert (asked["resource"], asked["client_id"]) == (PUBLIC.connector, APP)
        assert asked["header"] == "known-to-this-machine"

        azure.always = (500, {"statusCode": 500, "message": "no such identity"})
        graph = makes(Registration(APP, TENANT, ManagedIdentity())).for_resource(PUBLIC.graph)
        with capture_logs() as logs, pytest.raises(NoIdentity):
            await graph.header()
        assert [line["reason"] for line in logs] == ["invalid_scope"]


async def test_a_managed_identity_is_asked_nowhere_else(
    makes: Makes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDENTITY_ENDPOINT", "http://identity.example/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "known-to-this-machine")
    bearer = makes(Registration(APP, TENANT, ManagedIdentity())).for_resource(PUBLIC.connector)
    with capture_logs() as logs, pytest.raises(NoIdentity):
        await bearer.header()
    assert [line["reason"] for line in logs] == ["other-host"]


@pytest.mark.parametrize("cloud", [PUBLIC, US_GOVERNMENT])
async def test_only_the_clouds_own_authority_is_asked(clock: SetClock, cloud: Any) -> None:
    asked: list[str] = []

    class Nowhere(aiohttp.abc.AbstractResolver):
        async def resolve(self, host: str, port: int = 0, family: Any = 0) -> Any:
            asked.append(host)
            raise OSError

        async def close(self) -> None:
            pass

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=Nowhere())) as session:
        credentials = Credentials(BY_SECRET, cloud, session=session, clock=clock)
        with capture_logs() as logs, pytest.raises(NoIdentity):
            await credentials.for_resource(cloud.connector).header()
        await credentials.close()
    assert asked == [cloud.authority.removeprefix("https://")]
    assert [line["reason"] for line in logs] == ["unreachable"]


async def test_an_authority_that_names_another_host_gets_no_secret_sent_there(
    bearer: Bearer, entra: Entra
) -> None:
    async with served(Entra(), None) as other:
        entra.discovery = (
            200,
            {
                "issuer": "x",
                "authorization_endpoint": f"{other.url}/{TENANT}/oauth2/v2.0/authorize",
                "token_endpoint": f"{other.url.replace('http:', 'https:')}/{TENANT}/oauth2/v2.0/token",
            },
        )
        with capture_logs() as logs, pytest.raises(NoIdentity):
            await bearer.header()
        assert other.asked == []
    assert [line["reason"] for line in logs] == ["other-host"]


async def test_a_redirect_is_not_followed(bearer: Bearer, entra: Entra) -> None:
    async with served(Entra(), None) as other:
        entra.rules = [(307, "", {"Location": f"{other.url}/{TENANT}/oauth2/v2.0/token"})]
        with pytest.raises(NoIdentity):
            await bearer.header()
        assert other.asked == []


# As time goes by --------------------------------------------------------------------------------------------


async def test_a_token_is_renewed_in_the_background_while_the_old_one_serves(
    bearer: Bearer, entra: Entra, clock: SetClock
) -> None:
    await bearer.header()
    clock.go(47 * MINUTE)
    assert await bearer.header() == "Bearer token-1"
    assert len(entra.asked) == 1, "one fifth of an hour is 12 minutes"
    clock.go(2 * MINUTE)
    entra.came.clear()
    assert await bearer.header() == "Bearer token-1"
    await entra.came.wait()
    await renewed(bearer)
    assert await bearer.header() == "Bearer token-2"
    assert len(entra.asked) == 2


@pytest.mark.parametrize(
    ("lives", "when"),
    [(24 * 60, (19 * 60, 19 * 60 + 13)), (20, (14, 16)), (4, (1, 3))],
    ids=["a day: a fifth is left", "20 minutes: 5 are left", "4 minutes: half is left"],
)
async def test_when_a_token_is_renewed_depends_on_its_life(
    bearer: Bearer, entra: Entra, clock: SetClock, lives: int, when: tuple[int, int]
) -> None:
    kept, renewed_at = when
    entra.lives = lives * 60
    await bearer.header()
    clock.go(kept * MINUTE)
    await bearer.header()
    assert bearer._asking
    assert bearer._asking.done()
    clock.go((renewed_at - kept) * MINUTE)
    assert await bearer.header() == "Bearer token-1"
    await renewed(bearer)
    assert await bearer.header() == "Bearer token-2"


async def test_a_token_that_is_over_is_waited_for(bearer: Bearer, entra: Entra, clock: SetClock) -> None:
    await bearer.header()
    clock.go(timedelta(hours=1))
    assert await bearer.header() == "Bearer token-2"


async def test_a_clock_set_back_does_not_make_a_token_live_longer(
    bearer: Bearer, entra: Entra, clock: SetClock
) -> None:
    await bearer.header()
    clock.go(-timedelta(days=2))
    assert await bearer.header() == "Bearer token-2"


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
    for thread in [each for each in threading.enumerate() if each.name == "msal"]:
        await asyncio.to_thread(thread.join, 10)
        assert not thread.is_alive()
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
        waits.append(logs[0]["again_in"])
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


@pytest.mark.parametrize("absurd", ["99999999999999999999", "tomorrow", "-5", ""])
async def test_an_absurd_wait_is_not_believed(
    bearer: Bearer, entra: Entra, clock: SetClock, absurd: str
) -> None:
    entra.rules = [(503, "down", {"Retry-After": absurd})]
    with pytest.raises(NoIdentity):
        await bearer.header()
    clock.go(timedelta(minutes=10))
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


# What stays unsaid ------------------------------------------------------------------------------------------


async def test_neither_tokens_nor_secrets_nor_what_msal_says_reach_a_log(
    makes: Makes, entra: Entra, clock: SetClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    bearer = makes().for_resource(PUBLIC.connector)
    with capture_logs() as logs:
        await bearer.header()
        clock.go(timedelta(hours=2))
        entra.rules = [(401, {"error": "invalid_client", "error_description": f"{SECRET} {TENANT}"})]
        with pytest.raises(NoIdentity) as raised:
            await bearer.header()
    said = f"{logs} {raised.value} {bearer._token!r} {BY_SECRET!r}"
    for secret in (SECRET, "token-1", TENANT + "/", "AADSTS"):
        assert secret not in said
    assert not [record for record in caplog.records if record.name.startswith("msal")]
    assert SECRET not in caplog.text
    assert "token-1" not in caplog.text


async def test_closing_cuts_off_what_is_under_way(makes: Makes, entra: Entra) -> None:
    credentials = makes()
    entra.rules = ["hang"]
    waiting = asyncio.create_task(credentials.for_resource(PUBLIC.connector).header())
    await entra.came.wait()
    await credentials.close()
    with pytest.raises(asyncio.CancelledError):
        await waiting


def test_a_registration_shows_no_secret(tmp_path: Path) -> None:
    shown = repr(replace(BY_SECRET, proof=Certificate("KEY", "PEM", datetime(2040, 1, 1, tzinfo=UTC))))
    assert "KEY" not in shown
    assert SECRET not in repr(BY_SECRET)
