"""Every contract test runs once in each house."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.ports import Store
from tests.storage.houses import HOUSES, House
from tests.storage.postgres_server import Server, run_sql, running_server, stop_server_for_all


@pytest.fixture(scope="session", autouse=True)
def _no_server_is_left_running() -> Iterator[None]:
    yield
    stop_server_for_all()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server of our own, for nobody else's may be stopped or filled."""
    try:
        with running_server("max_connections=20", "superuser_reserved_connections=3") as running:
            asyncio.run(run_sql(running.url(), "CREATE ROLE ethos LOGIN"))
            yield running
    except LookupError as error:
        pytest.skip(str(error))


@pytest.fixture
async def address(server: Server) -> str:
    """An empty database on it, called office."""
    await run_sql(server.url(), "DROP DATABASE IF EXISTS office WITH (FORCE)")
    await run_sql(server.url(), "CREATE DATABASE office OWNER ethos")
    return server.url("office", "ethos")


@pytest.fixture(params=HOUSES)
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    built = HOUSES[request.param](tmp_path)
    yield built
    await built.close()


@pytest.fixture
async def store(house: House) -> Store:
    return await house.open()
