"""What never left is still owed: reached elsewhere, not made, or taken when the bot stopped."""

import asyncio
from datetime import date, timedelta

import pytest

from dialogs.facts import Reached
from dialogs.flow import Ref
from dialogs.people import Person, PersonId
from scheduler.beat import Beat
from scheduler.channels import Channels
from scheduler.pace import Pace
from scheduler.ports import Elsewhere, Outcome, Refused, Retry, Sent
from scheduler.sender import Drained
from scheduler.tick import tick
from scheduler.ticker import Ticker
from storage.memory import open_memory
from storage.ports import Address, Delivery, DeliveryKey, DeliveryState, Store, Unavailable
from tests.scheduler.living import (
    ANA,
    HERE,
    MONDAY,
    Channel,
    Clock,
    Pauses,
    always,
    answering,
    one_owed,
    organization,
    sender,
    sent_facts,
    states,
)

OFFICER = Person(PersonId("officer"))
MANY = [Person(PersonId(f"p{number:02}")) for number in range(20)]


async def raise_fault() -> Outcome:
    raise LookupError("a name that must not be logged")


async def only(store: Store, source: str = "coi") -> Delivery:
    (delivery,) = await store.deliveries.find(source)
    return delivery


# Elsewhere ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [None, Address("teams")])
async def test_a_person_this_process_cannot_reach_is_still_owed_the_reminder(address: Address | None) -> None:
    store, channel, clock = await one_owed(), Channel(), Clock()
    if address:
        await store.people.learn(ANA.id, address)
    else:
        await store.people.forget(ANA.id)
    channels = Channels(store.people, {"local": channel})
    assert await sender(store, channels, clock).drain() == Drained(again=1)
    assert (channel.sent, await sent_facts(store)) == ([], [])
    waiting = await only(store)
    assert (waiting.state, waiting.attempts) == (DeliveryState.OWED, 0)
    assert waiting.due == MONDAY + timedelta(minutes=10)

    await store.people.learn(ANA.id, Address("local"))
    assert await sender(store, channels, clock).drain() == Drained()
    clock.forward(minutes=10)
    assert await sender(store, channels, clock).drain() == Drained(delivered=1)


async def test_what_is_reached_elsewhere_holds_nobody_up() -> None:
    store, channel, pauses = await one_owed(*MANY), Channel(), Pauses()
    channel.unmade = {person.id: answering(Elsewhere("other-channel")) for person in MANY[:19]}
    await sender(store, channel, Clock(), pause=pauses).drain()
    assert (len(channel.sent), pauses.seconds) == (1, [])


async def test_a_person_unreachable_all_week_is_given_up_only_after_eight_real_attempts() -> None:
    store, channel, clock = await one_owed(), Channel({"ana": answering(Retry("busy"))}), Clock()
    demo = organization(reminders=[always()])
    channel.unmade["ana"] = answering(*[Elsewhere("other-channel")] * 20, Retry("busy"))
    for _ in range(20):
        await sender(store, channel, clock, organization=demo).drain()
        clock.forward(minutes=10)
    assert (await only(store)).attempts == 0
    for attempt in range(1, 9):
        assert (await only(store)).state is DeliveryState.OWED
        await sender(store, channel, clock, organization=demo).drain()
        assert (await only(store)).attempts == attempt
        clock.forward(minutes=10)
    assert await states(store) == {"ana": (DeliveryState.REFUSED, "gave-up")}


@pytest.mark.parametrize("reason", ["no-identity", "unauthorized"])
async def test_a_bot_that_cannot_show_who_it_is_for_a_day_costs_nobody_their_reminder(reason: str) -> None:
    store, clock = await one_owed(), Clock()
    channel = Channel({"ana": answering(*[Elsewhere(reason)] * 40, Sent())})
    demo = organization(reminders=[always()])
    for _ in range(40):
        assert await sender(store, channel, clock, organization=demo).drain() == Drained(again=1)
        clock.forward(minutes=10)
    assert (await only(store)).attempts == 0
    assert await sent_facts(store) == []
    assert await sender(store, channel, clock, organization=demo).drain() == Drained(delivered=1)


