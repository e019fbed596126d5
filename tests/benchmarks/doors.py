"""The servers that tests.benchmarks.door compares, each alone in a process whose CPU time it tells.

`python -m tests.benchmarks.doors NAME` prints a port, answers POST /api/messages and GET /cpu, and serves
until its standard input ends. NAME is one of `SERVERS`.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from os import urandom
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import ClientSession, web
from botbuilder.core import BotFrameworkAdapter, BotFrameworkAdapterSettings, TurnContext
from botbuilder.core.teams import TeamsActivityHandler
from botbuilder.schema import Activity

from app import now
from bot.cards import drawn
from bot.teams import activity as activities
from bot.teams import outgoing
from bot.teams.adapter import TeamsAdapter
from bot.teams.body import Malformed, read
from bot.teams.connector import Connector, Unsent, open_session
from bot.teams.door import Door
from bot.teams.retries import Retries
from bot.teams.service_urls import loopback
from bot.turn import Turns
from bot.web import LARGEST_BODY, body
from content.loader import load
from storage.keys import FolderKeys
from storage.tiny import open_tiny
from tests.conftest import CONTENT

Handler = Callable[[web.Request], Awaitable[web.Response]]
Check = Callable[[str, Mapping[str, Any]], Awaitable[bool]]
"""Whether the value of Authorization lets an activity in."""


async def no_token(_authorization: str, _raw: Mapping[str, Any]) -> bool:
    """Let everybody in, as local mode does."""
    return True


@asynccontextmanager
async def raw() -> AsyncIterator[Handler]:
    """Echo with nothing but aiohttp and one shared session: no door could cost less."""
    async with ClientSession() as session:

        async def handle(request: web.Request) -> web.Response:
            said = await request.json()
            reply = {
                "type": "message",
                "text": said["text"],
                "textFormat": "plain",
                "inputHint": "acceptingInput",
                "channelId": said["channelId"],
                "serviceUrl": said["serviceUrl"],
                "locale": said["locale"],
                "from": said["recipient"],
                "recipient": said["from"],
                "conversation": said["conversation"],
                "replyToId": said["id"],
            }
            where = f"{said['serviceUrl']}/v3/conversations/{quote(said['conversation']['id'])}"
            async with session.post(f"{where}/activities/{said['id']}", json=reply) as response:
                await response.read()
            return web.Response()

        yield handle


@asynccontextmanager
async def ours(check: Check = no_token) -> AsyncIterator[Handler]:
    """Echo through everything the door does before a turn and the adapter after it."""

    async def turn(context: TurnContext) -> None:
        await context.send_activity(outgoing.sentence(context.activity.text))

    async with open_session() as session:
        adapter = TeamsAdapter(Connector(session, loopback, retries=Retries(lambda: 0.5)))

        async def handle(request: web.Request) -> web.Response:
            sent = await body(request, LARGEST_BODY)
            try:
                found = read(sent, request.headers.get("Content-Type", ""))
                envelope = activities.envelope(found)
                activities.what(found, private=envelope.private)
                activity = activities.activity(found)
            except Malformed:
                return web.Response(status=400)
            welcome = loopback(envelope.service_url) and envelope.person is not None
            if not (welcome and await check(request.headers.get("Authorization", ""), found)):
                return web.Response(status=403)
            try:
                await adapter.process(activity, turn)
            except Unsent:
                return web.Response(status=500)
            return web.Response()

        yield handle


class Echo(TeamsActivityHandler):  # type: ignore[misc,unused-ignore] # the SDK's base class is only partly typed
    """The echo of the SDK's samples."""

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(turn_context.activity.text)


@asynccontextmanager
async def sample() -> AsyncIterator[Handler]:
    """Echo as the SDK's samples do it; without an app id it checks no token, which is to its advantage."""
    settings: Any = BotFrameworkAdapterSettings
    adapter, bot = BotFrameworkAdapter(settings("", "")), Echo()

    async def handle(request: web.Request) -> web.Response:
        model: Any = Activity()
        activity = model.deserialize(await request.json())
        answer = await adapter.process_activity(
            activity, request.headers.get("Authorization", ""), bot.on_turn
        )
        return web.json_response(answer.body, status=answer.status) if answer else web.Response(status=201)

    yield handle


@asynccontextmanager
async def onboarding(check: Check = no_token) -> AsyncIterator[Handler]:
    """Talk with everything in place: the content of the demo, keys and the embedded store in a folder."""
    library = load(CONTENT, "demo")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        keys = FolderKeys(Path(folder) / "keys", urandom, data=data)
        async with await open_tiny(data, mark="local") as tiny, open_session() as session:
            turns = Turns(library, tiny.store, keys, now, urandom)
            draw = partial(drawn.for_teams, library)
            parts = (turns, draw, tiny.store.people, library.sentences)
            door = Door(*parts, session=session, allowed=loopback, clock=now)

            async def handle(request: web.Request) -> web.Response:
                sent = await body(request, LARGEST_BODY)
                if not await check(request.headers.get("Authorization", ""), {}):
                    return web.Response(status=403)
                answer = await door.receive(sent, request.headers.get("Content-Type", ""))
                return web.json_response(answer.body, status=answer.status)

            yield handle


SERVERS: dict[str, Callable[[], AbstractAsyncContextManager[Handler]]] = {
    "raw": raw,
    "ours": ours,
    "sample": sample,
    "onboarding": onboarding,
}


async def cpu(_: web.Request) -> web.Response:
    """Tell the seconds of CPU this process has used."""
    return web.json_response(time.process_time())


async def serve(name: str) -> None:
    """Serve one of them on a free loopback port."""
    async with SERVERS[name]() as handler:
        app = web.Application()
        app.router.add_post("/api/messages", handler)
        app.router.add_get("/cpu", cpu)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        sys.stdout.write(f"{runner.addresses[0][1]}\n")
        sys.stdout.flush()
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
