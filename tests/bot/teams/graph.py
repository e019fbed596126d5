"""A Microsoft Graph to test against: it knows who is in which group, and misbehaves when told to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.teams.wire.connector import NoIdentity

OFFICIALS = "0f8fad5b-d9cb-469f-a165-70867728950e"
REQUESTS = "1f8fad5b-d9cb-469f-a165-70867728950e"
MANAGERS = "2f8fad5b-d9cb-469f-a165-70867728950e"


@dataclass
class Graph:
    """Members by group, and how to answer next: a status and a body, "hang", or None for the truth."""

    url: str = ""
    members: dict[str, set[str]] = field(default_factory=dict)
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    rules: list[Any] = field(default_factory=list)
    always: Any = None
    came: asyncio.Event = field(default_factory=asyncio.Event)
    goes_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def check(self, request: web.Request) -> web.StreamResponse:
        who, groups = request.match_info["who"], (await request.json())["groupIds"]
        self.asked.append((who, tuple(groups)))
        self.shown.append(request.headers["Authorization"])
        self.came.set()
        rule = self.rules.pop(0) if self.rules else self.always
        if rule == "cut":
            request.transport.abort()  # type: ignore[union-attr] # a request being read has its transport
            return web.Response()
        if rule == "hang":
            await self.goes_on.wait()
        elif rule is not None:
            status, body, *headers = rule
            return web.Response(status=status, text=body, headers=headers[0] if headers else None)
        if len(groups) > 20:
            return web.Response(status=400)
        # Entra names groups as it likes to write them, not as they were asked for.
        found = [group.upper() for group in groups if who in self.members.get(group, ())]
        return web.json_response({"@odata.context": "…", "value": found})


@asynccontextmanager
async def serving(graph: Graph) -> AsyncIterator[Graph]:
    """Serve on a free loopback port."""
    app = web.Application()
    app.router.add_post("/v1.0/users/{who}/checkMemberGroups", graph.check)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    graph.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield graph
    finally:
        graph.goes_on.set()
        await runner.cleanup()


@dataclass
class Shows:
    """Shows a token, another one after each refusal, or none."""

    refusals: int = 0
    nobody: bool = False

    async def header(self) -> str:
        if self.nobody:
            raise NoIdentity
        return f"Bearer {self.refusals}"

    def refused(self, header: str) -> None:
        assert header == f"Bearer {self.refusals}"
        self.refusals += 1
