"""A Senior Official in front of Teams, who asks for files of counts."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from content.model import Language
from dialogs.people import Person, PersonId, Role, UnitId
from storage.ports import Store
from storage.tiny import open_tiny
from tests.bot.teams import host, shapes
from tests.bot.teams.conftest import FakeConnector
from tests.bot.teams.hosting import Instant, KeyServer, Reply, Setting, Visitor
from tests.bot.teams.surfaces.clients import Client
from tests.bot.teams.surfaces.uploads import Storage, storage

SAM = Person(PersonId(shapes.ADA), name="Sam", unit=UnitId("policy"), role=Role.SENIOR_OFFICIAL)


@dataclass
class Office:
    """A Senior Official in front of Teams, what is kept, and where files go."""

    client: Client
    store: Store
    onedrive: Storage
    visitor: Visitor

    async def offered(
        self, language: Language = "en", /, period: str = "last-quarter", **chosen: str
    ) -> dict[str, Any]:
        """Ask for a file, of lines if nothing is said; return what asks whether Teams may take it."""
        await self.client.types("hello")
        await self.client.press(f"language-{language}")
        await self.client.types({"en": "get a file", "fr": "obtenir un fichier"}[language])
        await self.client.press("make-file", period=period, **chosen)
        [sent] = self.client.came
        [attachment] = sent["body"]["attachments"]
        found: dict[str, Any] = attachment
        return found

    async def accepts(self, asked: dict[str, Any], url: str = "/sam's%20counts.csv?guid='x'") -> Reply:
        """Agree; a relative `url` is one of the storage."""
        there = url if "://" in url else self.onedrive.url + url
        context = asked["content"]["acceptContext"]
        return await self.client.hears(shapes.file_consent(self.client.url, "accept", context, there))

    async def accesses(self) -> list[tuple[str, str]]:
        """Return who looked at what, by role only."""
        looks = await self.store.registers.find("access")
        return [(str(look.body["role"]), str(look.body["period"])) for look in looks]


@asynccontextmanager
async def opened(
    connector: FakeConnector, keys: KeyServer, folder: Path, *, uploads: bool = True
) -> AsyncIterator[Office]:
    """Open a bot with the real date, over a folder, for the command line counts by that date too."""
    async with AsyncExitStack() as until:
        onedrive = await until.enter_async_context(storage())
        tiny = await until.enter_async_context(await open_tiny(folder, mark="teams"))
        hosts = (connector.url.removeprefix("http://"),)
        setting = Setting(keys.openid, hosts, staff=(), uploads=(onedrive.host,) if uploads else ())
        clock = Instant(datetime.now(UTC))
        bot = await until.enter_async_context(host.inside(setting, clock, tiny.store))
        await tiny.store.people.bring_in([SAM])
        visitor = Visitor(bot, clock, connector.url)
        assert await visitor.comes_in()
        yield Office(Client(visitor.post, connector), tiny.store, onedrive, visitor)
