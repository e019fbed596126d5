"""A token service over TLS, and one app that asks it."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.teams.clouds import PUBLIC
from bot.teams.identity.credentials import Bearer, Credentials, Patience
from bot.teams.identity.registration import Registration
from tests.bot.teams.fakes import SetClock
from tests.bot.teams.identity.entra import AMPLE, BY_SECRET, Entra, Makes, Trust, served, trust


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
