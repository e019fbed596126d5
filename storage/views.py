"""What a store answers from: plain maps in memory, folded from entries in the order they were kept."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol, assert_never

from dialogs.facts import Stamped
from dialogs.people import PersonId
from storage.codec import to_json
from storage.entries import (
    AddressForgotten,
    AddressLearned,
    DeliveriesChanged,
    DeliverySettled,
    JournalEntry,
    PeopleChanged,
    RegisterWritten,
    TurnTaken,
)
from storage.ports import Conversation, Delivery, DeliveryKey, DeliveryState, Kept, Move, TurnMark

SEEN_FOR = timedelta(hours=24)
"""How long a second delivery of the same typed message has no effect."""

Rank = tuple[str, str, int, str]


class Shelf(Protocol):
    """JSON documents by id. A document is replaced whole, never changed; readers copy what they hand out."""

    def one(self, document: str) -> Mapping[str, Any] | None:
        """Return one document, or None."""
        ...

    def put(self, document: str, body: Mapping[str, Any]) -> None:
        """Write one document, whether there is one or not."""
        ...

    def drop(self, document: str) -> None:
        """Take one document away; an unknown one is no error."""
        ...

    def pairs(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Go through all documents with their ids, in no particular order."""
        ...


def rank(key: DeliveryKey) -> Rank:
    """Say how delivery keys sort."""
    return key.source, key.occurrence, key.nth, key.addressee


class Views:
    """The state of a store. It changes through `apply` only, and applying an entry cannot fail."""

    def __init__(self, shelf: Callable[[str], Shelf]) -> None:
        self._shelf = shelf
        self._registers: dict[str, Shelf] = {}
        self._position = 0
        self._turns: dict[bytes, datetime] = {}
        self.facts: list[Stamped] = []
        self.facts_of: dict[PersonId, list[Stamped]] = {}
        self.places: dict[PersonId, dict[Conversation, Kept]] = {}
        self.people = shelf("people")
        self.addresses = shelf("addresses")
        self.deliveries: dict[DeliveryKey, Delivery] = {}
        self._occurrences: dict[str, dict[str, set[DeliveryKey]]] = {}
        self._owed: list[tuple[datetime, Rank, DeliveryKey]] = []
        self._sending: set[DeliveryKey] = set()

    # Questions ------------------------------------------------------------------------------------

    def place(self, conversation: Conversation) -> Kept | None:
        """Return the saved place of one conversation, or None."""
        return self.places.get(conversation.person, {}).get(conversation)

    def seen(self, turn: TurnMark) -> bool:
        """Tell whether this typed message was already heard within the last 24 hours."""
        before = self._turns.get(turn.digest) or self._turns.get(turn.eve)
        return before is not None and turn.at - before < SEEN_FOR

    def owed(self, now: datetime, limit: int) -> list[Delivery]:
        """Return up to `limit` deliveries whose time has come, oldest due first."""
        come = bisect_right(self._owed, now, key=lambda waiting: waiting[0])
        return [self.deliveries[key] for _, _, key in self._owed[: min(come, max(limit, 0))]]

    def overdue(self, now: datetime) -> list[Delivery]:
        """Return deliveries whose sender has held them for too long, sorted by key."""
        held = (self.deliveries[key] for key in self._sending)
        over = (delivery for delivery in held if delivery.lease is not None and delivery.lease <= now)
        return sorted(over, key=lambda delivery: rank(delivery.key))

    def of_source(self, source: str, occurrence: str | None) -> list[Delivery]:
        """Return deliveries of one source, and of one occurrence when it is named, sorted by key."""
        occurrences = self._occurrences.get(source, {})
        groups = occurrences.values() if occurrence is None else [occurrences.get(occurrence, set())]
        return [self.deliveries[key] for key in sorted((key for group in groups for key in group), key=rank)]

    def register(self, name: str) -> Shelf:
        """Return the shelf of one kind of register; a document there is {"bodies": [oldest, …, newest]}."""
        if name not in self._registers:
            self._registers[name] = self._shelf(f"register:{name}")
        return self._registers[name]

    # Changes --------------------------------------------------------------------------------------

    def apply(self, entry: JournalEntry) -> None:
        """Take one entry in. Its position in the order of events follows from how many came before."""
        self._position += 1
        match entry:
            case TurnTaken():
                self._turn(entry)
            case PeopleChanged(people):
                for person in people:
                    self.people.put(person.id, to_json(person))
            case AddressLearned(person_id, address):
                self.addresses.put(person_id, to_json(address))
            case AddressForgotten(person_id):
                self.addresses.drop(person_id)
            case DeliveriesChanged(deliveries):
                for delivery in deliveries:
                    self._keep_delivery(delivery)
            case DeliverySettled():
                self._settled(entry)
            case RegisterWritten(name, entry_id, _, body):
                shelf = self.register(name)
                bodies = (shelf.one(entry_id) or {"bodies": []})["bodies"]
                shelf.put(entry_id, {"bodies": [*bodies, body]})
            case _:
                assert_never(entry)

    def _turn(self, entry: TurnTaken) -> None:
        if entry.turn is not None:
            self._remember(entry.turn)
        for index, move in enumerate(entry.moves):
            self._move(move, acted=index == 0)
        self._keep_facts(entry.facts)
        for delivery in entry.deliveries:
            self._keep_delivery(delivery)

    def _remember(self, turn: TurnMark) -> None:
        """Keep a mark at the end of the line, and drop those at its head that have had their 24 hours."""
        self._turns.pop(turn.digest, None)
        self._turns[turn.digest] = turn.at
        while turn.at - self._turns[oldest := next(iter(self._turns))] >= SEEN_FOR:
            del self._turns[oldest]

    def _move(self, move: Move, *, acted: bool) -> None:
        before = self.place(move.conversation) or Kept(move.conversation, 0, b"")
        self._put_place(
            Kept(
                move.conversation,
                move.next_revision,
                move.place,
                move.via,
                acted=self._position if acted else before.acted,
                arrived=before.arrived,
            )
        )

    def _settled(self, entry: DeliverySettled) -> None:
        self._keep_delivery(entry.delivery)
        self._keep_facts(entry.facts)
        if entry.arrived is not None:
            before = self.place(entry.arrived) or Kept(entry.arrived, 0, entry.opening)
            self._put_place(replace(before, arrived=self._position))

    def _put_place(self, kept: Kept) -> None:
        self.places.setdefault(kept.conversation.person, {})[kept.conversation] = kept

    def _keep_facts(self, facts: tuple[Stamped, ...]) -> None:
        for fact in facts:
            self.facts.append(fact)
            self.facts_of.setdefault(fact.person, []).append(fact)

    def _keep_delivery(self, delivery: Delivery) -> None:
        key = delivery.key
        before = self.deliveries.get(key)
        if before is None:
            self._occurrences.setdefault(key.source, {}).setdefault(key.occurrence, set()).add(key)
        elif before.state is DeliveryState.OWED:
            del self._owed[bisect_left(self._owed, (before.due, rank(key)), key=lambda waiting: waiting[:2])]
        self._sending.discard(key)
        self.deliveries[key] = delivery
        if delivery.state is DeliveryState.OWED:
            insort(self._owed, (delivery.due, rank(key), key), key=lambda waiting: waiting[:2])
        elif delivery.state is DeliveryState.SENDING:
            self._sending.add(key)
