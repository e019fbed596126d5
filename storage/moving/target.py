"""A database that a data folder is brought into, a part at a time, and read back from when all is there."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from storage.boxes import name_of
from storage.entries import LifeKept
from storage.folder import FolderRefused
from storage.moving.source import Piece, SlotsKept
from storage.moving.tally import (
    Row,
    address_row,
    delivery_row,
    fact_row,
    person_row,
    place_row,
    slot_row,
    turn_row,
    version_row,
)
from storage.ports import TurnMark, Unavailable
from storage.replicated.connections import Collided, Link, Patience, Trouble, connect, pauses, reason, trouble
from storage.replicated.group_commit import ROOM
from storage.replicated.migrations import migrations, prepare
from storage.replicated.queries import query
from storage.replicated.rows_from import address_from, delivery, kept, person_from, stamped
from storage.replicated.sheet import Sheet
from storage.replicated.sheet_save import save

AT_ONCE = 2_000
"""How many rows are read at a time."""

SILENCE = 120.0
"""Seconds after which a database that does not answer is given up."""

ALONE = 3.0
"""Seconds that another Ethos, which may just be leaving, gets to be gone."""

SETTINGS = {
    "application_name": "ethos-migrate",
    "statement_timeout": "110s",
    "lock_timeout": "30s",
    "idle_in_transaction_session_timeout": "110s",
}

UNREADABLE: Row = []
"""Stands for a row that nobody could read; no folder holds it."""


@dataclass(frozen=True, slots=True)
class Begun:
    """How many pieces were brought, and when all was found to have arrived."""

    brought: int
    arrived: datetime | None


@asynccontextmanager
async def reached(url: str, mark: str) -> AsyncIterator["Target"]:
    """Connect to a database and make it ready.

    Raises FolderRefused "other-mark" or "newer-format", Unavailable when it is not there.
    """
    try:
        link = await connect(url, Patience(), SETTINGS)
    except Exception as error:
        # The driver calls an address it cannot read a ValueError.
        if trouble(error) is None and not isinstance(error, ValueError):
            raise
        raise Unavailable(reason(error)) from error
    try:
        await prepare(url, mark, migrations(), Patience(), half_moved=True)
        yield Target(link)
    finally:
        link.terminate()


class Target:
    """A database over one connection. Everything raises FolderRefused "cut-off" or "target-refused"."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def check(self) -> None:
        """Refuse, as "target-not-empty", a database that holds anything no move brought."""
        with _worded():
            async with asyncio.timeout(SILENCE):
                if await self._begun() is None:
                    await self._check_empty()

    async def begin(self, source: str) -> Begun:
        """Begin a move, or go on with it. Raises FolderRefused.

        "target-not-empty": it holds something else; "other-source": another folder is on its way, or this
        one as it was; "target-in-use".
        """
        with _worded():
            async with asyncio.timeout(SILENCE):
                await self._link.execute(query("commit-durably"))
                begun = await self._begun()
                if begun is None or begun[1].arrived is None:
                    await self._wait_for_others()
                if begun is None:
                    async with self._link.transaction():
                        await self._check_empty()
                        await self._link.execute(query("begin-move"), source)
                        begun = await self._begun()
        if begun is None:
            raise LookupError("a move that was begun is not there")
        found, so_far = begun
        if found != source:
            raise FolderRefused("other-source" if so_far.arrived is None else "target-not-empty")
        return so_far

    async def _begun(self) -> tuple[str, Begun] | None:
        row = await self._link.fetchrow(query("read-move"))
        return None if row is None else (row["source"], Begun(row["brought"], row["arrived"]))

    async def _check_empty(self) -> None:
        if await self._link.fetchval(query("holds-anything")):
            raise FolderRefused("target-not-empty")

    async def _wait_for_others(self) -> None:
        waited = 0.0
        for pause in pauses():
            if not await self._link.fetchval(query("others-connected")):
                return
            if waited > ALONE:
                raise FolderRefused("target-in-use")
            await asyncio.sleep(pause)
            waited += pause

    async def bring(self, source: str, before: int, pieces: Sequence[Piece]) -> int:
        """Bring the pieces that follow the first `before`, all or none, and return how many are there then.

        That is another number when somebody else brought them.
        """
        sheet = Sheet(0)
        slots = [piece for piece in pieces if isinstance(piece, SlotsKept)]
        for piece in pieces:
            _put(sheet, piece)
        with _worded():
            async with asyncio.timeout(SILENCE):
                async with self._link.transaction():
                    after = before + len(pieces)
                    noted = await self._link.execute(query("note-brought"), source, before, after)
                    if noted == "UPDATE 1":
                        await save(self._link, sheet)
                        rows = [row for piece in slots for row in _written(piece)]
                        await self._link.executemany(query("write-slot"), rows)
                        return after
                return (await self.begin(source)).brought

    async def rows(self) -> AsyncIterator[tuple[str, Sequence[Row]]]:
        """Read everything back, as of one moment: kinds with some of their rows."""
        with _worded():
            async with self._link.transaction(isolation="repeatable_read", readonly=True):
                for kind, (name, make) in _READERS.items():
                    row_of = make()
                    cursor = await self._link.cursor(query(name))
                    while rows := await self._some(cursor):
                        yield kind, [_readable(row_of, row) for row in rows]

    async def _some(self, cursor: Any) -> Sequence[Any]:
        async with asyncio.timeout(SILENCE):
            rows: Sequence[Any] = await cursor.fetch(AT_ONCE)
            return rows

    async def finish(self, source: str, position: int) -> None:
        """Say that all has arrived; what happens from now on comes after `position`."""
        with _worded():
            async with asyncio.timeout(SILENCE), self._link.transaction():
                await self._link.execute(query("continue-positions"), position // ROOM + 1)
                await self._link.execute(query("end-move"), source)


@contextmanager
def _worded() -> Iterator[None]:
    """Turn what the driver raises into a refusal."""
    try:
        yield
    except Collided as error:
        raise FolderRefused("target-not-empty") from error
    except Exception as error:
        match trouble(error):
            case None:
                raise
            case Trouble.REFUSED:
                raise FolderRefused("target-refused", error=reason(error)) from error
            case _:
                raise FolderRefused("cut-off") from error


def _written(piece: SlotsKept) -> Iterator[tuple[str, int, int, bytes]]:
    for place, slot in zip(piece.span.places(), piece.slots, strict=True):
        yield name_of(piece.box), *place, slot


def _put(sheet: Sheet, piece: Piece) -> None:
    """Write a piece on a sheet, as the store that will use it writes its own."""
    match piece:
        case LifeKept(_, facts, places):
            sheet.facts += facts
            for place in places:
                sheet.places.put(place.conversation, place)
        case TurnMark(digest, at):
            sheet.turns.put(digest, (digest, at))
        case SlotsKept():
            pass  # No decision is ever about them; they are written beside the sheet.
        case _:
            sheet.apply(piece)


# Reading back -------------------------------------------------------------------------------------

RowOf = Callable[[Any], Row]


def _readable(row_of: RowOf, row: Any) -> Row:
    try:
        return row_of(row)
    except ValueError:
        return UNREADABLE


def _facts() -> RowOf:
    """Read facts, and number those of each person as they come."""
    person, nth = "", 0

    def row_of(row: Any) -> Row:
        nonlocal person, nth
        person, nth = row["person"], nth + 1 if row["person"] == person else 1
        return fact_row(stamped(row, row["person"]), nth, row["kind"])

    return row_of


def _person(row: Any) -> Row:
    person = person_from(row["person"])
    if person.id != row["id"]:
        raise ValueError("a row of the roster under another id")
    return person_row(person, row["last_day"])


def _version(row: Any) -> Row:
    return version_row(row["register"], row["id"], row["revision"], orjson.loads(row["body"]), row["day"])


_READERS: dict[str, tuple[str, Callable[[], RowOf]]] = {
    "people": ("all-people", lambda: _person),
    "addresses": (
        "all-addresses",
        lambda: lambda row: address_row(row["person"], address_from(row["address"])),
    ),
    "facts": ("all-facts", _facts),
    "places": ("all-places", lambda: lambda row: place_row(kept(row, row["person"]))),
    "turns": ("all-turns", lambda: lambda row: turn_row(row["digest"], row["at"])),
    "deliveries": ("all-deliveries", lambda: lambda row: delivery_row(delivery(row))),
    "registers": ("all-versions", lambda: _version),
    "slots": ("all-slots", lambda: lambda row: slot_row(row["box"], row["segment"], row["nr"], row["slot"])),
}
"""How each kind is read back."""
