"""The ports over plain dictionaries: for tests and play, and the facets every embedded store shares."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, Protocol, TypeVar

from dialogs.facts import Stamped
from dialogs.people import Person, PersonId
from storage import decisions
from storage.codec import instant, plain, read, write
from storage.decisions import Decision
from storage.embedded.owing import rank
from storage.memory_slots import MemorySlots
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
    Slots,
    Store,
    TurnMark,
)
from storage.views import Views

A = TypeVar("A")

AT_A_TIME = 1000
"""How many rows are read before whoever else is waiting has their turn: a few milliseconds."""


class Keep(Protocol):
    """How a medium keeps what was decided: it returns the answer once the entry is kept for good."""

    async def __call__(self, decide: Callable[[], Decision[A]]) -> A:
        """Take the decision, keep its entry, return its answer. Raises NotSaved and what `decide` raises."""
        ...


def open_memory() -> Store:
    """Return a store that lives as long as the process."""
    views = Views(lambda _: PlainShelf())

    async def keep(decide: Callable[[], Decision[A]]) -> A:
        decision = decide()
        if decision.entry is not None:
            # Through JSON and back: what would not survive a restart elsewhere does not survive here either.
            views.apply(read(write(decision.entry)))
        return decision.answer

    return facets(views, keep, MemorySlots())


def facets(views: Views, keep: Keep, slots: Slots) -> Store:
    """Return the ports over one set of views and one way to keep, and over one medium of the mailbox."""
    return Store(
        Ledger(views, keep),
        People(views, keep),
        Deliveries(views, keep),
        Registers(views, keep),
        Records(views, keep),
        slots,
    )


class PlainShelf:
    """Documents in a dictionary."""

    def __init__(self) -> None:
        self._documents: dict[str, Mapping[str, Any]] = {}

    def one(self, document: str) -> Mapping[str, Any] | None:
        """Return one document, or None."""
        return self._documents.get(document)

    def put(self, document: str, body: Mapping[str, Any]) -> None:
        """Write one document."""
        self._documents[document] = body

    def drop(self, document: str) -> None:
        """Take one document away."""
        self._documents.pop(document, None)

    def pairs(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Go through all documents with their ids."""
        return iter(self._documents.items())

    def load(self, documents: dict[str, Any]) -> None:
        """Start from these documents, and nothing else."""
        self._documents = documents


class Facet:
    """One port over views that all facets of a store share."""

    def __init__(self, views: Views, keep: Keep) -> None:
        self._views = views
        self._keep = keep


class Ledger(Facet):
    """Places and facts, as `storage.ports.Ledger` says."""

    async def life(self, person: PersonId) -> Life:
        """Return all facts and places of one person; places by flow and key."""
        return self._views.life(person)

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
        return await self._keep(
            lambda: decisions.turn(
                self._views, move, mark=turn, facts=facts, also=also, deliveries=deliveries
            )
        )

    async def facts(self, since: date, until: date) -> Sequence[Stamped]:
        """Return facts whose day lies in [since, until]. Others have their turn while many are gathered."""
        rows = self._views.facts.between(since, until)
        found: list[Stamped] = []
        while some := list(islice(rows, AT_A_TIME)):
            found += some
            await asyncio.sleep(0)
        return tuple(found)


class People(Facet):
    """The roster and addresses, as `storage.ports.People` says."""

    async def person(self, person: PersonId) -> Person | None:
        """Return one person, or None."""
        return self._views.person(person)

    async def everyone(self) -> Sequence[Person]:
        """Return all people, sorted by id. Others have their turn while a large roster is read."""
        for count, person in enumerate(self._views.unread(), start=1):
            self._views.person(person)
            if count % AT_A_TIME == 0:
                await asyncio.sleep(0)
        return self._views.everyone()

    async def bring_in(self, rows: Sequence[Person]) -> Changes:
        """Import rows, all or nothing."""
        return await self._keep(lambda: decisions.roster(self._views, rows))

    async def meet(self, person: Person) -> None:
        """Add somebody the roster does not know."""
        await self._keep(lambda: decisions.meeting(self._views, person))

    async def address(self, person: PersonId) -> Address | None:
        """Return where the person can be reached now, or None."""
        return self._views.address(person)

    async def learn(self, person: PersonId, address: Address) -> None:
        """Keep the newest address."""
        await self._keep(lambda: decisions.learning(self._views, person, address))

    async def forget(self, person: PersonId) -> None:
        """Drop the address."""
        await self._keep(lambda: decisions.forgetting(self._views, person))


