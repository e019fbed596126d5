"""A database for whoever asks; its server ends with the session."""

from collections.abc import Iterator

import pytest

from tests.storage.postgres_server import new_database, stop_server_for_all


@pytest.fixture(scope="session")
def server() -> Iterator[None]:
    yield
    stop_server_for_all()


@pytest.fixture
async def database(server: None) -> str:
    return await new_database()
