"""Carries MSAL's requests on the event loop: MSAL blocks in a thread of its own, the network never does."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from threading import Thread
from typing import TypeVar

import aiohttp
from yarl import URL

T = TypeVar("T")

MOST_READ = 64 * 1024

Pairs = Mapping[str, str | bytes | int | None] | None


class NotCarried(Exception):
    """A request of MSAL's did not leave, or brought nothing back. Its text is one word for the log."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What MSAL reads of an answer."""

    status_code: int
    text: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Request:
    """What MSAL asks, and where it waits for the reply."""

    method: str
    url: URL
    params: Mapping[str, str] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    form: Mapping[str, str] = field(repr=False)
    reply: Future[Reply] = field(default_factory=Future)


class Carrier:
    """The HTTP client of one acquisition, as MSAL wants one. Its methods are called from MSAL's thread.

    `may_ask` is put every address before anything leaves, for MSAL reads some from answers. Redirects are not
    followed, an answer is read up to `MOST_READ` bytes. `status` and `retry_after` are those of the last
    answer, 0 and empty before.
    """

    def __init__(
        self, session: aiohttp.ClientSession, may_ask: Callable[[URL], bool], patience: float
    ) -> None:
        """Belong to the running loop; no request takes longer than `patience` seconds."""
        self._session = session
        self._may_ask = may_ask
        self._patience = patience
        self._loop = asyncio.get_running_loop()
        self._under_way: set[asyncio.Task[None]] = set()
        self._over = False
        self.status = 0
        self.retry_after = ""

    def get(self, url: str, params: Pairs = None, headers: Pairs = None, **_: object) -> Reply:
        """Ask for something."""
        return self._carry(_Request("GET", URL(url), _plain(params), _plain(headers), {}))

    def post(
        self, url: str, params: Pairs = None, data: Pairs = None, headers: Pairs = None, **_: object
    ) -> Reply:
        """Send a form."""
        return self._carry(_Request("POST", URL(url), _plain(params), _plain(headers), _plain(data)))

    def close(self) -> None:
        """Do nothing: the session belongs to others."""

    def end(self) -> None:
        """Cut off what is under way and carry nothing more, so that the thread ends. Called on the loop."""
        self._over = True
        for task in self._under_way:
            task.cancel()

    def _carry(self, request: _Request) -> Reply:
        def begin() -> None:
            task = self._loop.create_task(self._fetch(request))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

        self._loop.call_soon_threadsafe(begin)
        return request.reply.result(timeout=2 * self._patience)

    async def _fetch(self, request: _Request) -> None:
        """Bring a reply, or why there is none; the thread is told in any case."""
        try:
            request.reply.set_result(await self._fetched(request))
        except NotCarried as fault:
            request.reply.set_exception(fault)
        except TimeoutError:
            request.reply.set_exception(NotCarried("time-out"))
        except (aiohttp.ClientError, OSError, ValueError, RuntimeError):  # the last: the session was closed
            request.reply.set_exception(NotCarried("unreachable"))
        finally:
            if not request.reply.done():
                request.reply.set_exception(NotCarried("over"))

    async def _fetched(self, request: _Request) -> Reply:
        if self._over:
            raise NotCarried("over")
        if not self._may_ask(request.url):
            raise NotCarried("other-host")
        async with self._session.request(
            request.method,
            request.url,
            params=request.params,
            headers=request.headers,
            data=request.form or None,
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=self._patience),
        ) as response:
            self.status = response.status
            self.retry_after = response.headers.get("Retry-After", "")
            return Reply(response.status, await _text(response), dict(response.headers))


async def _text(response: aiohttp.ClientResponse) -> str:
    read = b""
    async for chunk in response.content.iter_any():
        read += chunk
        if len(read) > MOST_READ:
            raise NotCarried("too-large")
    return read.decode(errors="replace")


def _plain(pairs: Pairs) -> Mapping[str, str]:
    """Return what MSAL names as texts, leaving out what it has no value for; a signed assertion is bytes."""
    return {
        name: value.decode() if isinstance(value, bytes) else str(value)
        for name, value in (pairs or {}).items()
        if value is not None
    }


def on_this_machine(url: URL) -> bool:
    """Tell whether an address is this machine's or the link's: there Azure answers a managed identity."""
    if url.host == "localhost":
        return True
    try:
        address = ip_address(url.host or "")
    except ValueError:
        return False
    return address.is_loopback or address.is_link_local


async def in_a_thread(work: Callable[[], T]) -> T:
    """Run what blocks and never raises in a thread of its own, which does not hold up the process's end."""
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[T] = loop.create_future()

    def settle(result: T) -> None:
        if not ended.done():  # Else nobody waits any more.
            ended.set_result(result)

    def run() -> None:
        result = work()
        with suppress(RuntimeError):  # The loop is closed, so nobody waits any more.
            loop.call_soon_threadsafe(settle, result)

    Thread(target=run, name="msal", daemon=True).start()
    return await ended
