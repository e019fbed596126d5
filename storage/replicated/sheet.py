"""The few rows one batch is about: decisions read them here, and what changed goes back to the database."""

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar

import orjson

from dialogs.facts import Fact, Stamped
from dialogs.people import Person, PersonId
from storage.codec import to_json
from storage.embedded.owing import rank
from storage.entries import (
    AddressForgotten,
    AddressLearned,
    DeliveriesChanged,
    DeliverySettled,
    JournalEntry,
    PeopleChanged,
    RecordsDisposed,
    RegisterWritten,
    TurnTaken,
)
from storage.ports import Address, Conversation, Delivery, DeliveryKey, Kept, Move, TurnMark
from storage.views import SEEN_FOR

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Needs:
    """What a decision will look at. `owed` is a claim's (now, limit), `older` a disposal's (kind, before)."""

    places: Collection[Conversation] = ()
    turns: Collection[bytes] = ()
    people: Collection[PersonId] = ()
    addresses: Collection[PersonId] = ()
    deliveries: Collection[DeliveryKey] = ()
    entries: Collection[tuple[str, str]] = ()
    owed: tuple[datetime, int] | None = None
    older: tuple[str, date] | None = None
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """One new version of an entry of a register, its body as JSON."""

    register: str
    id: str
    revision: int
    body: str
    day: str | None


class Rows(Generic[K, V]):
    """Rows of one table by key: as the database has them, and as they are to be."""

    def __init__(self) -> None:
        self.now: dict[K, V] = {}
        self._loaded: set[K] = set()
        self.touched: set[K] = set()

    def load(self, key: K, value: V) -> None:
        """Take in what the database has."""
        self.now[key] = value
        self._loaded.add(key)

    def put(self, key: K, value: V) -> None:
        """Write a row."""
        self.now[key] = value
        self.touched.add(key)

    def drop(self, key: K) -> None:
        """Take a row away."""
        self.now.pop(key, None)
        self.touched.add(key)

    def added(self) -> list[V]:
        """Return the rows the database does not have."""
        return [self.now[key] for key in self.touched - self._loaded if key in self.now]

    def changed(self) -> list[V]:
        """Return the rows the database has otherwise."""
        return [self.now[key] for key in self.touched & self._loaded if key in self.now]

    def dropped(self) -> list[K]:
        """Return the keys of the rows the database has and should not."""
        return [key for key in self.touched & self._loaded if key not in self.now]