async def test_a_night_without_sending_is_no_attempt() -> None:
    store, clock = await one_owed(), Clock(MONDAY + timedelta(hours=16))  # 02:00 in Ottawa
    assert await sender(store, Channel(), clock).drain() == Drained(again=1)
    assert (await only(store)).attempts == 0


# Not made -----------------------------------------------------------------------------------------


async def test_a_card_that_cannot_be_drawn_is_tried_again_and_in_nobodys_record(
    capsys: pytest.CaptureFixture[str],
) -> None:
    store, channel, clock = await one_owed(), Channel(), Clock()
    channel.unmade["ana"] = raise_fault
    assert await sender(store, channel, clock).drain() == Drained(again=1)
    assert (await only(store)).reason == "not-made"
    assert await sent_facts(store) == []
    logged = capsys.readouterr().out
    assert "LookupError" in logged
    assert "a name" not in logged

    channel.unmade.clear()  # somebody mended it
    clock.forward(seconds=30)
    assert await sender(store, channel, clock).drain() == Drained(delivered=1)
    assert await sent_facts(store) == [Reached.DELIVERED]


async def test_a_card_that_can_never_be_drawn_is_refused_and_does_not_count_as_a_reminder() -> None:
    store, channel, clock = await one_owed(), Channel(), Clock()
    channel.unmade["ana"] = raise_fault
    for _ in range(12):
        await sender(store, channel, clock).drain()
        clock.forward(minutes=10)
    assert await states(store) == {"ana": (DeliveryState.REFUSED, "content")}
    assert ((await only(store)).attempts, await sent_facts(store)) == (8, [])


async def test_a_conversation_that_cannot_be_opened_is_no_reminder() -> None:
    store, channel = await one_owed(), Channel()

    def unknown(ref: Ref) -> bytes:
        raise KeyError(ref.flow)

    assert await sender(store, channel, Clock(), opening=unknown).drain() == Drained(again=1)
    assert (channel.sent, await sent_facts(store)) == ([], [])


async def test_one_wrong_zone_on_the_roster_never_holds_the_rest() -> None:
    store, channel = await one_owed(*MANY), Channel()
    await store.people.bring_in([Person(person.id, zone="Nowhere/Land") for person in MANY[:3]])
    assert await sender(store, channel, Clock(), pace=Pace(workers=1)).drain() == Drained(
        delivered=17, again=3
    )


async def test_a_making_that_never_ends_is_tried_again() -> None:
    store, channel = await one_owed(), Channel()

    async def never() -> Outcome:
        await asyncio.Event().wait()
        raise AssertionError

    channel.unmade["ana"] = never
    pace = Pace(patience=timedelta(0))
    assert await sender(store, channel, Clock(), pace=pace).drain() == Drained(again=1)
    assert (await only(store)).reason == "not-made"


async def test_a_store_that_cannot_be_read_before_sending_leaves_the_reminder_owed() -> None:
    store, channel = await one_owed(), Channel()

    async def gone() -> Outcome:
        raise Unavailable

    channel.unmade["ana"] = gone
    assert await sender(store, channel, Clock()).drain() == Drained(again=1)
    waiting = await only(store)
    assert (waiting.state, waiting.attempts) == (DeliveryState.OWED, 0)
    assert waiting.due == MONDAY + timedelta(seconds=30)
    assert await sent_facts(store) == []


# Notes to an office -------------------------------------------------------------------------------


async def note(*holders: Person) -> Store:
    store = open_memory()
    await store.people.bring_in(holders)
    key = DeliveryKey("coi.advice-request", "x", 1, OFFICER.id)
    await store.deliveries.owe([Delivery(key, Ref("note", "coi.advice-request"), MONDAY, about=ANA.id)])
    return store


async def test_a_note_waits_until_the_holder_of_the_office_can_be_reached() -> None:
    store, channel, clock = await note(OFFICER), Channel(), Clock()
    channels = Channels(store.people, {"local": channel})
    for _ in range(20):
        assert await sender(store, channels, clock).drain() == Drained(again=1)
        clock.forward(minutes=10)
    await store.people.learn(OFFICER.id, Address("local"))
    assert await sender(store, channels, clock).drain() == Drained(delivered=1)
    assert channel.sent == [("officer", Ref("note", "coi.advice-request"), "ana")]


