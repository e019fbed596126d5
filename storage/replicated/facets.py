"""The ports over PostgreSQL: questions go to a pool of connections, changes to the one writer."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import aclosing
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any, TypeVar

import orjson

from dialogs.facts import Stamped
from dialogs.people import Person, PersonId
from storage import decisions
from storage.codec import Unreadable, instant, plain
from storage.embedded.owing import rank
from storage.ports import (
    Address,
    Changes,
    Delivery,
    DeliveryKey,
    DeliveryState,
    Entry,
    Life,
    Move,
    Settlement,
    Store,
    TurnMark,
    Unavailable,
)
from storage.replicated.connections import Link
from storage.replicated.group_commit import GroupCommit
from storage.replicated.queries import query
from storage.replicated.reading import Reading, some_at_a_time
from storage.replicated.roster_copy import RosterCopy
from storage.replicated.rows_from import FactRows, address_from, delivery, kept, person_from, stamped
from storage.replicated.sheet import Needs
from storage.replicated.sheet_load import about_records, records_query
from storage.replicated.slots import PostgresSlots

A = TypeVar("A")

BIG = 2_000
"""From this many rows on, a change goes alone."""


def facets(reading: Reading, writer: GroupCommit, roster: RosterCopy) -> Store:
    """Return the ports over one database."""
    return Store(
        Ledger(reading, writer),
        People(reading, writer, roster),
        Deliveries(reading, writer),
        Registers(reading, writer),
        Records(reading, writer),
        PostgresSlots(reading),
    )


class Facet:
    """One port over the connections that all facets of a store share."""

    def __init__(self, reading: Reading, writer: GroupCommit) -> None:
        self._reading = reading
        self._keep = writer.keep


class Ledger(Facet):
    """Places and facts, as `storage.ports.Ledger` says."""

    async def life(self, person: PersonId) -> Life:
        """Return all facts and places of one person; places by flow and key."""
        rows = await self._reading.rows("life", person)
        return Life(
            tuple(read(stamped, row, person) for row in rows if row["flow"] is None),
            tuple(kept(row, person) for row in rows if row["flow"] is not None),
        )

    async def commit(
        self,
        move: Move,
        *,
        turn: TurnMark | None = None,
        facts: Sequence[Stamped] = (),
        also: Sequence[Move] = (),
        deliveries: Sequence[Delivery] = (),
    ) -> bool:
        """Keep a turn, all of it or nothing."""
        facts, also, deliveries = tuple(facts), tuple(also), tuple(deliveries)
        needs = Needs(
            places=[each.conversation for each in (move, *also)],
            turns=[digest for digest in (turn.digest, turn.eve) if digest] if turn else (),
            deliveries=[each.key for each in deliveries],
        )
        return await self._keep(
            needs,
            lambda state: decisions.turn(
                state, move, mark=turn, facts=facts, also=also, deliveries=deliveries
            ),
        )

    async def facts(self, since: date, until: date) -> Iterable[Stamped]:
        """Return facts whose day lies in [since, until], in the order they were kept."""
        return await self._reading.slowly(lambda link: _facts(link, since, until))


async def _facts(link: Link, since: date, until: date) -> FactRows:
    """Read facts some rows at a time, so that others have their turn meanwhile."""
    found = FactRows()
    async with aclosing(some_at_a_time(link, "facts-between", since, until)) as portions:
        async for rows in portions:
            read(found.take, rows)
    found.sort()
    return found


class People(Facet):
    """The roster and addresses, as `storage.ports.People` says."""

    def __init__(self, reading: Reading, writer: GroupCommit, roster: RosterCopy) -> None:
        super().__init__(reading, writer)
        self._roster = roster

    async def person(self, person: PersonId) -> Person | None:
        """Return one person, or None."""
        rows = await self._reading.rows("person", person)
        return read(person_from, rows[0]["person"]) if rows else None

    async def everyone(self) -> Sequence[Person]:
        """Return all people, sorted by id."""
        return await self._reading.slowly(self._roster.everyone)

    async def bring_in(self, rows: Sequence[Person]) -> Changes:
        """Import rows, all or nothing."""
        rows = tuple(rows)
        needs = Needs(everyone=True)
        return await self._keep(needs, lambda state: decisions.roster(state, rows), big=True)

    async def meet(self, person: Person) -> None:
        """Add somebody the roster does not know."""
        await self._keep(Needs(people=[person.id]), lambda state: decisions.meeting(state, person))

    async def address(self, person: PersonId) -> Address | None:
        """Return where the person can be reached now, or None."""
        rows = await self._reading.rows("address", person)
        return read(address_from, rows[0]["address"]) if rows else None

    async def learn(self, person: PersonId, address: Address) -> None:
        """Keep the newest address."""
        address = Address(address.channel, dict(address.reference))
        needs = Needs(addresses=[person])
        await self._keep(needs, lambda state: decisions.learning(state, person, address))

    async def forget(self, person: PersonId) -> None:
        """Drop the address."""
        needs = Needs(addresses=[person])
        await self._keep(needs, lambda state: decisions.forgetting(state, person))


class Deliveries(Facet):
    """What is owed, as `storage.ports.Deliveries` says."""

    async def owe(self, deliveries: Sequence[Delivery]) -> int:
        """Keep new deliveries and return how many were new."""
        deliveries = tuple(deliveries)
        needs = Needs(deliveries=[each.key for each in deliveries])
        return await self._keep(
            needs, lambda state: decisions.owing(state, deliveries), big=len(deliveries) >= BIG
        )

    async def claim(self, now: datetime, limit: int, lease: timedelta) -> Sequence[Delivery]:
        """Take up to `limit` owed deliveries whose time has come."""
        needs = Needs(owed=(instant(now), limit))
        return await self._keep(
            needs, lambda state: decisions.claiming(state, now, limit, lease), big=limit >= BIG
        )

    async def settle(self, key: DeliveryKey, settlement: Settlement) -> None:
        """End an attempt."""
        places = [settlement.arrived] if settlement.arrived else ()
        needs = Needs(places=places, deliveries=[key])
        await self._keep(needs, lambda state: decisions.settling(state, key, settlement))

    async def lapsed(self, now: datetime) -> Sequence[Delivery]:
        """Return attempts whose lease is over."""
        return tuple(map(delivery, await self._reading.rows("lapsed-deliveries", instant(now))))

    async def get(self, key: DeliveryKey) -> Delivery | None:
        """Return one delivery, or None."""
        rows = await self._reading.rows("delivery", *rank(key))
        return delivery(rows[0]) if rows else None

    async def find(self, source: str, occurrence: str | None = None) -> Sequence[Delivery]:
        """Return deliveries of one source, sorted by key."""
        return await self._reading.many(delivery, "deliveries-of-source", source, occurrence)

    async def known(self, source: str, occurrence: str) -> frozenset[PersonId]:
        """Return who has any delivery of that source and occurrence."""
        return frozenset(
            await self._reading.many(itemgetter("addressee"), "known-addressees", source, occurrence)
        )

    async def addressed_to(self, person: PersonId) -> Sequence[Delivery]:
        """Return every delivery to one person, sorted by key."""
        return await self._reading.many(delivery, "deliveries-to", person)

    async def tally(self) -> Mapping[DeliveryState, int]:
        """Return how many deliveries are in each state."""
        rows = await self._reading.slowly(lambda link: link.fetch(query("tally-of-deliveries")))
        return dict.fromkeys(DeliveryState, 0) | {DeliveryState(row["state"]): row["count"] for row in rows}


class Registers(Facet):
    """What officials write, as `storage.ports.Registers` says."""

    async def get(self, kind: str, entry: str) -> Entry | None:
        """Return the newest version, or None."""
        rows = await self._reading.rows("newest-version", kind, entry)
        return _entry(kind, entry, rows[0]) if rows else None

    async def put(self, kind: str, entry: str, body: Mapping[str, Any], revision: int) -> Entry:
        """Keep a new version."""
        body = plain(body)
        needs = Needs(entries=[(kind, entry)])
        return await self._keep(needs, lambda state: decisions.writing(state, kind, entry, body, revision))

    async def history(self, kind: str, entry: str) -> Sequence[Entry]:
        """Return every version, oldest first."""
        return tuple(_entry(kind, entry, row) for row in await self._reading.rows("versions", kind, entry))

    async def find(self, kind: str) -> Sequence[Entry]:
        """Return the newest version of every entry of a kind, sorted by id."""
        return await self._reading.many(lambda row: _entry(kind, row["id"], row), "newest-entries", kind)


def _entry(kind: str, entry: str, row: Any) -> Entry:
    return Entry(kind, entry, row["revision"], orjson.loads(row["body"]))


class Records(Facet):
    """Disposal, as `storage.ports.Records` says."""

    async def due(self, kind: str, before: date) -> int:
        """Return how many records of a kind are older than a date."""
        decisions.check_kind(kind)
        question = about_records("older", kind, before)
        found: int = await self._reading.slowly(lambda link: link.fetchval(*question))
        return found

    async def dispose(self, kind: str, before: date) -> int:
        """Remove them, and return how many there were."""
        decisions.check_kind(kind)
        needs = Needs(older=(kind, before))
        gone = await self._keep(needs, lambda state: decisions.disposing(state, kind, before), big=True)
        if gone:
            await self._reading.tidy(records_query("tidy", kind))
        return gone


def read(convert: Callable[..., A], *found: Any) -> A:
    """Read what was found. Raises Unavailable for what a newer version of Ethos wrote."""
    try:
        return convert(*found)
    except Unreadable as error:
        raise Unavailable("the database holds what a newer Ethos wrote") from error
