"""The law of how far a campaign is, for every store."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from dialogs.people import PersonId
from storage.ports import DeliveryKey, DeliveryState, Settlement, Store
from storage.tiny import open_tiny
from tests.storage.houses import House, now_and_after_a_restart
from tests.storage.rows import JOHN, MARIE, NOON, TODAY, delivery
from tests.storage.test_contract_claims import LEASE, MINUTE

OWED, SENDING, DELIVERED, REFUSED, UNCERTAIN = DeliveryState
STAFF = [PersonId(f"p{number:02}") for number in range(8)]
ODD = 'it said: "no" \\ "state":"owed","reason":"none" é\n'
"""A reason that looks like something else; no reason of ours does."""


async def a_campaign(store: Store) -> None:
    """Two are delivered, two refused for different reasons, one is uncertain, one on its way, two wait."""
    await store.deliveries.owe([delivery(who) for who in STAFF])
    ends = [
        Settlement(DELIVERED),
        Settlement(DELIVERED),
        Settlement(REFUSED, "blocked"),
        Settlement(REFUSED, ODD),
        Settlement(UNCERTAIN, "time-out"),
        Settlement(OWED, "throttled", due=NOON + MINUTE),
    ]
    for end in ends:
        (claimed,) = await store.deliveries.claim(NOON, 1, LEASE)
        await store.deliveries.settle(claimed.key, end)
    await store.deliveries.claim(NOON, 1, LEASE)


HALF_WAY = {
    (DELIVERED, ""): 2,
    (REFUSED, "blocked"): 1,
    (REFUSED, ODD): 1,
    (UNCERTAIN, "time-out"): 1,
    (OWED, "throttled"): 1,
    (OWED, ""): 1,
    (SENDING, ""): 1,
}


async def test_a_campaign_is_counted_by_how_each_message_ended_and_why(house: House, store: Store) -> None:
    await a_campaign(store)
    await store.deliveries.owe([delivery(MARIE, "2027-Q1"), delivery(MARIE, source="other")])

    async for each in now_and_after_a_restart(house):
        assert await each.deliveries.counts("coi", "2026-Q4") == HALF_WAY
        assert await each.deliveries.counts("coi", "2027-Q1") == {(OWED, ""): 1}
        assert await each.deliveries.counts("coi", "2027-Q2") == {}
        assert await each.deliveries.counts("", "2026-Q4") == {}


async def test_progress_that_somebody_watches_is_what_a_count_would_find(store: Store) -> None:
    async def seen() -> None:
        found = await store.deliveries.find("coi", "2026-Q4")
        counted = Counter((each.state, each.reason) for each in found)
        assert await store.deliveries.counts("coi", "2026-Q4") == counted

    await seen()
    await store.deliveries.owe([delivery(who) for who in STAFF])
    for state in (DELIVERED, REFUSED, UNCERTAIN):
        await seen()
        for each in await store.deliveries.claim(NOON, 2, LEASE):
            await seen()
            await store.deliveries.settle(each.key, Settlement(state, state.value))
            await seen()
    await store.records.dispose("delivery", TODAY.replace(year=2027))
    await seen()
    for each in await store.deliveries.claim(NOON, 2, LEASE):
        await store.deliveries.settle(each.key, Settlement(DELIVERED))
    await store.records.dispose("delivery", TODAY.replace(year=2027))
    assert await store.deliveries.counts("coi", "2026-Q4") == {}
    await store.deliveries.owe([delivery()])
    assert await store.deliveries.counts("coi", "2026-Q4") == {(OWED, ""): 1}


async def test_what_was_counted_is_nobodys_to_change(store: Store) -> None:
    await a_campaign(store)
    counted = dict(await store.deliveries.counts("coi", "2026-Q4"))

    (await store.deliveries.counts("coi", "2026-Q4")).clear()  # type: ignore[attr-defined]

    assert await store.deliveries.counts("coi", "2026-Q4") == counted


async def test_one_delivery_is_found_by_its_key(house: House, store: Store) -> None:
    owed = delivery(about=JOHN, message="1:abc")
    await store.deliveries.owe([owed, delivery(JOHN), delivery(nth=2)])

    async for each in now_and_after_a_restart(house):
        assert await each.deliveries.get(owed.key) == owed


@pytest.mark.parametrize(
    "key",
    [
        DeliveryKey("other", "2026-Q4", 1, MARIE),
        DeliveryKey("coi", "2026-Q3", 1, MARIE),
        DeliveryKey("coi", "2026-Q4", 2, MARIE),
        DeliveryKey("coi", "2026-Q4", 1, JOHN),
    ],
)
async def test_no_other_delivery_is_taken_for_it(store: Store, key: DeliveryKey) -> None:
    await store.deliveries.owe([delivery()])

    assert await store.deliveries.get(key) is None


async def an_ended_campaign(folder: Path, staff: list[PersonId]) -> None:
    """Everybody refused, and nobody has looked at it since the start."""
    async with await open_tiny(folder, mark="local") as tiny:
        await tiny.store.deliveries.owe([delivery(who) for who in staff])
        end = Settlement(REFUSED, ODD, message=ODD)
        claimed = await tiny.store.deliveries.claim(NOON, len(staff), LEASE)
        await asyncio.gather(*(tiny.store.deliveries.settle(each.key, end) for each in claimed))
        await tiny.store.deliveries.owe([delivery(MARIE, "2027-Q1")])
        assert await tiny.compact()


async def test_a_campaign_nobody_looked_at_since_the_start_is_counted_as_it_lies(tmp_path: Path) -> None:
    staff = [*STAFF, PersonId(ODD)]
    await an_ended_campaign(tmp_path, staff)
    async with await open_tiny(tmp_path, mark="local") as tiny:
        deliveries = tiny.store.deliveries
        assert await deliveries.counts("coi", "2026-Q4") == {(REFUSED, ODD): len(staff)}
        assert await deliveries.known("coi", "2026-Q4") == {*staff}
        assert list(tiny._views.deliveries._pages._frozen) == [("coi", "2026-Q4")]

        await deliveries.owe([delivery(MARIE)])
        assert await deliveries.counts("coi", "2026-Q4") == {(REFUSED, ODD): len(staff), (OWED, ""): 1}
        assert await deliveries.known("coi", "2026-Q4") == {*staff, MARIE}


async def test_while_a_large_campaign_is_read_others_have_their_turn_and_lose_nothing(
    tmp_path: Path,
) -> None:
    staff = [PersonId(f"p{number:04}") for number in range(4_500)]
    await an_ended_campaign(tmp_path, staff)
    async with await open_tiny(tmp_path, mark="local") as tiny:
        deliveries = tiny.store.deliveries
        reading = asyncio.create_task(deliveries.find("coi", "2026-Q4"))
        getting = asyncio.create_task(deliveries.get(delivery(staff[-1]).key))
        await asyncio.wait({reading, getting}, timeout=0)
        assert not reading.done()
        assert not getting.done()

        assert await deliveries.owe([delivery(MARIE)]) == 1
        assert [each.key.addressee for each in await reading][-4_500:] == staff
        found = await getting
        assert found is not None
        assert (found.state, found.message) == (REFUSED, ODD)
        assert await deliveries.get(delivery(MARIE).key) == delivery(MARIE)
        assert len(await deliveries.find("coi", "2026-Q4")) == 4_501
