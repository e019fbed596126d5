"""What a request to a store comes to, given what is kept now: an answer, and the entry that makes it so."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from dialogs.facts import FACTS, Stamped
from dialogs.people import Person, PersonId
from storage.codec import instant, plain
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
from storage.ports import (
    Address,
    Changes,
    Conversation,
    Delivery,
    DeliveryKey,
    DeliveryState,
    Entry,
    Kept,
    Move,
    Settlement,
    Stale,
    TurnMark,
)

A = TypeVar("A", covariant=True)  # noqa: PLC0105 - one letter, as in dialogs.flow


RECORDS = frozenset(
    {*(fact.kind for fact in FACTS), "place", "address", "person", "delivery", "access", "feedback"}
)
"""Every kind of record that can be disposed of."""


class State(Protocol):
    """What is kept now, as far as a decision looks at it."""

    def place(self, conversation: Conversation) -> Kept | None:
        """Return the saved place of one conversation, or None."""
        ...

    def seen(self, turn: TurnMark) -> bool:
        """Tell whether this typed message was already heard within the last 24 hours."""
        ...

    def person(self, person: PersonId) -> Person | None:
        """Return one person of the roster, or None."""
        ...

    def everyone(self) -> Iterable[Person]:
        """Return the whole roster."""
        ...

    def address(self, person: PersonId) -> Address | None:
        """Return where a person can be reached, or None."""
        ...

    def delivery(self, key: DeliveryKey) -> Delivery | None:
        """Return one delivery, or None."""
        ...

    def owed(self, now: datetime, limit: int) -> Sequence[Delivery]:
        """Return up to `limit` deliveries that may leave now, oldest due first, one to an addressee.

        None goes to somebody to whom another is being sent.
        """
        ...

    def versions(self, register: str, entry: str) -> int:
        """Tell how many versions a register keeps of an entry."""
        ...

    def older(self, kind: str, before: date) -> int:
        """Count the records of a kind that are older than a date."""
        ...


@dataclass(frozen=True, slots=True)
class Decision(Generic[A]):
    """An answer that is true once `entry` is kept; None: there is nothing to keep.

    `touches` names what was looked at. A decision waits while an earlier entry about any of it is still
    on its way to the medium, and is then taken again.
    """

    answer: A
    touches: frozenset[Hashable]
    entry: JournalEntry | None = None


def turn(
    state: State,
    move: Move,
    *,
    mark: TurnMark | None,
    facts: Sequence[Stamped],
    also: Sequence[Move],
    deliveries: Sequence[Delivery],
) -> Decision[bool]:
    """Decide on a turn. Raises Stale, or ValueError for a move or a delivery that makes no sense."""
    moves = (move, *also)
    touches: set[Hashable] = {each.conversation for each in moves}
    touches.update(delivery.key for delivery in deliveries)
    if mark is not None:
        mark = replace(mark, at=instant(mark.at))
        touches |= {mark.digest, mark.eve}
        # A second delivery of a message meets a newer place as well: it is a repeat first, and stale never.
        if state.seen(mark):
            return Decision(answer=False, touches=frozenset(touches))
    _check_moves(state, moves)
    new = _new_deliveries(state, deliveries)
    entry = TurnTaken(moves, replace(mark, eve=b"") if mark else None, tuple(facts), new)
    return Decision(answer=True, touches=frozenset(touches), entry=entry)


def _check_moves(state: State, moves: Sequence[Move]) -> None:
    if len({move.conversation for move in moves}) < len(moves):
        raise ValueError("a turn moves a conversation once")
    for move in moves:
        if move.next_revision - move.revision not in {0, 1}:
            raise ValueError("a move keeps the revision or adds one")
        kept = state.place(move.conversation) or Kept(move.conversation, 0, b"")
        if kept.revision != move.revision:
            raise Stale(move.conversation.flow)


# People -------------------------------------------------------------------------------------------


def roster(state: State, rows: Sequence[Person]) -> Decision[Changes]:
    """Decide which rows are new and which differ. Raises ValueError when an id appears twice."""
    ids = [row.id for row in rows]
    if len(set(ids)) < len(ids):
        raise ValueError("a person has one row")
    added: list[Person] = []
    changed: list[Person] = []
    same: list[Person] = []
    for row in rows:
        before = state.person(row.id)
        group = added if before is None else same if before == row else changed
        group.append(row)
    absent = sorted({person.id for person in state.everyone()}.difference(ids))
    answer = Changes(_ids(added), _ids(changed), _ids(same), tuple(absent))
    entry = PeopleChanged((*added, *changed)) if added or changed else None
    return Decision(answer, frozenset(("person", row) for row in ids), entry)


def _ids(rows: Iterable[Person]) -> tuple[PersonId, ...]:
    return tuple(row.id for row in rows)


def meeting(state: State, person: Person) -> Decision[None]:
    """Decide whether somebody is new."""
    entry = PeopleChanged((person,)) if state.person(person.id) is None else None
    return Decision(None, frozenset({("person", person.id)}), entry)


def learning(state: State, person: PersonId, address: Address) -> Decision[None]:
    """Decide whether an address is another one than before."""
    address = Address(address.channel, plain(address.reference))
    entry = None if state.address(person) == address else AddressLearned(person, address)
    return Decision(None, frozenset({("address", person)}), entry)


def forgetting(state: State, person: PersonId) -> Decision[None]:
    """Decide whether there is an address to drop."""
    entry = AddressForgotten(person) if state.address(person) is not None else None
    return Decision(None, frozenset({("address", person)}), entry)


# Deliveries ---------------------------------------------------------------------------------------


def _new_deliveries(state: State, deliveries: Sequence[Delivery]) -> tuple[Delivery, ...]:
    """Pick what nobody owes yet. Raises ValueError for a delivery that is not simply owed."""
    new: dict[DeliveryKey, Delivery] = {}
    for delivery in deliveries:
        if delivery.state is not DeliveryState.OWED:
            raise ValueError(f"a new delivery is owed, not {delivery.state}")
        if state.delivery(delivery.key) is None and delivery.key not in new:
            new[delivery.key] = replace(delivery, due=instant(delivery.due))
    return tuple(new.values())


def owing(state: State, deliveries: Sequence[Delivery]) -> Decision[int]:
    """Decide which deliveries are new."""
    new = _new_deliveries(state, deliveries)
    return Decision(len(new), _keys(deliveries), DeliveriesChanged(new) if new else None)


def claiming(state: State, now: datetime, limit: int, lease: timedelta) -> Decision[Sequence[Delivery]]:
    """Decide which deliveries leave now."""
    now = instant(now)
    taken = tuple(
        replace(each, state=DeliveryState.SENDING, attempts=each.attempts + 1, lease=now + lease)
        for each in state.owed(now, limit)
    )
    # Whatever is owed to the same people meanwhile, another claim does not take it.
    touches = _keys(taken) | {("addressee", each.key.addressee) for each in taken}
    return Decision(taken, touches, DeliveriesChanged(taken) if taken else None)


def settling(state: State, key: DeliveryKey, settlement: Settlement) -> Decision[None]:
    """Decide how an attempt ends. Raises Stale unless the delivery is being sent."""
    if settlement.state is DeliveryState.SENDING:
        raise ValueError("an attempt does not end by being sent")
    before = state.delivery(key)
    if before is None or before.state is not DeliveryState.SENDING:
        raise Stale(key.source)
    due = before.due if settlement.due is None else instant(settlement.due)
    after = replace(
        before,
        state=settlement.state,
        reason=settlement.reason,
        due=due,
        attempts=before.attempts if settlement.attempted else before.attempts - 1,
        lease=None,
        message=settlement.message or before.message,
    )
    entry = DeliverySettled(after, settlement.facts, settlement.arrived, settlement.opening)
    return Decision(None, frozenset({key}), entry)


def _keys(deliveries: Iterable[Delivery]) -> frozenset[Hashable]:
    return frozenset(delivery.key for delivery in deliveries)


# Records ------------------------------------------------------------------------------------------


def disposing(state: State, kind: str, before: date) -> Decision[int]:
    """Decide how many records of a kind are old enough to go. Raises ValueError for no such kind."""
    check_kind(kind)
    found = state.older(kind, before)
    return Decision(found, frozenset({("records", kind)}), RecordsDisposed(kind, before) if found else None)


def check_kind(kind: str) -> None:
    """Refuse what is not a kind of record."""
    if kind not in RECORDS:
        raise ValueError(f"not a kind of record: {kind}")


# Registers ----------------------------------------------------------------------------------------


def writing(state: State, name: str, entry: str, body: Mapping[str, Any], revision: int) -> Decision[Entry]:
    """Decide on a new version. Raises Stale unless `revision` is the newest, TypeError unless plain JSON."""
    if revision != state.versions(name, entry):
        raise Stale(name)
    answer = Entry(name, entry, revision + 1, plain(body))
    written = RegisterWritten(name, entry, revision + 1, plain(body))
    return Decision(answer, frozenset({("register", name, entry)}), written)
