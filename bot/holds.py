"""Puts disposal on hold, lifts the hold, and tells whether there is one."""

from dataclasses import dataclass
from datetime import date

from content.model import Library
from dialogs.flow import Answer
from reports.disposal_card import overview
from reports.dispositions import SWITCH, from_line, in_force, switched
from storage.ports import Stale, Store

HOLD = "hold"
LOG = "disposition"

READY = frozenset({"ok", "on hold"})
"""What a check of readiness may say while all is well: a hold is no fault."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who changes the switch, by role only, and on which day."""

    role: str
    day: date


async def disposal(store: Store) -> str:
    """Return "on hold" or "ok", for the health page."""
    entry = await store.registers.get(HOLD, SWITCH)
    return "on hold" if in_force(entry.body if entry else None) else "ok"


async def switch(store: Store, holder: Holder, *, on: bool) -> None:
    """Put disposal on hold, or lift the hold. Where it is so already, nothing is written."""
    while True:
        entry = await store.registers.get(HOLD, SWITCH)
        if in_force(entry.body if entry else None) is on:
            return
        body = switched(on=on, role=holder.role, day=holder.day)
        try:
            await store.registers.put(HOLD, SWITCH, body, entry.revision if entry else 0)
        except Stale:
            continue  # Somebody else pressed too; look again at what it says now.
        return


async def seen(store: Store, library: Library) -> Answer:
    """Return whether there is a hold, and what was disposed of."""
    entry = await store.registers.get(HOLD, SWITCH)
    lines = [from_line(line.body) for line in await store.registers.find(LOG)]
    return overview(entry.body if entry else None, lines, library)
