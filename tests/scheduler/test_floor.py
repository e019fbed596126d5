"""Who may send, and how much is taken at once: what keeps the rate one rate, and doubts few."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from dialogs.people import Person, PersonId
from scheduler.beat import Beat
from scheduler.pace import Floor, pace_of
from scheduler.ports import Outcome, Sent
from scheduler.sender import Drained
from scheduler.tick import tick
from storage.ports import Delivery, DeliveryState, Store
from tests.scheduler.living import HERE, MONDAY, Channel, Clock, sender, settle_in, states
from tests.scheduler.simulated import DEMO, Slow, World, fullest_second, owed_to


class Looks:
    """The deliveries of a store, and how often somebody looks for what is owed."""

    def __init__(self, store: Store) -> None:
        self._deliveries = store.deliveries
        self.claims = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._deliveries, name)

    async def claim(self, now: datetime, limit: int, lease: timedelta) -> Sequence[Delivery]:
        self.claims += 1
        return await self._deliveries.claim(now, limit, lease)


# Bounds -------------------------------------------------------------------------------------------


async def test_no_more_are_taken_than_can_soon_begin() -> None:
    world = World()
    store = await owed_to(100)
    taken: list[int] = []

    async def send() -> Outcome:
        taken.append((await store.deliveries.tally())[DeliveryState.SENDING])
        await world.pause(0.25)
        return Sent()

    channel = Channel({f"p{number:04}": send for number in range(100)})
    sending = sender(
        store, channel, Clock(), organization=DEMO, pause=world.pause, timer=world.timer, pace=pace_of(25)
    )
    await world.live(sending.drain())
    # Seven are under way at 250 ms, eight wait: so few are in doubt after a crash.
    assert max(taken) <= 7 + 8


async def test_one_look_tells_all_workers_that_nothing_is_left() -> None:
    store = await owed_to(1)
    looks = Looks(store)
    looked_at = replace(store, deliveries=looks)  # type: ignore[arg-type] # the rest is passed on
    await sender(looked_at, Channel(), Clock(), organization=DEMO).drain()
    assert looks.claims == 2


async def test_what_is_owed_while_a_message_hangs_leaves_as_fast_as_ever() -> None:
    store, hangs, freed, reached = await owed_to(1), asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def hang() -> Outcome:
        hangs.set()
        await freed.wait()
        return Sent()

    under_way = 0

    async def slow() -> Outcome:
        nonlocal under_way
        under_way += 1
        if under_way == 20:
            reached.set()
        await freed.wait()
        return Sent()

    channel = Channel({"p0000": hang} | {f"q{number:02}": slow for number in range(20)})
    patient = sender(store, channel, Clock(), organization=DEMO, pace=pace_of(25))
    draining = asyncio.create_task(patient.drain())
    async with asyncio.timeout(30):
        await hangs.wait()
        await settle_in(store, *(Person(PersonId(f"q{number:02}")) for number in range(20)))
        await tick(MONDAY, store, DEMO, channels=HERE)
        await reached.wait()  # all at once, although there was nothing to send when the workers looked
        freed.set()
        assert await draining == Drained(delivered=21)


# The floor ----------------------------------------------------------------------------------------


async def test_a_process_without_the_floor_takes_nothing() -> None:
    async def elsewhere(_: float) -> bool:
        return False

    store, channel = await owed_to(3), Channel()
    sending = sender(store, channel, Clock(), organization=DEMO, floor=elsewhere)
    assert await sending.drain() == Drained()
    assert {state for state, _ in (await states(store)).values()} == {DeliveryState.OWED}


async def test_the_floor_is_asked_for_again_in_time_and_not_before_each_message() -> None:
    world = World()
    asked: list[tuple[float, float]] = []

    async def floor(seconds: float) -> bool:
        asked.append((world.now, seconds))
        return True

    store = await owed_to(500)
    sending = sender(
        store,
        Channel(),
        Clock(),
        organization=DEMO,
        pause=world.pause,
        timer=world.timer,
        floor=floor,
    )
    assert (await world.live(sending.drain())).delivered == 500
    apart = [later - earlier for (earlier, _), (later, _) in pairwise(asked)]
    assert min(apart) > 1
    assert max(apart) < 3


async def test_who_loses_the_floor_begins_nothing_more_and_gives_back_what_was_taken() -> None:
    world = World()

    async def floor(_: float) -> bool:
        return world.now < 2

    store, channel = await owed_to(500), Channel()
    sending = sender(
        store, channel, Clock(), organization=DEMO, pause=world.pause, timer=world.timer, floor=floor
    )
    ended = await world.live(sending.drain())
    assert world.now < 10
    found = Counter(state for state, _ in (await states(store)).values())
    assert found == {
        DeliveryState.DELIVERED: ended.delivered,
        DeliveryState.OWED: 500 - ended.delivered,
    }


async def test_a_process_that_takes_over_never_sends_too_much_together_with_the_one_before() -> None:
    world, chance = World(), Random(6)
    store, channel = await owed_to(400), Slow(world, chance, [Sent()], 0.0)
    holder, until = "", 0.0

    def floor_of(name: str) -> Floor:
        async def floor(seconds: float) -> bool:
            nonlocal holder, until
            if holder not in (name, "") and until > world.now:
                return False
            holder, until = name, world.now + seconds
            await world.pause(chance.random() / 10)
            return True

        return floor

    one, other = (
        sender(
            store,
            channel,
            Clock(),
            organization=DEMO,
            pause=world.pause,
            timer=world.timer,
            floor=floor_of(name),
        )
        for name in ("one", "other")
    )
    delivered = {"one": 0, "other": 0}

    async def stops() -> None:
        drained = asyncio.create_task(one.drain())
        await world.pause(7)
        one.stop()
        delivered["one"] = (await drained).delivered

    async def beats() -> None:
        while delivered["one"] + delivered["other"] < 400:
            await world.pause(0.1)
            delivered["other"] += (await other.drain()).delivered

    async def both() -> None:
        await asyncio.gather(stops(), beats())

    await world.live(both())
    assert 100 < delivered["one"] < 200
    assert delivered["one"] + delivered["other"] == 400
    assert fullest_second(channel.begun) <= 25


# Beside sending -----------------------------------------------------------------------------------


async def test_who_becomes_due_while_a_campaign_is_sent_is_owed_a_reminder_before_it_ends() -> None:
    store, may_end = await owed_to(3), asyncio.Event()

    async def slow() -> Outcome:
        await may_end.wait()
        return Sent()

    channel = Channel({f"p{number:04}": slow for number in range(3)})
    beat = Beat(store, channel, Clock(), DEMO, opening=lambda _: b"{}", served=HERE)
    sending = asyncio.create_task(beat.send())
    try:
        await settle_in(store, Person(PersonId("newcomer")))
        await beat.look()
        assert (await states(store))["newcomer"] == (DeliveryState.OWED, "")
        assert not sending.done()
    finally:
        may_end.set()
        await sending
    await beat.send()
    assert {state for state, _ in (await states(store)).values()} == {DeliveryState.DELIVERED}
