"""What the tests of the Teams door stand on: a key server, a connector, and a bot let in by real tokens.

The bot is a program of its own (`outside`, for everything over HTTP) or lives in the test (`inside`, for what
needs its clock or its store). Both come from `tests.bot.teams.host`; `test_conformance` says what it must do.
"""

import asyncio
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import aiohttp

from storage.ports import Store
from tests.bot.teams import minting, shapes

ROOT = Path(__file__).parents[3]
APP = shapes.BOT.removeprefix("28:")
HOST = [sys.executable, "-m", "tests.bot.teams.host"]


@dataclass(frozen=True)
class Setting:
    """What a bot in Teams mode is told. `staff` are people its staff list knows.

    `uploads` are the hosts that files may be put on; None means those that may be written to.
    """

    openid: str
    service_hosts: tuple[str, ...]
    app: str = APP
    tenant: str = shapes.TENANT
    staff: tuple[str, ...] = (shapes.ADA,)
    uploads: tuple[str, ...] | None = None

    @property
    def arguments(self) -> list[str]:
        """Return the command line of `tests.bot.teams.host`."""
        return [
            *("--openid", self.openid, "--app-id", self.app, "--tenant", self.tenant),
            *("--service-hosts", ",".join(self.service_hosts), "--staff", ",".join(self.staff)),
        ]


@dataclass(frozen=True)
class Reply:
    """What came back for one request."""

    status: int
    body: Any = None


class Inside(Protocol):
    """A bot in this process: the whole Teams door over real turns, without the HTTP server in front."""

    @property
    def store(self) -> Store:
        """What it keeps."""

    async def post(self, raw: bytes, headers: Mapping[str, str]) -> Reply:
        """Hand in one request's body and headers."""
        ...


@dataclass
class Instant:
    """A clock that goes when it is told to; tokens are minted by it too."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    @property
    def seconds(self) -> int:
        return int(self.now.timestamp())


@dataclass(frozen=True)
class KeyServer:
    """The key server's control side, and its addresses."""

    url: str
    session: aiohttp.ClientSession

    @property
    def openid(self) -> str:
        return f"{self.url}/v1/.well-known/openidconfiguration"

    async def publish(self, keys: Any) -> None:
        await self._control("publish", keys)

    async def misbehave(self, *rules: dict[str, Any], on: str = "keys") -> None:
        await self._control("rules", [{"on": on, "times": 0, **rule} for rule in rules])

    async def recover(self) -> None:
        await self._control("clear")

    async def seen(self) -> list[str]:
        found: list[str] = (await self._control("seen"))["seen"]
        return found

    async def _control(self, what: str, body: Any = None) -> Any:
        async with self.session.post(f"{self.url}/control/{what}", json=body) as response:
            return await response.json()


@dataclass(frozen=True)
class Visitor:
    """Somebody at Microsoft's end: says what it is told to, with a good token."""

    bot: Inside
    clock: Instant
    service_url: str
    app: str = APP
    minted: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)

    async def post(self, body: Mapping[str, Any], raw: bytes | None = None, key: str = "first") -> Reply:
        """Send an activity with a token for its service URL, the same one for half an hour."""
        url = body.get("serviceUrl")
        headers = self.headers(url if isinstance(url, str) else "", key)
        return await self.bot.post(json.dumps(body).encode() if raw is None else raw, headers)

    async def comes_in(self, key: str = "first") -> bool:
        """Knock until somebody opens: what is fetched in the background is there a moment later."""
        with suppress(TimeoutError):
            async with asyncio.timeout(15):
                while (status := (await self.says(key)).status) == 401:  # noqa: ASYNC110 others set no event
                    await asyncio.sleep(0)
                return status == 200
        return False

    async def says(self, key: str = "first") -> Reply:
        """Say something ordinary in a private chat."""
        return await self.post(shapes.message(self.service_url), key=key)

    def headers(self, service_url: str, key: str = "first") -> dict[str, str]:
        now = self.clock.seconds
        token, at = self.minted.get((service_url, key), ("", 0))
        if not 0 <= now - at < 30 * 60:
            if len(self.minted) > 64:
                self.minted.clear()
            token, at = minting.good(self.app, service_url, now, key), now
            self.minted[service_url, key] = (token, at)
        return {"Content-Type": shapes.JSON, "Authorization": f"Bearer {token}"}


@dataclass(frozen=True)
class OverHttp:
    """A bot behind its server, in another process."""

    url: str
    session: aiohttp.ClientSession

    @property
    def store(self) -> Store:
        raise NotImplementedError("what another process keeps is its own")

    async def post(self, raw: bytes, headers: Mapping[str, str]) -> Reply:
        async with self.session.post(self.url, data=raw, headers=headers) as response:
            text = await response.text()
            given = response.headers.get("Content-Type", "")
            return Reply(response.status, json.loads(text) if text and "json" in given else None)


@contextmanager
def running(command: list[str], errors: Path | None = None) -> Iterator[int]:
    """Run a program that prints its port and serves until its standard input ends."""
    with program(command, errors) as (port, _):
        yield port


@contextmanager
def program(command: list[str], errors: Path | None = None) -> Iterator[tuple[int, int]]:
    """Run a program as above; yields its port and its process id."""
    log = errors.open("wb") if errors else None
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield int(process.stdout.readline()), process.pid
            process.stdin.close()
            assert process.wait(timeout=20) == 0
        finally:
            process.kill()
            if log:
                log.close()


def outside(setting: Setting) -> list[str]:
    """Return the command that starts the bot; ETHOS_CONFORMANCE_HOST names another program."""
    named = os.environ.get("ETHOS_CONFORMANCE_HOST")
    return [*(shlex.split(named) if named else HOST), *setting.arguments]
