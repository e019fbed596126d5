"""What a store answers from: maps in memory, folded from entries in the order they were kept."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Protocol, assert_never

import orjson

from dialogs.people import Person, PersonId
from storage.batches import REGISTER as BATCH
from storage.batches import outlived, without_words
from storage.codec import from_json, to_json
from storage.embedded.columns import FactColumns
from storage.embedded.frozen import Thawing
from storage.embedded.owing import DeliveryBook
from storage.entries import (
    AddressForgotten,
    AddressLearned,
    DeliveriesChanged,
    DeliverySettled,
    JournalEntry,
    LifeKept,
    PeopleChanged,
    RecordsDisposed,
    RegisterWritten,
    Resumed,
    TurnTaken,
)
from storage.ports import Address, Conversation, Delivery, DeliveryKey, Kept, Life, Move, TurnMark

SEEN_FOR = timedelta(hours=24)
"""How long a second delivery of the same typed message has no effect."""

Places = dict[Conversation, Kept]


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

    def load(self, documents: dict[str, Any]) -> None:
        """Start from these documents, and nothing else."""
        ...


class Views:
    """The state of a store. It changes through `apply` only, and applying an entry cannot fail."""

    def __init__(self, shelf: Callable[[str], Shelf]) -> None:
        self._shelf = shelf
        self.position = 0
        self.turns: dict[bytes, datetime] = {}
        self.facts = FactColumns()
        self.places: Thawing[PersonId, Places] = Thawing(thaw_places, dict)
        self.people = shelf("people")
        self.addresses = shelf("addresses")
        self.deliveries = DeliveryBook()
        self.registers: dict[str, Shelf] = {}
        self._persons: dict[PersonId, Person] = {}
        self._everyone: tuple[Person, ...] | None = None
        self.disposals = 0

    # Questions ------------------------------------------------------------------------------------

    def place(self, conversation: Conversation) -> Kept | None:
        """Return the saved place of one conversation, or None."""
        return (self.places.get(conversation.person) or {}).get(conversation)

    def life(self, person: PersonId) -> Life:
        """Return all facts and places of one person; places by flow and key."""
        places = (self.places.get(person) or {}).values()
        ordered = sorted(places, key=lambda kept: (kept.conversation.flow, kept.conversation.key))
        return Life(self.facts.of(person), tuple(ordered))

    def seen(self, turn: TurnMark) -> bool:
        """Tell whether this typed message was already heard within the last 24 hours."""
        before = self.turns.get(turn.digest) or self.turns.get(turn.eve)
        return before is not None and turn.at - before < SEEN_FOR

    def person(self, person: PersonId) -> Person | None:
        """Return one person of the roster, or None."""
        found = self._persons.get(person)
        if found is None and (document := self.people.one(person)) is not None:
            found = self._persons[person] = from_json(Person, document)
        return found

    def unread(self) -> list[PersonId]:
        """Return whose row of the roster nobody has looked at since the start."""
        if self._everyone is not None:
            return []
        ids = (PersonId(person) for person, _ in self.people.pairs())
        return [person for person in ids if person not in self._persons]

    def everyone(self) -> Sequence[Person]:
        """Return the whole roster, sorted by id."""
        if self._everyone is None:
            ids = sorted(PersonId(person) for person, _ in self.people.pairs())
            self._everyone = tuple(person for each in ids if (person := self.person(each)))
        return self._everyone

    def address(self, person: PersonId) -> Address | None:
        """Return where a person can be reached, or None."""
        document = self.addresses.one(person)
        return None if document is None else from_json(Address, document)

    def delivery(self, key: DeliveryKey) -> Delivery | None:
        """Return one delivery, or None."""
        return self.deliveries.get(key)

    def owed(self, now: datetime, limit: int) -> Sequence[Delivery]:
        """Return up to `limit` deliveries that may leave now, oldest due first, one to an addressee."""
        return self.deliveries.owed(now, limit)

    def register(self, name: str) -> Shelf:
        """Return the shelf of one kind of register; a document there is {"bodies": [oldest, …, newest]}."""
        if name not in self.registers:
            self.registers[name] = self._shelf(f"register:{name}")
        return self.registers[name]

    def versions(self, register: str, entry: str) -> int:
        """Tell how many versions a register keeps of an entry."""
        document = self.register(register).one(entry)
        return 0 if document is None else len(document["bodies"])

    def older(self, kind: str, before: date) -> int:
        """Count the records of a kind that are older than a date, as `storage.ports.Records` says."""
        match kind:
            case "delivery":
                return len(self.deliveries.ended(before))
            case "access":
                return len(self._old_lines(before))
            case "feedback":
                return sum(outlived(versions, before) for _, versions in self._batches())
            case "place":
                return sum(len(self.places.get(person) or ()) for person in self._gone(before))
            case "address":
                return sum(self.addresses.one(person) is not None for person in self._gone(before))
            case "person":
                return len(self._gone(before))
            case _:
                return self.facts.older(kind, before)

    def _gone(self, before: date) -> list[PersonId]:
        return [person.id for person in self.everyone() if person.end is not None and person.end < before]

    def _old_lines(self, before: date) -> list[str]:
        first = before.isoformat()
        lines = self.register("access").pairs()
        return [line for line, document in lines if str(document["bodies"][-1].get("day", first)) < first]

    def _batches(self) -> list[tuple[str, Sequence[Mapping[str, Any]]]]:
        return [(batch, document["bodies"]) for batch, document in self.register(BATCH).pairs()]

    # Changes --------------------------------------------------------------------------------------

    def apply(self, entry: JournalEntry) -> None:
        """Take one entry in. Its position in the order of events follows from how many came before."""
        self.position += 1
        match entry:
            case TurnTaken():
                self._turn(entry)
            case PeopleChanged(people):
                for person in people:
                    self.people.put(person.id, to_json(person))
                    self._persons[person.id] = person
                self._everyone = None
            case AddressLearned(person_id, address):
                self.addresses.put(person_id, to_json(address))
            case AddressForgotten(person_id):
                self.addresses.drop(person_id)
            case DeliveriesChanged(deliveries):
                for delivery in deliveries:
                    self.deliveries.put(delivery)
            case DeliverySettled():
                self._settled(entry)
            case RegisterWritten(name, entry_id, _, body):
                shelf = self.register(name)
                bodies = (shelf.one(entry_id) or {"bodies": []})["bodies"]
                shelf.put(entry_id, {"bodies": [*bodies, body]})
            case RecordsDisposed(kind, before):
                self.disposals += 1
                self._dispose(kind, before)
            case LifeKept(person_id, facts, places):
                for fact in facts:
                    self.facts.add(fact)
                self.places.make(person_id).update({kept.conversation: kept for kept in places})
                # Should the line that says where a base stands be damaged, the order of events still holds.
                self.position = max(self.position, *(max(kept.acted, kept.arrived) for kept in places), 0)
            case Resumed(position, turns):
                self.position = position
                self.turns = {turn.digest: turn.at for turn in turns}
                self.disposals = 0
            case _:
                assert_never(entry)

    def _turn(self, entry: TurnTaken) -> None:
        if entry.turn is not None:
            self._remember(entry.turn)
        for index, move in enumerate(entry.moves):
            self._move(move, acted=index == 0)
        for fact in entry.facts:
            self.facts.add(fact)
        for delivery in entry.deliveries:
            self.deliveries.put(delivery)

    def _remember(self, turn: TurnMark) -> None:
        """Keep a mark at the end of the line, and drop those at its head that have had their 24 hours."""
        self.turns.pop(turn.digest, None)
        self.turns[turn.digest] = turn.at
        # A clock that was once ahead must not keep marks for ever.
        while abs(turn.at - self.turns[oldest := next(iter(self.turns))]) >= SEEN_FOR:
            del self.turns[oldest]

    def _move(self, move: Move, *, acted: bool) -> None:
        before = self.place(move.conversation) or Kept(move.conversation, 0, b"")
        self._put_place(
            Kept(
                move.conversation,
                move.next_revision,
                move.place,
                move.via,
                acted=self.position if acted else before.acted,
                arrived=before.arrived,
            )
        )

    def _settled(self, entry: DeliverySettled) -> None:
        self.deliveries.put(entry.delivery)
        for fact in entry.facts:
            self.facts.add(fact)
        if entry.arrived is not None:
            before = self.place(entry.arrived) or Kept(entry.arrived, 0, entry.opening)
            self._put_place(replace(before, arrived=self.position))

    def _put_place(self, kept: Kept) -> None:
        self.places.make(kept.conversation.person)[kept.conversation] = kept

    def _dispose(self, kind: str, before: date) -> None:
        match kind:
            case "delivery":
                for delivery in self.deliveries.ended(before):
                    self.deliveries.remove(delivery)
            case "access":
                for line in self._old_lines(before):
                    self.register("access").drop(line)
            case "feedback":
                for batch, versions in self._batches():
                    if outlived(versions, before):
                        self.register(BATCH).put(batch, {"bodies": list(map(without_words, versions))})
            case "place" | "address" | "person":
                for person in self._gone(before):
                    self._drop(kind, person)
            case _:
                self.facts.remove(kind, before)

    def _drop(self, kind: str, person: PersonId) -> None:
        if kind == "place":
            self.places.drop(person)
        elif kind == "address":
            self.addresses.drop(person)
        else:
            self.people.drop(person)
            self._persons.pop(person, None)
            self._everyone = None


def freeze_places(places: Places) -> str:
    """Write the places of one person as text."""
    return orjson.dumps([to_json(kept) for kept in places.values()]).decode()


def thaw_places(_: PersonId, text: str) -> Places:
    """Read the places of one person back."""
    kept = (from_json(Kept, document) for document in orjson.loads(text))
    return {each.conversation: each for each in kept}
