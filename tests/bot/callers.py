"""Callers of the real server, byte by byte as given; and the server itself with a door that answers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

import structlog
from aiohttp import web

from bot.watch import Limits
from bot.web import Door, application, listening

HOST = "127.0.0.1"
QUICK = Limits(headers=0.5, request=0.7, answer=0.5, idle=1.5, every=0.05)
PATIENCE = 0.5
"""The proportions of the product, ten times as fast."""

CALM = replace(QUICK, headers=30, request=60, answer=30, idle=60)
"""Nobody is closed for being slow."""

LONG = 5.0
"""Seconds within which a slow machine closes what the quick limits close in one or two."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int = 200
    body: Mapping[str, Any] | None = None


@dataclass
class Listener:
    """A door that takes JSON, and keeps one who says "wait" waiting until `go` is set."""

    heard: list[bytes] = field(default_factory=list)
    waiting: asyncio.Event = field(default_factory=asyncio.Event)
    go: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self, body: bytes, content_type: str, authorization: str) -> Answer:
        self.heard.append(body)
        if body == b'"wait"':
            self.waiting.set()
            await self.go.wait()
        return Answer(200 if content_type == "application/json" else 415)


@dataclass(frozen=True, slots=True)
class Served:
    port: int
    listener: Listener

    @asynccontextmanager
    async def call(self, source: str = HOST) -> AsyncIterator["Caller"]:
        """Connect; from `source`, an address of this machine."""
        caller = await called(self.port, source)
        try:
            yield caller
        finally:
            caller.writer.close()

    def post(self, body: bytes = b"{}", *lines: str) -> bytes:
        """Write a request; its length is told unless `lines` say it."""
        told = any(line.startswith(("Content-Length", "Transfer-Encoding")) for line in lines)
        sized = () if told else (f"Content-Length: {len(body)}",)
        typed = () if any(line.startswith("Content-Type") for line in lines) else (JSON,)
        first = ("POST /api/messages HTTP/1.1", f"Host: {HOST}:{self.port}")
        return "\r\n".join([*first, *typed, *sized, *lines, "", ""]).encode("latin-1") + body


JSON = "Content-Type: application/json"


@dataclass(slots=True)
class Caller:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def say(self, *words: bytes) -> None:
        for each in words:
            self.writer.write(each)

    async def status(self) -> int:
        """Read one answer without or with a short body and return its status; 0 when the line is cut."""
        head = b""
        try:
            head = await self.reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            return 0
        length = next(
            (line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")), b":0"
        )
        await self.reader.readexactly(int(length.partition(b":")[2]))
        return int(head.split()[1])

    async def asks(self, said: bytes) -> int:
        self.say(said)
        return await self.status()

    async def closed(self, within: float) -> bool:
        """Wait until the other side is gone."""
        try:
            async with asyncio.timeout(within):
                while await self.reader.read(65_536):
                    pass
        except ConnectionError:
            return True
        except TimeoutError:
            return False
        return True


async def called(port: int, source: str = HOST) -> Caller:
    return Caller(*await asyncio.open_connection(HOST, port, local_addr=(source, 0)))


async def some(until: AsyncExitStack, here: Served, many: int) -> list[Caller]:
    return [await until.enter_async_context(here.call()) for _ in range(many)]


async def answered(caller: Caller, here: Served) -> bool:
    """Tell whether a caller is still heard."""
    try:
        return await caller.asks(here.post()) == 200
    except ConnectionError:
        return False


@asynccontextmanager
async def served(
    limits: Limits = QUICK, patience: float = PATIENCE, routes: Iterable[web.RouteDef] = ()
) -> AsyncIterator[Served]:
    """Serve the real application on the real server until the block ends."""
    listener = Listener()

    async def door() -> Door:
        return listener

    app = application(door, {}, routes, patience)
    async with listening(app, HOST, 0, limits) as port:
        yield Served(port, listener)


class Lines:
    """What the log says, one event after the other."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()

    def __call__(self, _: object, __: str, event: Mapping[str, Any]) -> Mapping[str, Any]:
        self.queue.put_nowait(event)
        raise structlog.DropEvent

    async def next(self) -> Mapping[str, Any]:
        async with asyncio.timeout(5):
            return await self.queue.get()

    def so_far(self) -> list[Mapping[str, Any]]:
        return [self.queue.get_nowait() for _ in range(self.queue.qsize())]


@contextmanager
def log_lines() -> Iterator[Lines]:
    lines = Lines()
    before = structlog.get_config()["processors"]
    structlog.configure(processors=[lines])
    try:
        yield lines
    finally:
        structlog.configure(processors=before)


async def timed(ask: Callable[[], Awaitable[int]]) -> tuple[float, int]:
    """Return how many seconds an answer took, and its status."""
    began = monotonic()
    status = await ask()
    return monotonic() - began, status
