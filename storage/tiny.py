"""The embedded store: the ports over views folded from a journal, with documents in TinyDB."""

import asyncio
import os
import sys
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar, cast

import structlog
from tinydb import TinyDB
from tinydb.storages import MemoryStorage, Storage
from tinydb.table import Table

from storage import codec, memory
from storage.decisions import Decision
from storage.embedded.disk import Disk, FileSystem
from storage.embedded.journal import SEGMENT, Journal
from storage.embedded.slots import FolderSlots
from storage.embedded.upkeep import Work, drafts, fold, replaced, restore
from storage.folder import check_mark, lock, quarantined, set_aside
from storage.memory import facets
from storage.ports import Backlog, NotSaved, Store, Unavailable
from storage.rows import Timer, no_timer
from storage.views import Views

A = TypeVar("A")

PROGRAM = Path(__file__).parents[1]

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

    def __init__(self, folder: Path, held: int, files: FileSystem, segment: int, timer: Timer) -> None:
        documents = TinyDB(storage=MemoryStorage)
        self._views = Views(partial(TinyShelf, documents.storage))
        self._folder, self._held = folder, held
        after = restore(folder, self._views)
        take = partial(fold, self._views, "journal")
        self._journal = Journal(
            folder, after, take, set_aside, files, sealed=self._tidy, segment=segment, timer=timer
        )
        if self._journal.cut:
            _log.warning("journal.tail-cut", bytes=self._journal.cut)
        self._busy: dict[Hashable, asyncio.Future[None]] = {}
        self._upkeep: asyncio.Task[bool] | None = None
        self._wanted = 0
        self._forgotten = 0
        self._slots = FolderSlots(folder, files)
        ports = facets(self._views, self._keep, self._slots)
        self.store: Store = replace(ports, records=_Records(self._views, self._keep, self._forget))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Finish what is being written and let the folder go. Afterwards writes raise Unavailable."""
        if self._held >= 0:
            held, self._held = self._held, -1
            try:
                await self._slots.close()
                await self._journal.close()
                if self._upkeep is not None:
                    self._upkeep.cancel()
                    await asyncio.wait({self._upkeep})
            finally:
                os.close(held)

    def damaged(self) -> int:
        """Return how many lines could not be read and were set aside, in this folder, until today."""
        return len(quarantined(self._folder))

    def backlog(self) -> Backlog:
        """Return how many writes wait for the disk, and for how long the oldest has."""
        return self._journal.backlog()

    async def floor(self, _: float) -> bool:
        """Tell that this process may begin messages: it is the only one that holds the folder."""
        return self._held >= 0

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

    # Upkeep ---------------------------------------------------------------------------------------

    async def seal(self) -> int:
        """Seal what was written until now, and return the number of the last sealed file, 0 for none.

        Raises NotSaved when the medium refuses.
        """
        return await self._journal.seal()

    async def compact(self, work: Work = Work.COMPACT) -> bool:
        """Put one base in place of everything until now; False when that could not be done.

        Raises NotSaved when the medium refuses to seal the newest file, Unavailable when the store is closed.
        """
        upto = await self._journal.seal()
        self._wanted += 1
        try:
            while self._upkeep is not None and not self._upkeep.done():
                await asyncio.wait({self._upkeep})
        finally:
            self._wanted -= 1
        if self._held < 0:
            raise Unavailable("the store is closed")
        self._upkeep = asyncio.create_task(self._run(upto, work))
        return await asyncio.shield(self._upkeep)

    async def resume(self) -> None:
        """Begin what a process that was ended did not finish: a disposal, or the removal of old files."""
        if self._views.disposals:
            self._upkeep = asyncio.create_task(self._forget_in_time())
        elif replaced(self._folder) or drafts(self._folder):
            self._tidy(self._journal.number - 1)

    async def _forget_in_time(self) -> bool:
        upto, disposals = await self._journal.seal(), self._views.disposals
        done = await self._run(upto, Work.DISPOSE)
        self._forgotten = max(self._forgotten, disposals if done else 0)
        return done

    async def settled(self) -> None:
        """Wait until the upkeep has nothing left to do."""
        self._tidy(self._journal.number - 1)
        if self._upkeep is not None:
            await asyncio.wait({self._upkeep})

    def _tidy(self, upto: int) -> None:
        """Begin the upkeep that a sealed file is due, unless some is under way."""
        if self._upkeep is None or self._upkeep.done():
            self._upkeep = asyncio.create_task(self._run(upto, Work.TIDY))

    async def _run(self, upto: int, work: Work) -> bool:
        """Run the upkeep as a process of its own, and again when more was sealed and nobody else waits."""
        done = await self._in_a_process(upto, work)
        while done and not self._wanted and self._journal.number - 1 > upto:
            upto = self._journal.number - 1
            done = await self._in_a_process(upto, Work.TIDY)
        return done

    async def _in_a_process(self, upto: int, work: Work) -> bool:
        """Do it once: it may take seconds, and turns do not wait."""
        words = (
            sys.executable,
            "-m",
            "storage.embedded.upkeep",
            str(self._folder.absolute()),
            str(upto),
            work.value,
        )
        try:
            child = await asyncio.create_subprocess_exec(*words, stdin=asyncio.subprocess.PIPE, cwd=PROGRAM)
        except OSError as error:
            _log.warning("upkeep.not-started", error=type(error).__name__)
            return False
        try:
            done = await child.wait() == 0
        finally:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()
        if not done:
            _log.warning("upkeep.failed", work=work.value)
        return done

    async def _forget(self) -> None:
        """Take what was disposed of out of the files. Raises NotSaved; then it is taken out another time."""
        disposals = self._views.disposals
        if disposals > self._forgotten:
            if not await self.compact(Work.DISPOSE):
                raise NotSaved("what was disposed of is still in older files")
            self._forgotten = max(self._forgotten, disposals)


class _Records(memory.Records):
    """Disposal that reaches the files as well."""

    def __init__(self, views: Views, keep: memory.Keep, forget: Callable[[], Any]) -> None:
        super().__init__(views, keep)
        self._forget = forget

    async def due(self, kind: str, before: date) -> int:
        """Return how many records are older, once an earlier disposal has reached the files as well."""
        await self._forget()
        return await super().due(kind, before)

    async def dispose(self, kind: str, before: date) -> int:
        """Remove records, sealed files and checkpoints included, and return how many there were."""
        found = await super().dispose(kind, before)
        await self._forget()
        return found


async def open_tiny(
    folder: Path,
    *,
    mark: str,
    files: FileSystem | None = None,
    segment: int = SEGMENT,
    timer: Timer = no_timer,
) -> TinyStore:
    """Open a data folder, made and marked when it is new, and fold what it holds.

    `segment` is after how many bytes a file is sealed; `timer` tells how long writes wait. Raises
    FolderRefused: "locked", "other-mark", "newer-format" or "corrupt".
    """
    tiny = await asyncio.to_thread(_open, folder, mark, files or Disk(), segment, timer)
    await tiny.resume()
    return tiny


def _open(folder: Path, mark: str, files: FileSystem, segment: int, timer: Timer) -> TinyStore:
    held = lock(folder)
    try:
        check_mark(folder, mark, files)
        return TinyStore(folder, held, files, segment, timer)
    except BaseException:
        os.close(held)
        raise
