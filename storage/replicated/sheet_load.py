"""What a batch loads before it decides, and holds until it ends; in one order for all replicas."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, TypeVar

from storage.embedded.owing import rank
from storage.replicated.connections import Link
from storage.replicated.queries import queries, query
from storage.replicated.roster_copy import RosterCopy
from storage.replicated.rows_from import address_from, delivery, kept, person_from
from storage.replicated.sheet import Needs, Sheet

V = TypeVar("V")

AT_ONCE = 2_000
"""How many rows go in one statement: a few milliseconds, then others have their turn."""


async def load(link: Link, sheet: Sheet, needs: Sequence[Needs], roster: RosterCopy) -> None:
    """Load what decisions will look at and hold it until the batch ends, in one order for all replicas."""
    if turns := sorted({turn for each in needs for turn in each.turns}):
        for row in await link.fetch(query("hold-turns"), turns):
            sheet.turns.load(row["digest"], (row["digest"], row["at"]))
    if places := {place for each in needs for place in each.places}:
        wanted = columns((place.person, place.flow, place.key) for place in places)
        for row in await link.fetch(query("hold-places"), *wanted):
            found = kept(row, row["person"])
            sheet.places.load(found.conversation, found)
    await _load_deliveries(link, sheet, needs)
    await _load_people(link, sheet, needs, roster)
    if entries := {entry for each in needs for entry in each.entries}:
        for row in await link.fetch(query("count-versions"), *columns(entries)):
            sheet.entries[row["register"], row["id"]] = row["revision"]
    for each in needs:
        if each.older is not None:
            sheet.records[each.older] = await link.fetchval(*about_records("older", *each.older))


async def _load_deliveries(link: Link, sheet: Sheet, needs: Sequence[Needs]) -> None:
    if keys := {key for each in needs for key in each.deliveries}:
        for some in portions(sorted(map(rank, keys))):
            for row in await link.fetch(query("hold-deliveries"), *columns(some)):
                found = delivery(row)
                sheet.deliveries.load(found.key, found)
    for now, limit in (each.owed for each in needs if each.owed is not None):
        rows = await link.fetch(query("hold-owed"), now, max(limit, 0))
        sheet.claimed[now, limit] = [delivery(row) for row in rows]
        for found in sheet.claimed[now, limit]:
            sheet.deliveries.load(found.key, found)


async def _load_people(link: Link, sheet: Sheet, needs: Sequence[Needs], roster: RosterCopy) -> None:
    if any(each.everyone for each in needs):
        for person in await roster.held(link):
            sheet.people.load(person.id, person)
    elif people := sorted({person for each in needs for person in each.people}):
        for row in await link.fetch(query("hold-people"), people):
            sheet.people.load(row["id"], person_from(row["person"]))
    if people := sorted({person for each in needs for person in each.addresses}):
        for row in await link.fetch(query("hold-addresses"), people):
            sheet.load_address(row["person"], row["address"], address_from(row["address"]))


def columns(rows: Iterable[Sequence[Any]]) -> Sequence[Sequence[Any]]:
    """Turn rows into one sequence for each column, as `unnest` takes them."""
    return list(zip(*rows, strict=True))


def portions(rows: Sequence[V]) -> Iterator[Sequence[V]]:
    """Divide many rows into a few at once."""
    return (rows[at : at + AT_ONCE] for at in range(0, len(rows), AT_ONCE))


def about_records(what: str, kind: str, before: date) -> Sequence[Any]:
    """Return the query that counts or removes the records of a kind, and what it needs."""
    name = records_query(what, kind)
    return (query(name), before, kind) if name.endswith("-facts") else (query(name), before)


def records_query(what: str, kind: str) -> str:
    """Name the query that does something to the records of a kind; every kind of fact lies in one table."""
    name = f"{what}-{kind}"
    return name if name in queries() else f"{what}-facts"
