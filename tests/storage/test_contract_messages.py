"""The law of the id that a channel gives a delivered message, for every store."""

import pytest

from storage.ports import DeliveryState, Settlement, Store
from tests.storage.houses import House, now_and_after_a_restart
from tests.storage.rows import JOHN, NOON, delivery
from tests.storage.test_contract_deliveries import LEASE


async def sent(store: Store, *settlements: Settlement) -> None:
    """Let one attempt after the other end, each as told."""
    for settlement in settlements:
        (claimed,) = await store.deliveries.claim(NOON, 1, LEASE)
        await store.deliveries.settle(claimed.key, settlement)


async def test_a_delivered_message_is_kept_under_the_channels_own_id(house: House, store: Store) -> None:
    await store.deliveries.owe([delivery()])
    await sent(store, Settlement(DeliveryState.DELIVERED, message="1:abc"))

    async for each in now_and_after_a_restart(house):
        (found,) = await each.deliveries.find("coi")
        assert (found.state, found.message) == (DeliveryState.DELIVERED, "1:abc")


@pytest.mark.parametrize("state", [DeliveryState.DELIVERED, DeliveryState.REFUSED, DeliveryState.UNCERTAIN])
async def test_a_correction_keeps_which_message_it_replaces(
    house: House, store: Store, state: DeliveryState
) -> None:
    await store.deliveries.owe([delivery(message="1:abc"), delivery(JOHN, due=NOON.replace(hour=13))])
    await sent(store, Settlement(DeliveryState.OWED, reason="throttled"), Settlement(state))

    async for each in now_and_after_a_restart(house):
        of_marie, of_john = await each.deliveries.find("coi")
        assert (of_marie.state, of_marie.attempts, of_marie.message) == (state, 2, "1:abc")
        assert of_john.message == ""


async def test_a_correction_that_came_as_a_new_message_is_known_by_that_one(store: Store) -> None:
    await store.deliveries.owe([delivery(message="1:abc")])
    await sent(store, Settlement(DeliveryState.DELIVERED, message="1:def"))

    assert [each.message for each in await store.deliveries.find("coi")] == ["1:def"]


async def test_what_is_claimed_says_which_message_it_replaces(store: Store) -> None:
    await store.deliveries.owe([delivery(message="1:abc")])

    (claimed,) = await store.deliveries.claim(NOON, 1, LEASE)

    assert claimed.message == "1:abc"
    assert await store.deliveries.lapsed(NOON + LEASE) == (claimed,)
