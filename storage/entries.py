"""What a store writes down: one entry for each change, kept whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.facts import Stamped
from dialogs.people import Person, PersonId
from storage.ports import Address, Conversation, Delivery, Move, TurnMark


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


JournalEntry = (
    TurnTaken
    | PeopleChanged
    | AddressLearned
    | AddressForgotten
    | DeliveriesChanged
    | DeliverySettled
    | RegisterWritten
)
