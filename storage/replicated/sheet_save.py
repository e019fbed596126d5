"""What a batch writes back: only what changed, in one order for all replicas."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from dialogs.facts import Stamped
from dialogs.people import Person
from storage.embedded.owing import rank
from storage.ports import Delivery, Kept
from storage.replicated.connections import Collided, Link
from storage.replicated.queries import query
from storage.replicated.sheet import Rows, Sheet, Version, as_text, fact_text
from storage.replicated.sheet_load import AT_ONCE, about_records, columns, portions
from storage.views import SEEN_FOR

V = TypeVar("V")


async def save(link: Link, sheet: Sheet) -> None:
    """Write what changed. Raises Collided when another replica was first, TypeError for what is no JSON."""
    await _save(link, "turns", sheet.turns, tuple)
    await _save(link, "places", sheet.places, _place)
    await _save(link, "deliveries", sheet.deliveries, _delivery)
    if sheet.people.touched:
        changes = await link.fetchval(query("change-roster"))
        await _save(link, "people", sheet.people, _person, changes)
    await _save(link, "addresses", sheet.addresses, tuple)
    await _write(link, "add-versions", sheet.versions_added, _version)
    await _write(link, "keep-facts", sheet.facts, _fact, ordered=True)
    if sheet.disposed is not None:
        gone = await link.fetchval(*about_records("dispose", *sheet.disposed))
        if gone != sheet.records[sheet.disposed]:
            raise Collided


async def forget_turns(link: Link, now: datetime) -> None:
    """Remove the digests of messages that had their 24 hours."""
    await link.execute(query("forget-turns"), now - SEEN_FOR)


async def _save(
    link: Link, table: str, rows: Rows[Any, V], write: Callable[[V], tuple[Any, ...]], *more: Any
) -> None:
    """Write what changed in one table. The driver's answer counts the rows, as in UPDATE 3."""
    if not rows.touched:
        return
    await _write(link, f"add-{table}", rows.added(), write, *more)
    await _write(link, f"change-{table}", rows.changed(), write, *more)
    if dropped := sorted(rows.dropped()):
        await link.execute(query(f"drop-{table}"), dropped)


async def _write(
    link: Link,
    name: str,
    rows: Sequence[V],
    write: Callable[[V], tuple[Any, ...]],
    *more: Any,
    ordered: bool = False,
) -> None:
    """Write rows, sorted by their keys unless their order says something. Raises Collided."""
    if not rows:
        return

    def made() -> list[tuple[Any, ...]]:
        found = list(map(write, rows))
        return found if ordered else sorted(found)

    # Many rows are made in a thread, so that nobody else's turn waits for them.
    written = made() if len(rows) <= AT_ONCE else await asyncio.to_thread(made)
    for some in portions(written):
        done = await link.execute(query(name), *columns(some), *more)
        if int(done.rpartition(" ")[2]) != len(some):
            raise Collided(name)


def _place(kept: Kept) -> tuple[Any, ...]:
    where = kept.conversation
    return (
        where.person,
        where.flow,
        where.key,
        kept.revision,
        kept.place,
        kept.via,
        kept.acted,
        kept.arrived,
    )


def _delivery(delivery: Delivery) -> tuple[Any, ...]:
    ref = delivery.ref
    return (
        *rank(delivery.key),
        ref.flow,
        ref.key,
        ref.version,
        delivery.due,
        delivery.about,
        delivery.state,
        delivery.reason,
        delivery.attempts,
        delivery.lease,
        delivery.message,
    )


def _person(person: Person) -> tuple[Any, ...]:
    return person.id, as_text(person), person.end


def _version(version: Version) -> tuple[Any, ...]:
    return version.register, version.id, version.revision, version.body, version.day


def _fact(stamped: Stamped) -> tuple[Any, ...]:
    fact = stamped.fact
    return (
        stamped.person,
        stamped.day,
        stamped.unit,
        stamped.path,
        stamped.language,
        fact.kind,
        fact_text(fact),
    )
