"""The law of who is written to next: nobody gets a second message while one is on its way."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from dialogs.people import PersonId
from storage.ports import Delivery, DeliveryState, Settlement, Store
from tests.storage.houses import House, now_and_after_a_restart
from tests.storage.rows import JOHN, MARIE, NOON, delivery

LEASE = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)
STAFF = [PersonId(f"p{number:02}") for number in range(20)]


async def claimed(store: Store, limit: int = 9, now: datetime = NOON) -> list[Any]:
    return [each.key for each in await store.deliveries.claim(now, limit, LEASE)]


async def delivered(store: Store, owed: Delivery, **more: Any) -> None:
    await store.deliveries.settle(owed.key, Settlement(DeliveryState.DELIVERED, **more))


async def test_of_all_that_is_owed_to_a_person_the_oldest_leaves_alone(store: Store) -> None:
    later, oldest, other = delivery(nth=1), delivery(nth=2, due=NOON - MINUTE), delivery(JOHN)
    await store.deliveries.owe([later, oldest, other])

    assert await claimed(store) == [oldest.key, other.key]
    assert await claimed(store) == []

    await delivered(store, oldest)
    assert await claimed(store) == [later.key]


async def test_what_comes_while_a_message_is_on_its_way_waits_for_its_end(house: House, store: Store) -> None:
    under_way, urgent = delivery(), delivery(source="legal", due=NOON - MINUTE)
    await store.deliveries.owe([under_way])
    assert await claimed(store) == [under_way.key]
    await store.deliveries.owe([urgent])

    async for each in now_and_after_a_restart(house):
        assert await claimed(each) == []
        assert (await each.deliveries.find("legal")) == (urgent,), "what was passed over is owed as before"

    store = await house.open()
    await delivered(store, under_way)
    assert await claimed(store) == [urgent.key]


async def test_a_lease_that_ran_out_still_stands_in_the_way_until_it_is_settled(store: Store) -> None:
    lost, waiting = delivery(), delivery(nth=2)
    await store.deliveries.owe([lost, waiting])
    await claimed(store)

    assert await claimed(store, now=NOON + 2 * LEASE) == []
    await store.deliveries.settle(lost.key, Settlement(DeliveryState.UNCERTAIN, "lease"))

    assert await claimed(store, now=NOON + 2 * LEASE) == [waiting.key]


async def test_what_has_to_be_tried_again_later_lets_the_next_one_go_first(store: Store) -> None:
    throttled, waiting = delivery(), delivery(nth=2)
    await store.deliveries.owe([throttled, waiting])
    await claimed(store)
    await store.deliveries.settle(throttled.key, Settlement(DeliveryState.OWED, due=NOON + MINUTE))

    assert await claimed(store, now=NOON + MINUTE) == [waiting.key]
    await delivered(store, waiting)
    assert await claimed(store, now=NOON + MINUTE) == [throttled.key]


async def test_a_person_with_much_to_come_holds_up_nobody(store: Store) -> None:
    piled_up = [delivery(MARIE, nth=nth, due=NOON - MINUTE) for nth in range(1, 200)]
    await store.deliveries.owe([*piled_up, *map(delivery, STAFF)])

    assert await claimed(store, 3) == [piled_up[0].key, delivery(STAFF[0]).key, delivery(STAFF[1]).key]
    assert await claimed(store, 99) == [delivery(who).key for who in STAFF[2:]]


async def test_many_who_claim_at_once_never_write_to_one_person_twice_at_a_time(store: Store) -> None:
    owed = [delivery(who, nth=nth) for nth in (1, 2, 3) for who in STAFF]
    await store.deliveries.owe(owed)

    for nth in (1, 2, 3):
        taken = await asyncio.gather(*(store.deliveries.claim(NOON, 3, LEASE) for _ in range(12)))
        leaving = [each for some in taken for each in some]
        assert Counter(each.key.addressee for each in leaving) == Counter(STAFF)
        assert {each.key.nth for each in leaving} == {nth}
        assert await claimed(store) == []
        await asyncio.gather(*(delivered(store, each) for each in leaving))

    assert await claimed(store) == []


async def test_while_messages_end_and_others_leave_nobody_has_two_on_their_way(store: Store) -> None:
    await store.deliveries.owe([delivery(who, nth=nth) for nth in (1, 2, 3, 4) for who in STAFF])
    leaving: Sequence[Delivery] = await store.deliveries.claim(NOON, 9, LEASE)
    while leaving:
        ends = [asyncio.create_task(delivered(store, each)) for each in leaving]
        taken = await asyncio.gather(*(store.deliveries.claim(NOON, 2, LEASE) for _ in range(5)))
        await asyncio.gather(*ends)
        leaving = [each for some in taken for each in some] or await store.deliveries.claim(NOON, 9, LEASE)
        sending = await store.deliveries.lapsed(NOON + LEASE)
        assert {each.key for each in sending} == {each.key for each in leaving}
        assert len({each.key.addressee for each in sending}) == len(sending)

    assert (await store.deliveries.tally())[DeliveryState.DELIVERED] == 4 * len(STAFF)
