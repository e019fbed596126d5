"""Talks HTTP to the Bot Connector: one session, checked addresses, no redirects, and every ending named."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import aiohttp
import orjson
from yarl import URL

MOST_READ = 64 * 1024
SUCCESS = range(200, 300)


class Unsent(Exception):
    """A request of ours did not end well; each kind below says how."""


class Forbidden(Unsent):
    """The service URL is not one we write to; nothing was sent."""


class NotReached(Unsent):
    """No connection came about, so nothing left this machine."""


class NoAnswer(Unsent):
    """The request left and no answer came: it may have been taken."""


class Declined(Unsent):
    """The connector answered with anything but success. `retry_after` is its header as it came, or empty."""

    def __init__(self, status: int, retry_after: str = "") -> None:
        super().__init__(status)
        self.status = status
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Waits:
    """How long to wait, in seconds: for a connection, and for everything together."""

    connecting: float = 4.0
    total: float = 12.0


def open_session() -> aiohttp.ClientSession:
    """Open the one session all sending shares: no cookies, no proxy from the environment.

    Idle connections are let go early: one that the other side closes under a POST leaves us uncertain.
    """
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=64, keepalive_timeout=10),
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
    )


@dataclass(frozen=True, slots=True)
class Connector:
    """The calls we make. `allowed` is asked at every use, for an address may be a stored one."""

    session: aiohttp.ClientSession
    allowed: Callable[[str], bool]
    waits: Waits = field(default_factory=Waits)

    async def call(
        self, method: str, service_url: str, path: tuple[str, ...], body: Mapping[str, Any] | None = None
    ) -> Mapping[str, Any]:
        """Send one request and return the answer's JSON object, empty when it is no object.

        Raises Forbidden, NotReached, NoAnswer or Declined, and nothing else for what the network does.
        """
        if not self.allowed(service_url):
            raise Forbidden
        tail = "/".join(quote(part, safe="") for part in ("v3", *path))
        url = URL(f"{service_url.rstrip('/')}/{tail}", encoded=True)
        try:
            async with self.session.request(
                method,
                url,
                data=None if body is None else orjson.dumps(body),
                headers={"Content-Type": "application/json", "Accept": "application/json"},
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(
                    total=self.waits.total, connect=self.waits.connecting, sock_connect=self.waits.connecting
                ),
            ) as response:
                if response.status not in SUCCESS:
                    raise Declined(response.status, response.headers.get("Retry-After", ""))
                return await _object(response)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            raise NotReached from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise NoAnswer from error


async def _object(response: aiohttp.ClientResponse) -> Mapping[str, Any]:
    """Read the JSON object of a success. Garbage, a drip or a cut changes nothing: the message was taken."""
    with suppress(aiohttp.ClientError, TimeoutError, OSError, orjson.JSONDecodeError):
        read = b""
        async for chunk in response.content.iter_any():
            read += chunk
            if len(read) > MOST_READ:
                return {}
        found = orjson.loads(read)
        return found if isinstance(found, dict) else {}
    return {}
