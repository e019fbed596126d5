"""The control socket: a running `serve` holds the data folder, and carries out other commands through it."""

import base64
import errno
import io
import json
import os
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import aiohttp
import orjson
import structlog
from aiohttp import web

from bot.command.operator import Operator
from bot.command.orders import Order, Printed, UnknownOrder, refused
from bot.web import body

NAME = "control.sock"
DRAFT = ".control.sock.draft"
"""The socket's file in the data folder, and its name until somebody listens there."""

LONGEST_PATH = 107
"""Bytes that the system takes for the path of a socket."""

VERSION = 1
"""How an order and its answer are written. A program of another version is told so."""

_CREDENTIALS = struct.Struct("3i")
"""The process, the user and the group at the other end, as Linux tells them."""

log = structlog.get_logger()

Perform = Callable[[Order], Awaitable[Printed]]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of one order, seconds to bring it, and seconds to wait for its answer.

    A staff list of 100,000 people has about 20 MB.
    """

    largest: int = 64 * 1024 * 1024
    bringing: float = 60.0
    answering: float = 120.0


LIMITS = Limits()


# The side that serves -----------------------------------------------------------------------------


@asynccontextmanager
async def answering(
    folder: Path | None, perform: Perform, operator: Operator, *, user: int, limits: Limits = LIMITS
) -> AsyncIterator[None]:
    """Answer the commands of one user of this computer at the folder's socket while the block lasts.

    The caller holds the folder, so whatever socket lies there is a dead one and is replaced. Where no
    socket can be made, Ethos serves all the same and the commands are refused. Without a folder there is
    nothing that others cannot open themselves.
    """
    if folder is None:
        yield
        return
    app = web.Application()
    app.router.add_post("/", _Clerk(perform, operator, user, limits).hear)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=3)
    await runner.setup()
    try:
        try:
            listener = _listener(folder)
            await web.SockSite(runner, listener).start()
            _show(folder)
        except OSError as error:
            log.warning("control-socket-not-made", reason=errno.errorcode.get(error.errno or 0, ""))
        yield
    finally:
        _hide(folder)
        await runner.cleanup()


def _listener(folder: Path) -> socket.socket:
    """Make a socket that only its owner may open, under a name that nobody looks for yet."""
    draft = folder / DRAFT
    draft.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX)
    try:
        with _within_reach(folder) as near:
            listener.bind(os.fspath(near / DRAFT))
        draft.chmod(0o600)
    except BaseException:
        listener.close()
        raise
    return listener


def _show(folder: Path) -> None:
    (folder / DRAFT).replace(folder / NAME)


def _hide(folder: Path) -> None:
    with suppress(OSError):  # The folder may be gone; a dead socket harms nobody.
        (folder / NAME).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Clerk:
    """Takes orders and hands back what they print."""

    perform: Perform
    operator: Operator
    user: int
    limits: Limits

    async def hear(self, request: web.Request) -> web.Response:
        if _user_of(request) != self.user:
            log.warning("order-refused", reason="other-user")
            return web.Response(status=403)
        try:
            order = _order(await body(request, self.limits.largest, self.limits.bringing))
            printed = await self._performed(order)
        except UnknownOrder:
            return web.Response(status=400)
        file = base64.b64encode(printed.body).decode()
        return web.Response(body=orjson.dumps({"v": VERSION, **asdict(printed), "body": file}))

    async def _performed(self, order: Order) -> Printed:
        try:
            return await self.perform(order)
        except UnknownOrder:
            raise
        except Exception as error:  # noqa: BLE001 an order that fails harms no conversation: an outer edge
            log.error("order-failed", command=order.command, error=type(error).__name__)  # noqa: TRY400 a traceback may hold names
            return refused(self.operator.speaking(order.language).refuses("control.failed"))


def _user_of(request: web.Request) -> int | None:
    """Ask the system who is at the other end; None when the caller is gone."""
    end = request.get_extra_info("socket")
    if end is None:
        return None
    told = end.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    user: int = _CREDENTIALS.unpack(told)[1]
    return user


def _order(raw: bytes) -> Order:
    """Read an order: a line of JSON, then a file's bytes. Raises UnknownOrder."""
    head, _, rest = raw.partition(b"\n")
    with suppress(orjson.JSONDecodeError):
        match orjson.loads(head):
            case {
                "v": 1,
                "command": str(command),
                "language": "en" | "fr" as language,
                "organization": str(organization),
                "words": dict(words),
            } if all(isinstance(word, str) for word in words.values()):
                return Order(command, language, organization, words, rest)
    raise UnknownOrder


# The side that asks -------------------------------------------------------------------------------


async def ask(folder: Path, order: Order, operator: Operator, limits: Limits = LIMITS) -> Printed | None:
    """Have the `serve` that holds a folder carry out an order; None when nobody answers there.

    Raises a refusal when whoever answers is of another version or account, takes no file as large as
    this, or stops answering: then nobody knows whether the order was carried out.
    """
    with suppress(FileNotFoundError, NotADirectoryError), _within_reach(folder) as near:
        session = aiohttp.ClientSession(
            connector=aiohttp.UnixConnector(os.fspath(near / NAME)),
            timeout=aiohttp.ClientTimeout(total=limits.answering),
        )
        try:
            # A stream, so that a large file is sent in pieces.
            async with session, session.post("http://ethos/", data=io.BytesIO(_written(order))) as answer:
                return _printed(answer.status, await answer.read(), operator, limits)
        except aiohttp.ClientConnectorError:
            return None
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise operator.refuses("control.silent") from None
    return None


def _written(order: Order) -> bytes:
    head = {
        "v": VERSION,
        "command": order.command,
        "language": order.language,
        "organization": order.organization,
        "words": dict(order.words),
    }
    # The standard library's: it writes whatever a terminal hands over, even what is not UTF-8.
    return json.dumps(head).encode() + b"\n" + order.body


def _printed(status: int, raw: bytes, operator: Operator, limits: Limits) -> Printed:
    """Read an answer. Raises a refusal for everything but one of this version."""
    match status:
        case 200:
            with suppress(ValueError):
                match orjson.loads(raw):
                    case {"v": 1, "text": str(text), "errors": list(errors), "code": int(code), **more}:
                        # A `serve` that was there before files could be made sends none.
                        file = base64.b64decode(str(more.get("body", "")), validate=True)
                        return Printed(text, tuple(map(str, errors)), code, file)
        case 403:
            raise operator.refuses("control.other-account")
        case 408:
            raise operator.refuses("control.silent")
        case 413:
            raise operator.refuses("control.too-large", most=limits.largest // (1024 * 1024))
    raise operator.refuses("control.other-version")


# Both ---------------------------------------------------------------------------------------------


@contextmanager
def _within_reach(folder: Path) -> Iterator[Path]:
    """Name a folder so that a socket in it has a path the system takes: a long one by an open file of ours.

    Raises OSError when a folder with a long path is not there.
    """
    if len(os.fsencode(folder / DRAFT)) <= LONGEST_PATH:
        yield folder
        return
    held = os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield Path(f"/proc/self/fd/{held}")
    finally:
        os.close(held)
