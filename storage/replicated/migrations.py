"""The schema of a PostgreSQL store: which migrations there are, which ran, and whom the database serves.

Two versions of Ethos run side by side during a deployment. A `pre` migration runs when the newer one opens
the store, and the older one works on after it; a `post` migration runs when asked for, once the older one is
gone. So a `pre` migration that this version does not know is no obstacle, and a `post` migration is.
"""

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from storage.folder import FolderRefused
from storage.ports import Unavailable
from storage.replicated.connections import Link, Patience, Trouble, connect, pauses, reason, trouble
from storage.replicated.queries import FOLDER, query

MIGRATIONS = FOLDER / "migrations"

MOVING = "002_pre_moving"
"""Since when a database can say that a data folder is on its way into it."""

OPENING = 60.0
"""Seconds to wait for migrations, another replica's among them."""

_NAME = re.compile(r"^(\d{3})_(pre|post)_[a-z0-9_]+$")


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema. `name` is `NNN_pre_what` or `NNN_post_what`."""

    name: str
    text: str

    @property
    def post(self) -> bool:
        """Tell whether it waits until no older version runs."""
        return _is_post(self.name)


def _is_post(name: str) -> bool:
    return "_post_" in name


def migrations(folder: Path = MIGRATIONS) -> tuple[Migration, ...]:
    """Return the migrations of a folder in their order. Raises ValueError for names that are none."""
    files = sorted(folder.glob("*.sql"))
    for number, file in enumerate(files, start=1):
        match = _NAME.match(file.stem)
        if match is None or int(match[1]) != number:
            raise ValueError(f"migration {number} cannot be called {file.name}")
    return tuple(Migration(file.stem, file.read_text(encoding="utf-8")) for file in files)


async def prepare(
    url: str,
    mark: str,
    known: Iterable[Migration],
    patience: Patience,
    *,
    post: bool = False,
    half_moved: bool = False,
) -> tuple[str, ...]:
    """Bring a database to what this version needs, or refuse it; return the names of what ran.

    Only `pre` migrations run, or with `post` all of them. Raises FolderRefused "other-mark",
    "newer-format", or "half-moved" unless that is expected; Unavailable when the server stays away.
    """
    wanted = tuple(known)
    ran: list[str] = []
    try:
        async with asyncio.timeout(OPENING):
            for pause in pauses():
                link = await _reach(url, patience)
                try:
                    await _check(link, mark, wanted)
                    for migration in wanted:
                        if (post or not migration.post) and await _run(link, migration):
                            ran.append(migration.name)  # noqa: PERF401 - known if the next fails
                    if not half_moved:
                        await _check_whole(link)
                    return tuple(ran)
                except Exception as error:  # noqa: BLE001 - raised again unless it passes
                    _raise_unless_passing(error)
                finally:
                    link.terminate()
                await asyncio.sleep(pause)
    except TimeoutError as error:
        raise Unavailable("the database is not made ready") from error
    raise AssertionError("there is always another pause")


@dataclass(frozen=True, slots=True)
class Seen:
    """A database as it lies. `mark` is "" when no Ethos ever used it.

    `missing` counts the steps of the schema that the next start makes.
    """

    mark: str
    missing: int
    newer: bool
    half_moved: bool


async def look(url: str, patience: Patience | None = None) -> Seen:
    """Look at a database and change nothing. Raises Unavailable when it cannot be reached or asked."""
    known = migrations()
    link = await _reach(url, patience or Patience())
    try:
        if not await link.fetchval(query("schema-is-known")):
            return Seen("", len(known), newer=False, half_moved=False)
        applied = await _applied(link)
        names = {migration.name for migration in known}
        half_moved = MOVING in applied and await link.fetchval(query("is-half-moved"))
        return Seen(
            await link.fetchval(query("read-mark")) or "",
            len([name for name in names if name not in applied and not _is_post(name)]),
            any(name not in names and _is_post(name) for name in applied),
            half_moved=half_moved,
        )
    except Exception as error:
        _raise_unless_passing(error)
        raise Unavailable(reason(error)) from error
    finally:
        link.terminate()


async def _reach(url: str, patience: Patience) -> Link:
    """Connect, as soon as the server lets us in. Raises Unavailable."""
    try:
        async with asyncio.timeout(patience.request):
            for pause in pauses():
                try:
                    return await connect(url, patience)
                except Exception as error:  # noqa: BLE001 - raised again unless it passes
                    _raise_unless_passing(error)
                await asyncio.sleep(pause)
    except TimeoutError as error:
        raise Unavailable("the database cannot be reached") from error
    raise AssertionError("there is always another pause")


def _raise_unless_passing(error: Exception) -> None:
    """Let pass what may be over in a moment. Raises Unavailable for all else that a server says."""
    match trouble(error):
        case None:
            raise error
        case Trouble.REFUSED | Trouble.READ_ONLY:
            raise Unavailable(reason(error)) from error


async def _check(link: Link, mark: str, known: tuple[Migration, ...]) -> None:
    """Mark a new database, or refuse one that carries another mark or belongs to a newer version."""
    async with link.transaction():
        await _alone(link)
        if not await link.fetchval(query("schema-is-known")):
            await link.execute(query("make-schema-known"))
        found = await link.fetchval(query("read-mark"))
        if found is None:
            await link.execute(query("write-mark"), mark)
        elif found != mark:
            raise FolderRefused("other-mark", found=found, wanted=mark)
        names = {migration.name for migration in known}
        for name in await _applied(link):
            if name not in names and _is_post(name):
                raise FolderRefused("newer-format", found=int(name[:3]), known=len(known))


async def _check_whole(link: Link) -> None:
    """Refuse a database that a data folder is still on its way into."""
    if await link.fetchval(query("is-half-moved")):
        raise FolderRefused("half-moved")


async def _run(link: Link, migration: Migration) -> bool:
    """Run a migration unless it ran already, whole or not at all, and tell whether it did."""
    async with link.transaction():
        await _alone(link)
        if migration.name in await _applied(link):
            return False
        await link.execute(migration.text)
        await link.execute(query("note-migration"), migration.name)
        return True


async def _alone(link: Link) -> None:
    """Wait for other replicas' migrations, however long; but never make turns wait behind a table's lock."""
    await link.execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")
    await link.execute(query("lock-schema"))
    await link.execute("SET LOCAL lock_timeout = '2s'")


async def _applied(link: Link) -> list[str]:
    return [row["name"] for row in await link.fetch(query("applied-migrations"))]
