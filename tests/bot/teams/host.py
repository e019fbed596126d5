"""A bot to put the Teams tests to: `python -m tests.bot.teams.host` serves, `inside` opens one in a test."""

import argparse
import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.cards import drawn
from bot.logs import log_to
from bot.team_chats.ports import TeamTalk
from bot.teams import channel
from bot.teams.channel import Parts, Tenant
from bot.teams.chats import TeamsChats
from bot.teams.clouds import PUBLIC
from bot.teams.door import Door
from bot.teams.entry.signing_keys import Pace
from bot.teams.wire.connector import open_session
from bot.turn import Turns
from bot.web import application, listening
from content.loader import load
from content.model import Library
from dialogs.people import Person, PersonId
from storage.keys import MemoryKeys
from storage.memory import open_memory
from storage.ports import Keys, Store
from tests.bot.teams.conftest import OUTCOMES, QUICK
from tests.bot.teams.hosting import Reply, Setting
from tests.conftest import CONTENT

PACE = Pace(pause=timedelta(seconds=1), retry=timedelta(seconds=1))


class Shows:
    """An identity that any connector takes: here nobody asks Entra."""

    async def header(self) -> str:
        return "Bearer out"

    def refused(self, header: str) -> None:
        pass


@dataclass(frozen=True)
class Bot:
    """A bot in this process."""

    door: Door
    store: Store
    chats: TeamsChats

    async def post(self, raw: bytes, headers: Mapping[str, str]) -> Reply:
        answer = await self.door.receive(
            raw, headers.get("Content-Type", ""), headers.get("Authorization", "")
        )
        return Reply(answer.status, answer.body)


@asynccontextmanager
async def inside(
    setting: Setting,
    clock: Callable[[], datetime],
    store: Store | None = None,
    library: Library | None = None,
    secrets: Keys | None = None,
    *,
    talk: TeamTalk | None = None,
) -> AsyncIterator[Bot]:
    """Open a bot in Teams mode: the real channel, only the cloud lies on this machine.

    What is not given it makes for itself; without `talk` no team meets.
    """
    words, kept = library or load(CONTENT, "demo"), store or open_memory()
    await kept.people.bring_in([Person(PersonId(each)) for each in setting.staff])
    turns = Turns(words, kept, secrets or MemoryKeys(os.urandom), clock, os.urandom)
    hosts = frozenset(setting.service_hosts)
    uploads = hosts if setting.uploads is None else frozenset(setting.uploads)
    cloud = replace(PUBLIC, openid=setting.openid, hosts=hosts, uploads=uploads, secure=False)
    tenant = Tenant(cloud, setting.app, setting.tenant, Shows(), PACE)
    async with open_session() as session:
        draw = partial(drawn.for_teams, words)
        parts = Parts(
            turns, draw, kept.people, words, session, clock, jitter=lambda: 0.0, waits=QUICK, talk=talk
        )
        opened = channel.in_teams(parts, OUTCOMES, tenant)
        yield Bot(opened.door, kept, opened.chats)
        if opened.keys:
            await opened.keys.close()


async def serve(setting: Setting) -> None:
    """Serve on a free loopback port until whoever started this closes our standard input."""

    async def door() -> Door:
        return bot.door

    async with inside(setting, lambda: datetime.now(UTC)) as bot:
        app = application(door, {}, admits=lambda _: True)
        async with listening(app, "127.0.0.1", 0) as port:
            sys.stdout.write(f"{port}\n")
            sys.stdout.flush()
            await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


def main() -> None:
    """Read the setting from the command line and serve."""
    read = argparse.ArgumentParser()
    for name in ("--openid", "--app-id", "--tenant", "--service-hosts", "--staff"):
        read.add_argument(name, required=True)
    given = read.parse_args()
    log_to(sys.stderr)
    hosts, staff = (tuple(filter(None, each.split(","))) for each in (given.service_hosts, given.staff))
    asyncio.run(serve(Setting(given.openid, hosts, given.app_id, given.tenant, staff)))


if __name__ == "__main__":
    main()