@pytest.mark.parametrize("holders", [(), (Person(OFFICER.id, end=date(2026, 11, 22)),)])
async def test_a_note_never_reaches_who_left_the_office(holders: tuple[Person, ...]) -> None:
    store, channel = await note(*holders), Channel()
    assert await sender(store, channel, Clock()).drain() == Drained(refused=1)
    assert channel.sent == []
    assert await states(store, "coi.advice-request") == {"officer": (DeliveryState.REFUSED, "left")}


async def test_a_holder_receives_notes_until_the_end_of_their_last_day_where_they_live() -> None:
    store = await note(Person(OFFICER.id, end=date(2026, 11, 23), zone="America/Vancouver"))
    night = Clock(MONDAY + timedelta(hours=15))  # 23:00 on the last day in Vancouver
    assert await sender(store, Channel(), night).drain() == Drained(delivered=1)


# Stopping -----------------------------------------------------------------------------------------


async def test_who_waits_at_the_gate_when_the_bot_stops_is_owed_as_before() -> None:
    store, channel, clock = await one_owed(*MANY), Channel(), Clock()

    async def gate(_: float) -> None:  # as long as the others need to line up behind it
        for _turn in range(100):
            await asyncio.sleep(0)

    stopping = sender(store, channel, clock, pause=gate)

    async def first() -> Outcome:
        stopping.stop()
        return Sent()

    channel.plans = {person.id: first for person in MANY}
    ended = await stopping.drain()
    assert (ended.delivered, ended.uncertain, ended.unsettled) == (1, 0, 0)
    left = [delivery for delivery in await store.deliveries.find("coi") if delivery.attempts == 0]
    assert len(left) == 19
    assert {(delivery.state, delivery.due) for delivery in left} == {(DeliveryState.OWED, MONDAY)}
    clock.forward(minutes=15)
    assert (await tick(clock.now, store, organization(), channels=HERE)).expired == 0
    await sender(store, channel, clock).drain()
    assert sorted(who for who, _, _ in channel.sent) == [person.id for person in MANY]


async def test_a_bot_that_is_cut_off_owes_what_it_had_not_begun() -> None:
    store, begun = await one_owed(*MANY), asyncio.Event()

    async def hanging() -> Outcome:
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError

    async def gate(_: float) -> None:
        if begun.is_set():
            await asyncio.Event().wait()

    channel = Channel({person.id: hanging for person in MANY})
    draining = asyncio.create_task(sender(store, channel, Clock(), pause=gate).drain())
    async with asyncio.timeout(10):
        await begun.wait()
        draining.cancel()
        with pytest.raises(asyncio.CancelledError):
            await draining
    found = [state for state, _ in (await states(store)).values()]
    assert found.count(DeliveryState.SENDING) == len(channel.sent) > 0
    assert found.count(DeliveryState.OWED) == 20 - len(channel.sent) > 0


async def test_a_bot_asked_to_stop_ends_what_is_under_way_and_loses_nothing() -> None:
    store, begun, answers = await one_owed(*MANY), asyncio.Event(), asyncio.Event()

    async def slow() -> Outcome:
        begun.set()
        await answers.wait()
        return Refused("blocked") if len(channel.sent) % 2 else Sent()

    channel = Channel({person.id: slow for person in MANY})
    beat = Beat(store, channel, Clock(), organization(), opening=lambda _: b"", served=HERE)
    ticker = Ticker(0.01, beat)
    ticker.start()
    async with asyncio.timeout(10):
        await begun.wait()
        beat.stop()
        stopping = asyncio.create_task(ticker.stop())
        answers.set()
        await stopping
    found = [state for state, _ in (await states(store)).values()]
    assert found.count(DeliveryState.OWED) == 20 - len(channel.sent) > 0
    assert DeliveryState.SENDING not in found
    assert DeliveryState.UNCERTAIN not in found
