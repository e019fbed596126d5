"""Weeks can lie between owing and sending: the sender looks again before a message leaves."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from content.model import Reminders
from dialogs.facts import Reached
from dialogs.people import Person, PersonId
from scheduler.pace import Pace
from scheduler.ports import Outcome, Sent
from scheduler.sender import Drained
from scheduler.tick import tick
from storage.memory import open_memory
from storage.ports import (
    Delivery,
    DeliveryKey,
    DeliveryState,
    NotSaved,
    Settlement,
    Store,
    Unavailable,
)
from tests.scheduler.living import (
    ANA,
    COI,
    HERE,
    MONDAY,
    Channel,
    Clock,
    always,
    one_owed,
    organization,
    sender,
    sent_facts,
    settle_in,
    states,
)


async def test_a_person_who_left_before_their_day_is_not_messaged() -> None:
    store, channel = await one_owed(), Channel()
    await store.people.bring_in([Person(ANA.id, end=date(2026, 11, 22))])
    assert await sender(store, channel, Clock()).drain() == Drained(refused=1)
    assert (channel.sent, await sent_facts(store)) == ([], [])
    assert await states(store) == {"ana": (DeliveryState.REFUSED, "left")}


async def test_a_reminder_for_somebody_nobody_knows_is_dropped() -> None:
    store = open_memory()
    key = DeliveryKey("coi", "2026-Q4", 1, PersonId("ghost"))
    await store.deliveries.owe([Delivery(key, COI, MONDAY)])
    assert await sender(store, Channel(), Clock()).drain() == Drained(refused=1)


async def test_a_person_on_leave_is_reminded_when_they_are_back() -> None:
    store, channel, clock = await one_owed(), Channel(), Clock()
    away = Person(ANA.id, leave_from=date(2026, 11, 20), leave_to=date(2026, 11, 27))
    await store.people.bring_in([away])
    assert await sender(store, channel, clock).drain() == Drained(again=1)
    (delivery,) = await store.deliveries.find("coi")
    assert delivery.due == datetime(2026, 11, 30, 13, 0, tzinfo=UTC)  # Monday, 08:00 in Ottawa
    clock.now = delivery.due
    assert await sender(store, channel, clock).drain() == Drained(delivered=1)


@pytest.mark.parametrize(
    ("leave_to", "reason"), [(None, "on-leave"), (date(2027, 2, 1), "over"), (date(2026, 12, 31), "over")]
)
async def test_a_person_away_until_the_next_quarter_is_asked_then(leave_to: date | None, reason: str) -> None:
    store, channel = await one_owed(), Channel()
    await store.people.bring_in([Person(ANA.id, leave_from=date(2026, 11, 20), leave_to=leave_to)])
    await sender(store, channel, Clock()).drain()
    assert await states(store) == {"ana": (DeliveryState.REFUSED, reason)}
    assert channel.sent == []


async def test_a_bot_that_slept_sends_one_reminder_not_three() -> None:
    store, channel, clock = await one_owed(), Channel(), Clock()
    clock.now = datetime(2027, 2, 16, 15, 0, tzinfo=UTC)
    await tick(clock.now, store, organization(), channels=HERE)
    assert await sender(store, channel, clock).drain() == Drained(delivered=1, refused=1)
    assert [ref.key for _, ref, _ in channel.sent] == ["2027-Q1"]


async def test_nobody_is_woken_by_a_bot_that_was_down_in_the_afternoon() -> None:
    store, channel = await one_owed(), Channel()
    night = Clock(datetime(2026, 11, 24, 7, 0, tzinfo=UTC))  # 02:00 in Ottawa
    assert await sender(store, channel, night).drain() == Drained(again=1)
    assert channel.sent == []
    (delivery,) = await store.deliveries.find("coi")
    assert delivery.due == datetime(2026, 11, 24, 13, 0, tzinfo=UTC)


async def test_what_was_taken_but_not_begun_goes_back_when_the_bot_stops() -> None:
    store = await one_owed(*(Person(PersonId(f"p{number}")) for number in range(5)))
    channel = Channel()
    stopping = sender(store, channel, Clock(), pace=Pace(workers=1))

    async def last() -> Outcome:
        stopping.stop()
        return Sent()

    channel.plans["p1"] = last
    assert await stopping.drain() == Drained(delivered=2)
    assert sorted(state for state, _ in (await states(store)).values()) == ["delivered"] * 2 + ["owed"] * 3
    assert await sender(store, channel, Clock()).drain() == Drained(delivered=3)


class Broken:
    """The deliveries of a store whose medium fails at one point."""

    def __init__(self, store: Store, fails: str, error: Exception) -> None:
        self._deliveries, self._fails, self._error = store.deliveries, fails, error

    def __getattr__(self, name: str) -> object:
        return getattr(self._deliveries, name)

    async def claim(self, now: datetime, limit: int, lease: timedelta) -> Sequence[Delivery]:
        if self._fails == "claim":
            raise self._error
        return await self._deliveries.claim(now, limit, lease)

    async def settle(self, key: DeliveryKey, settlement: Settlement) -> None:
        if self._fails == "settle":
            raise self._error
        await self._deliveries.settle(key, settlement)


async def test_a_full_disk_after_sending_never_leads_to_a_second_message() -> None:
    store, channel, clock = await one_owed(), Channel(), Clock()
    full = replace(store, deliveries=Broken(store, "settle", NotSaved()))  # type: ignore[arg-type]  # the rest is passed on
    assert await sender(full, channel, clock).drain() == Drained(unsettled=1)
    clock.forward(minutes=15)
    assert (await tick(clock.now, store, organization(), channels=HERE)).expired == 1
    assert await sender(store, channel, clock).drain() == Drained()
    assert await sent_facts(store) == [Reached.UNCERTAIN]
    assert len(channel.sent) == 1


async def test_a_store_that_cannot_be_read_is_not_silently_an_empty_list() -> None:
    store = await one_owed()
    gone = replace(store, deliveries=Broken(store, "claim", Unavailable()))  # type: ignore[arg-type]  # the rest is passed on
    with pytest.raises(Unavailable):
        await sender(gone, Channel(), Clock()).drain()


async def test_each_duty_has_its_own_reminder() -> None:
    store, channel = open_memory(), Channel()
    both = organization(reminders=[always(), Reminders(duty="gifts", spread_days=0)])
    await settle_in(store, ANA)
    await tick(MONDAY, store, both, channels=HERE)
    assert await sender(store, channel, Clock(), organization=both).drain() == Drained(delivered=2)
    assert sorted(ref.flow for _, ref, _ in channel.sent) == ["coi", "gifts"]
