"""The aiohttp routes that every mode has, and what keeps them safe and calm."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any, Protocol

import orjson
import structlog
from aiohttp import HttpVersion10, web

from bot import holds
from bot.connections import guarded
from bot.watch import LIMITS, Limits
from dialogs.people import PersonId
from storage.ports import Keys, Store

LARGEST_BODY = 256 * 1024
PATIENCE = 5.0
"""Bytes of one activity, and seconds to send any body in."""

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

    async def receive(self, body: bytes, content_type: str, authorization: str) -> DoorAnswer:
        """Answer one POST. Never raises for what was sent."""


Checks = Mapping[str, Callable[[], Awaitable[str]]]
"""What readiness looks at, by name; each returns "ok" or a few words saying what there is to know."""

SET_ASIDE = "lines-set-aside"
READY = holds.READY | {SET_ASIDE}
"""What a check may say while people are served as they should be."""


# Who may come in, and what they may send ----------------------------------------------------------------


def from_this_machine(request: web.Request, *, page: bool = False) -> bool:
    """Tell whether a request names this machine and comes from no other site: here nobody shows a token.

    The exact Host keeps out foreign names that resolve to 127.0.0.1; the exact Origin keeps out pages of
    other sites and of other ports, for which SameSite is no border. Bots have no Origin; our `page` always
    sends one when it changes something.
    """
    host = request.headers.get("Host", "")
    if host not in {f"127.0.0.1:{port(request)}", f"localhost:{port(request)}"}:
        return False
    origin = request.headers.get("Origin")
    if origin is None:
        return not page or request.method in {"GET", "HEAD"}
    return origin == f"http://{host}"


def port(request: web.Request) -> int:
    """Return the port this request came in on: with `--port 0` nobody knows it earlier."""
    if request.transport is None:  # The caller is gone; no host matches.
        return 0
    number: int = request.transport.get_extra_info("sockname")[1]
    return number


async def body(request: web.Request, largest: int, patience: float = PATIENCE) -> bytes:
    """Read a body. Raises 415 when it is packed, 413 above `largest` bytes, 408 when it drips, 400 if cut."""
    if "Content-Encoding" in request.headers:
        raise web.HTTPUnsupportedMediaType
    raw = bytearray()
    try:
        if request.content.is_eof():  # All of it came with the headers, as it mostly does.
            raw += request.content.read_nowait()
            if len(raw) > largest:
                raise web.HTTPRequestEntityTooLarge(max_size=largest, actual_size=len(raw))
            return bytes(raw)
        async with asyncio.timeout(patience):
            async for chunk in request.content.iter_any():
                raw += chunk
                if len(raw) > largest:
                    raise web.HTTPRequestEntityTooLarge(max_size=largest, actual_size=len(raw))
    except TimeoutError as error:
        raise web.HTTPRequestTimeout from error
    except (web.RequestPayloadError, ConnectionError) as error:
        raise web.HTTPBadRequest from error
    return bytes(raw)


# What is served ------------------------------------------------------------------------------------------


def application(
    door: Callable[[], Awaitable[Door]],
    checks: Checks,
    routes: Iterable[web.RouteDef] = (),
    patience: float = PATIENCE,
    admits: Callable[[web.Request], bool] = from_this_machine,
) -> web.Application:
    """Build the application. `door` is awaited at the first message: the SDK behind it is slow to import.

    `admits` says who may knock at that door at all; elsewhere than in local mode everybody may, and the door
    itself asks for a token.
    """
    app = web.Application(middlewares=[_plain])

    async def messages(request: web.Request) -> web.Response:
        if not admits(request):
            return web.Response(status=403)
        try:
            raw = await body(request, LARGEST_BODY, patience)
        except web.HTTPException as refusal:
            log.warning("activity.unread", status=refusal.status)
            return web.Response(status=refusal.status)
        headers = request.headers
        # Two headers would be two answers to who speaks; put together they are none.
        authorization = ", ".join(headers.getall("Authorization", []))
        answer = await (await door()).receive(raw, headers.get("Content-Type", ""), authorization)
        return (
            web.Response(status=answer.status) if answer.body is None else _json(answer.body, answer.status)
        )

    async def live(_: web.Request) -> web.Response:
        return _json({"status": "ok"})

    async def ready(_: web.Request) -> web.Response:
        found = {name: await _found(check) for name, check in checks.items()}
        good = all(word in READY for word in found.values())
        return _json({"status": "ok" if good else "not-ready", "checks": found}, 200 if good else 503)

    app.router.add_post("/api/messages", messages)
    app.router.add_get("/healthz", live)
    app.router.add_get("/readyz", ready)
    app.router.add_routes(routes)
    return app


def readiness(
    store: Store, keys: Keys, zone_rules: Callable[[], str], damaged: Callable[[], int] | None = None
) -> Checks:
    """Look at what a turn needs: the store answers, the keys can be read, the time-zone rules are current.

    `damaged` counts lines that could not be read: it is shown, as a hold on disposal is, and stops nothing.
    """

    async def answers() -> str:
        await store.people.person(PersonId("nobody"))
        return "ok"

    async def readable() -> str:
        await keys.current("buttons")
        return "ok"

    async def current() -> str:
        zone_rules()
        return "ok"

    async def whole() -> str:
        return SET_ASIDE if damaged and damaged() else "ok"

    return {
        "store": answers,
        "data": whole,
        "keys": readable,
        "time-zone-rules": current,
        "disposal": partial(holds.disposal, store),
    }


@web.middleware
async def _plain(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse what aiohttp lets through and nobody honest sends.

    A target that is not a path (this server stands for no other), a version from before headers, and a body
    that is packed on its way, which a proxy may understand in another way than we do.
    """
    way = request.headers.get("Transfer-Encoding", "chunked").lower()
    if not request.raw_path.startswith("/") or request.version < HttpVersion10 or way != "chunked":
        raise web.HTTPBadRequest
    return await handler(request)


async def _found(check: Callable[[], Awaitable[str]]) -> str:
    try:
        return await check()
    except Exception as error:  # noqa: BLE001 the health page says what is wrong instead of failing
        return type(error).__name__


class PortTaken(Exception):
    """Another program listens there already."""


@asynccontextmanager
async def listening(
    app: web.Application, host: str, port: int, limits: Limits = LIMITS
) -> AsyncIterator[int]:
    """Serve an application on an address; yields the port, which the system chooses when `port` is 0.

    Callers that are too slow are closed (`limits`). At the end visitors have 8 seconds to finish. Raises
    PortTaken.
    """
    async with AsyncExitStack() as until:
        try:
            bound = await until.enter_async_context(guarded(app, host, port, limits))
        except OSError as error:
            raise PortTaken(port) from error
        yield bound


def stopped() -> asyncio.Event:
    """Return what SIGINT or SIGTERM sets, from now on."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


def _json(value: Mapping[str, Any], status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(value), status=status, content_type="application/json")