class Deliveries(Facet):
    """What is owed, as `storage.ports.Deliveries` says."""

    async def owe(self, deliveries: Sequence[Delivery]) -> int:
        """Keep new deliveries and return how many were new."""
        return await self._keep(lambda: decisions.owing(self._views, deliveries))

    async def claim(self, now: datetime, limit: int, lease: timedelta) -> Sequence[Delivery]:
        """Take up to `limit` owed deliveries whose time has come."""
        return await self._keep(lambda: decisions.claiming(self._views, now, limit, lease))

    async def settle(self, key: DeliveryKey, settlement: Settlement) -> None:
        """End an attempt."""
        await self._keep(lambda: decisions.settling(self._views, key, settlement))

    async def lapsed(self, now: datetime) -> Sequence[Delivery]:
        """Return attempts whose lease is over."""
        return tuple(self._views.deliveries.overdue(instant(now)))

    async def get(self, key: DeliveryKey) -> Delivery | None:
        """Return one delivery, or None."""
        await self._looked_at(key.source, key.occurrence)
        return self._views.delivery(key)

    async def find(self, source: str, occurrence: str | None = None) -> Sequence[Delivery]:
        """Return deliveries of one source, sorted by key."""
        await self._looked_at(source, occurrence)
        return tuple(self._views.deliveries.of_source(source, occurrence))

    async def _looked_at(self, source: str, occurrence: str | None) -> None:
        """Have read what nobody has looked at since the start, while others have their turn."""
        for _ in self._views.deliveries.looking(source, occurrence):
            await asyncio.sleep(0)

    async def known(self, source: str, occurrence: str) -> frozenset[PersonId]:
        """Return who has any delivery of that source and occurrence."""
        return self._views.deliveries.known(source, occurrence)

    async def addressed_to(self, person: PersonId) -> Sequence[Delivery]:
        """Return every delivery to one person, sorted by key. Others have their turn between two pages."""
        found: list[Delivery] = []
        for page in self._views.deliveries.to(person):
            found += page
            await asyncio.sleep(0)
        return tuple(sorted(found, key=lambda delivery: rank(delivery.key)))

    async def tally(self) -> Mapping[DeliveryState, int]:
        """Return how many deliveries are in each state. Others have their turn while many are counted."""
        found = Counter(dict.fromkeys(DeliveryState, 0))
        for page in self._views.deliveries.tallies():
            found.update(page)
            await asyncio.sleep(0)
        return dict(found)


class Registers(Facet):
    """What officials write, as `storage.ports.Registers` says."""

    async def get(self, kind: str, entry: str) -> Entry | None:
        """Return the newest version, or None."""
        versions = self._versions(kind, entry)
        return versions[-1] if versions else None

    async def put(self, kind: str, entry: str, body: Mapping[str, Any], revision: int) -> Entry:
        """Keep a new version."""
        return await self._keep(lambda: decisions.writing(self._views, kind, entry, body, revision))

    async def history(self, kind: str, entry: str) -> Sequence[Entry]:
        """Return every version, oldest first."""
        return self._versions(kind, entry)

    async def find(self, kind: str) -> Sequence[Entry]:
        """Return the newest version of every entry of a kind, sorted by id."""
        pairs = sorted(self._views.register(kind).pairs(), key=lambda pair: pair[0])
        return tuple(
            Entry(kind, entry, len(document["bodies"]), plain(document["bodies"][-1]))
            for entry, document in pairs
        )

    def _versions(self, kind: str, entry: str) -> tuple[Entry, ...]:
        bodies = (self._views.register(kind).one(entry) or {"bodies": ()})["bodies"]
        numbered = enumerate(bodies, start=1)
        return tuple(Entry(kind, entry, revision, plain(body)) for revision, body in numbered)


class Records(Facet):
    """Disposal, as `storage.ports.Records` says."""

    async def due(self, kind: str, before: date) -> int:
        """Return how many records of a kind are older than a date."""
        decisions.check_kind(kind)
        return self._views.older(kind, before)

    async def dispose(self, kind: str, before: date) -> int:
        """Remove them, and return how many there were."""
        return await self._keep(lambda: decisions.disposing(self._views, kind, before))
