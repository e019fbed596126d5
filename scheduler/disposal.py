"""Disposes once a day of what has outlived its time, and never without a line in the disposition log.

The line comes first, as an intent; its name is the kind and the date, so that of several processes one
begins it. Only the one that began it removes anything, and what it knows goes before what others infer.
Where a process stopped in between, a later day looks whether the records are gone and ends the line.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from content.model import Organization, Retention
from reports.dispositions import SWITCH, Disposition, State, from_line, keeps_everything, to_line
from scheduler.retention import COUNTED, Outlived, outlived, youngest_day
from storage.ports import Entry, Stale, Store

HOLD = "hold"
LOG = "disposition"

Publish = Callable[[date], Awaitable[None]]
"""Freezes the figures of every period that began before a date, so that facts may go."""

log = structlog.get_logger(__name__)


class Disposal:
    """Call it with each beat; it works once on each day. Without `publish`, what reports count stays."""

    def __init__(self, store: Store, organization: Organization, publish: Publish | None = None) -> None:
        self._store, self._organization, self._publish = store, organization, publish
        self._worked_on: date | None = None

    async def __call__(self, now: datetime) -> None:
        """Settle what was left half done, then dispose of what is due, unless there is a hold."""
        today = youngest_day(now)
        if today == self._worked_on:
            return
        day = now.astimezone(ZoneInfo(self._organization.time_zone)).date()
        await self._settle(day)
        if retention := self._organization.retention:
            for each in outlived(today, retention):
                if await self._held(day):
                    break
                await self._dispose(each, retention, day)
        self._worked_on = today

    async def _held(self, day: date) -> bool:
        switch = await self._store.registers.get(HOLD, SWITCH)
        return keeps_everything(switch.body if switch else None, day)

    async def _dispose(self, due: Outlived, retention: Retention, day: date) -> None:
        """Remove what is due, between an intent and its end in the log."""
        records = self._store.records
        found = await records.due(due.kind.value, due.before)
        if not found:
            return
        if due.kind in COUNTED:
            if self._publish is None:
                return
            await self._publish(due.before)
        gone = day + timedelta(days=retention.backups_kept_days)
        line = Disposition(due.kind, due.before, found, due.authority, day, gone)
        try:
            begun = await self._store.registers.put(LOG, line.id, to_line(line), 0)
        except Stale:
            return  # Another process began it, today or before it stopped.
        if await self._held(day):  # The contact may have pressed "Hold" since; better twice asked.
            await self._end(begun, replace(line, state=State.STOPPED))
            return
        removed = await records.dispose(due.kind.value, due.before)
        await self._end(begun, replace(line, state=State.DONE, removed=removed))
        log.info("disposed", kind=due.kind.value, count=removed)

    async def _end(self, begun: Entry, line: Disposition) -> None:
        """Write how a line ended, also over what another process inferred meanwhile: here it is known."""
        revision = begun.revision
        while True:
            try:
                await self._store.registers.put(LOG, line.id, to_line(line), revision)
            except Stale:
                newest = await self._store.registers.get(LOG, line.id)
                revision = newest.revision if newest else 0
            else:
                return

    async def _settle(self, day: date) -> None:
        """End the lines that an earlier day left begun, by what is there now. Nothing is removed here."""
        for entry in await self._store.registers.find(LOG):
            line = from_line(entry.body)
            if line.state is not State.BEGUN or line.day >= day:
                continue
            left = await self._store.records.due(line.kind.value, line.before)
            removed = max(0, line.found - left)
            state = State.DONE if removed else State.STOPPED
            ended = replace(line, state=state, removed=removed, inferred=True)
            try:
                await self._store.registers.put(LOG, line.id, to_line(ended), entry.revision)
            except Stale:
                continue  # Whoever began it, or another process, ended it just now.
            log.warning("disposition-settled", kind=line.kind.value, state=state.value)
