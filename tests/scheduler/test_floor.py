"""Who may send, and how much is taken at once: what keeps the rate one rate, and doubts few."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from scheduler.pace import Floor, pace_of
from scheduler.ports import Outcome, Sent
from scheduler.sender import Drained
from storage.ports import Delivery, DeliveryState, Store
from tests.scheduler.living import Channel, Clock, sender, states
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
    # Seven are under way at 250 ms, four wait: so few are in doubt after a crash.
    assert max(taken) <= 7 + 4


async def test_one_look_tells_all_workers_that_nothing_is_left() -> None:
    store = await owed_to(1)
    looks = Looks(store)
    looked_at = replace(store, deliveries=looks)  # type: ignore[arg-type] # the rest is passed on
    await sender(looked_at, Channel(), Clock(), organization=DEMO).drain()
    assert looks.claims == 2


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
    assert min(apart) > 3
    assert max(apart) < 5


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
