"""Questions to PostgreSQL, over a pool of connections that heals by itself."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from typing import Any, TypeVar

import asyncpg

from storage.ports import Unavailable
from storage.replicated.connections import (
    PASSING,
    READER,
    Link,
    Patience,
    Row,
    Weather,
    milliseconds,
    pauses,
    reason,
    trouble,
)
from storage.replicated.queries import query

A = TypeVar("A")

IDLE = 60.0
"""Seconds until an unused connection is closed, before a firewall forgets it."""

READERS = 8
"""How many connections answer questions at once; one more writes."""

CHUNK = 2_000
"""How many rows of a long answer are read before others have their turn."""

TIMES = 3
"""How often a long question is begun, should the connection break on the way."""

TIDYING = 60.0
"""Seconds the server may take to tidy up after a disposal."""


class Reading:
    """Questions to the server, over a pool of connections that heals by itself."""

    def __init__(self, url: str, patience: Patience) -> None:
        self._patience = patience
        self._weather = Weather(READER)
        self._pool = asyncpg.create_pool(
            url,
            min_size=0,
            max_size=READERS,
            max_inactive_connection_lifetime=IDLE,
            timeout=patience.connect,
            command_timeout=patience.answer,
            server_settings=patience.settings(),
            reset=_nothing_to_reset,
        )

    async def open(self) -> None:
        """Make the pool ready; connections are made when they are needed."""
        await self._pool

    async def close(self) -> None:
        """Let all connections go."""
        self._pool.terminate()

    async def rows(self, name: str, *arguments: Any) -> Sequence[Row]:
        """Return what a named query finds. Raises Unavailable."""
        text = query(name)
        rows: Sequence[Row] = await self.through(lambda link: link.fetch(text, *arguments))
        return rows

    async def many(self, convert: Callable[[Row], A], name: str, *arguments: Any) -> tuple[A, ...]:
        """Return what a named query finds, however much, some rows at a time. Raises Unavailable."""

        async def ask(link: Link) -> tuple[A, ...]:
            found: list[A] = []
            async with aclosing(some_at_a_time(link, name, *arguments)) as portions:
                async for rows in portions:
                    found += map(convert, rows)
            return tuple(found)

        return await self.slowly(ask)

    async def through(self, ask: Callable[[Link], Awaitable[A]]) -> A:
        """Ask something over one connection, again over another if it breaks. Raises Unavailable."""
        waits = pauses()
        try:
            async with asyncio.timeout(self._patience.request):
                while True:
                    if (answer := await self._try(ask)) is not None:
                        return answer[0]
                    await asyncio.sleep(next(waits))
        except TimeoutError as error:
            raise Unavailable("the database cannot be reached") from error

    async def slowly(self, ask: Callable[[Link], Awaitable[A]]) -> A:
        """Ask something that takes longer than a server that is away is waited for. Raises Unavailable."""
        for _ in range(TIMES):
            await self.through(_anything)
            if (answer := await self._try(ask)) is not None:
                return answer[0]
        raise Unavailable("the database does not stay long enough")

    async def tidy(self, name: str) -> None:
        """Have the server clear removed rows away now, with a named query; in time it would by itself."""

        async def ask(link: Link) -> None:
            await link.execute("SET statement_timeout = 0")
            try:
                await link.execute(query(name), timeout=TIDYING)
            finally:
                await link.execute(f"SET statement_timeout = {milliseconds(self._patience.statement)}")

        await self._try(ask)

    async def _try(self, ask: Callable[[Link], Awaitable[A]]) -> tuple[A] | None:
        """Ask once; None: something was in the way that may be gone by now."""
        try:
            async with self._pool.acquire() as link:
                answer = await ask(link)
        except Exception as error:
            if (kind := trouble(error)) is None:
                raise
            self._weather.bad(error)
            if kind not in PASSING:
                raise Unavailable(reason(error)) from error
            return None
        self._weather.good()
        return (answer,)


async def some_at_a_time(link: Link, name: str, *arguments: Any) -> AsyncGenerator[Sequence[Row], None]:
    """Go through what a named query finds, some rows at a time, so that others have their turn meanwhile."""
    async with link.transaction(readonly=True):
        rows = await link.cursor(query(name), *arguments)
        while chunk := await rows.fetch(CHUNK):
            yield chunk


async def _anything(link: Link) -> None:
    """Ask for nothing, to see whether anybody answers."""
    await link.fetchval("SELECT 1")


async def _nothing_to_reset(_: Link) -> None:
    """Save a round trip: nothing that is asked here leaves anything behind in its session."""
