"""The doors that every mode has: who may knock, what they may bring, and how health is told."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.web import Checks, Door, application, readiness
from scheduler.zones import rules_version
from storage.keys import MemoryKeys
from storage.memory import open_memory

JSON = "Content-Type: application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int = 200
    body: Mapping[str, Any] | None = None


@dataclass
class Listener:
    """A Bot Framework door that remembers what was brought."""

    heard: list[bytes] = field(default_factory=list)

    async def receive(self, body: bytes, content_type: str, authorization: str) -> Answer:
        self.heard.append(body)
        return Answer()


@dataclass(frozen=True, slots=True)
class House:
    port: int
    listener: Listener

    async def knock(self, *headers: str, body: bytes = b"{}", length: int | None = None) -> int:
        """POST to the Bot Framework door, byte by byte as given, and return the status."""
        own = [f"Host: 127.0.0.1:{self.port}"] if not any(one.startswith("Host:") for one in headers) else []
        sized = [] if length == -1 else [f"Content-Length: {len(body) if length is None else length}"]
        return await self.say("POST /api/messages HTTP/1.1", *own, *sized, *headers, body=body)

    async def say(self, *lines: str, body: bytes = b"") -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        status = int((await reader.readline()).split()[1])
        writer.close()
        await writer.wait_closed()
        return status


@asynccontextmanager
async def house(checks: Checks | None = None, patience: float = 5.0) -> AsyncIterator[House]:
    """Serve the doors on a free port of this machine until the block ends."""
    listener = Listener()

    async def door() -> Door:
        return listener

    app = application(door, checks or {}, patience=patience)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield House(runner.addresses[0][1], listener)
    finally:
        await runner.cleanup()


async def test_a_bot_that_names_this_machine_is_heard_without_an_origin() -> None:
    async with house() as here:
        assert await here.knock(JSON) == 200
        assert await here.knock(JSON, f"Host: localhost:{here.port}") == 200
        assert await here.knock(JSON, f"Origin: http://127.0.0.1:{here.port}") == 200
        assert here.listener.heard == [b"{}"] * 3


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:1", "localhost:1", "[::1]:{port}", "evil.example:{port}", "evil.example"]
)
async def test_another_name_or_port_is_not_this_machine(host: str) -> None:
    async with house() as here:
        assert await here.knock(JSON, "Host: " + host.format(port=here.port)) == 403
        assert here.listener.heard == []


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://127.0.0.1:1", "http://localhost:{port}", "null"]
)
async def test_a_page_of_another_site_cannot_speak_as_a_bot(origin: str) -> None:
    async with house() as here:
        assert await here.knock(JSON, "Origin: " + origin.format(port=here.port)) == 403
        assert here.listener.heard == []


async def test_a_packed_body_is_not_unpacked() -> None:
    async with house() as here:
        assert await here.knock(JSON, "Content-Encoding: gzip", body=gzip.compress(b"{}")) == 415
        assert here.listener.heard == []


async def test_a_body_that_drips_is_not_waited_for() -> None:
    async with house(patience=0.1) as here, asyncio.timeout(3):
        assert await here.knock(JSON, length=100) == 408
        assert here.listener.heard == []


async def test_a_body_that_is_too_large_or_cut_is_refused() -> None:
    async with house() as here:
        assert await here.knock(JSON, body=b" " * (256 * 1024 + 1)) == 413
        assert (
            await here.knock(JSON, "Transfer-Encoding: chunked", body=b"2\r\n{}\r\nno\r\n", length=-1) == 400
        )
        assert here.listener.heard == []


async def test_a_caller_who_hangs_up_is_one_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with capture_logs() as logs:
        async with house() as here:
            reader, writer = await asyncio.open_connection("127.0.0.1", here.port)
            lines = ("POST /api/messages HTTP/1.1", f"Host: 127.0.0.1:{here.port}", JSON, "Content-Length: 9")
            writer.write("\r\n".join([*lines, "Expect: 100-continue", "", ""]).encode())
            assert b"100" in await reader.readline()  # Now the house listens.
            writer.close()
            await writer.wait_closed()
    assert logs == [{"event": "activity.unread", "status": 400, "log_level": "warning"}]
    assert [record for record in caplog.records if record.name.startswith("aiohttp")] == []
    assert here.listener.heard == []


async def test_asking_whether_all_is_ready_changes_nothing() -> None:
    checks = readiness(open_memory(), MemoryKeys(bytes), rules_version)
    ottawa = ZoneInfo("America/Toronto")
    async with house(checks) as here:
        assert await here.say("GET /readyz HTTP/1.1", f"Host: 127.0.0.1:{here.port}") == 200
    assert ZoneInfo("America/Toronto") is ottawa
