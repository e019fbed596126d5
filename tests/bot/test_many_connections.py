"""A flood of callers that hold the line: the others are served as if there were none, and all are closed."""

import asyncio
import json
import os
import resource
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.watch import LIMITS as USUAL
from bot.web import PATIENCE
from tests.bot.attackers import attack
from tests.bot.callers import HOST, Served, served, timed
from tests.conftest import Figure

TORTURE = pytest.mark.skipif(
    not os.environ.get("ETHOS_TORTURE"), reason="the long form, with ETHOS_TORTURE=1"
)

LIMITS = replace(USUAL, idle=15.0)
"""The product's own, but for what nobody waits for: a rest between two requests."""


@pytest.fixture
def many_files() -> Iterator[None]:
    """Let this process have as many connections open as the machine allows."""
    before, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (before, most))


async def healthy(here: Served, until: asyncio.Future[object] | asyncio.Task[object]) -> list[float]:
    """Ask again and again, in turn on a line that is kept and on a new one, and return the times taken."""
    times: list[float] = []
    address = f"http://{HOST}:{here.port}/api/messages"

    async with ClientSession() as session:

        async def kept() -> int:
            async with session.post(address, json={}) as answer:
                return answer.status

        async def new() -> int:
            async with here.call() as caller:
                return await caller.asks(here.post())

        while not until.done():
            for ask in (kept, new):
                took, status = await timed(ask)
                assert status == 200
                times.append(took)
            await asyncio.wait([until], timeout=0.005)
    return sorted(times)


def told(times: list[float]) -> tuple[str, float]:
    """Say the median, the 99th percentile and the longest in milliseconds; return the second in seconds."""
    middle, slow, longest = times[len(times) // 2], times[len(times) * 99 // 100], times[-1]
    shown = ", ".join(f"{each * 1000:.1f}" for each in (middle, slow, longest))
    return f"{len(times)} answers, p50, p99 and longest {shown} ms", slow


@pytest.mark.parametrize("addresses", [1, 5])
async def test_two_hundred_who_hold_the_line_keep_nobody_waiting_and_are_closed(addresses: int) -> None:
    async with served() as here:
        attacked = asyncio.create_task(attack(here.port, 200, addresses))
        _, slow = told(await healthy(here, attacked))
        found = await attacked
    assert slow < 0.5
    assert sum(kind["lines"] for kind in found.values()) == 200
    for name, kind in found.items():  # A tenth of the product's time, twice that for a machine that is busy.
        assert 0.4 < kind["median"] <= kind["longest"] < 3.2, (name, kind)


@TORTURE
@pytest.mark.parametrize("addresses", [1, 20])
async def test_two_thousand_who_hold_the_line_keep_nobody_waiting_and_are_closed(
    addresses: int, many_files: None, figure: Figure
) -> None:
    async with served(LIMITS, PATIENCE) as here:
        _ = await healthy(here, asyncio.create_task(asyncio.sleep(0)))
        before = memory()
        program = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.bot.attackers", str(here.port), "2000", str(addresses)),
            stdout=asyncio.subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        said = asyncio.create_task(program.communicate())
        words, slow = told(await healthy(here, said))
        found = json.loads((await said)[0])
        after = memory()
    assert program.returncode == 0
    figure(f"2,000 half-open connections from {addresses} address(es): {words}")
    figure(f"  memory {before:.0f} MiB before, {after:.0f} MiB after; open for seconds: {found}")
    assert slow < 0.5
    assert sum(kind["lines"] for kind in found.values()) == 2000
    for name, kind in found.items():
        assert kind["longest"] < (LIMITS.idle + 3 if name == "idle" else 10), (name, kind)


def memory() -> float:
    """Return how many MiB this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20
