"""Who is owed a reminder when the clock says "now"."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dialogs.facts import NoticeSeen, Outcome, Reached, ReminderAnswered, ReminderSent
from dialogs.flow import Ref
from dialogs.people import Person, PersonId, UnitId
from scheduler.tick import Settled, Ticked, tick
from storage.memory import open_memory
from storage.ports import (
    Address,
    Delivery,
    DeliveryKey,
    DeliveryState,
    Life,
    NotSaved,
    Settlement,
    Store,
)
from tests.scheduler.living import HERE, MONDAY, always, happen, organization, settle_in

ANA = Person(PersonId("ana"), unit=UnitId("policy"))
LEASE = timedelta(minutes=5)


async def owed(store: Store) -> list[tuple[str, str, datetime]]:
    return [
        (delivery.key.addressee, delivery.key.occurrence, delivery.due)
        for delivery in await store.deliveries.find("coi")
        if delivery.state is DeliveryState.OWED
    ]


async def test_a_person_is_owed_a_reminder_once_in_a_quarter() -> None:
    store = open_memory()
    await settle_in(store, ANA)
    assert await tick(MONDAY, store, organization(), channels=HERE) == Ticked(owed=1, expired=0)
    assert await tick(MONDAY, store, organization(), channels=HERE) == Ticked(owed=0, expired=0)
    assert await owed(store) == [("ana", "2026-Q4", MONDAY)]
    assert (await store.deliveries.find("coi"))[0].ref == Ref("coi", "2026-Q4")


async def test_a_person_who_left_is_on_leave_or_cannot_be_reached_is_owed_nothing() -> None:
    store = open_memory()
    today = date(2026, 11, 23)
    await settle_in(
        store,
        Person(PersonId("left"), end=today - timedelta(days=1)),
        Person(PersonId("later"), start=today + timedelta(days=1)),
        Person(PersonId("leave"), leave_from=today),
    )
    await store.people.bring_in([Person(PersonId("silent"))])
    assert await tick(MONDAY, store, organization(), channels=HERE) == Ticked(0, 0)


async def test_a_person_reached_on_a_channel_of_another_process_is_owed_nothing_from_here() -> None:
    store = open_memory()
    await settle_in(store, ANA, Person(PersonId("ben")))
    await store.people.learn(ANA.id, Address("terminal"))
    assert (await tick(MONDAY, store, organization(), channels=HERE)).owed == 1
    assert [who for who, _, _ in await owed(store)] == ["ben"]
    await store.people.learn(ANA.id, Address("local"))
    assert (await tick(MONDAY, store, organization(), channels=HERE)).owed == 1


class CountedLedger:
    """The store's own ledger, counting whose life was looked at."""

    def __init__(self, store: Store) -> None:
        self._ledger = store.ledger
        self.facts, self.commit = store.ledger.facts, store.ledger.commit
        self.looked: list[str] = []

    async def life(self, person: PersonId) -> Life:
        self.looked.append(person)
        return await self._ledger.life(person)


async def test_a_process_looks_only_at_people_who_may_still_be_owed_something() -> None:
    store, settled = open_memory(), Settled()
    answered = Person(PersonId("answered"))
    await settle_in(store, ANA)
    await settle_in(store, Person(PersonId("new")), facts=())
    await settle_in(
        store, answered, facts=(NoticeSeen(1), ReminderAnswered("coi", "2026-Q4", Outcome.NOTHING_CHANGED))
    )
    ledger = CountedLedger(store)
    watched = replace(store, ledger=ledger)

    assert (await tick(MONDAY, watched, organization(), channels=HERE, settled=settled)).owed == 1
    assert ledger.looked == ["ana", "answered", "new"]
    ledger.looked.clear()
    assert (await tick(MONDAY, watched, organization(), channels=HERE, settled=settled)).owed == 0
    assert ledger.looked == ["new"]
    await happen(store, Person(PersonId("new")), NoticeSeen(1))
    assert (await tick(MONDAY, watched, organization(), channels=HERE, settled=settled)).owed == 1
    # The next quarter asks everybody again, and what was noted about the one before the last is let go.
    for quarter in range(1, 4):
        later = MONDAY + timedelta(days=91 * quarter)
        assert (await tick(later, watched, organization(), channels=HERE, settled=settled)).owed == 3
    assert len(settled) == 2


async def test_who_could_not_be_owed_because_the_disk_was_full_is_owed_later() -> None:
    store, settled = open_memory(), Settled()
    await settle_in(store, ANA)
    full = replace(store, deliveries=FullDisk(store))
    with pytest.raises(NotSaved):
        await tick(MONDAY, full, organization(), channels=HERE, settled=settled)

    assert (await tick(MONDAY, store, organization(), channels=HERE, settled=settled)).owed == 1


class FullDisk:
    """The store's own deliveries on a medium that takes nothing new."""

    def __init__(self, store: Store) -> None:
        self._deliveries = store.deliveries

    def __getattr__(self, name: str) -> Any:
        return getattr(self._deliveries, name)

    async def owe(self, deliveries: Sequence[Delivery]) -> int:
        raise NotSaved


