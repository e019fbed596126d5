"""The media the contract is checked on; a new store is one more class here and one more line in HOUSES."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import ClassVar, Protocol

from storage.memory import open_memory
from storage.ports import Store
from storage.postgres import PostgresStore, open_postgres
from storage.tiny import TinyStore, open_tiny
from tests.storage.postgres_server import new_database, run_sql


class House(Protocol):
    """One medium with nothing in it at first."""

    async def open(self) -> Store:
        """Open it, or hand out what is open."""
        ...

    async def restart(self) -> Store:
        """Close it and open it again; a medium that does not outlive its process stays open."""
        ...

    async def close(self) -> None:
        """Leave nothing running."""
        ...


class MemoryHouse:
    def __init__(self, _: Path) -> None:
        self._store = open_memory()

    async def open(self) -> Store:
        return self._store

    async def restart(self) -> Store:
        return self._store

    async def close(self) -> None:
        pass


class TinyHouse:
    def __init__(self, folder: Path) -> None:
        self._folder = folder / "data"
        self._open: TinyStore | None = None

    async def open(self) -> Store:
        if self._open is None:
            self._open = await open_tiny(self._folder, mark="local")
        return self._open.store

    async def restart(self) -> Store:
        await self.close()
        return await self.open()

    async def close(self) -> None:
        if self._open is not None:
            await self._open.close()
            self._open = None


class PostgresHouse:
    """A database that all tests share, one after the other; each finds it empty."""

    _url: ClassVar[str | None] = None

    def __init__(self, _: Path) -> None:
        self._found_empty = False
        self._open: PostgresStore | None = None

    async def open(self) -> Store:
        if self._open is None:
            url = PostgresHouse._url = PostgresHouse._url or await new_database()
            self._open = await open_postgres(url, mark="local")
            if not self._found_empty:
                await run_sql(url, EMPTY)
                self._found_empty = True
        return self._open.store

    async def restart(self) -> Store:
        await self.close()
        return await self.open()

    async def close(self) -> None:
        if self._open is not None:
            await self._open.close()
            self._open = None


EMPTY = """
WITH a AS (DELETE FROM facts), b AS (DELETE FROM places), c AS (DELETE FROM turns), d AS (DELETE FROM people),
     e AS (DELETE FROM addresses), f AS (DELETE FROM deliveries), g AS (DELETE FROM registers),
     h AS (DELETE FROM slots)
UPDATE roster SET changes = 0, removals = 0
"""
"""Quicker than a database for each test, by far."""


HOUSES: dict[str, Callable[[Path], House]] = {
    "memory": MemoryHouse,
    "tiny": TinyHouse,
    "postgres": PostgresHouse,
}


async def now_and_after_a_restart(house: House) -> AsyncIterator[Store]:
    """Hand out the store as it is, and when that has been looked at, as it is after a restart."""
    yield await house.open()
    yield await house.restart()
