"""A connector process for all tests, and for each test a door behind a real HTTP server."""

import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.teams.connector import Waits
from bot.teams.door import Door
from bot.teams.messenger import Outcomes, TeamsMessenger
from bot.teams.service_urls import loopback
from scheduler.ports import Elsewhere, Messenger, Outcome, Refused, Retry, Sent, Uncertain
from tests.bot.teams.fakes import SENTENCES, Directory, NoNames, ScriptedTurns, SetClock, draw
from tests.bot.teams.shapes import JSON

ROOT = Path(__file__).parents[3]
QUICK = Waits(connecting=2.0, total=0.5)


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
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bot.teams.connector"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        yield int(process.stdout.readline())
        process.stdin.close()
        try:
            assert process.wait(timeout=10) == 0
        finally:
            process.kill()


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
def door(turns: ScriptedTurns, people: Directory, session: aiohttp.ClientSession, clock: SetClock) -> Door:
    return Door(turns, draw, people, SENTENCES, session=session, allowed=loopback, clock=clock, waits=QUICK)


@pytest.fixture
async def doorway(door: Door, client: aiohttp.ClientSession) -> AsyncIterator[Doorway]:
    async for url in serving(door):
        yield Doorway(url, client)


async def serving(door: Door) -> AsyncIterator[str]:
    """Serve a door on a free loopback port."""

    async def handle(request: web.Request) -> web.Response:
        answer = await door.receive(await request.read(), request.headers.get("Content-Type", ""))
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
def messenger(
    turns: ScriptedTurns, people: Directory, session: aiohttp.ClientSession, clock: SetClock
) -> Messenger:
    # The annotation above is the test that ours is what the scheduler asks for: the type checker reads it.
    return TeamsMessenger(
        turns,
        draw,
        people,
        SENTENCES,
        session=session,
        allowed=loopback,
        clock=clock,
        outcomes=Outcomes[Outcome](Sent, Refused, Retry, Uncertain, Elsewhere),
        waits=QUICK,
    )
