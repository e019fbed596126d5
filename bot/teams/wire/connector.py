"""Talks HTTP to the Bot Connector: one session, checked addresses, no redirects, and every ending named."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from typing import Any, Protocol

import aiohttp
import orjson
from yarl import URL

from bot.meters import UNMETERED, Meters

MOST_READ = 64 * 1024
MOST_LISTED = 1024 * 1024
"""Bytes of an answer that are read: to a message, and to a question about who is there."""
SUCCESS = range(200, 300)
UNAUTHORIZED = 401

_RESERVED = re.compile(r"[^A-Za-z0-9_.~-]+")

Request = tuple[str, URL, bytes | None]


class Unsent(Exception):
    """A request of ours did not end well; each kind below says how."""


class Forbidden(Unsent):
    """The service URL is not one we write to; nothing was sent."""


class NoIdentity(Unsent):
    """No token could be had for what goes out; nothing was sent."""


class NotReached(Unsent):
    """No connection came about, so nothing left this machine."""


class NoAnswer(Unsent):
    """The request left and no answer came: it may have been taken."""


class Unreadable(Unsent):
    """We asked for something, and what came back is none, or more than we read."""


class Declined(Unsent):
    """The connector answered with anything but success.

    `retry_after` and `date` are its headers as they came, or empty.
    """

    def __init__(self, status: int, retry_after: str = "", date: str = "") -> None:
        super().__init__(status)
        self.status = status
        self.retry_after = retry_after
        self.date = date


class Authorizes(Protocol):
    """Who we are to the connector."""

    async def header(self) -> str:
        """Return the value of Authorization, "Bearer …". Raises NoIdentity."""
        ...

    def refused(self, header: str) -> None:
        """Learn that a 401 came: this header is not to be used again."""
        ...


class Insists(Protocol):
    """Whether something is tried again."""

    async def insist(self, attempt: Callable[[], Awaitable[bytes]]) -> bytes:
        """Return what an attempt returns, or raise how the last one ended."""
        ...


@dataclass(frozen=True, slots=True)
class Waits:
    """How long to wait, in seconds: for a connection, for everything together, for the rest of an answer.

    `uploading` is for a whole file: Teams asks again when an answer takes more than 15.
    """

    connecting: float = 4.0
    total: float = 12.0
    reading: float = 2.0
    uploading: float = 10.0


def open_session() -> aiohttp.ClientSession:
    """Open the one session all sending shares: no cookies, no proxy from the environment.

    Idle connections are let go early: one that the other side closes under a POST leaves us uncertain. One
    host never takes them all: tokens and keys are still to be had while the connector hangs. It takes all
    messages that begin in a second at the fastest rate, and replies beside them.
    """
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=128, limit_per_host=96, keepalive_timeout=10),
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
    )


@dataclass(frozen=True, slots=True)
class Connector:
    """The calls we make. `allowed` is asked at every use, for an address may be a stored one.

    Without `authorize` nothing says who we are, as in local mode. Without `retries` every request is made
    once, and once more with a fresh token after a 401.
    """

    session: aiohttp.ClientSession
    allowed: Callable[[str], bool]
    waits: Waits = field(default_factory=Waits)
    authorize: Authorizes | None = None
    retries: Insists | None = None
    meters: Meters = UNMETERED

    async def call(
        self, method: str, service_url: str, path: tuple[str, ...], body: Mapping[str, Any] | None = None
    ) -> Mapping[str, Any]:
        """Have something done, and return the answer's JSON object, empty when it is no object.

        Raises Forbidden, NoIdentity, NotReached, NoAnswer or Declined, and nothing else for what the network
        does. Garbage, a drip or a cut after a success changes nothing: the message was taken.
        """
        sent = None if body is None else orjson.dumps(body)
        answer = await self._ask((method, self._url(service_url, path), sent), MOST_READ)
        return _object(answer) or {}

    async def look(
        self, service_url: str, path: tuple[str, ...], query: Mapping[str, str] | None = None
    ) -> Mapping[str, Any]:
        """Ask for a JSON object. Raises as `call` does, and Unreadable when none came."""
        request = ("GET", self._url(service_url, path, query), None)
        found = _object(await self._ask(request, MOST_LISTED))
        if found is None:
            raise Unreadable
        return found

    def _url(self, service_url: str, path: tuple[str, ...], query: Mapping[str, str] | None = None) -> URL:
        """Name a resource, on an address we write to. Raises Forbidden."""
        if not self.allowed(service_url):
            raise Forbidden
        base = _base(service_url)
        tail = "/".join((base.raw_path.rstrip("/"), "v3", *map(_quoted, path)))
        url = base.with_path(tail, encoded=True)
        if not query:
            return url
        asked = "&".join(f"{name}={_quoted(value)}" for name, value in query.items())
        return URL(f"{url}?{asked}", encoded=True)

    async def _ask(self, request: Request, most: int) -> bytes:
        attempt = partial(self._identified, request, most)
        return await (self.retries.insist(attempt) if self.retries else attempt())

    async def _identified(self, request: Request, most: int) -> bytes:
        """Send with a token; when it is refused, once more with a fresh one."""
        if self.authorize is None:
            return await self._send(request, most, "")
        header = await self.authorize.header()
        try:
            return await self._send(request, most, header)
        except Declined as declined:
            if declined.status != UNAUTHORIZED:
                raise
        self.authorize.refused(header)
        return await self._send(request, most, await self.authorize.header())

    async def _send(self, request: Request, most: int, authorization: str) -> bytes:
        """Send once. The body of a refusal is not read: it may repeat what somebody wrote."""
        method, url, sent = request
        headers = {} if sent is None else {"Content-Type": "application/json"}
        if authorization:
            headers["Authorization"] = authorization
        try:
            async with self.session.request(
                method,
                url,
                data=sent,
                headers=headers,
                allow_redirects=False,
                timeout=_timeout(self.waits),
            ) as response:
                self.meters.requested(response.status)
                if response.status not in SUCCESS:
                    told = response.headers
                    raise Declined(response.status, told.get("Retry-After", ""), told.get("Date", ""))
                return await _read(response.content, most, self.waits.reading)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            self.meters.requested(None)
            raise NotReached from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self.meters.requested(None)
            raise NoAnswer from error


@lru_cache(maxsize=256)
def _base(service_url: str) -> URL:
    """Read an address that was allowed; everybody of a region shares one."""
    return URL(service_url, encoded=True)


def _quoted(part: str) -> str:
    """Write a text as one part of a path or query, as `urllib.parse.quote` would, only faster."""
    return _RESERVED.sub(_escaped, part)


def _escaped(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


@cache
def _timeout(waits: Waits) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=waits.total, connect=waits.connecting, sock_connect=waits.connecting)


async def _read(content: aiohttp.StreamReader, most: int, patience: float) -> bytes:
    """Read the body of a success; nothing when it is too long, does not come or is cut."""
    read = b""
    try:
        if content.is_eof():  # All of it came with the headers, as it mostly does.
            read = content.read_nowait()
            return read if len(read) <= most else b""
        async with asyncio.timeout(patience):
            async for chunk in content.iter_any():
                read += chunk
                if len(read) > most:
                    return b""
    except (aiohttp.ClientError, TimeoutError, OSError):
        return b""
    return read


def _object(answer: bytes) -> Mapping[str, Any] | None:
    """Read a JSON object, or None when it is none."""
    try:
        found = orjson.loads(answer)
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None
