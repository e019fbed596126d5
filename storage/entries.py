"""What a store writes down: one entry for each change, kept whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogs.facts import Stamped
from dialogs.people import Person, PersonId
from storage.ports import Address, Conversation, Delivery, Kept, Move, TurnMark


@dataclass(frozen=True, slots=True)
class TurnTaken:
    """A person acted at the first move; the other moves, the facts and the deliveries came with it."""

    moves: tuple[Move, ...]
    turn: TurnMark | None
    facts: tuple[Stamped, ...]
    deliveries: tuple[Delivery, ...]


@dataclass(frozen=True, slots=True)
class PeopleChanged:
    """These rows of the roster are new or different."""

    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class AddressLearned:
    """A person can be reached here from now on."""

    person: PersonId
    address: Address


@dataclass(frozen=True, slots=True)
class AddressForgotten:
    """A person can no longer be reached."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class DeliveriesChanged:
    """Deliveries as they are from now on: owed, claimed or expired."""

    deliveries: tuple[Delivery, ...]


@dataclass(frozen=True, slots=True)
class DeliverySettled:
    """How an attempt ended, with the facts it left and the conversation where it arrived."""

    delivery: Delivery
    facts: tuple[Stamped, ...]
    arrived: Conversation | None
    opening: bytes


@dataclass(frozen=True, slots=True)
class RegisterWritten:
    """One more version of something an official wrote. `body` is plain JSON."""

    register: str
    id: str
    revision: int
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RecordsDisposed:
    """Records of a kind that were older than a date are gone, as `storage.ports.Records` says."""

    record: str
    before: date


@dataclass(frozen=True, slots=True)
class LifeKept:
    """All facts and places of one person at the time of a base: what a compacted journal says of them."""

    person: PersonId
    facts: tuple[Stamped, ...]
    places: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class Resumed:
    """Where a base stands: how many entries came before, and the typed messages that were heard lately."""

    position: int
    turns: tuple[TurnMark, ...]


JournalEntry = (
    TurnTaken
    | PeopleChanged
    | AddressLearned
    | AddressForgotten
    | DeliveriesChanged
    | DeliverySettled
    | RegisterWritten
    | RecordsDisposed
    | LifeKept
    | Resumed
)
