"""A connector process for all tests, and for each test a door behind a real HTTP server."""

import json
import sys
import urllib.request
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.teams import channel
from bot.teams.channel import Parts
from bot.teams.door import Door
from bot.teams.messenger import Outcomes
from bot.teams.wire.connector import Waits
from content.model import Library
from scheduler.ports import Elsewhere, Messenger, Outcome, Refused, Retry, Sent, Uncertain
from storage.ports import People
from tests.bot.teams import minting
from tests.bot.teams.fakes import SENTENCES, Directory, NoNames, ScriptedTurns, SetClock, draw
from tests.bot.teams.hosting import KeyServer, running
from tests.bot.teams.shapes import JSON

OUTCOMES = Outcomes[Outcome](Sent, Refused, Retry, Uncertain, Elsewhere)
QUICK = Waits(connecting=2.0, total=0.5, uploading=0.5)


@dataclass(frozen=True)
class Answer:
    """What the door answered over HTTP."""

    status: int
    body: Any


@dataclass(frozen=True)
class FakeConnector:
    """The connector's control side, and its address."""

    url: str
    session: aiohttp.ClientSession

    async def misbehave(self, *rules: dict[str, Any], on: str = "activities") -> None:
        await self._control("rules", [{"on": on, **rule} for rule in rules])

    async def seen(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self._control("seen"))["seen"]
        return found

    async def standing(self) -> dict[str, dict[str, Any]]:
        """What was taken and neither replaced nor taken back, by conversation and id."""
        found: dict[str, dict[str, Any]] = await self._control("standing")
        return found

    async def faults(self) -> list[str]:
        found: list[str] = (await self._control("seen"))["faults"]
        return found

    async def expects(self, authorization: str) -> None:
        await self._control("token", authorization)

    async def holds(self, *members: dict[str, Any]) -> None:
        await self._control("members", members)

    async def clear(self) -> None:
        await self._control("clear")

    async def _control(self, what: str, body: Any = None) -> Any:
        async with self.session.post(f"{self.url}/control/{what}", json=body) as response:
            return await response.json()


@dataclass(frozen=True)
class Doorway:
    """The door over HTTP."""

    url: str
    session: aiohttp.ClientSession

    async def post(self, body: Any) -> Answer:
        return await self.post_bytes(json.dumps(body).encode())

    async def post_bytes(self, body: bytes, content_type: str = JSON) -> Answer:
        headers = {"Content-Type": content_type}
        async with self.session.post(self.url, data=body, headers=headers) as response:
            text = await response.text()
            return Answer(response.status, json.loads(text) if text else None)


@pytest.fixture(scope="session")
def connector_port() -> Iterator[int]:
    with running([sys.executable, "-m", "tests.bot.teams.connector"]) as port:
        yield port


@pytest.fixture(scope="session")
def key_server_port() -> Iterator[int]:
    with running([sys.executable, "-m", "tests.bot.teams.keyserver"]) as port:
        publish = f"http://127.0.0.1:{port}/control/publish"
        keys = json.dumps(minting.published()).encode()
        with urllib.request.urlopen(urllib.request.Request(publish, keys)):
            yield port


@pytest.fixture
async def keys(key_server_port: int, client: aiohttp.ClientSession) -> AsyncIterator[KeyServer]:
    server = KeyServer(f"http://127.0.0.1:{key_server_port}", client)
    await server.recover()
    yield server
    await server.recover()
    await server.publish(minting.published())


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def connector(connector_port: int, client: aiohttp.ClientSession) -> AsyncIterator[FakeConnector]:
    fake = FakeConnector(f"http://127.0.0.1:{connector_port}", client)
    await fake.clear()
    yield fake
    # Whatever a test is about: what leaves us has the shape the connector's document gives.
    assert await fake.faults() == []


@pytest.fixture
def turns() -> ScriptedTurns:
    return ScriptedTurns()


@pytest.fixture
def people() -> Directory:
    return Directory()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def names() -> NoNames:
    return NoNames()


@pytest.fixture
async def session(names: NoNames) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=names)) as session:
        yield session


@pytest.fixture
def parts(
    turns: ScriptedTurns,
    people: Directory,
    session: aiohttp.ClientSession,
    clock: SetClock,
    library: Library,
) -> Parts:
    return parts_of(turns, people, session, clock, library)


def parts_of(
    turns: ScriptedTurns,
    people: People,
    session: aiohttp.ClientSession,
    clock: SetClock,
    library: Library,
) -> Parts:
    """Make ready what a channel stands on, with sentences that are easy to tell."""
    words = library.model_copy(update={"sentences": {**library.sentences, **SENTENCES}})
    return Parts(turns, draw, people, words, session, clock, jitter=lambda: 0.0, waits=QUICK)


@pytest.fixture
def door(parts: Parts) -> Door:
    return channel.local(parts, OUTCOMES).door


@pytest.fixture
async def doorway(door: Door, client: aiohttp.ClientSession) -> AsyncIterator[Doorway]:
    async for url in serving(door):
        yield Doorway(url, client)


async def serving(door: Door) -> AsyncIterator[str]:
    """Serve a door on a free loopback port."""

    async def handle(request: web.Request) -> web.Response:
        headers = request.headers
        answer = await door.receive(
            await request.read(), headers.get("Content-Type", ""), headers.get("Authorization", "")
        )
        if answer.body is None:
            return web.Response(status=answer.status)
        return web.json_response(answer.body, status=answer.status)

    app = web.Application()
    app.router.add_post("/api/messages", handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
    await runner.cleanup()


@pytest.fixture
def messenger(parts: Parts) -> Messenger:
    # The annotation above is the test that ours is what the scheduler asks for: the type checker reads it.
    return channel.local(parts, OUTCOMES).messenger
