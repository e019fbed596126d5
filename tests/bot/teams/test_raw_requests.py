"""Bytes that are hardly HTTP: answered with a refusal or a closed door, never with a 500, never logged."""

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.bot.teams import minting, shapes
from tests.bot.teams.hosting import APP, Setting, outside, running

WORDS = "Zanzibar-7431"
REFUSALS = {str(status).encode() for status in range(400, 500)}
SILENCE = 1.0
"""Seconds after which nothing more is expected."""

HEAD = "POST /api/messages HTTP/1.1\r\nHost: localhost\r\n"
JSON = "Content-Type: application/json\r\n"
BODY = json.dumps({"type": WORDS})
LENGTH = f"Content-Length: {len(BODY)}\r\n"

RAW: dict[str, str | bytes] = {
    "noise": bytes(range(256)) * 4,
    "an empty line": "\r\n\r\n",
    "a word": f"{WORDS}\r\n\r\n",
    "an address of another kind": f"POST http://{WORDS}/api/messages HTTP/1.1\r\nHost: x\r\n\r\n",
    "a proxy's request": "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "an address of many kilobytes": f"GET /{WORDS}{'a' * 20_000} HTTP/1.1\r\nHost: x\r\n\r\n",
    "a header of many kilobytes": f"{HEAD}X: {WORDS * 8_000}\r\n\r\n",
    "a header name of many kilobytes": f"{HEAD}{'X' * 20_000}: {WORDS}\r\n\r\n",
    "thousands of headers": HEAD + f"X: {WORDS}\r\n" * 5_000 + "\r\n",
    "a header without a colon": f"{HEAD}{WORDS}\r\n\r\n",
    "a header with a line end inside": f"{HEAD}X: a\r\n {WORDS}\r\n\r\n",
    "NUL in a header": f"{HEAD}X: {WORDS}\0\r\n\r\n",
    "another version": f"POST /api/messages HTTP/9.9\r\nHost: {WORDS}\r\n\r\n",
    "an older version": f"POST /api/messages HTTP/1.0\r\n{JSON}{LENGTH}\r\n{BODY}",
    "an upgrade": f"{HEAD}Connection: Upgrade\r\nUpgrade: websocket\r\n{LENGTH}\r\n{BODY}",
    "a negative length": f"{HEAD}{JSON}Content-Length: -5\r\n\r\n{BODY}",
    "a length that is a word": f"{HEAD}{JSON}Content-Length: {WORDS}\r\n\r\n{BODY}",
    "a length with a sign": f"{HEAD}{JSON}Content-Length: +{len(BODY)}\r\n\r\n{BODY}",
    "a length beyond numbers": f"{HEAD}{JSON}Content-Length: {'9' * 40}\r\n\r\n{BODY}",
    "two lengths": f"{HEAD}{JSON}{LENGTH}Content-Length: 3\r\n\r\n{BODY}",
    "a length and pieces": f"{HEAD}{JSON}{LENGTH}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n{BODY}",
    "pieces of no size": f"{HEAD}{JSON}Transfer-Encoding: chunked\r\n\r\n{WORDS}\r\n{BODY}\r\n",
    "pieces beyond numbers": f"{HEAD}{JSON}Transfer-Encoding: chunked\r\n\r\n{'f' * 40}\r\n{BODY}\r\n",
    "pieces in another coding": f"{HEAD}{JSON}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "no length at all": f"{HEAD}{JSON}\r\n",
    "packed noise": f"{HEAD}{JSON}Content-Encoding: gzip\r\n{LENGTH}\r\n{BODY}",
    "packed noise of another kind": f"{HEAD}{JSON}Content-Encoding: deflate\r\n{LENGTH}\r\n{BODY}",
    "two hosts": f"{HEAD}Host: {WORDS}\r\n{JSON}{LENGTH}\r\n{BODY}",
    "a body that is announced and awaited": f"{HEAD}{JSON}Expect: 100-continue\r\n{LENGTH}\r\n{BODY}",
    "a body with another expectation": f"{HEAD}{JSON}Expect: {WORDS}\r\n{LENGTH}\r\n{BODY}",
}


@pytest.fixture(scope="module")
def setting(connector_port: int, key_server_port: int) -> Setting:
    openid = f"http://127.0.0.1:{key_server_port}/v1/.well-known/openidconfiguration"
    return Setting(openid, (f"127.0.0.1:{connector_port}",))


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("raw") / "log"


@pytest.fixture(scope="module")
def port(setting: Setting, log: Path) -> Iterator[int]:
    with running(outside(setting), log) as found:
        yield found


async def statuses(port: int, raw: bytes, wanted: int = 1) -> list[bytes]:
    """Send bytes; return the statuses of the answers, the last before the door was closed or fell silent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    found: list[bytes] = []
    with suppress(TimeoutError, ConnectionError):
        async with asyncio.timeout(SILENCE):
            writer.write(raw)
            while len(found) < wanted and (line := await reader.readline()):
                if line.startswith(b"HTTP/1.") and not line.startswith(b"HTTP/1.1 100"):
                    found.append(line.split(b" ")[1])
    writer.close()
    return found


@pytest.mark.parametrize("raw", RAW.values(), ids=RAW)
async def test_bytes_that_are_hardly_http_are_refused_or_met_by_silence(
    raw: str | bytes, port: int, log: Path
) -> None:
    before = log.stat().st_size
    sent = raw if isinstance(raw, bytes) else raw.encode("latin-1")

    assert set(await statuses(port, sent)) <= REFUSALS
    said = log.read_bytes()[before:].decode()
    assert WORDS not in said
    assert "Traceback" not in said


async def test_a_second_request_hidden_in_the_body_of_a_first_is_not_heard(
    port: int, setting: Setting
) -> None:
    good = minting.good(APP, f"http://{setting.service_hosts[0]}", 0)
    inside = f"POST /api/messages HTTP/1.1\r\nHost: x\r\n{JSON}Authorization: Bearer {good}\r\n"
    hidden = f"{inside}Content-Length: 2\r\n\r\n{{}}"
    last = "GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    length = f"{HEAD}{JSON}Content-Length: {len(hidden)}\r\n"

    found = await statuses(port, f"{length}\r\n{hidden}{last}".encode(), 9)
    assert found in ([b"401"], [b"401", b"404"], [b"400"], [b"400", b"404"])
    pieces = f"{length}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n{hidden}{last}"
    assert await statuses(port, pieces.encode(), 9) == [b"400"]


async def test_after_all_that_the_door_still_opens(port: int, setting: Setting) -> None:
    url = f"http://{setting.service_hosts[0]}"
    body = json.dumps(shapes.message(url) | {"type": "typing"})
    good = minting.good(APP, url, int(time.time()))
    sent = f"{HEAD}{JSON}Authorization: Bearer {good}\r\nContent-Length: {len(body)}\r\n\r\n{body}"

    async with asyncio.timeout(10):
        while (found := await statuses(port, sent.encode())) == [b"401"]:
            pass  # the keys are on their way
    assert found == [b"200"]
