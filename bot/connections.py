"""Closes connections on which a caller is too slow, says too much at once, or keeps others out."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from enum import Enum, auto
from typing import cast

import structlog
from aiohttp import web
from aiohttp.http import HttpProcessingError

from bot.watch import Limits, Watch

AT_ONCE = 16
"""Connections taken between two looks at what the others say: those already here are heard first."""

QUEUE = 2048
"""Connections that the system holds for us until they are taken; more would try again a second later."""

HEADERS = 64
"""Lines of one head."""

END = b"\r\n\r\n"
TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

log = structlog.get_logger()


class Stage(Enum):
    """Where a connection is between two answers."""

    HEADERS = auto()
    BODY = auto()
    WORK = auto()  # The whole request is here: it is our turn.
    IDLE = auto()


class Guard(asyncio.Protocol):
    """Stands before the protocol of one connection, passes everything on, and keeps count."""

    def __init__(self, make: Callable[[], asyncio.Protocol], watch: Watch) -> None:
        self._transport: asyncio.Transport
        self.peer = ""
        self.answers = 0
        self.stage = Stage.HEADERS
        self._make = make
        self._inner: asyncio.Protocol | None = None
        self._watch = watch
        self._rounds = 0
        self._unread = 0
        self._answered = False
        self._size, self._last, self._ended, self._refused = 0, b"", False, False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let the protocol begin, if there is room."""
        self._transport = cast(asyncio.Transport, transport)
        self.peer = (transport.get_extra_info("peername") or ("",))[0]
        if self._watch.admits(self):
            self._inner = self._make()
            self._inner.connection_made(transport)
        else:
            self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Pass it on, once: the protocol holds us, and we hold it no longer."""
        self._watch.forget(self)
        inner, self._inner = self._inner, None
        if inner:
            inner.connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what belongs to no body; pass everything on until it is too much."""
        if self._inner is None or self._refused:
            return
        if self.stage is Stage.IDLE:
            self.stage, self._rounds = Stage.HEADERS, 0
        if self._fits(data):
            self._inner.data_received(data)
        elif self.stage is Stage.HEADERS:
            # To close now would take the answer back: the rest is heard no more, and time ends it.
            self._refused = True
            self._watch.note("headers_large")
            self._transport.write(TOO_LARGE)
        else:  # Another request, far too large, behind one that is still in work.
            self._watch.close(self, "headers_large")

    def eof_received(self) -> bool | None:
        """Pass it on."""
        return self._inner.eof_received() if self._inner else None

    def pause_writing(self) -> None:
        """Pass it on."""
        if self._inner:
            self._inner.pause_writing()

    def resume_writing(self) -> None:
        """Pass it on."""
        if self._inner:
            self._inner.resume_writing()

    def begins(self, request: web.Request) -> None:
        """Hear that the headers of a request are complete; it is in work once its body is."""
        self.stage, self._answered = Stage.BODY, False
        request.content.on_eof(self._complete)

    def ends(self) -> None:
        """Hear that the answer is about to be written."""
        self._answered = True
        if self.stage is Stage.WORK:
            self._rests()

    def abort(self) -> None:
        """Close it now, whatever is still to be written."""
        self._transport.abort()

    def overdue(self, limits: Limits) -> str:
        """Count one look and say what took too long, or nothing."""
        self._rounds += 1
        self._unread = self._unread + 1 if self._transport.get_write_buffer_size() else 0
        if self._unread >= limits.rounds(limits.answer):
            return "answer_unread"
        match self.stage:
            case Stage.HEADERS if self._rounds >= limits.rounds(limits.headers):
                return "headers_late"
            case Stage.BODY if self._rounds >= limits.rounds(limits.request):
                return "body_late"
            case Stage.IDLE if self._rounds >= limits.rounds(limits.idle):
                return "idle"
            case _:
                return ""

    def _complete(self) -> None:
        if self.stage is Stage.BODY:
            self.stage = Stage.WORK
            self._watch.works(self)
            if self._answered:  # It did not need the body.
                self._rests()

    def _rests(self) -> None:
        self.stage, self.answers, self._rounds = Stage.IDLE, self.answers + 1, 0
        self._size, self._last, self._ended = 0, b"", False
        self._watch.rests(self)

    def _fits(self, data: bytes) -> bool:
        """Count the bytes of headers, and of whatever is sent ahead while a request is in work.

        The end of the headers is looked for here too, because aiohttp tells it only some turns of the event
        loop later, when much of a body may have come.
        """
        if self.stage is Stage.HEADERS and not self._ended:
            given = data if self._size else data.lstrip(END)  # Empty lines may come before a request.
            seen = self._last + given
            end = seen.find(END)
            self._ended = end >= 0
            self._size += end - len(self._last) if self._ended else len(given)
            self._last = seen[-3:]
        elif self.stage is Stage.WORK:
            self._size += len(data)
        return self._size <= self._watch.limits.header_bytes


class Faults(logging.Logger):
    """What aiohttp takes for its logger: its own lines would show what was sent.

    A request that cannot be read is counted; any other fault is one line with its type.
    """

    def __init__(self, watch: Watch) -> None:
        super().__init__(__name__, logging.WARNING)
        self._watch = watch

    def handle(self, record: logging.LogRecord) -> None:
        """Say it without words of others."""
        fault = record.exc_info[1] if record.exc_info else None
        if isinstance(fault, HttpProcessingError | web.RequestPayloadError | ConnectionError):
            self._watch.note("unreadable")
        else:
            log.error("request.failed", fault=type(fault).__name__)


@web.middleware
async def told(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Tell the guard of a request's connection when it begins and when it is answered."""
    guard = request.transport.get_protocol() if request.transport else None
    if not isinstance(guard, Guard):
        return await handler(request)
    guard.begins(request)
    try:
        return await handler(request)
    finally:
        guard.ends()


@asynccontextmanager
async def guarded(app: web.Application, host: str, port: int, limits: Limits) -> AsyncIterator[int]:
    """Serve an application behind guards; yields the port. Raises OSError when the address is taken.

    At the end connections without a request are closed at once, and what is in work may end (`Limits.end`).
    """
    watch = Watch(limits)
    app.middlewares.insert(0, told)
    faults, end = Faults(watch), limits.end
    runner = web.AppRunner(
        app,
        access_log=None,
        logger=faults,
        shutdown_timeout=end,
        max_headers=HEADERS,
        auto_decompress=False,  # What is packed is refused, not unpacked to see how large it gets.
    )
    await runner.setup()
    make = cast(Callable[[], asyncio.Protocol], runner.server)
    try:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Guard(make, watch), host, port, backlog=AT_ONCE)
        for each in server.sockets:
            with socket.fromfd(each.fileno(), each.family, each.type) as same:
                same.listen(QUEUE)
        watch.look()
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()
    finally:
        await runner.cleanup()
        watch.stop()
