"""The aiohttp routes that every mode has, and what keeps them safe and calm."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Protocol

import orjson
import structlog
from aiohttp import web

from dialogs.people import PersonId
from storage.ports import Keys, Store

LARGEST_BODY = 256 * 1024
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})

log = structlog.get_logger()


class DoorAnswer(Protocol):
    """What a door says: an HTTP status and the JSON that goes with it, None for an empty body."""

    @property
    def status(self) -> int:
        """The HTTP status."""

    @property
    def body(self) -> Mapping[str, Any] | None:
        """The JSON body."""


class Door(Protocol):
    """The Bot Framework door, without a web framework."""

    async def receive(self, body: bytes, content_type: str) -> DoorAnswer:
        """Answer one POST. Never raises for what was sent."""


Checks = Mapping[str, Callable[[], Awaitable[str]]]
"""What readiness looks at, by name; each returns "ok" or one word saying what is wrong."""


def application(
    door: Callable[[], Awaitable[Door]], checks: Checks, routes: Iterable[web.RouteDef] = ()
) -> web.Application:
    """Build the application. `door` is awaited at the first message: the SDK behind it is slow to import."""
    app = web.Application(client_max_size=LARGEST_BODY)

    async def messages(request: web.Request) -> web.Response:
        if not _from_this_machine(request):
            return web.Response(status=403)
        try:
            body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            log.warning("activity.too-large")
            return web.Response(status=413)
        answer = await (await door()).receive(body, request.headers.get("Content-Type", ""))
        return (
            web.Response(status=answer.status) if answer.body is None else _json(answer.body, answer.status)
        )

    async def live(_: web.Request) -> web.Response:
        return _json({"status": "ok"})

    async def ready(_: web.Request) -> web.Response:
        found = {name: await _found(check) for name, check in checks.items()}
        good = all(word == "ok" for word in found.values())
        return _json({"status": "ok" if good else "not-ready", "checks": found}, 200 if good else 503)

    app.router.add_post("/api/messages", messages)
    app.router.add_get("/healthz", live)
    app.router.add_get("/readyz", ready)
    app.router.add_routes(routes)
    return app


def readiness(store: Store, keys: Keys, zone_rules: Callable[[], str]) -> Checks:
    """Look at what a turn needs: the store answers, the keys can be read, the time-zone rules are current."""

    async def answers() -> str:
        await store.people.person(PersonId("nobody"))
        return "ok"

    async def readable() -> str:
        await keys.current("buttons")
        return "ok"

    async def current() -> str:
        zone_rules()
        return "ok"

    return {"store": answers, "keys": readable, "time-zone-rules": current}


async def _found(check: Callable[[], Awaitable[str]]) -> str:
    try:
        return await check()
    except Exception as error:  # noqa: BLE001 the health page says what is wrong instead of failing
        return type(error).__name__


async def until_stopped() -> None:
    """Wait for SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()


def _from_this_machine(request: web.Request) -> bool:
    """Keep out names that only resolve to this machine, and pages of other sites: there is no token."""
    host = request.headers.get("Host", "")
    origin = request.headers.get("Origin")
    return host.rpartition(":")[0] in LOOPBACK and origin in (None, f"http://{host}")


def _json(body: Mapping[str, Any], status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")
