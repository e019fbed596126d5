"""The embedded store: the ports over views folded from a journal, with documents in TinyDB."""

import asyncio
import os
from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar, cast

import structlog
from tinydb import TinyDB
from tinydb.storages import MemoryStorage, Storage
from tinydb.table import Table

from storage import codec
from storage.decisions import Decision
from storage.folder import FolderRefused, Reason, check_mark, lock
from storage.journal import Disk, FileSystem, Journal
from storage.memory import facets
from storage.ports import Store
from storage.views import Views

A = TypeVar("A")

_log = structlog.get_logger(__name__)


class TinyShelf(Table):
    """A TinyDB table that writes one document where it lies; its ids are ours and are its only index.

    TinyDB rebuilds the whole table for every write, because a storage might turn ids into words. Ours
    are words, and the storage is memory, so the table is changed in place.
    """

    document_id_class = str  # type: ignore[assignment]  # TinyDB allows it, its annotations do not

    def __init__(self, storage: Storage, name: str) -> None:
        super().__init__(storage, name, cache_size=0)

    def one(self, document: str) -> Mapping[str, Any] | None:
        """Return one document, or None."""
        return cast("Mapping[str, Any] | None", self._read_table().get(document))

    def put(self, document: str, body: Mapping[str, Any]) -> None:
        """Write one document, whether there is one or not."""
        self._update_table(lambda table: table.update({document: body}))

    def drop(self, document: str) -> None:
        """Take one document away; an unknown one is no error."""
        self._update_table(lambda table: table.pop(document, None))

    def pairs(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Go through all documents with their ids."""
        return iter(self._read_table().items())

    def load(self, documents: dict[str, Any]) -> None:
        """Start from these documents, and nothing else."""
        self._update_table(lambda table: table.update(documents))

    def _update_table(self, updater: Callable[[dict[Any, Any]], None]) -> None:
        """Run a change on the table itself."""
        tables = cast("dict[str, dict[Any, Any]]", self._storage.read() or {})
        updater(tables.setdefault(self.name, {}))
        self._storage.write(cast("dict[str, dict[str, Any]]", tables))


class TinyStore:
    """An open data folder; `store` holds its ports. Close it, or use it as a context."""

    def __init__(self, views: Views, journal: Journal, held: int) -> None:
        self._views = views
        self._journal = journal
        self._held = held
        self._busy: dict[Hashable, asyncio.Future[None]] = {}
        self.store: Store = facets(views, self._keep)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Finish what is being written and let the folder go. Afterwards writes raise Unavailable."""
        if self._held >= 0:
            held, self._held = self._held, -1
            await self._journal.close()
            os.close(held)

    async def _keep(self, decide: Callable[[], Decision[A]]) -> A:
        """Keep a decision durably; decisions that touch the same wait for each other, all others do not."""
        decision = decide()
        while underway := next((self._busy[each] for each in decision.touches if each in self._busy), None):
            await asyncio.wait({underway})
            decision = decide()
        if decision.entry is None:
            return decision.answer
        body = codec.write(decision.entry)
        done = self._journal.append(body, partial(self._views.apply, decision.entry))
        self._busy |= dict.fromkeys(decision.touches, done)
        done.add_done_callback(partial(self._release, decision.touches))
        # The entry is on its way: whoever asked may give up waiting, but the write may not be half done.
        await asyncio.shield(done)
        return decision.answer

    def _release(self, touches: frozenset[Hashable], _: asyncio.Future[None]) -> None:
        for each in touches:
            del self._busy[each]


async def open_tiny(folder: Path, *, mark: str, files: FileSystem | None = None) -> TinyStore:
    """Open a data folder, made and marked when it is new, and fold its journal.

    Raises FolderRefused: "locked", "other-mark", "newer-format" or "corrupt".
    """
    return await asyncio.to_thread(_open, folder, mark, files or Disk())


def _open(folder: Path, mark: str, files: FileSystem) -> TinyStore:
    held = lock(folder)
    try:
        check_mark(folder, mark)
        documents = TinyDB(storage=MemoryStorage)
        views = Views(partial(TinyShelf, documents.storage))
        journal = Journal(folder / "journal", partial(_fold, views), files)
    except BaseException:
        os.close(held)
        raise
    if journal.cut:
        _log.warning("journal-tail-cut", bytes=journal.cut)
    return TinyStore(views, journal, held)


def _fold(views: Views, line: int, body: bytes) -> None:
    """Take one line of the journal in. Raises FolderRefused when this program cannot read it."""
    try:
        views.apply(codec.read(body))
    except codec.Unreadable as error:
        reason: Reason = "corrupt" if error.reason == "malformed" else "newer-format"
        raise FolderRefused(reason, file="journal", line=line, kind=error.kind) from error