async def test_a_person_who_has_not_seen_the_notice_is_owed_nothing() -> None:
    store = open_memory()
    await settle_in(store, ANA, facts=())
    assert await tick(MONDAY, store, organization(), channels=HERE) == Ticked(0, 0)


async def test_a_person_who_answered_before_being_asked_is_owed_nothing() -> None:
    store = open_memory()
    await settle_in(store, ANA)
    await happen(store, ANA, ReminderAnswered("coi", "2026-Q4", Outcome.NOTHING_CHANGED))
    assert await tick(MONDAY, store, organization(), channels=HERE) == Ticked(0, 0)


async def test_the_country_is_in_two_quarters_around_midnight() -> None:
    store = open_memory()
    await settle_in(
        store,
        Person(PersonId("east"), zone="America/St_Johns"),
        Person(PersonId("west"), zone="America/Vancouver"),
    )
    new_year = datetime(2027, 1, 1, 5, 0, tzinfo=UTC)  # 01:30 in St. John's, 22:00 in Vancouver
    await tick(new_year, store, organization(reminders=[always()]), channels=HERE)
    assert [(who, turn) for who, turn, _ in await owed(store)] == [("west", "2026-Q4"), ("east", "2027-Q1")]


async def test_a_reminder_that_could_only_leave_after_its_quarter_is_left_to_the_next() -> None:
    store = open_memory()
    await settle_in(store, ANA)
    eve = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # 18:30 in Ottawa, the office is closed
    assert await tick(eve, store, organization(), channels=HERE) == Ticked(0, 0)
    assert (await tick(eve + timedelta(days=1), store, organization(), channels=HERE)).owed == 1
    assert [turn for _, turn, _ in await owed(store)] == ["2027-Q1"]


async def test_a_bot_that_slept_three_quarters_owes_one_reminder() -> None:
    store = open_memory()
    await settle_in(store, ANA)
    await happen(store, ANA, ReminderSent("coi", "2025-Q4", 1, Reached.DELIVERED))
    assert (await tick(MONDAY, store, organization(), channels=HERE)).owed == 1


async def test_a_reminder_whose_sender_never_came_back_is_in_the_persons_record() -> None:
    store = open_memory()
    await settle_in(store, ANA)
    await tick(MONDAY, store, organization(), channels=HERE)
    await store.deliveries.claim(MONDAY, 10, LEASE)
    assert await tick(MONDAY + LEASE - timedelta(seconds=1), store, organization(), channels=HERE) == Ticked(
        0, 0
    )
    assert await tick(MONDAY + LEASE, store, organization(), channels=HERE) == Ticked(owed=0, expired=1)
    (delivery,) = await store.deliveries.find("coi")
    assert (delivery.state, delivery.reason) == (DeliveryState.UNCERTAIN, "lease")
    last = (await store.ledger.life(ANA.id)).facts[-1]
    assert last.fact == ReminderSent("coi", "2026-Q4", 1, Reached.UNCERTAIN)
    assert last.unit == "policy"


async def test_a_note_to_an_office_whose_sender_never_came_back_is_listed() -> None:
    store = open_memory()
    note = Delivery(DeliveryKey("coi-advice", "1", 1, PersonId("officer")), Ref("coi-advice", "1"), MONDAY)
    await store.deliveries.owe([note])
    await store.deliveries.claim(MONDAY, 10, LEASE)
    assert await tick(MONDAY + LEASE, store, organization(), channels=HERE) == Ticked(owed=0, expired=1)
    assert (await store.deliveries.find("coi-advice"))[0].state is DeliveryState.UNCERTAIN
    assert (await store.ledger.life(PersonId("officer"))).facts == ()


class SlowSenderComesBack:
    """The deliveries of a store in which the slow sender settles just before anyone else can."""

    def __init__(self, store: Store) -> None:
        self._deliveries = store.deliveries

    def __getattr__(self, name: str) -> object:
        return getattr(self._deliveries, name)

    async def settle(self, key: DeliveryKey, settlement: Settlement) -> None:
        await self._deliveries.settle(key, Settlement(DeliveryState.DELIVERED))
        await self._deliveries.settle(key, settlement)


async def test_a_slow_sender_that_comes_back_knows_better_how_it_ended() -> None:
    store = open_memory()
    await settle_in(store, ANA, facts=(NoticeSeen(1),))
    await tick(MONDAY, store, organization(), channels=HERE)
    await store.deliveries.claim(MONDAY, 10, LEASE)
    racing = replace(store, deliveries=SlowSenderComesBack(store))  # type: ignore[arg-type]  # the rest is passed on
    assert await tick(MONDAY + LEASE, racing, organization(), channels=HERE) == Ticked(0, 0)
    assert (await store.deliveries.find("coi"))[0].state is DeliveryState.DELIVERED
    assert len((await store.ledger.life(ANA.id)).facts) == 1
