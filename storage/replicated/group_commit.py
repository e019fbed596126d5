"""One writer for each running Ethos: whatever waits is decided together and committed at once.

A request waits in a queue. The writer takes all that wait, loads the rows they are about, lets them decide
one after another, writes what changed and commits; then everybody gets their answer. What another replica
was faster with is decided again on what is there now.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import asyncpg
import structlog

from storage.decisions import Decision, State
from storage.ports import Backlog, NotSaved, Unavailable
from storage.replicated.asks import Answers, Ask, At, decide
from storage.replicated.connections import (
    BY_KEY,
    Collided,
    Link,
    Patience,
    Trouble,
    Weather,
    connect,
    pauses,
    reason,
    trouble,
)
from storage.replicated.queries import query
from storage.replicated.roster_copy import RosterCopy
from storage.replicated.sheet import Needs, Sheet
from storage.replicated.sheet_load import load
from storage.replicated.sheet_save import forget_turns, save
from storage.rows import Timer, no_timer

A = TypeVar("A")

MOST = 500
"""How many requests go together at most."""

ROOM = 1024
"""How far apart the positions of two batches are: more than requests go together."""

LONG = 60
"""Seconds that what is big, such as an import, may take; the query `take-longer` says the same."""

_log = structlog.get_logger(__name__)


class GroupCommit:
    """The queue, its writer and the writer's one connection."""

    def __init__(self, url: str, roster: RosterCopy, patience: Patience, timer: Timer = no_timer) -> None:
        self._timer = timer
        self._under_way: list[Ask[Any]] = []
        self._patience = patience
        self._url = url
        self._roster = roster
        self._link: Link | None = None
        self._writer: Any = None
        self._weather = Weather("writer")
        self._number = 0
        self._forgot = datetime.min.replace(tzinfo=UTC)
        self._queue: deque[Ask[Any]] = deque()
        self._doubt: tuple[int, list[Ask[Any]], Answers] | None = None
        self._wake = asyncio.Event()
        self._closing = False
        self._working = asyncio.create_task(self._work())

    async def keep(self, needs: Needs, decide: Callable[[State], Decision[A]], *, big: bool = False) -> A:
        """Keep a decision and return its answer once it is durable.

        Raises what `decide` raises; NotSaved when nothing was kept; Unavailable when nobody can say.
        """
        if self._closing:
            raise Unavailable("the store is closed")
        loop = asyncio.get_running_loop()
        ask = Ask(needs, decide, loop.create_future(), big=big, since=self._timer())
        ask.timer = loop.call_later(self._patience.request, self._late, ask)
        self._queue.append(ask)
        self._wake.set()
        answer: A = await ask.done
        return answer

    def backlog(self) -> Backlog:
        """Return how many requests have no answer yet, and for how long the oldest has waited."""
        doubted = self._doubt[1] if self._doubt else ()
        waiting = {ask for ask in (*self._queue, *self._under_way, *doubted) if ask.at is not At.DONE}
        oldest = min((ask.since for ask in waiting), default=None)
        return Backlog(len(waiting), 0.0 if oldest is None else self._timer() - oldest)

    async def close(self) -> None:
        """Finish what waits and let the connection go."""
        self._closing = True
        self._wake.set()
        await self._working
        if self._link is not None:
            try:
                async with asyncio.timeout(self._patience.answer):
                    await self._link.execute(query("close-writer"), self._writer)
            except Exception as error:  # noqa: BLE001 - the row is forgotten after a month anyway
                _log.info("writer-not-closed", error=reason(error))
            self._drop()

    def _late(self, ask: Ask[Any]) -> None:
        """Answer somebody who has waited long enough, unless their batch is about to."""
        match ask.at:
            case At.WAITING:
                self._queue.remove(ask)
                ask.fail(NotSaved("the database cannot be reached"))
            case At.IN_DOUBT:
                ask.fail(Unavailable("the database never said whether it kept this"))
            case At.UNDERWAY | At.DONE:
                ask.late = True

    # The writer -----------------------------------------------------------------------------------

    async def _work(self) -> None:
        """Write until the store is closed. A writer that breaks itself begins again after a moment."""
        while True:
            try:
                await self._writes()
            except Exception as error:  # noqa: BLE001 - nobody else would begin again
                _log.error("writer-broke", error=type(error).__name__)
                self._broke()
                await asyncio.sleep(next(pauses()))
            else:
                return

    def _broke(self) -> None:
        """Tell those whose requests were in hand that nobody can say what became of them."""
        self._drop()
        for ask in self._under_way:
            if ask.at is At.UNDERWAY:
                ask.fail(Unavailable("the writer broke while it had this in hand"))

    async def _writes(self) -> None:
        waits = pauses()
        while True:
            if not self._queue and self._doubt is None:
                if self._closing:
                    return
                self._wake.clear()
                await self._wake.wait()
                continue
            self._under_way = []
            try:
                link = await self._linked()
                await self._attempt(link, self._take())
                self._under_way = []
                self._weather.good()
                waits = pauses()
            except Exception as error:  # noqa: BLE001 - whatever broke, everybody gets an answer
                self._weather.bad(error)
                await self._set_right(self._under_way, error)
                await asyncio.sleep(next(waits))

    async def _linked(self) -> Link:
        """Return the connection, a new one if it broke, after clearing up what the old one left in doubt."""
        if self._link is None:
            self._link = await connect(self._url, self._patience, BY_KEY)
            async with asyncio.timeout(self._patience.answer):
                await self._link.execute(query("commit-durably"))
                if self._writer is None:
                    await self._link.execute(query("forget-old-writers"))
                    self._writer = await self._link.fetchval(query("new-writer"))
        if self._doubt is not None:
            number, batch, answers = self._doubt
            async with asyncio.timeout(self._patience.answer):
                last = await self._link.fetchval(query("last-batch"), self._writer)
            self._doubt = None
            if last == number:
                answers.give()
            else:
                self._again(batch)
        return self._link

    def _take(self) -> list[Ask[Any]]:
        """Take what goes together now; what is big goes alone, and so does a claim."""
        batch = self._under_way
        while self._queue and len(batch) < MOST and not (batch and (batch[0].alone or self._queue[0].alone)):
            ask = self._queue.popleft()
            ask.at = At.UNDERWAY
            batch.append(ask)
        return batch

    def _again(self, batch: Sequence[Ask[Any]], *, last: bool = False) -> None:
        """Put requests back at the head of the queue, except those that have waited long enough."""
        for ask in reversed(batch):
            if ask.late:
                ask.fail(NotSaved("the database cannot be reached"))
            elif ask.at is not At.DONE:
                ask.at = At.WAITING
                (self._queue.append if last else self._queue.appendleft)(ask)

    # One batch ------------------------------------------------------------------------------------

    async def _attempt(self, link: Link, batch: list[Ask[Any]]) -> None:
        """Decide a batch, commit it and answer."""
        if not batch:
            return
        big = batch[0].big
        async with asyncio.timeout(LONG if big else self._patience.answer):
            sheet, answers = await self._decided(link, batch, big=big)
            if not sheet.written:
                await link.execute("ROLLBACK")
        if sheet.written:
            await self._commit(link, batch, answers)
        answers.give()

    async def _decided(self, link: Link, batch: list[Ask[Any]], *, big: bool) -> tuple[Sheet, Answers]:
        self._number += 1
        await link.execute(query("begin-claiming") if batch[0].claims else "BEGIN")
        if big:
            await link.execute(query("take-longer"))
        position = await link.fetchval(query("open-batch"), self._writer, self._number)
        sheet = Sheet(position * ROOM)
        await load(link, sheet, [ask.needs for ask in batch], self._roster)
        # What is big is decided in a thread, so that nobody else's turn waits for it.
        answers = await asyncio.to_thread(decide, sheet, batch) if big else decide(sheet, batch)
        if sheet.written:
            await save(link, sheet)
            await self._forget_turns(link, sheet)
        return sheet, answers

    async def _forget_turns(self, link: Link, sheet: Sheet) -> None:
        """Remove the messages that had their 24 hours, about once a minute."""
        newest = max((at for _, at in sheet.turns.added()), default=self._forgot)
        if newest - self._forgot > timedelta(minutes=1):
            await forget_turns(link, newest)
            self._forgot = newest

    async def _commit(self, link: Link, batch: list[Ask[Any]], answers: Answers) -> None:
        try:
            async with asyncio.timeout(self._patience.answer):
                done = await link.execute("COMMIT")
        except (asyncpg.SerializationError, asyncpg.DeadlockDetectedError):
            raise  # The two errors that say for certain that nothing was committed.
        except BaseException:
            self._doubt = self._number, batch, answers
            for ask in batch:
                ask.at = At.IN_DOUBT
                if ask.late:
                    self._late(ask)
            raise
        if done != "COMMIT":
            raise Collided(done)

    async def _set_right(self, batch: list[Ask[Any]], error: Exception) -> None:
        """Undo what a batch that failed left behind, and decide what becomes of those who wait."""
        kind = trouble(error)
        if self._doubt is not None or kind in {Trouble.LOST, Trouble.READ_ONLY}:
            self._drop()
        else:
            await self._roll_back()
        if self._doubt is not None:
            if all(ask.at is At.DONE for ask in self._doubt[1]):
                self._doubt = None
            return
        if kind is Trouble.BLOCKED and len(batch) == 1:
            # Nobody else waits behind what somebody holds.
            self._again(batch, last=True)
        elif kind in {Trouble.LOST, Trouble.AGAIN}:
            self._again(batch)
        elif kind is Trouble.READ_ONLY:
            for ask in batch or self._take():
                ask.fail(NotSaved("the database only answers questions now"))
        elif len(batch) > 1:
            # One of them cannot be kept, or not now; each alone, so that all others are.
            for ask in batch:
                ask.alone = True
            self._again(batch)
        else:
            for ask in batch or self._take():
                ask.fail(NotSaved(reason(error)) if kind else error)

    async def _roll_back(self) -> None:
        if self._link is None:
            return
        try:
            async with asyncio.timeout(self._patience.answer):
                await self._link.execute("ROLLBACK")
        except Exception as error:  # noqa: BLE001 - a connection that cannot even do this is given up
            _log.info("batch-not-rolled-back", error=reason(error))
            self._drop()

    def _drop(self) -> None:
        if self._link is not None:
            self._link.terminate()
            self._link = None
