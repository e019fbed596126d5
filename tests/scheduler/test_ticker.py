"""The clock that says "now"."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from scheduler.ticker import Ticker


async def test_a_beat_that_fails_does_not_stop_the_next(capsys: pytest.CaptureFixture[str]) -> None:
    beats: list[int] = []
    third = asyncio.Event()

    async def beat() -> None:
        beats.append(1)
        if len(beats) == 3:
            third.set()
        raise ValueError("words that must not be logged")

    ticker = Ticker(0.01, beat)
    ticker.start()
    async with asyncio.timeout(10):
        await third.wait()
    await ticker.stop()
    logged = capsys.readouterr().out
    assert "ValueError" in logged
    assert "words" not in logged


async def test_a_beat_under_way_ends_by_itself_before_the_clock_stops() -> None:
    begun, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def beat() -> None:
        begun.set()
        await may_end.wait()
        for _ in range(20):  # there is still something to finish
            await asyncio.sleep(0)
        ended.set()

    ticker = Ticker(0.01, beat)
    ticker.start()
    async with asyncio.timeout(10):
        await begun.wait()
        stopping = asyncio.create_task(ticker.stop())
        may_end.set()
        await stopping
    assert ended.is_set()


async def test_a_beat_that_was_cut_off_finishes_putting_things_back() -> None:
    begun, put_back = asyncio.Event(), asyncio.Event()

    async def beat() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            for _ in range(20):
                await asyncio.sleep(0)
            put_back.set()

    ticker = Ticker(0.01, beat)
    ticker.start()
    async with asyncio.timeout(10):
        await begun.wait()
        await ticker.stop(grace_seconds=0)
    assert put_back.is_set()


async def test_a_beat_that_never_ends_is_cut_off_when_the_clock_stops() -> None:
    begun = asyncio.Event()
    cut_off = asyncio.Event()

    async def beat() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            cut_off.set()

    ticker = Ticker(0.01, beat)
    ticker.start()
    async with asyncio.timeout(10):
        await begun.wait()
        await ticker.stop(grace_seconds=0)
        await cut_off.wait()


async def test_a_beat_that_takes_an_hour_keeps_no_other_waiting() -> None:
    begun, thrice, beats = asyncio.Event(), asyncio.Event(), []

    async def sends() -> None:
        assert not begun.is_set(), "it is still sending"
        begun.set()
        await asyncio.Event().wait()

    async def looks() -> None:
        beats.append(begun.is_set())
        if beats.count(True) == 3:
            thrice.set()

    ticker = Ticker(0.01, sends, looks)
    ticker.start()
    async with asyncio.timeout(10):
        await thrice.wait()
    await ticker.stop(grace_seconds=0)


async def test_the_clock_stops_only_when_every_beat_has_ended() -> None:
    may_end, ended = asyncio.Event(), []
    begun = [asyncio.Event(), asyncio.Event()]

    def beat(number: int) -> Callable[[], Awaitable[None]]:
        async def once() -> None:
            begun[number].set()
            await may_end.wait()
            for _ in range(20 * number):
                await asyncio.sleep(0)
            ended.append(number)

        return once

    ticker = Ticker(0.01, beat(0), beat(1))
    ticker.start()
    async with asyncio.timeout(10):
        for each in begun:
            await each.wait()
        stopping = asyncio.create_task(ticker.stop())
        may_end.set()
        await stopping
    assert ended == [0, 1]
