"""The servers that tests.benchmarks.door compares, each alone in a process whose CPU time it tells.

`python -m tests.benchmarks.doors NAME OPENID HOST` prints a port, answers POST /api/messages and GET /cpu,
and serves until its standard input ends. NAME is one of `PLAIN` or `DOORS`; ours take their keys from OPENID
and write to HOST alone.
"""

import asyncio
import gc
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
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
from bot.teams import channel, outgoing
from bot.teams.channel import Parts, Tenant
from bot.teams.clouds import PUBLIC
from bot.teams.door import Door, DoorAnswer
from bot.teams.entry import activity as activities
from bot.teams.entry import meaning
from bot.teams.entry.body import Malformed, read
from bot.teams.entry.gate import Gate, TeamsGate
from bot.teams.entry.rates import Rate, Rates
from bot.teams.entry.signing_keys import SigningKeys
from bot.teams.entry.token_checks import Refused, TokenChecks
from bot.teams.wire.adapter import TeamsAdapter
from bot.teams.wire.connector import Connector, open_session
from bot.teams.wire.retries import Retries
from bot.turn import Turns
from bot.web import application, listening
from content.loader import load
from dialogs.people import Person, PersonId
from storage.keys import FolderKeys
from storage.tiny import open_tiny
from tests.bot.teams import shapes
from tests.bot.teams.conftest import OUTCOMES
from tests.bot.teams.host import Shows
from tests.bot.teams.hosting import APP
from tests.bot.teams.serving import serve as served
from tests.bot.teams.serving import until_the_end
from tests.conftest import CONTENT

Handler = Callable[[web.Request], Awaitable[web.Response]]


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


@dataclass(frozen=True)
class EchoDoor:
    """Everything the door does before a turn, and the adapter after it."""

    adapter: TeamsAdapter
    gate: Gate

    async def receive(self, body: bytes, content_type: str, authorization: str) -> DoorAnswer:
        try:
            found = read(body, content_type)
            await self.gate.recognize(authorization, found)
            envelope = activities.envelope(found)
            meaning.what(found, private=envelope.private)
            activity = activities.activity(found)
            self.gate.admit(envelope)
        except Malformed as fault:
            return DoorAnswer(fault.status)
        except Refused as fault:
            return DoorAnswer(fault.status)
        await self.adapter.process(activity, _echo)
        return DoorAnswer(200)


async def _echo(context: TurnContext) -> None:
    await context.send_activity(outgoing.sentence(context.activity.text))


@asynccontextmanager
async def ours(tenant: Tenant) -> AsyncIterator[EchoDoor]:
    """Echo with real tokens."""
    async with open_session() as session:
        keys = SigningKeys(session, tenant.cloud, now, tenant.pace)
        checks = TokenChecks(keys, tenant.cloud.issuer, tenant.app_id, now)
        allows = lru_cache(256)(tenant.cloud.allows)
        gate = TeamsGate(checks, allows, tenant.app_id, tenant.id)
        connector = Connector(session, allows, authorize=tenant.identity, retries=Retries(lambda: 0.5))
        yield EchoDoor(TeamsAdapter(connector), gate)
        await keys.close()


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


NEWCOMERS = 20_000


def newcomer(number: int) -> PersonId:
    """Return the Entra id of one of the people who read M01; the staff list knows them all."""
    return PersonId(f"{number:08x}-0000-4000-8000-000000000000")


@asynccontextmanager
async def onboarding(tenant: Tenant) -> AsyncIterator[Door]:
    """Talk with everything in place: the content of the demo, keys and the embedded store in a folder."""
    library = load(CONTENT, "demo")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        keys = FolderKeys(Path(folder) / "keys", urandom, data=data)
        async with await open_tiny(data, mark="teams") as tiny, open_session() as session:
            turns = Turns(library, tiny.store, keys, now, urandom)
            draw = partial(drawn.for_teams, library)
            people = tiny.store.people
            await people.bring_in([Person(newcomer(number)) for number in range(NEWCOMERS)])
            parts = Parts(turns, draw, people, library, session, now, jitter=lambda: 0.5)
            opened = channel.in_teams(parts, OUTCOMES, tenant)
            wide = Rate(burst=1e9, each_second=1e9)  # One machine plays all people here.
            yield replace(opened.door, rates=Rates(now, wide, wide))


PLAIN: dict[str, Callable[[], AbstractAsyncContextManager[Handler]]] = {"raw": raw, "sample": sample}
DOORS: dict[str, Callable[[Tenant], AbstractAsyncContextManager[EchoDoor | Door]]] = {
    "ours": ours,
    "onboarding": onboarding,
}


async def cpu(_: web.Request) -> web.Response:
    """Tell the seconds of CPU this process has used."""
    return web.json_response(time.process_time())


async def serve(name: str, openid: str, host: str) -> None:
    """Serve one of them on a free loopback port, ours behind the product's own HTTP server."""
    if name in DOORS:
        cloud = replace(PUBLIC, openid=openid, hosts=frozenset({host}), secure=False)
        async with DOORS[name](Tenant(cloud, APP, shapes.TENANT, Shows())) as door:

            async def ready() -> EchoDoor | Door:
                return door

            app = application(ready, {}, [web.get("/cpu", cpu)], admits=lambda _: True)
            gc.freeze()  # As app.py does.
            gc.set_threshold(10_000)
            async with listening(app, "127.0.0.1", 0) as port:
                await until_the_end(port)
        return
    async with PLAIN[name]() as handler:
        app = web.Application()
        app.router.add_post("/api/messages", handler)
        app.router.add_get("/cpu", cpu)
        await served(app)


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:4]))
