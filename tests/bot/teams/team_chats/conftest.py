"""A bot in Teams mode behind a real server, in whose chats there may be jars."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from content.model import Library
from tests.bot.teams import host
from tests.bot.teams.conftest import FakeConnector, serving
from tests.bot.teams.hosting import Instant, KeyServer, OverHttp, Setting, Visitor
from tests.bot.teams.surfaces.microsoft import COMPANY, Place
from tests.bot.teams.surfaces.uploads import Storage, storage
from tests.bot.teams.team_chats.jars import OPEN, Jars, with_jars
from tests.bot.teams.team_chats.readers import CREW, Reader


@dataclass
class World:
    """The bot, its jars, where files go, and a way to put somebody in front of a chat."""

    bot: host.Bot
    jars: Jars
    visitor: Visitor
    connector: FakeConnector
    onedrive: Storage

    def reader(self, number: int, place: Place) -> Reader:
        return Reader(self.visitor, self.connector, CREW[number], place)

    async def opened(self, place: Place) -> tuple[Reader, Reader]:
        """Open a jar: who opened it reads English, and somebody else French. Both see the shared card."""
        opener, other = self.reader(0, place), self.reader(1, place)
        self.jars.languages |= {opener.who: "en", other.who: "fr"}
        await opener.types("<at>Ethos</at> jar")
        await opener.refreshes()
        await opener.presses(OPEN)
        opener.card = other.card = await self.shared()
        return opener, other

    async def shared(self) -> dict[str, Any]:
        """Return the shared card of the only jar as it stands now."""
        [jar] = self.jars.jars.values()
        standing = await self.connector.standing()
        [found] = [body for where, body in standing.items() if where.endswith(f" {jar.card}")]
        card: dict[str, Any] = found["attachments"][0]["content"]
        return card


@pytest.fixture(params=list(COMPANY.values()), ids=list(COMPANY))
def place(request: pytest.FixtureRequest) -> Place:
    found: Place = request.param
    return found


@pytest.fixture
def words(library: Library) -> Library:
    return with_jars(library)


@pytest.fixture
def uploads() -> bool:
    return True


@pytest.fixture
async def world(
    connector: FakeConnector,
    keys: KeyServer,
    client: aiohttp.ClientSession,
    words: Library,
    *,
    uploads: bool,
) -> AsyncIterator[World]:
    clock, jars = Instant(datetime(2026, 10, 1, 13, tzinfo=UTC)), Jars()
    async with AsyncExitStack() as until:
        onedrive = await until.enter_async_context(storage())
        hosts = (connector.url.removeprefix("http://"),)
        setting = Setting(keys.openid, hosts, staff=CREW, uploads=(onedrive.host,) if uploads else ())
        bot = await until.enter_async_context(host.inside(setting, clock, library=words, talk=jars))
        jars.chats = bot.chats
        async for url in serving(bot.door):
            visitor = Visitor(OverHttp(url, client), clock, connector.url)
            assert await visitor.comes_in()
            await connector.clear()
            yield World(bot, jars, visitor, connector, onedrive)
