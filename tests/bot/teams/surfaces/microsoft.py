"""Microsoft's end over HTTP: it signs what a client says and sends it on to the bot."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp

from tests.bot.teams import minting, shapes
from tests.bot.teams.hosting import APP, Reply
from tests.bot.teams.shapes import Body
from tests.bot.teams.surfaces.clients import Client

PEOPLE = tuple(f"{number:08x}-0f4e-4c55-8a4b-6f2f7b1d3e21" for number in range(1, 20))
COMPANY = {"a group chat": shapes.in_group, "a channel": shapes.in_channel}
Place = Callable[[Body], Body]
Meets = Callable[[int, Place], Client]


@dataclass(frozen=True)
class Program:
    """The bot as a program of its own."""

    url: str

    def posting(self, who: str, session: aiohttp.ClientSession) -> Callable[[Body], Awaitable[Reply]]:
        """Return what sends on what one person's client says."""

        async def posts(body: Body) -> Reply:
            body = spoken_by(who, body)
            token = minting.good(APP, body["serviceUrl"], int(datetime.now(UTC).timestamp()))
            headers = {"Content-Type": shapes.JSON, "Authorization": f"Bearer {token}"}
            async with session.post(f"{self.url}/api/messages", json=body, headers=headers) as response:
                text = await response.text()
                return Reply(response.status, json.loads(text) if text else None)

        return posts


def spoken_by(who: str, body: Body) -> Body:
    """Return an activity as somebody else would have sent it, in a private chat of their own."""
    body = {**body, "from": {**body["from"], "id": f"29:{who[:8]}", "aadObjectId": who}}
    if body["conversation"]["conversationType"] == "personal":
        body["conversation"] = {**body["conversation"], "id": f"a:{who[:8]}"}
    return body
