"""Callers who are slow, greedy or silent, on the real server: they are closed, and nobody else notices."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from time import monotonic

import pytest
from aiohttp import web

from bot.watch import LIMITS
from tests.bot.callers import CALM, LONG, QUICK, answered, called, log_lines, served

# Slow callers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "begun", [b"", b"POST /api/messages HT", b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"]
)
async def test_who_does_not_end_the_headers_is_closed(begun: bytes) -> None:
    with log_lines() as lines:
        async with served() as here, here.call() as slow:
            slow.say(begun)
            assert await slow.closed(LONG)
            assert await lines.next() == {"event": "connections.closed", "headers_late": 1}


async def test_who_was_answered_and_does_not_end_the_next_headers_is_closed() -> None:
    with log_lines() as lines:
        async with served(replace(QUICK, idle=60)) as here, here.call() as slow:
            assert await slow.asks(here.post()) == 200
            slow.say(here.post()[:-30])
            assert await slow.closed(LONG)
            assert await lines.next() == {"event": "connections.closed", "headers_late": 1}


async def test_who_says_nothing_more_is_closed_without_a_word_in_the_log() -> None:
    with log_lines() as lines:
        async with served() as here, here.call() as caller:
            assert await caller.asks(here.post()) == 200
            began = monotonic()
            assert await caller.closed(LONG)
            assert monotonic() - began > QUICK.idle - 0.2
    assert lines.so_far() == []


@pytest.mark.parametrize("sized", ["Content-Length: 100", "Transfer-Encoding: chunked"])
@pytest.mark.parametrize("more", [(), ("Expect: 100-continue",)])
async def test_who_does_not_end_the_body_is_told_so_and_closed(sized: str, more: tuple[str, ...]) -> None:
    with log_lines() as lines:
        async with served() as here, here.call() as slow:
            slow.say(here.post(b"", sized, *more))
            assert not more or await slow.status() == 100
            assert await slow.status() == 408
            assert await slow.closed(LONG)
            assert await lines.next() == {"event": "activity.unread", "status": 408}
            assert await lines.next() == {"event": "connections.closed", "body_late": 1}
        assert here.listener.heard == []


async def test_who_is_refused_in_the_middle_of_a_body_is_closed() -> None:
    cut = b"GET /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n"
    with log_lines() as lines:
        async with served() as here, here.call() as slow, here.call() as other:
            assert [await slow.asks(cut), await other.asks(cut)] == [404, 404]
            other.say(b" " * 100)  # Heard to the end, the other may go on, and is closed when it does not.
            assert await answered(other, here)
            assert await slow.closed(LONG)
            assert await lines.next() == {"event": "connections.closed", "body_late": 1}
            assert await other.asks(cut) == 404
            other.say(b" " * 100)
            assert await other.closed(LONG)
    assert lines.so_far() == []


async def test_who_does_not_read_the_answer_is_closed() -> None:
    given_up = asyncio.Event()

    async def endless(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        try:
            while True:
                await answer.write(b" " * 65_536)
        except ConnectionError:
            given_up.set()
        return answer

    with log_lines() as lines:
        async with served(routes=[web.get("/endless", endless)]) as here, here.call() as deaf:
            deaf.say(b"GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")
            async with asyncio.timeout(LONG):
                await given_up.wait()
            assert await lines.next() == {"event": "connections.closed", "answer_unread": 1}


@pytest.mark.parametrize("kept", ["keep-alive", "close"])
async def test_who_leaves_the_rest_of_an_answer_is_closed(kept: str) -> None:
    async def large(_: web.Request) -> web.StreamResponse:
        return web.Response(body=b" " * 2**24)

    with log_lines() as lines:
        async with served(routes=[web.get("/large", large)]) as here, here.call() as deaf:
            deaf.say(f"GET /large HTTP/1.1\r\nHost: x\r\nConnection: {kept}\r\n\r\n".encode())
            assert await lines.next() == {"event": "connections.closed", "answer_unread": 1}


async def test_a_turn_may_take_longer_than_any_caller() -> None:
    async with served() as here, here.call() as caller, here.call() as other:
        caller.say(here.post(b'"wait"'))
        await here.listener.waiting.wait()
        assert await other.closed(LONG)  # Far longer than headers or a body may take.
        here.listener.go.set()
        assert await caller.status() == 200


# Greedy callers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("many", "size"), [(50, 1000), (10, 4000)])
@pytest.mark.parametrize("first", [b"", b"\r\n\r\n"])
async def test_headers_that_are_too_large_together_are_refused(first: bytes, many: int, size: int) -> None:
    with log_lines() as lines:
        async with served() as here, here.call() as greedy:
            large = here.post(b"{}", *(f"X-{number}: {'x' * size}" for number in range(many)))
            assert await greedy.asks(first + large) == 431
            greedy.say(large)
            assert await greedy.reader.read() == b""  # One answer, and the end.
            assert here.listener.heard == []
    assert lines.so_far()[0] == {"event": "connections.closed", "headers_large": 1}


async def test_headers_are_counted_anew_for_each_request() -> None:
    async with served() as here, here.call() as caller:
        for _ in range(20):
            assert await caller.asks(here.post(b"{}", "X: " + "x" * 4000)) == 200


async def test_a_body_is_not_counted_as_headers() -> None:
    async with served() as here, here.call() as caller:
        assert await caller.asks(b"\r\n\r\n" + here.post(b" " * 200_000)) == 200
        assert await caller.asks(here.post(b" " * 200_000)) == 200


async def test_requests_sent_ahead_are_answered_in_turn_until_they_are_too_many() -> None:
    async with served() as here, here.call() as eager:
        eager.say(here.post(b"1"), here.post(b"2"), here.post(b"3")[:-20])
        assert [await eager.status(), await eager.status()] == [200, 200]
        assert here.listener.heard == [b"1", b"2"]
        assert await eager.closed(LONG)
        async with here.call() as greedy:
            greedy.say(here.post(b'"wait"'))
            await here.listener.waiting.wait()
            greedy.say(*([b"GET / HTTP/1.1\r\nHost: x\r\n"] + [b"X: " + b"x" * 4000 + b"\r\n"] * 20))
            assert await greedy.closed(LONG)
            here.listener.go.set()


# The end ------------------------------------------------------------------------------------------------


async def test_at_the_end_a_turn_is_answered_and_whoever_waits_is_closed_at_once() -> None:
    async with AsyncExitStack() as until:
        async with served(CALM) as here:
            turn, idle, silent, half = [await called(here.port) for _ in range(4)]
            for each in (turn, idle, silent, half):
                until.callback(each.writer.close)
            assert await answered(idle, here)
            half.say(here.post()[:40])
            turn.say(here.post(b'"wait"'))
            await here.listener.waiting.wait()

            async def watched() -> None:
                for each in (idle, silent, half):
                    assert await each.closed(LONG)
                here.listener.go.set()  # Only now the turn may end.

            watching = asyncio.create_task(watched())
            began = monotonic()
        await watching
        assert monotonic() - began < 3
        assert await turn.status() == 200
        assert await turn.closed(LONG)


async def test_a_turn_that_never_ends_is_broken_off() -> None:
    assert 2 * LIMITS.end < 10
    async with served(replace(CALM, end=0.2)) as here:
        turn = await called(here.port)
        turn.say(here.post(b'"wait"'))
        await here.listener.waiting.wait()
        began = monotonic()
    assert 0.2 < monotonic() - began < 3
    turn.writer.close()
