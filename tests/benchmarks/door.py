"""Measures what a turn costs the bot's process, beside bare aiohttp and the SDK's sample, in one run.

`python -m tests.benchmarks.door [--rounds N] [--turns N]`. The client is here, the connector and every server
are in processes of their own, and only a server's CPU time counts, waiting does not. Rounds are interleaved,
there and back, so that whatever else the machine does falls on all of them alike.
"""

import argparse
import asyncio
import itertools
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp

from tests.benchmarks.doors import DOORS, newcomer
from tests.bot.teams import minting, shapes
from tests.bot.teams.hosting import APP

ROOT = Path(__file__).parents[2]
AT_ONCE = 8
PRESSES = 9
"""What it takes to read M01 from its first page to its end; every press moves on and keeps a place."""
NAMES = {
    "raw": "bare aiohttp, echo",
    "ours": "our adapter, echo, all checks",
    "sample": "the SDK's sample adapter, echo, no token asked for",
    "onboarding": "M01, a button pressed: step, durable commit, card",
}


@contextmanager
def running(*module: str) -> Iterator[str]:
    """Start a server in a process of its own, and yield its address."""
    with subprocess.Popen(
        [sys.executable, "-m", *module], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
            process.stdin.close()
            process.wait(timeout=10)
        finally:
            process.kill()


@dataclass
class Client:
    """Everybody who talks to the servers."""

    session: aiohttp.ClientSession
    connector: str
    authorization: str

    async def post(self, url: str, activity: Any) -> Any:
        """Say something; return what stands in the answer."""
        headers = {"Content-Type": shapes.JSON}
        if self.authorization:
            headers["Authorization"] = self.authorization
        data = json.dumps(activity).encode()
        async with self.session.post(f"{url}/api/messages", data=data, headers=headers) as response:
            answer = await response.read()
            assert response.status in {200, 201, 202}, (url, response.status)
            return json.loads(answer) if answer else None

    async def cpu(self, url: str) -> float:
        async with self.session.get(f"{url}/cpu") as response:
            found: float = await response.json()
            return found

    async def taken(self) -> int:
        """Say how many replies the connector has taken since the last time, and have it forget them."""
        async with self.session.post(f"{self.connector}/control/seen") as response:
            seen = (await response.json())["seen"]
        await (await self.session.post(f"{self.connector}/control/clear")).read()
        return len(seen)


@dataclass
class Echoed:
    """People who say the same all day."""

    client: Client
    url: str
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1_760_000_000_000))

    async def ready(self, turns: int) -> Callable[[], Awaitable[None]]:
        """Prepare so many turns; what is returned takes them."""
        said = [
            shapes.message(self.client.connector, "Bonjour", id=str(next(self.numbers))) for _ in range(turns)
        ]

        async def take() -> None:
            queue = iter(said)

            async def person() -> None:
                for each in queue:
                    await self.client.post(self.url, each)

            await self.client.taken()
            await asyncio.gather(*(person() for _ in range(AT_ONCE)))
            assert await self.client.taken() == turns

        return take


