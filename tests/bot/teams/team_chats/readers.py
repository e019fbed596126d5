"""People in front of one chat, each with their own client."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dialogs.people import PersonId
from tests.bot.teams import shapes
from tests.bot.teams.conftest import FakeConnector
from tests.bot.teams.hosting import Reply, Visitor
from tests.bot.teams.shapes import Body
from tests.bot.teams.surfaces.clients import CARD, action_of
from tests.bot.teams.surfaces.microsoft import Place, spoken_by

CREW = tuple(PersonId(f"{number:08x}-0f4e-4c55-8a4b-6f2f7b1d3e21") for number in range(1, 320))
GUEST = PersonId("0000ffff-0f4e-4c55-8a4b-6f2f7b1d3e21")


@dataclass
class Reader:
    """One person's client. `card` is what it shows of the newest card; `came` is what their last act sent."""

    visitor: Visitor
    connector: FakeConnector
    who: PersonId
    place: Place
    card: Mapping[str, Any] = field(default_factory=dict)
    window: Mapping[str, Any] | None = None
    came: list[dict[str, Any]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.connector.url

    async def hears(self, body: Body) -> Reply:
        """Post what Teams would; what everybody gets is shown here too."""
        before = len(await self.connector.seen())
        reply = await self.visitor.post(spoken_by(self.who, self.place(body)))
        self.came = (await self.connector.seen())[before:]
        for sent in self.came:
            for attachment in (sent["body"] or {}).get("attachments", ()):
                if attachment["contentType"] == CARD:
                    self.card = attachment["content"]
        if reply.body and reply.body.get("type") == CARD:
            self.card = reply.body["value"]
        self.window = None
        if reply.body and reply.body.get("task", {}).get("type") == "continue":
            self.window = reply.body["task"]["value"]["card"]["content"]
        return reply

    async def types(self, words: str) -> Reply:
        return await self.hears(shapes.message(self.url, words))

    async def refreshes(self, card: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        """Ask for one's own view, as a client does when a card with `refresh` comes into sight."""
        action = (card or self.card)["refresh"]["action"]
        assert action["type"] == "Action.Execute"
        reply = await self.hears(shapes.execute(self.url, **action["data"]))
        assert reply.body["type"] == CARD
        return self.card

    async def presses(self, verb: str, **inputs: str) -> Reply:
        data = {**action_of(self.card, verb)["data"], **inputs}
        if "msteams" in data:
            return await self.hears(shapes.window(self.url, "task/fetch", data))
        return await self.hears(shapes.execute(self.url, **data))

    async def sends(self, verb: str, **inputs: str) -> Reply:
        """Press a button in the window that is open."""
        assert self.window is not None
        action = action_of(self.window, verb)
        assert action["type"] == "Action.Submit"
        return await self.hears(shapes.window(self.url, "task/submit", {**action["data"], **inputs}))


def a_member(who: PersonId, **said: str) -> dict[str, Any]:
    """Somebody of a chat, as Teams lists them."""
    base = {"id": f"29:{who[:8]}", "objectId": who.upper(), "name": "Ada Tremblay", "userRole": "user"}
    return {**base, "tenantId": shapes.TENANT, **said}
