"""The law of single deliveries, and of those to one person, for every store."""

import asyncio
from pathlib import Path

import pytest

from dialogs.people import PersonId
from storage.embedded.owing import rank
from storage.ports import DeliveryKey, DeliveryState, Settlement, Store
from storage.tiny import open_tiny
from tests.storage.houses import House, now_and_after_a_restart
from tests.storage.rows import JOHN, MARIE, NOON, TODAY, delivery
from tests.storage.test_contract_claims import LEASE

REFUSED = DeliveryState.REFUSED
STAFF = [PersonId(f"p{number:02}") for number in range(8)]
ODD = 'it said: "no" \\ "state":"owed","reason":"none" é\n'
"""A reason that looks like something else; no reason of ours does."""


async def test_what_one_person_got_is_found_among_what_everybody_got(house: House, store: Store) -> None:
    mine = [
        delivery(MARIE),
        delivery(MARIE, nth=2),
        delivery(MARIE, "2027-Q1", message="1:abc"),
        delivery(MARIE, source="a-note", about=JOHN),
    ]
    await store.deliveries.owe([*(delivery(who) for who in STAFF), *mine, delivery(JOHN, about=MARIE)])

    async for each in now_and_after_a_restart(house):
        found = await each.deliveries.addressed_to(MARIE)
        assert found == tuple(sorted(mine, key=lambda one: rank(one.key)))
        assert [one.key.addressee for one in await each.deliveries.addressed_to(JOHN)] == [JOHN]
        assert await each.deliveries.addressed_to(PersonId("p0")) == ()


async def test_what_one_person_got_is_as_it_is_now(store: Store) -> None:
    await store.deliveries.owe([delivery(who) for who in STAFF])
    (claimed,) = await store.deliveries.claim(NOON, 1, LEASE)
    await store.deliveries.settle(claimed.key, Settlement(REFUSED, ODD))

    (found,) = await store.deliveries.addressed_to(claimed.key.addressee)

    assert (found.state, found.reason) == (REFUSED, ODD)
    await store.records.dispose("delivery", TODAY.replace(year=2027))
    assert await store.deliveries.addressed_to(claimed.key.addressee) == ()


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


async def test_a_campaign_nobody_looked_at_since_the_start_is_searched_as_it_lies(tmp_path: Path) -> None:
    staff = [*STAFF, PersonId(ODD)]
    await an_ended_campaign(tmp_path, staff)
    async with await open_tiny(tmp_path, mark="local") as tiny:
        deliveries = tiny.store.deliveries
        for who in staff:
            (found,) = await deliveries.addressed_to(who)
            assert (found.key.addressee, found.state, found.reason) == (who, REFUSED, ODD)
        assert await deliveries.known("coi", "2026-Q4") == {*staff}
        assert list(tiny._views.deliveries._pages._frozen) == [("coi", "2026-Q4")]

        await deliveries.owe([delivery(MARIE)])
        assert {each.key.occurrence for each in await deliveries.addressed_to(MARIE)} == {
            "2026-Q4",
            "2027-Q1",
        }
        assert await deliveries.known("coi", "2026-Q4") == {*staff, MARIE}


async def test_a_campaign_that_is_read_meanwhile_is_not_found_twice(tmp_path: Path) -> None:
    await an_ended_campaign(tmp_path, STAFF)
    async with await open_tiny(tmp_path, mark="local") as tiny:
        searching = asyncio.create_task(tiny.store.deliveries.addressed_to(STAFF[0]))
        await asyncio.wait({searching}, timeout=0)
        assert not searching.done()
        assert len(await tiny.store.deliveries.find("coi", "2026-Q4")) == len(STAFF)
        assert len(await searching) == 1


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
