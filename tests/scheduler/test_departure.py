"""A person leaves: what happens from the day after their last."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from content.model import KeptFor, RecordKind, Retention, Text
from dialogs.flow import Ref
from dialogs.people import Person, PersonId, Role
from scheduler.beat import Beat
from storage.memory import open_memory
from storage.ports import Address, Delivery, DeliveryKey, DeliveryState, Store
from tests.scheduler.living import (
    HERE,
    MONDAY,
    Channel,
    Clock,
    always,
    organization,
    sent_facts,
    settle_in,
    states,
)

LAST_DAY = MONDAY.date()
ANA = Person(PersonId("ana"), end=LAST_DAY)
LEFT = {"ana": (DeliveryState.REFUSED, "left")}


def office(store: Store, channel: Channel, clock: Clock, *kept: KeptFor) -> Beat:
    retention = Retention(backups_kept_days=35, records=kept)
    employer = organization(reminders=[always()], retention=retention)
    return Beat(store, channel, clock, employer, opening=lambda _: b"{}", served=HERE)


async def owed(store: Store, source: str = "coi", *, in_days: int = 0, about: str | None = None) -> None:
    key = DeliveryKey(source, "2026-Q4", 1, ANA.id)
    subject = PersonId(about) if about else None
    due = MONDAY + timedelta(days=in_days)
    await store.deliveries.owe([Delivery(key, Ref(source, "2026-Q4"), due, about=subject)])


async def test_on_the_last_day_a_message_still_arrives() -> None:
    store, channel = open_memory(), Channel()
    await settle_in(store, ANA)
    await office(store, channel, Clock())()
    assert [who for who, _, _ in channel.sent] == ["ana"]


@pytest.mark.parametrize(("source", "about"), [("coi", None), ("coi.advice-request", "ben")])
async def test_the_day_after_an_open_message_is_closed_and_nothing_leaves(
    source: str, about: str | None
) -> None:
    store, channel, clock = open_memory(), Channel(), Clock()
    await settle_in(store, ANA)
    await owed(store, source, about=about)
    clock.forward(days=1)
    await office(store, channel, clock)()
    assert await states(store, source) == LEFT
    assert channel.sent == []
    assert await sent_facts(store, ANA) == [], "their record tells of no reminder that left"


async def test_a_message_for_later_is_closed_when_its_time_comes() -> None:
    store, channel, clock = open_memory(), Channel(), Clock()
    await settle_in(store, ANA)
    await owed(store, in_days=10)
    for _ in range(11):
        clock.forward(days=1)
        await office(store, channel, clock)()
    assert await states(store) == LEFT
    assert channel.sent == []


async def test_a_message_to_somebody_whose_row_is_gone_is_closed_too() -> None:
    store, channel, clock = open_memory(), Channel(), Clock()
    await settle_in(store, ANA)
    await owed(store, in_days=1)
    await store.records.dispose("person", LAST_DAY + timedelta(days=1))
    clock.forward(days=1)
    await office(store, channel, clock)()
    assert await states(store) == LEFT


async def test_a_last_day_that_was_wrong_is_mended_by_the_next_import() -> None:
    store, channel, clock = open_memory(), Channel(), Clock()
    await settle_in(store, ANA)
    await owed(store, in_days=2)
    clock.forward(days=1)
    await office(store, channel, clock)()
    await store.people.bring_in([replace(ANA, end=None)])
    clock.forward(days=1)
    await office(store, channel, clock)()
    assert [who for who, _, _ in channel.sent] == ["ana"]


@pytest.mark.parametrize("role", list(Role))
def test_the_day_after_a_role_allows_nothing(role: Role) -> None:
    assert replace(ANA, role=role).may(LAST_DAY + timedelta(days=1)) == frozenset()


async def test_the_address_goes_when_its_time_is_over_and_not_before() -> None:
    store, clock = open_memory(), Clock()
    ben = Person(PersonId("ben"))
    await settle_in(store, ANA, ben)
    authority = Text(en="Authorization 1", fr="Autorisation 1")
    kept = KeptFor(kind=RecordKind.ADDRESS, months=1, authority=authority, transitory=True)
    clock.now = MONDAY.replace(month=12, day=23)
    await office(store, Channel(), clock, kept)()
    assert await store.people.address(ANA.id) == Address("local")
    clock.forward(days=1)
    await office(store, Channel(), clock, kept)()
    assert await store.people.address(ANA.id) is None
    assert await store.people.address(ben.id) == Address("local"), "who works here stays reachable"
    assert await store.people.person(ANA.id) == ANA
    assert date(2026, 11, 23) == LAST_DAY


async def test_without_an_authority_nothing_of_a_person_who_left_goes() -> None:
    store, clock = open_memory(), Clock()
    await settle_in(store, ANA)
    before = await store.ledger.life(ANA.id)
    clock.forward(days=4000)
    await office(store, Channel(), clock)()
    assert await store.people.address(ANA.id) is not None
    assert await store.ledger.life(ANA.id) == before
