"""A place that takes files as OneDrive does, and every way to fail at it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web


@dataclass
class Storage:
    """What came, and how to answer next: a status, "hang" or "reset"."""

    url: str = ""
    rule: int | str = 201
    elsewhere: str = ""
    came: list[tuple[str, str, Mapping[str, str], bytes]] = field(default_factory=list)

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://")

    async def take(self, request: web.Request) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.came.append((request.method, request.raw_path, headers, await request.read()))
        if self.rule == "hang":
            await asyncio.Event().wait()
        if self.rule == "reset":
            request.transport.abort()  # type: ignore[union-attr] # a request being read has its transport
            return web.Response()
        assert isinstance(self.rule, int)
        return web.Response(status=self.rule, headers={"Location": self.elsewhere})


@asynccontextmanager
async def storage() -> AsyncIterator[Storage]:
    """Serve on a free loopback port."""
    found = Storage()
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", found.take)
    # Handlers that hang on purpose are cut off at once.
    runner = web.AppRunner(app, shutdown_timeout=0.05)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    found.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield found
    await runner.cleanup()
