"""Measures what the check of a token costs: one that was good before, and one that nobody has seen.

`python -m tests.benchmarks.token` prints the least of some rounds, in microseconds of CPU; a neighbour on the
machine can only make a round dearer.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

import aiohttp

from app import now
from bot.teams.clouds import PUBLIC
from bot.teams.entry.signing_keys import SigningKeys
from bot.teams.entry.token_checks import TokenChecks
from tests.benchmarks.door import running
from tests.bot.teams import minting
from tests.bot.teams.hosting import APP
from tests.bot.teams.keyserver import METADATA

SERVICE = "https://smba.trafficmanager.net/ca/"
ROUNDS = 7


async def least(check: Callable[[], Awaitable[None]], times: int) -> float:
    """Return the CPU time of one check, in microseconds."""
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(times):
            await check()
        rounds.append((time.process_time() - began) / times)
    return min(rounds) * 1e6


async def measure() -> None:
    """Print both figures."""
    with running("tests.bot.teams.keyserver") as url:
        async with aiohttp.ClientSession() as session:
            await (await session.post(f"{url}/control/publish", json=minting.published())).read()
            keys = SigningKeys(session, replace(PUBLIC, openid=url + METADATA), now)
            shown = f"Bearer {minting.good(APP, SERVICE, int(time.time()))}"
            known = TokenChecks(keys, PUBLIC.issuer, APP, now)

            async def warm() -> None:
                await known.check(shown, "msteams", SERVICE)

            async def cold() -> None:
                await TokenChecks(keys, PUBLIC.issuer, APP, now).check(shown, "msteams", SERVICE)

            for name, check, times in (("warm", warm, 5_000), ("cold", cold, 300)):
                await check()
                sys.stdout.write(f"token check, {name:<41}{await least(check, times):>9.1f} us\n")


if __name__ == "__main__":
    asyncio.run(measure())
