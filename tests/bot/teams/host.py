"""A bot to put the Teams tests to: `python -m tests.bot.teams.host` serves, `inside` opens one in the test.

A draft of the contract in `test_conformance`, over the door of local mode, which asks for no token.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from bot.cards import drawn
from bot.operator import log_to_standard_error
from bot.teams.connector import open_session
from bot.teams.door import Door
from bot.teams.service_urls import loopback
from bot.turn import Turns
from bot.web import application, listening
from content.loader import load
from content.model import Library
from storage.keys import MemoryKeys
from storage.memory import open_memory
from storage.ports import Keys, Store
from tests.bot.teams.hosting import Reply, Setting
from tests.conftest import CONTENT


@dataclass(frozen=True)
class Bot:
    """A bot in this process."""

    door: Door
    store: Store

    async def post(self, raw: bytes, headers: Mapping[str, str]) -> Reply:
        answer = await self.door.receive(raw, headers.get("Content-Type", ""))
        return Reply(answer.status, answer.body)


@asynccontextmanager
async def inside(
    _setting: Setting,
    clock: Callable[[], datetime],
    store: Store | None = None,
    library: Library | None = None,
    secrets: Keys | None = None,
) -> AsyncIterator[Bot]:
    """Open a bot in Teams mode; what is not given it makes for itself."""
    words = library or load(CONTENT, "demo")
    kept = store or open_memory()
    turns = Turns(words, kept, secrets or MemoryKeys(os.urandom), clock, os.urandom)
    draw = partial(drawn.for_teams, words)
    async with open_session() as session:
        yield Bot(
            Door(turns, draw, kept.people, words.sentences, session=session, allowed=loopback, clock=clock),
            kept,
        )


async def serve(setting: Setting) -> None:
    """Serve on a free loopback port until whoever started this closes our standard input."""

    async def door() -> Door:
        return bot.door

    async with (
        inside(setting, lambda: datetime.now(UTC)) as bot,
        listening(application(door, {}), "127.0.0.1", 0) as port,
    ):
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


def main() -> None:
    """Read the setting from the command line and serve."""
    read = argparse.ArgumentParser()
    for name in ("--openid", "--app-id", "--tenant", "--service-hosts", "--staff"):
        read.add_argument(name, required=True)
    given = read.parse_args()
    log_to_standard_error()
    hosts, staff = (tuple(filter(None, each.split(","))) for each in (given.service_hosts, given.staff))
    asyncio.run(serve(Setting(given.openid, hosts, given.app_id, given.tenant, staff)))


if __name__ == "__main__":
    main()
