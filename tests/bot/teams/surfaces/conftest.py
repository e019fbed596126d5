"""A bot in a process of its own, and people of its staff list in front of it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.bot.teams.conftest import FakeConnector
from tests.bot.teams.hosting import KeyServer, Setting, outside, running
from tests.bot.teams.surfaces.clients import Client, alone
from tests.bot.teams.surfaces.microsoft import PEOPLE, Meets, Place, Program
from tests.bot.teams.surfaces.official import Office, opened


@pytest.fixture(scope="module")
def program(
    connector_port: int, key_server_port: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Program]:
    setting = Setting(
        f"http://127.0.0.1:{key_server_port}/v1/.well-known/openidconfiguration",
        (f"127.0.0.1:{connector_port}",),
        staff=PEOPLE,
    )
    log = tmp_path_factory.mktemp("surfaces") / "log"
    with running(outside(setting), log) as port:
        yield Program(f"http://127.0.0.1:{port}")
    # Whatever went on in between: no fault, and nobody's words or ids.
    said = log.read_text()
    for word in ("failed", "Traceback", "Tremblay", "aide", *(who[:8] for who in PEOPLE)):
        assert word not in said, word


@pytest.fixture
def meets(program: Program, connector: FakeConnector, keys: KeyServer) -> Meets:
    """Put one of the staff in front of a chat; each test takes people of its own."""

    def client(number: int, place: Place = alone) -> Client:
        return Client(program.posting(PEOPLE[number], keys.session), connector, place)

    return client


@pytest.fixture
async def office(connector: FakeConnector, keys: KeyServer, tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(connector, keys, tmp_path / "data") as found:
        yield found