class Sheet:
    """The state one batch decides on, as `storage.decisions.State`. Each applied entry gets a position."""

    def __init__(self, position: int) -> None:
        self._position = position
        self.written = False
        self.places: Rows[Conversation, Kept] = Rows()
        self.turns: Rows[bytes, tuple[bytes, datetime]] = Rows()
        self.people: Rows[PersonId, Person] = Rows()
        self.addresses: Rows[PersonId, tuple[PersonId, str]] = Rows()
        self.deliveries: Rows[DeliveryKey, Delivery] = Rows()
        self.entries: dict[tuple[str, str], int] = {}
        self.claimed: dict[tuple[datetime, int], Sequence[Delivery]] = {}
        self.records: dict[tuple[str, date], int] = {}
        self.facts: list[Stamped] = []
        self.versions_added: list[Version] = []
        self.disposed: tuple[str, date] | None = None
        self._addresses: dict[PersonId, Address] = {}

    # Questions, as decisions ask them -------------------------------------------------------------

    def place(self, conversation: Conversation) -> Kept | None:
        """Return the saved place of one conversation, or None."""
        return self.places.now.get(conversation)

    def seen(self, turn: TurnMark) -> bool:
        """Tell whether this typed message was already heard within the last 24 hours."""
        before = self.turns.now.get(turn.digest) or self.turns.now.get(turn.eve)
        return before is not None and turn.at - before[1] < SEEN_FOR

    def person(self, person: PersonId) -> Person | None:
        """Return one person of the roster, or None."""
        return self.people.now.get(person)

    def everyone(self) -> Iterable[Person]:
        """Return the whole roster, if it was asked for."""
        return self.people.now.values()

    def address(self, person: PersonId) -> Address | None:
        """Return where a person can be reached, or None."""
        return self._addresses.get(person)

    def delivery(self, key: DeliveryKey) -> Delivery | None:
        """Return one delivery, or None."""
        return self.deliveries.now.get(key)

    def owed(self, now: datetime, limit: int) -> Sequence[Delivery]:
        """Return what was loaded for a claim of these, oldest due first; a claim goes alone."""
        return sorted(self.claimed[now, limit], key=lambda each: (each.due, rank(each.key)))

    def versions(self, register: str, entry: str) -> int:
        """Tell how many versions a register keeps of an entry."""
        return self.entries.get((register, entry), 0)

    def older(self, kind: str, before: date) -> int:
        """Return how many records of a kind are older than a date, if it was asked for."""
        return self.records[kind, before]

    # Changes --------------------------------------------------------------------------------------

    def load_address(self, person: PersonId, text: str, address: Address) -> None:
        """Take in an address as the database has it."""
        self.addresses.load(person, (person, text))
        self._addresses[person] = address

    def apply(self, entry: JournalEntry) -> None:
        """Take one entry in, whole. Raises TypeError, before anything changed, for what JSON cannot hold."""
        match entry:
            case TurnTaken():
                self._turn(entry)
            case DeliverySettled():
                self._settled(entry)
            case DeliveriesChanged(deliveries):
                self._deliver(deliveries)
            case PeopleChanged(people):
                for person in people:
                    self.people.put(person.id, person)
            case AddressLearned(person_id, address):
                self.addresses.put(person_id, (person_id, as_text(address)))
                self._addresses[person_id] = address
            case AddressForgotten(person_id):
                self.addresses.drop(person_id)
                self._addresses.pop(person_id, None)
            case RegisterWritten():
                self._write(entry)
            case RecordsDisposed(kind, before):
                self.disposed = kind, before
            case _:
                raise TypeError(f"a database keeps no {type(entry).__name__}")
        self._position += 1
        self.written = True

    def _turn(self, entry: TurnTaken) -> None:
        self._keep(entry.facts)
        if entry.turn is not None:
            self.turns.put(entry.turn.digest, (entry.turn.digest, entry.turn.at))
        for index, move in enumerate(entry.moves):
            self._move(move, acted=index == 0)
        self._deliver(entry.deliveries)

    def _settled(self, entry: DeliverySettled) -> None:
        self._keep(entry.facts)
        self._deliver((entry.delivery,))
        if entry.arrived is not None:
            before = self.place(entry.arrived) or Kept(entry.arrived, 0, entry.opening)
            self.places.put(entry.arrived, replace(before, arrived=self._position))

    def _keep(self, facts: Sequence[Stamped]) -> None:
        for stamped in facts:
            fact_text(stamped.fact)
        self.facts += facts

    def _move(self, move: Move, *, acted: bool) -> None:
        before = self.place(move.conversation)
        kept = Kept(
            move.conversation,
            move.next_revision,
            move.place,
            move.via,
            acted=self._position if acted else before.acted if before else 0,
            arrived=before.arrived if before else 0,
        )
        self.places.put(move.conversation, kept)

    def _deliver(self, deliveries: Iterable[Delivery]) -> None:
        for delivery in deliveries:
            self.deliveries.put(delivery.key, delivery)

    def _write(self, entry: RegisterWritten) -> None:
        day = entry.body.get("day") if entry.register == "access" else None
        body = orjson.dumps(entry.body).decode()
        version = Version(entry.register, entry.id, entry.revision, body, day if type(day) is str else None)
        self.versions_added.append(version)
        self.entries[entry.register, entry.id] = entry.revision


def as_text(thing: Any) -> str:
    """Return anything of a known kind as JSON text. Raises TypeError when that cannot be."""
    return orjson.dumps(to_json(thing)).decode()


@lru_cache(maxsize=4096)
def fact_text(fact: Fact) -> str:
    """Return a fact as JSON text; the same few facts are kept of many people."""
    return as_text(fact)
