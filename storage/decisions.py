"""What a request to a store comes to, given what is kept now: an answer, and the entry that makes it so."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from dialogs.facts import Stamped
from dialogs.people import Person, PersonId
from storage.codec import from_json, instant, plain
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
from storage.ports import (
    Address,
    Changes,
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
from storage.views import Views

A = TypeVar("A", covariant=True)  # noqa: PLC0105 - one letter, as in dialogs.flow


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
    views: Views,
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
        if views.seen(mark):
            return Decision(answer=False, touches=frozenset(touches))
    _check_moves(views, moves)
    new = _new_deliveries(views, deliveries)
    entry = TurnTaken(moves, replace(mark, eve=b"") if mark else None, tuple(facts), new)
    return Decision(answer=True, touches=frozenset(touches), entry=entry)


def _check_moves(views: Views, moves: Sequence[Move]) -> None:
    if len({move.conversation for move in moves}) < len(moves):
        raise ValueError("a turn moves a conversation once")
    for move in moves:
        if move.next_revision - move.revision not in {0, 1}:
            raise ValueError("a move keeps the revision or adds one")
        kept = views.place(move.conversation) or Kept(move.conversation, 0, b"")
        if kept.revision != move.revision:
            raise Stale(move.conversation.flow)


# People -------------------------------------------------------------------------------------------


def roster(views: Views, rows: Sequence[Person]) -> Decision[Changes]:
    """Decide which rows are new and which differ. Raises ValueError when an id appears twice."""
    ids = [row.id for row in rows]
    if len(set(ids)) < len(ids):
        raise ValueError("a person has one row")
    added: list[Person] = []
    changed: list[Person] = []
    same: list[Person] = []
    for row in rows:
        document = views.people.one(row.id)
        group = added if document is None else same if from_json(Person, document) == row else changed
        group.append(row)
    absent = sorted({PersonId(person) for person, _ in views.people.pairs()}.difference(ids))
    answer = Changes(_ids(added), _ids(changed), _ids(same), tuple(absent))
    entry = PeopleChanged((*added, *changed)) if added or changed else None
    return Decision(answer, frozenset(("person", row) for row in ids), entry)


def _ids(rows: Iterable[Person]) -> tuple[PersonId, ...]:
    return tuple(row.id for row in rows)


def meeting(views: Views, person: Person) -> Decision[None]:
    """Decide whether somebody is new."""
    entry = PeopleChanged((person,)) if views.people.one(person.id) is None else None
    return Decision(None, frozenset({("person", person.id)}), entry)


def learning(views: Views, person: PersonId, address: Address) -> Decision[None]:
    """Decide whether an address is another one than before."""
    address = Address(address.channel, plain(address.reference))
    document = views.addresses.one(person)
    same = document is not None and from_json(Address, document) == address
    return Decision(None, frozenset({("address", person)}), None if same else AddressLearned(person, address))


def forgetting(views: Views, person: PersonId) -> Decision[None]:
    """Decide whether there is an address to drop."""
    entry = AddressForgotten(person) if views.addresses.one(person) is not None else None
    return Decision(None, frozenset({("address", person)}), entry)


# Deliveries ---------------------------------------------------------------------------------------


def _new_deliveries(views: Views, deliveries: Sequence[Delivery]) -> tuple[Delivery, ...]:
    """Pick what nobody owes yet. Raises ValueError for a delivery that is not simply owed."""
    new: dict[DeliveryKey, Delivery] = {}
    for delivery in deliveries:
        if delivery.state is not DeliveryState.OWED:
            raise ValueError(f"a new delivery is owed, not {delivery.state}")
        if delivery.key not in views.deliveries and delivery.key not in new:
            new[delivery.key] = replace(delivery, due=instant(delivery.due))
    return tuple(new.values())


def owing(views: Views, deliveries: Sequence[Delivery]) -> Decision[int]:
    """Decide which deliveries are new."""
    new = _new_deliveries(views, deliveries)
    return Decision(len(new), _keys(deliveries), DeliveriesChanged(new) if new else None)


def claiming(views: Views, now: datetime, limit: int, lease: timedelta) -> Decision[Sequence[Delivery]]:
    """Decide which deliveries leave now."""
    now = instant(now)
    taken = tuple(
        replace(each, state=DeliveryState.SENDING, attempts=each.attempts + 1, lease=now + lease)
        for each in views.owed(now, limit)
    )
    return Decision(taken, _keys(taken), DeliveriesChanged(taken) if taken else None)


def settling(views: Views, key: DeliveryKey, settlement: Settlement) -> Decision[None]:
    """Decide how an attempt ends. Raises Stale unless the delivery is being sent."""
    if settlement.state is DeliveryState.SENDING:
        raise ValueError("an attempt does not end by being sent")
    before = views.deliveries.get(key)
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
    )
    entry = DeliverySettled(after, settlement.facts, settlement.arrived, settlement.opening)
    return Decision(None, frozenset({key}), entry)


def _keys(deliveries: Iterable[Delivery]) -> frozenset[Hashable]:
    return frozenset(delivery.key for delivery in deliveries)


# Registers ----------------------------------------------------------------------------------------


def writing(views: Views, name: str, entry: str, body: Mapping[str, Any], revision: int) -> Decision[Entry]:
    """Decide on a new version. Raises Stale unless `revision` is the newest, TypeError unless plain JSON."""
    document = views.register(name).one(entry)
    if revision != (0 if document is None else len(document["bodies"])):
        raise Stale(name)
    answer = Entry(name, entry, revision + 1, plain(body))
    written = RegisterWritten(name, entry, revision + 1, plain(body))
    return Decision(answer, frozenset({("register", name, entry)}), written)