@dataclass
class Newcomers:
    """People who read M01, each one time, press after press."""

    client: Client
    url: str
    numbers: Iterator[int] = field(default_factory=itertools.count)

    async def ready(self, turns: int) -> Callable[[], Awaitable[None]]:
        """Welcome as many as needed and open the module for them."""
        left = turns
        readers = [await self._welcome() for _ in range(turns // PRESSES)]

        async def read(queue: Iterator[tuple[dict[str, Any], Any]]) -> None:
            nonlocal left
            for who, card in queue:
                shown = card
                for _ in range(PRESSES):
                    shown = await self._press(who, shown, shown["actions"][0])
                    left -= 1

        async def take() -> None:
            queue = iter(readers)
            await asyncio.gather(*(read(queue) for _ in range(AT_ONCE)))
            assert left == 0

        return take

    async def _welcome(self) -> tuple[dict[str, Any], Any]:
        number = next(self.numbers)
        sender = {"id": f"29:{number}", "aadObjectId": newcomer(number)}
        base = shapes.common(self.client.connector)
        who = {"from": sender, "conversation": {**base["conversation"], "id": f"a:{number}"}}
        welcome = await self._press(who, None, None)
        await self._press(who, welcome, welcome["actions"][0])
        await self.client.post(self.url, shapes.message(self.client.connector, "M01", id="1") | who)
        return who, await self._press(who, None, None)

    async def _press(self, who: dict[str, Any], card: Any, action: Any) -> Any:
        """Press a button with the first choice of each question; without one, ask for the current card."""
        carried = dict(action["data"]) if action else {}
        if card and action["associatedInputs"] == "auto":
            asked = (each for each in card["body"] if each["type"] == "Input.ChoiceSet")
            carried |= {each["id"]: each["choices"][0]["value"] for each in asked}
        value = {"action": {"type": "Action.Execute", "verb": carried.get("verb", ""), "data": carried}}
        body = shapes.execute(self.client.connector) | who | {"value": value}
        return (await self.client.post(self.url, body))["value"]


def rows(spent: dict[str, list[float]]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each server: the cost of a turn and its ratio to bare aiohttp's, median and least.

    A neighbour on the machine can only make a round dearer, so the cheapest comes nearest to the truth.
    """
    yield "CPU of a turn", "median", "ratio", "least", "ratio"
    for name, costs in spent.items():
        ratio = median(cost / base for cost, base in zip(costs, spent["raw"], strict=True))
        least = min(costs)
        yield (
            NAMES[name],
            *(f"{median(costs) * 1e3:.3f} ms", f"{ratio:.2f}"),
            *(f"{least * 1e3:.3f} ms", f"{least / min(spent['raw']):.2f}"),
        )


@asynccontextmanager
async def everybody(names: list[str]) -> AsyncIterator[dict[str, Echoed | Newcomers]]:
    """Start every server, and whoever talks to each."""
    with ExitStack() as stack:
        connector = stack.enter_context(running("tests.bot.teams.connector"))
        signs = stack.enter_context(running("tests.bot.teams.keyserver"))
        openid, host = f"{signs}/v1/.well-known/openidconfiguration", connector.removeprefix("http://")
        urls = {
            name: stack.enter_context(running("tests.benchmarks.doors", name, openid, host)) for name in names
        }
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:
            await (await session.post(f"{signs}/control/publish", json=minting.published())).read()
            token = minting.good(APP, connector, int(time.time()))
            known, unknown = (Client(session, connector, said) for said in (f"Bearer {token}", ""))
            await (await session.post(f"{connector}/control/members", json=[])).read()
            kinds = {name: Newcomers if name == "onboarding" else Echoed for name in names}
            yield {name: kinds[name](known if name in DOORS else unknown, url) for name, url in urls.items()}


async def measure(names: list[str], rounds: int, turns: int) -> None:
    """Print every row."""
    spent: dict[str, list[float]] = {name: [] for name in names}
    async with everybody(names) as talkers:
        for number in range(rounds + 1):
            for name in names if number % 2 else reversed(names):
                talker = talkers[name]
                take = await talker.ready(turns)
                before = await talker.client.cpu(talker.url)
                await take()
                cost = (await talker.client.cpu(talker.url) - before) / turns
                if number:  # The first round warms up.
                    spent[name].append(cost)
    for what, *figures in rows(spent):
        sys.stdout.write(f"{what:<54}" + "".join(f"{figure:>12}" for figure in figures) + "\n")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--turns", type=int, default=360, help="rounded down to whole readings of M01")
    parser.add_argument("--only", nargs="*", default=[], choices=list(NAMES))
    asked = parser.parse_args()
    names = [name for name in NAMES if name == "raw" or not asked.only or name in asked.only]
    asyncio.run(measure(names, asked.rounds, asked.turns // PRESSES * PRESSES))


if __name__ == "__main__":
    main()
