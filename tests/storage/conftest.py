"""Every contract test runs once in each house."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.ports import Store
from tests.storage.houses import HOUSES, House


@pytest.fixture(params=HOUSES)
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    built = HOUSES[request.param](tmp_path)
    yield built
    await built.close()


@pytest.fixture
async def store(house: House) -> Store:
    return await house.open()
