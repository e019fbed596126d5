"""Opens what an operator named: a data folder, or a database; and moves the one into the other."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from storage.folder import LABEL, read_label
from storage.ports import Store
from storage.rows import Timer, no_timer
from storage.tiny import TinyStore, open_tiny

if TYPE_CHECKING:
    from storage.moving.move import Moved, Told
    from storage.postgres import PostgresStore
    from storage.replicated.migrations import Seen


async def open_store(
    data: Path, database: str | None, *, mark: str, timer: Timer = no_timer
) -> "TinyStore | PostgresStore":
    """Open the database when one is named, else the data folder; raises what opening them raises."""
    if database is None:
        return await open_tiny(data, mark=mark, timer=timer)
    from storage.postgres import open_postgres  # noqa: PLC0415 its driver is for those who have a database

    return await open_postgres(database, mark=mark, timer=timer)


@asynccontextmanager
async def looked_at(data: Path, database: str | None, mark: str) -> AsyncIterator[Store]:
    """Open a store to look at it, and close it again."""
    async with await open_store(data, database, mark=mark) as medium:
        yield medium.store


async def reopen(data: Path) -> TinyStore:
    """Open a data folder for whom it serves; raises what opening it raises."""
    return await open_tiny(data, mark=read_label(data).mark)


async def mark_of(data: Path, database: str | None) -> str:
    """Return whom data serve; empty when there are none yet."""
    if database is not None:
        return (await look_at_database(database)).mark
    return read_label(data).mark if (data / LABEL).exists() else ""


async def move_store(data: Path, database: str, told: "Told") -> "Moved":
    """Bring a data folder into a database that serves the same; raises what `storage.moving` raises."""
    from storage.moving.move import move  # noqa: PLC0415 as above

    return await move(data, database, mark=read_label(data).mark, told=told)


async def look_at_database(database: str) -> "Seen":
    """Look at a database and change nothing. Raises Unavailable when it cannot be reached or asked."""
    from storage.replicated.migrations import look  # noqa: PLC0415 as above

    return await look(database)
