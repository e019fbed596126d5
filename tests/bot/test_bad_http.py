"""Requests that are none, or that two servers would understand in two ways: refused, quietly."""

import asyncio

import pytest
from aiohttp import web

from tests.bot.callers import log_lines, served

POST = "POST /api/messages HTTP/1.1"
HOST = "Host: {host}"
JSON = "Content-Type: application/json"
TWO = "Content-Length: 2"
CHUNKED = "Transfer-Encoding: chunked"
ONE_CHUNK = b"2\r\n{}\r\n0\r\n\r\n"
SECRET = b"words-of-a-person"

Case = tuple[tuple[str, ...], bytes, int]
"""The lines of the head, the body, and the status."""

CASES: dict[str, Case] = {
    # Two lengths, or one that is told in a strange way.
    "a length and chunks": ((POST, HOST, JSON, TWO, CHUNKED), ONE_CHUNK, 400),
    "chunks and a length": ((POST, HOST, JSON, CHUNKED, TWO), ONE_CHUNK, 400),
    "two lengths": ((POST, HOST, JSON, TWO, "Content-Length: 3"), b"{}", 400),
    "the same length twice": ((POST, HOST, JSON, TWO, TWO), b"{}", 400),
    "a list of lengths": ((POST, HOST, JSON, "Content-Length: 2, 2"), b"{}", 400),
    "a length with a sign": ((POST, HOST, JSON, "Content-Length: +2"), b"{}", 400),
    "a length below nothing": ((POST, HOST, JSON, "Content-Length: -2"), b"{}", 400),
    "a length in sixteens": ((POST, HOST, JSON, "Content-Length: 0x2"), b"{}", 400),
    "a length beyond measure": ((POST, HOST, JSON, f"Content-Length: {9**30}"), b"{}", 400),
    "a length above the limit": ((POST, HOST, JSON, f"Content-Length: {2**20}"), b" " * 2**20, 413),
    "a length that is too short": ((POST, HOST, JSON, TWO), b"{}" + SECRET, 400),
    "a length that is too long": ((POST, HOST, JSON, "Content-Length: 9"), b"{}", 408),
    "no length for a body": ((POST, HOST, JSON), SECRET, 400),
    # Chunks that are none.
    "chunks twice": ((POST, HOST, JSON, CHUNKED, CHUNKED), ONE_CHUNK, 400),
    "not quite chunks": ((POST, HOST, JSON, "Transfer-Encoding: xchunked"), ONE_CHUNK, 400),
    "chunks and then more": ((POST, HOST, JSON, "Transfer-Encoding: chunked, identity"), ONE_CHUNK, 400),
    "packed chunks": ((POST, HOST, JSON, "Transfer-Encoding: gzip, chunked"), ONE_CHUNK, 400),
    "chunks after a space": ((POST, HOST, JSON, "Transfer-Encoding : chunked"), ONE_CHUNK, 400),
    "chunks after a vertical tab": ((POST, HOST, JSON, "Transfer-Encoding: \x0bchunked"), ONE_CHUNK, 400),
    "a chunk of a strange size": ((POST, HOST, JSON, CHUNKED), b"0x2\r\n{}\r\n0\r\n\r\n", 400),
    "a chunk beyond measure": ((POST, HOST, JSON, CHUNKED), b"f" * 17 + b"\r\n{}\r\n0\r\n\r\n", 400),
    "chunks with half line ends": ((POST, HOST, JSON, CHUNKED), ONE_CHUNK.replace(b"\r", b""), 400),
    "a length after the chunks": ((POST, HOST, JSON, CHUNKED), b"0\r\nContent-Length: 9\r\n\r\n", 400),
    "chunks above the limit": ((POST, HOST, JSON, CHUNKED), b"40001\r\n" + b" " * 0x40001, 413),
    # Heads that are none.
    "a folded line": ((POST, HOST, JSON, TWO, "X: a", " b"), b"{}", 400),
    "half a line end": ((POST, HOST, JSON, TWO, "X: a\rb"), b"{}", 400),
    "a zero": ((POST, HOST, JSON, TWO, "X: a\0b"), b"{}", 400),
    "a line without a name": ((POST, HOST, JSON, TWO, ": a"), b"{}", 400),
    "no host": ((POST, JSON, TWO), b"{}", 400),
    "two hosts": ((POST, HOST, HOST, JSON, TWO), b"{}", 400),
    "a host that is none": ((POST, "Host: [", JSON, TWO), b"{}", 403),
    "a long target": (("GET /" + "a" * 9000 + " HTTP/1.1", HOST), b"", 400),
    "a long line": ((POST, HOST, JSON, TWO, "X: " + "a" * 9000), b"{}", 400),
    "many lines": ((POST, HOST, JSON, TWO, *("X: a" for _ in range(100))), b"{}", 400),
    "many long lines": ((POST, HOST, JSON, TWO, *("X: " + "a" * 4000 for _ in range(16))), b"{}", 431),
    # Other protocols.
    "before there were headers": (("GET /",), b"", 400),
    "version 0.9 by name": (("GET /healthz HTTP/0.9", HOST), b"", 400),
    "the second version": (("PRI * HTTP/2.0", "", "SM"), b"", 400),
    "a version to come": (("GET /healthz HTTP/3.7", HOST), b"", 400),
    "a greeting of TLS": (("\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03" + "a" * 60,), b"", 400),
    "noise": (("\xff\xfe\xfd",), SECRET, 400),
    "a web socket at the door": (
        ("GET /api/messages HTTP/1.1", HOST, "Connection: Upgrade", "Upgrade: websocket"),
        b"",
        405,
    ),
    "a tunnel": (("CONNECT evil.example:443 HTTP/1.1", "Host: evil.example:443"), b"", 400),
    # Targets, methods, types.
    "a whole address": (("POST http://evil.example/api/messages HTTP/1.1", HOST, JSON, TWO), b"{}", 400),
    "our whole address": (("POST http://{host}/api/messages HTTP/1.1", HOST, JSON, TWO), b"{}", 400),
    "half an address": (("POST http://[ HTTP/1.1", HOST, JSON, TWO), b"{}", 400),
    "everything": (("OPTIONS * HTTP/1.1", HOST), b"", 400),
    "what another page may do": (
        (
            "OPTIONS /api/messages HTTP/1.1",
            HOST,
            "Origin: http://evil.example",
            "Access-Control-Request-Method: POST",
        ),
        b"",
        405,
    ),
    "reading the door": (("GET /api/messages HTTP/1.1", HOST), b"", 405),
    "an echo": (("TRACE /api/messages HTTP/1.1", HOST), b"", 405),
    "a method that is none": (("FROBNICATE /api/messages HTTP/1.1", HOST), b"", 400),
    "small letters": (("post /api/messages HTTP/1.1", HOST, JSON, TWO), b"{}", 400),
    "a stroke too many": (("POST /api/messages/ HTTP/1.1", HOST, JSON, TWO), b"{}", 404),
    "another host before the path": (
        ("POST //evil.example/api/messages HTTP/1.1", HOST, JSON, TWO),
        b"{}",
        404,
    ),
    "the way up": (("GET /../../etc/passwd HTTP/1.1", HOST), b"", 404),
    "a hidden stroke": (("POST /api%2fmessages HTTP/1.1", HOST, JSON, TWO), b"{}", 404),
    "a path that cannot be read": (("POST /api/%zz HTTP/1.1", HOST, JSON, TWO), b"{}", 404),
    "a path of other letters": (("POST /\xff\xfe HTTP/1.1", HOST, JSON, TWO), b"{}", 400),
    "another type": ((POST, HOST, "Content-Type: text/plain", TWO), b"{}", 415),
    "no type": ((POST, HOST, TWO), b"{}", 415),
    "a packed body": ((POST, HOST, JSON, TWO, "Content-Encoding: gzip"), b"{}", 415),
    "a body packed in a way that is none": ((POST, HOST, JSON, TWO, "Content-Encoding: \xff"), b"{}", 415),
    "a packed body for health": (("GET /healthz HTTP/1.1", HOST, TWO, "Content-Encoding: gzip"), b"{}", 200),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_what_is_no_request_is_refused_with_one_line_at_most(
    case: Case, caplog: pytest.LogCaptureFixture
) -> None:
    head, body, status = case
    with log_lines() as lines:
        async with served() as here, here.call() as caller:
            host = f"127.0.0.1:{here.port}"
            said = "\r\n".join([*head, "", ""]).replace("{host}", host).encode("latin-1")
            caller.say(said, body)
            async with asyncio.timeout(5):
                assert await caller.status() == status
            caller.writer.close()
            async with here.call() as other:
                assert await other.asks(here.post()) == 200
        said_in_log = lines.so_far()
    assert len(said_in_log) <= 1
    assert SECRET.decode() not in repr(said_in_log)
    assert caplog.records == []
    assert here.listener.heard in ([b"{}"], [b"{}", b"{}"] if status == 415 else [b"{}"])


async def test_a_fault_of_ours_is_one_line_with_its_kind_and_nothing_of_what_was_sent(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fails(request: web.Request) -> web.StreamResponse:
        raise LookupError(await request.text())

    with log_lines() as lines:
        async with served(routes=[web.post("/fails", fails)]) as here, here.call() as caller:
            caller.say(b"POST /fails HTTP/1.1\r\nHost: x\r\nContent-Length: 17\r\n\r\n", SECRET)
            assert await caller.status() == 500
    assert lines.so_far() == [{"event": "request.failed", "fault": "LookupError"}]
    assert caplog.records == []
