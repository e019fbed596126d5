"""Small things to keep, each with only what a test has to say about it."""

from datetime import UTC, date, datetime
from typing import Any

from dialogs.facts import Acknowledged, Fact, Stamped
from dialogs.flow import Ref
from dialogs.people import Path, Person, PersonId, UnitId
from storage.ports import Conversation, Delivery, DeliveryKey, Life, Move, Store

MARIE = PersonId("11111111-1111-4111-8111-111111111111")
JOHN = PersonId("22222222-2222-4222-8222-222222222222")
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def talk(person: PersonId = MARIE, key: str = "M01", flow: str = "module") -> Conversation:
    return Conversation(person, flow, key)


def move(
    conversation: Conversation | None = None,
    *,
    at: int = 0,
    to: int | None = None,
    place: bytes = b"{}",
    via: str = "next",
) -> Move:
    return Move(conversation or talk(), at, at + 1 if to is None else to, place, via)


def fact(person: PersonId = MARIE, day: date = TODAY, what: Fact | None = None) -> Stamped:
    return Stamped(person, day, UnitId("policy"), Path.EMPLOYEE, "fr", what or Acknowledged("2024"))


def delivery(
    addressee: PersonId = MARIE, occurrence: str = "2026-Q4", nth: int = 1, due: datetime = NOON, **more: Any
) -> Delivery:
    source = more.pop("source", "coi")
    return Delivery(DeliveryKey(source, occurrence, nth, addressee), Ref("coi", occurrence), due, **more)


def person(person: PersonId = MARIE, **more: Any) -> Person:
    return Person(person, **more)


async def revisions(store: Store, person: PersonId) -> dict[tuple[str, str], int]:
    """Say at which revision each place of a person is."""
    life: Life = await store.ledger.life(person)
    return {(kept.conversation.flow, kept.conversation.key): kept.revision for kept in life.conversations}
