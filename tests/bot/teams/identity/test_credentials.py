"""Tokens for what goes out: kept as long as they live, renewed ahead of time, and never logged."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import aiohttp
import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from structlog.testing import capture_logs

from bot.teams.clouds import PUBLIC, US_GOVERNMENT
from bot.teams.identity.credentials import Bearer, Credentials
from bot.teams.identity.registration import Certificate, ManagedIdentity, Registration
from bot.teams.wire.connector import NoIdentity
from tests.bot.teams.fakes import SetClock
from tests.bot.teams.identity.entra import (
    APP,
    BY_SECRET,
    SECRET,
    TENANT,
    TERM,
    Entra,
    Makes,
    certificate,
    renewed,
    served,
    threads_end,
    written,
)

MINUTE = timedelta(minutes=1)

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
    proof = Certificate(written(key).decode(), pem.decode(), TERM)
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
    assert await bearer.header() == "Bearer token-1"
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


async def test_a_life_that_is_too_long_is_cut_to_a_day(bearer: Bearer, entra: Entra, clock: SetClock) -> None:
    entra.lives = 10**12
    await bearer.header()
    clock.go(timedelta(hours=24))
    assert await bearer.header() == "Bearer token-2"


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
    await threads_end()


def test_a_registration_shows_no_secret() -> None:
    shown = repr(replace(BY_SECRET, proof=Certificate("KEY", "PEM", TERM)))
    assert "KEY" not in shown
    assert SECRET not in repr(BY_SECRET)
