"""How fast messages leave: the configured rate, never more in any second, less while the channel is full."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.pace import FULL, Pace, Pacer, Turn, pace_of
from scheduler.ports import Outcome, Refused, Retry, Sent, Uncertain
from scheduler.sender import Drained
from storage.ports import DeliveryState
from tests.scheduler.living import (
    Channel,
    Clock,
    sender,
    states,
)
from tests.scheduler.simulated import DEMO, Alone, Slow, World, fullest_second, owed_to


def going() -> bool:
    return False


async def begin(pacer: Pacer, messages: int) -> list[float]:
    return [turn.moment for turn in await turns(pacer, messages)]


async def turns(pacer: Pacer, messages: int) -> list[Turn]:
    begun = [await pacer.turn(going) for _ in range(messages)]
    return [turn for turn in begun if turn is not None]


def rate(begun: list[float]) -> float:
    return (len(begun) - 1) / (begun[-1] - begun[0])


# The law ------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(
    per_second=st.sampled_from([1, 2, 7, 25, 48]),
    slowest=st.sampled_from([0.0, 0.02, 0.25, 1.0, 12.0]),
    late=st.sampled_from([0.0, 0.001, 0.015, 0.2]),
    outcomes=st.lists(
        st.sampled_from([Sent(), Retry(FULL), Retry("status-503"), Refused("blocked"), Uncertain("error")]),
        min_size=1,
        max_size=4,
    ),
    seed=st.integers(0, 10_000),
)
def test_no_second_holds_more_than_the_rate_whatever_the_channel_and_the_machine_do(
    per_second: int, slowest: float, late: float, outcomes: list[Outcome], seed: int
) -> None:
    async def live() -> None:
        chance = Random(seed)
        world = World(lambda: chance.random() * late)
        store, channel = await owed_to(4 * per_second), Slow(world, chance, outcomes, slowest)
        sending = sender(
            store,
            channel,
            Clock(),
            organization=DEMO,
            pause=world.pause,
            timer=world.timer,
            pace=pace_of(per_second),
        )
        await world.live(sending.drain())
        assert len(channel.begun) == 4 * per_second, "everybody was tried once"
        assert fullest_second(channel.begun) <= per_second

    asyncio.run(live())


@given(
    per_second=st.integers(1, 48),
    steps=st.lists(
        st.tuples(st.floats(0, 3), st.sampled_from(["", FULL, "status-412"]), st.floats(0, 300)),
        min_size=60,
        max_size=200,
    ),
)
def test_the_law_holds_whenever_somebody_asks_for_a_turn(
    per_second: int, steps: list[tuple[float, str, float]]
) -> None:
    async def live() -> list[float]:
        world, begun = Alone(), []
        pacer = Pacer(Pace(per_second=per_second), world.pause, world.timer)
        for idle, ending, kept in steps:
            world.now += idle if idle > 1 else idle / 100
            [turn] = await turns(pacer, 1)
            # It may be kept for a while, within what lies before the next.
            world.now += kept / 1000
            pacer.left(turn)
            begun.append(world.now)
            pacer.ended(ending, turn)
        return begun

    assert fullest_second(asyncio.run(live())) <= per_second


# The rate -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("per_second", [1, 10, 25, 48])
@pytest.mark.parametrize("late", [0.0, 0.0012, 0.004])
async def test_the_rate_is_held_within_two_percent_although_every_pause_is_too_long(
    per_second: int, late: float
) -> None:
    chance = Random(6)
    world = Alone(lambda: late * (0.5 + chance.random() / 2))
    begun = await begin(Pacer(pace_of(per_second), world.pause, world.timer), 60 * per_second)
    assert 0.98 * per_second <= rate(begun) <= per_second
    assert fullest_second(begun) <= per_second


async def test_messages_leave_evenly() -> None:
    world = Alone(lambda: 0.001)
    begun = await begin(Pacer(Pace(per_second=25), world.pause, world.timer), 500)
    gaps = [later - earlier for earlier, later in itertools.pairwise(begun)]
    assert min(gaps) >= 0.039
    assert max(gaps) <= 0.042


async def test_after_an_idle_hour_messages_do_not_come_all_at_once() -> None:
    world = Alone()
    pacer = Pacer(Pace(per_second=25), world.pause, world.timer)
    await begin(pacer, 100)
    world.now += 3600
    begun = await begin(pacer, 50)
    assert min(later - earlier for earlier, later in itertools.pairwise(begun)) >= 0.02
    assert fullest_second(begun) <= 25


@pytest.mark.parametrize(("per_second", "slowest"), [(25, 0.25), (25, 1.0), (48, 0.25), (48, 1.0)])
async def test_a_channel_that_takes_up_to_a_second_does_not_lower_the_rate(
    per_second: int, slowest: float
) -> None:
    world = World()
    store, channel = await owed_to(10 * per_second), Slow(world, Random(6), [Sent()], 0.0)

    async def send() -> Outcome:
        channel.begun.append(world.now)
        await world.pause(slowest)
        return Sent()

    plans = Channel({f"p{number:04}": send for number in range(10 * per_second)})
    sending = sender(
        store,
        plans,
        Clock(),
        organization=DEMO,
        pause=world.pause,
        timer=world.timer,
        pace=pace_of(per_second),
    )
    await world.live(sending.drain())
    assert rate(channel.begun) >= 0.98 * per_second


async def test_without_a_timer_only_what_was_waited_counts_as_time() -> None:
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)

    await begin(Pacer(Pace(per_second=25), pause), 101)
    assert sum(waited) >= 4


# A full channel -----------------------------------------------------------------------------------


async def test_a_full_channel_doubles_the_gap_down_to_one_message_a_second() -> None:
    world = Alone()
    pacer = Pacer(Pace(per_second=25), world.pause, world.timer)
    gaps: list[float] = []
    for _ in range(8):
        [turn] = await turns(pacer, 1)
        pacer.ended(FULL, turn)
        gaps.append(pacer.gap(world.now))
    assert gaps[:3] == pytest.approx([0.0812, 0.1624, 0.3248])
    assert gaps[-1] == pytest.approx(1.015)


async def test_messages_that_were_under_way_together_slow_the_pace_only_once() -> None:
    world = Alone()
    pacer = Pacer(Pace(per_second=25), world.pause, world.timer)
    for turn in await turns(pacer, 6):
        pacer.ended(FULL, turn)
    assert pacer.gap(world.now) == pytest.approx(0.0812)


@pytest.mark.parametrize("reason", ["status-412", "status-500", "status-503", "unreachable", ""])
async def test_trouble_with_one_person_slows_nobody_else(reason: str) -> None:
    world = Alone()
    pacer = Pacer(Pace(per_second=25), world.pause, world.timer)
    for turn in await turns(pacer, 50):
        pacer.ended(reason, turn)
    assert pacer.gap(world.now) == pytest.approx(0.0406)


async def test_a_slowed_pace_recovers_slowly_after_some_calm_seconds() -> None:
    world = Alone()
    pacer = Pacer(Pace(per_second=25), world.pause, world.timer)
    for _ in range(8):
        [turn] = await turns(pacer, 1)
        pacer.ended(FULL, turn)
    gaps = [pacer.gap(world.now + seconds) for seconds in (0, 5, 15, 25, 55, 1e9)]
    assert gaps == pytest.approx([1.015, 1.015, 0.5075, 0.25375, 0.0406, 0.0406])


async def test_the_sender_slows_down_for_a_full_channel_and_reaches_everybody_in_the_end() -> None:
    world, clock = World(), Clock()
    store, chance = await owed_to(60), Random(6)
    begun: list[float] = []

    def plan() -> Callable[[], Awaitable[Outcome]]:
        left: list[Outcome] = [Retry(FULL), Sent()]

        async def send() -> Outcome:
            begun.append(world.now)
            await world.pause(chance.random() / 4)
            return left.pop(0)

        return send

    channel = Channel({f"p{number:04}": plan() for number in range(60)})
    sending = sender(
        store,
        channel,
        clock,
        organization=DEMO,
        pause=world.pause,
        timer=world.timer,
        pace=Pace(per_second=25),
    )
    assert await world.live(sending.drain()) == Drained(again=60)
    assert rate(begun) < 2, "everybody was told that it is too much"
    clock.forward(minutes=1)
    assert await world.live(sending.drain()) == Drained(delivered=60)
    assert {state for state, _ in (await states(store)).values()} == {DeliveryState.DELIVERED}
