"""Counts for a Senior Official, from the chat or the command line: the same suppression, and a line kept."""

from collections.abc import Callable
from datetime import date

from content.model import Library
from dialogs.flow import Answer, Value
from reports.participation import Dimension, Report, participation
from reports.periods import Kind, Period, closed, current_quarter, current_year, last_quarter, quarters
from reports.rendering import card_tables
from reports.snapshots import from_snapshot, to_snapshot
from storage.ports import Stale, Store

WHICH: dict[str, Callable[[date], Period]] = {
    "this-quarter": current_quarter,
    "last-quarter": last_quarter,
    "this-year": current_year,
}
"""The periods the card offers."""


async def on_a_card(
    store: Store, library: Library, which: str, today: date, *, role: str, random: Callable[[int], bytes]
) -> Answer:
    """Count one of the periods the card offers: by unit, and the modules by module."""
    period = WHICH[which](today)
    by_unit = await publish(store, library, period, today, Dimension.UNIT, role=role, random=random)
    by_module = await publish(store, library, period, today, Dimension.MODULE, role=role, random=random)
    tables, modules = card_tables(by_unit, library), card_tables(by_module, library)
    values: dict[str, Value] = {**tables.values}
    return Answer(values, (tables.tables[0], *modules.tables[1:], *tables.tables[1:]), tables.remarks)


async def publish(
    store: Store,
    library: Library,
    period: Period,
    today: date,
    by: Dimension,
    *,
    role: str,
    random: Callable[[int], bytes],
) -> Report:
    """Count a period, or reprint what was first published of a closed one; write who looked, by role only."""
    report = await _published(store, library, period, today, by)
    looked = {"what": "report", "period": period.id, "by": by.value, "role": role, "day": today.isoformat()}
    await store.registers.put("access", random(16).hex(), looked, 0)
    return report


async def _published(store: Store, library: Library, period: Period, today: date, by: Dimension) -> Report:
    """Return the first publication; a closed period that was never published is published now."""
    kept = await store.registers.get("snapshot", _name(period, by))
    if kept is not None:
        return from_snapshot(kept.body, library.organization)
    earlier: dict[str, Report] = {}
    if period.kind is Kind.FISCAL_YEAR:  # A year hides what its quarters hid when they were given out.
        for quarter in quarters(period):
            if closed(quarter, today):
                earlier[quarter.id] = await _published(store, library, quarter, today, by)
    facts = await store.ledger.facts(period.first, period.last)
    people = await store.people.everyone()
    report = participation(period, today, facts, people, library, by=by, published=earlier)
    if not closed(period, today):
        return report
    try:
        await store.registers.put("snapshot", _name(period, by), to_snapshot(report), 0)
    except Stale:  # Somebody published it in between: theirs is the first.
        return await _published(store, library, period, today, by)
    return report


def _name(period: Period, by: Dimension) -> str:
    return f"{period.id}.{by.value}"
