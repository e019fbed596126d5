"""People in front of the Teams door: they see the newest card, press what is on it, and leave a record."""

import itertools
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from content.model import Library
from dialogs.people import PersonId
from storage.ports import Keys, Store
from storage.tiny import open_tiny
from tests.bot.teams import host, shapes
from tests.bot.teams.conftest import FakeConnector
from tests.bot.teams.fuzzing import person
from tests.bot.teams.hosting import Instant, KeyServer, Reply, Setting, Visitor

STAFF = tuple(person(number) for number in range(2_000))
START = datetime(2026, 10, 1, 13, tzinfo=UTC)


@asynccontextmanager
async def house(
    connector: FakeConnector,
    keys: KeyServer,
    store: Store | None = None,
    library: Library | None = None,
    secrets: Keys | None = None,
) -> AsyncIterator[Visitor]:
    """Open a bot whose staff list knows two thousand people; what is not given it makes for itself."""
    setting = Setting(keys.openid, (connector.url.removeprefix("http://"),), staff=STAFF)
    clock = Instant(START)
    async with host.inside(setting, clock, store, library, secrets) as bot:
        visitor = Visitor(bot, clock, connector.url)
        assert await visitor.comes_in()
        yield visitor


@dataclass
class Walker:
    """One of the staff, in their own chat."""

    visitor: Visitor
    connector: FakeConnector
    number: int
    card: dict[str, Any] = field(default_factory=dict)
    record: list[dict[str, Any]] = field(default_factory=list)
    said: Any = field(default_factory=lambda: itertools.count(1))

    @property
    def id(self) -> PersonId:
        return PersonId(person(self.number))

    async def posts(self, body: dict[str, Any]) -> Reply:
        """Send an activity, whoever it was made for, as one of mine; two seconds after the last."""
        self.visitor.clock.now += timedelta(seconds=2)
        reply = await self.visitor.post(mine(body, self.number))
        assert reply.status == 200
        return reply

    async def types(self, text: str) -> None:
        """Type words; what comes back is the newest card."""
        await self.connector.clear()
        body = shapes.message(self.visitor.service_url, text, id=f"1760{self.number:05}{next(self.said):04}")
        self.record.append(body)
        await self.posts(body)
        sent = [each["body"] for each in await self.connector.seen() if each["method"] == "POST"]
        self.card = sent[-1]["attachments"][0]["content"] if sent and "attachments" in sent[-1] else self.card

    async def presses(self, verb: str, **inputs: Any) -> None:
        """Press a button of the newest card."""
        data = {**self.button(verb), **inputs}
        body = shapes.execute(self.visitor.service_url, **data)
        self.record.append(body)
        self.card = (await self.posts(body)).body["value"]

    def button(self, verb: str) -> dict[str, Any]:
        """Return what a button of the newest card carries."""
        [found] = [each["data"] for each in self.card["actions"] if each["data"]["verb"] == verb]
        return dict(found)

    async def settles_in(self) -> None:
        """Choose English on the first card."""
        await self.types("hello")
        await self.presses("language-en")

    async def facts(self) -> list[Any]:
        life = await self.visitor.bot.store.ledger.life(self.id)
        return [stamped.fact for stamped in life.facts]

    async def stands(self) -> tuple[Counter[str], dict[tuple[str, str], tuple[int, bytes]]]:
        """Return every fact, and every place that was ever moved."""
        life = await self.visitor.bot.store.ledger.life(self.id)
        places = {
            (each.conversation.flow, each.conversation.key): (each.revision, each.place)
            for each in life.conversations
            if each.revision
        }
        return Counter(repr(stamped.fact) for stamped in life.facts), places


def mine(body: dict[str, Any], number: int) -> dict[str, Any]:
    """Return an activity as somebody else of the staff would have sent it, in their own chat."""
    copied: dict[str, Any] = json.loads(json.dumps(body))
    copied["from"] |= {"id": f"29:{number}", "aadObjectId": person(number)}
    if copied["conversation"]["conversationType"] == "personal":
        copied["conversation"]["id"] = f"a:{number}"
    return copied


def stores(kind: str, folder: Any) -> AbstractAsyncContextManager[Store | None]:
    """Open a store of a kind; None lets the bot open its own in memory."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Store | None]:
        if kind == "memory":
            yield None
            return
        async with await open_tiny(folder / "data", mark="teams") as tiny:
            yield tiny.store

    return opened()
