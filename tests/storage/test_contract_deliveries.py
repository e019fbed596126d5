"""The law of what is owed, for every store."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dialogs.people import PersonId
from storage.ports import Delivery, DeliveryState, Settlement, Stale, Store
from tests.storage.houses import House
from tests.storage.rows import JOHN, MARIE, NOON, delivery, fact, talk

LEASE = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)


async def test_the_same_delivery_is_never_owed_twice(house: House, store: Store) -> None:
    first = delivery(about=JOHN)
    assert await store.deliveries.owe([first, first, delivery(JOHN)]) == 2

    store = await house.restart()

    assert await store.deliveries.owe([delivery(due=NOON + MINUTE), delivery(nth=2)]) == 1
    assert await store.deliveries.find("coi") == (first, delivery(JOHN), delivery(nth=2))


async def test_a_known_delivery_stays_known_whatever_became_of_it(house: House, store: Store) -> None:
    await store.deliveries.owe([delivery()])
    await store.deliveries.claim(NOON, 1, LEASE)
    await store.deliveries.settle(delivery().key, Settlement(DeliveryState.REFUSED, "blocked"))

    store = await house.restart()

    assert await store.deliveries.owe([delivery()]) == 0
    assert await store.deliveries.claim(NOON, 9, LEASE) == ()


async def test_two_ticks_at_once_owe_one_delivery(store: Store) -> None:
    counted = await asyncio.gather(*(store.deliveries.owe([delivery(), delivery(JOHN)]) for _ in range(4)))

    assert sorted(counted) == [0, 0, 0, 2]


@pytest.mark.parametrize("state", [state for state in DeliveryState if state is not DeliveryState.OWED])
async def test_only_what_is_owed_can_be_owed(store: Store, state: DeliveryState) -> None:
    with pytest.raises(ValueError, match="owed"):
        await store.deliveries.owe([delivery(state=state)])


async def test_an_instant_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="zone"):
        await store.deliveries.owe([delivery(due=NOON.replace(tzinfo=None))])


async def test_an_instant_in_a_zone_stays_that_instant(house: House, store: Store) -> None:
    # 01:30 happens twice that night; this is the second time.
    folded = datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=ZoneInfo("America/Toronto"))
    await store.deliveries.owe([delivery(due=folded)])

    store = await house.restart()

    found = await store.deliveries.find("coi")
    assert [each.due for each in found] == [datetime(2026, 11, 1, 6, 30, tzinfo=UTC)]


async def test_nothing_leaves_before_its_time(store: Store) -> None:
    await store.deliveries.owe([delivery(due=NOON)])

    assert await store.deliveries.claim(NOON - timedelta(microseconds=1), 9, LEASE) == ()
    assert len(await store.deliveries.claim(NOON, 9, LEASE)) == 1


async def test_the_oldest_due_leaves_first(store: Store) -> None:
    later, oldest, middle = (
        delivery(PersonId(f"p{nth}"), due=NOON - age * MINUTE) for nth, age in [(1, 1), (2, 9), (3, 5)]
    )
    await store.deliveries.owe([later, oldest, middle])

    first = await store.deliveries.claim(NOON, 2, LEASE)
    rest = await store.deliveries.claim(NOON, 2, LEASE)

    assert [each.key for each in (*first, *rest)] == [oldest.key, middle.key, later.key]


async def test_a_claim_is_durable_and_counts_its_attempt(house: House, store: Store) -> None:
    await store.deliveries.owe([delivery()])

    claimed = await store.deliveries.claim(NOON, 9, LEASE)

    sending = replace(delivery(), state=DeliveryState.SENDING, attempts=1, lease=NOON + LEASE)
    assert claimed == (sending,)
    store = await house.restart()
    assert await store.deliveries.find("coi") == (sending,)
    assert await store.deliveries.claim(NOON, 9, LEASE) == ()


@pytest.mark.parametrize("limit", [0, -1])
async def test_a_sender_without_room_takes_nothing(store: Store, limit: int) -> None:
    await store.deliveries.owe([delivery()])

    assert await store.deliveries.claim(NOON, limit, LEASE) == ()


async def test_two_senders_never_take_the_same_delivery(store: Store) -> None:
    everybody = [delivery(PersonId(f"{n:03}")) for n in range(50)]
    await store.deliveries.owe(everybody)

    taken = await asyncio.gather(*(store.deliveries.claim(NOON, 7, LEASE) for _ in range(9)))

    keys = [each.key for some in taken for each in some]
    assert len(keys) == len(set(keys)) == 50


async def settled(store: Store, how: Settlement) -> Delivery:
    await store.deliveries.owe([delivery()])
    await store.deliveries.claim(NOON, 1, LEASE)
    await store.deliveries.settle(delivery().key, how)
    return (await store.deliveries.find("coi"))[0]


@pytest.mark.parametrize("state", [DeliveryState.DELIVERED, DeliveryState.REFUSED, DeliveryState.UNCERTAIN])
async def test_an_attempt_ends_once(house: House, store: Store, state: DeliveryState) -> None:
    found = await settled(store, Settlement(state, "because"))
    assert found == replace(delivery(), state=state, reason="because", attempts=1)

    store = await house.restart()
    with pytest.raises(Stale):
        await store.deliveries.settle(delivery().key, Settlement(DeliveryState.DELIVERED, facts=(fact(),)))

    assert await store.deliveries.find("coi") == (found,)
    assert (await store.ledger.life(MARIE)).facts == ()


async def test_an_attempt_may_be_made_again_later(house: House, store: Store) -> None:
    await settled(store, Settlement(DeliveryState.OWED, "throttled", due=NOON + MINUTE))

    store = await house.restart()

    assert await store.deliveries.claim(NOON, 1, LEASE) == ()
    again = await store.deliveries.claim(NOON + MINUTE, 1, LEASE)
    assert [(each.attempts, each.reason) for each in again] == [(2, "throttled")]


async def test_a_claim_that_was_not_tried_is_no_attempt(house: House, store: Store) -> None:
    await settled(store, Settlement(DeliveryState.OWED, "stopped", attempted=False))

    store = await house.restart()

    assert (await store.deliveries.find("coi"))[0].attempts == 0
    assert [each.attempts for each in await store.deliveries.claim(NOON, 1, LEASE)] == [1]


async def test_an_attempt_without_a_new_time_keeps_the_old_one(store: Store) -> None:
    assert (await settled(store, Settlement(DeliveryState.OWED, "busy"))).due == NOON


async def test_an_attempt_does_not_end_by_being_sent(store: Store) -> None:
    with pytest.raises(ValueError, match="sent"):
        await settled(store, Settlement(DeliveryState.SENDING))


async def test_only_what_is_being_sent_can_be_settled(store: Store) -> None:
    with pytest.raises(Stale):
        await store.deliveries.settle(delivery().key, Settlement(DeliveryState.DELIVERED))
    await store.deliveries.owe([delivery()])
    with pytest.raises(Stale):
        await store.deliveries.settle(delivery().key, Settlement(DeliveryState.DELIVERED))


async def test_the_facts_of_an_arrival_are_kept_with_it(house: House, store: Store) -> None:
    facts = (fact(), fact())
    await settled(store, Settlement(DeliveryState.DELIVERED, facts=facts, arrived=talk(), opening=b"new"))

    store = await house.restart()

    life = await store.ledger.life(MARIE)
    assert life.facts == facts
    assert [(kept.conversation, kept.place) for kept in life.conversations] == [(talk(), b"new")]


async def test_two_senders_cannot_both_settle(store: Store) -> None:
    await store.deliveries.owe([delivery()])
    await store.deliveries.claim(NOON, 1, LEASE)

    outcomes = await asyncio.gather(
        *(
            store.deliveries.settle(delivery().key, Settlement(DeliveryState.DELIVERED, facts=(fact(),)))
            for _ in range(3)
        ),
        return_exceptions=True,
    )

    assert outcomes.count(None) == 1
    assert sum(isinstance(outcome, Stale) for outcome in outcomes) == 2
    assert len((await store.ledger.life(MARIE)).facts) == 1


async def test_a_lease_that_ran_out_is_listed_until_settled_and_never_sent_again(
    house: House, store: Store
) -> None:
    await store.deliveries.owe([delivery(), delivery(JOHN, due=NOON + MINUTE), delivery(PersonId("p"))])
    await store.deliveries.claim(NOON, 2, LEASE)
    await store.deliveries.claim(NOON + MINUTE, 1, LEASE)
    assert await store.deliveries.lapsed(NOON + LEASE - MINUTE) == ()

    store = await house.restart()
    first, second = await store.deliveries.lapsed(NOON + LEASE)

    assert first == replace(delivery(), state=DeliveryState.SENDING, attempts=1, lease=NOON + LEASE)
    assert second.key == delivery(PersonId("p")).key
    assert await store.deliveries.claim(NOON + LEASE, 9, LEASE) == ()
    assert await store.deliveries.lapsed(NOON + LEASE) == (first, second)
    await store.deliveries.settle(first.key, Settlement(DeliveryState.UNCERTAIN, "lease"))
    store = await house.restart()
    assert await store.deliveries.lapsed(NOON + LEASE) == (second,)
    with pytest.raises(Stale):
        await store.deliveries.settle(first.key, Settlement(DeliveryState.DELIVERED))


async def test_what_was_settled_in_time_never_lapses(store: Store) -> None:
    await settled(store, Settlement(DeliveryState.OWED, "busy", due=NOON + LEASE))

    assert await store.deliveries.lapsed(NOON + LEASE) == ()


async def test_a_lapse_is_asked_for_at_an_instant_with_a_zone(store: Store) -> None:
    with pytest.raises(ValueError, match="zone"):
        await store.deliveries.lapsed(NOON.replace(tzinfo=None))


async def test_deliveries_are_found_by_source_and_occurrence_sorted_by_key(store: Store) -> None:
    wanted = [
        delivery(MARIE, "2026-Q3", 1),
        delivery(MARIE, "2026-Q4", 1),
        delivery(JOHN, "2026-Q4", 1),
        delivery(MARIE, "2026-Q4", 2),
    ]
    await store.deliveries.owe([*reversed(wanted), delivery(source="other")])

    assert await store.deliveries.find("coi") == tuple(wanted)
    assert await store.deliveries.find("coi", "2026-Q4") == tuple(wanted[1:])
    assert await store.deliveries.find("coi", "2027-Q1") == ()
    assert await store.deliveries.find("nothing") == ()


async def test_whoever_has_a_delivery_in_any_state_is_known(house: House, store: Store) -> None:
    await store.deliveries.owe([delivery(MARIE), delivery(JOHN, nth=2), delivery(JOHN, "2027-Q1")])
    await store.deliveries.claim(NOON, 1, LEASE)
    await store.deliveries.settle(delivery(MARIE).key, Settlement(DeliveryState.DELIVERED))

    store = await house.restart()

    assert await store.deliveries.known("coi", "2026-Q4") == {MARIE, JOHN}
    assert await store.deliveries.known("coi", "2027-Q1") == {JOHN}
    assert await store.deliveries.known("other", "2026-Q4") == frozenset()


async def test_deliveries_are_counted_by_state(house: House, store: Store) -> None:
    assert await store.deliveries.tally() == dict.fromkeys(DeliveryState, 0)
    people = [PersonId(f"p{number}") for number in range(5)]
    await store.deliveries.owe([delivery(each, reason='","state":"owed') for each in people])
    await store.deliveries.owe([delivery(JOHN, "2027-Q1", due=NOON + MINUTE)])
    claimed = await store.deliveries.claim(NOON, 4, LEASE)
    for each, state in zip(claimed, (DeliveryState.DELIVERED, DeliveryState.REFUSED), strict=False):
        await store.deliveries.settle(each.key, Settlement(state, '"state":"uncertain"'))

    store = await house.restart()

    assert await store.deliveries.tally() == {
        DeliveryState.OWED: 2,
        DeliveryState.SENDING: 2,
        DeliveryState.DELIVERED: 1,
        DeliveryState.REFUSED: 1,
        DeliveryState.UNCERTAIN: 0,
    }
