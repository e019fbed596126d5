"""The law of disposal, for every store."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from dialogs.facts import Acknowledged, ModuleFinished
from dialogs.people import PersonId
from storage.batches import Batch, Words, keep
from storage.ports import Address, DeliveryState, Settlement, Store
from storage.tiny import open_tiny
from tests.storage.houses import House, now_and_after_a_restart
from tests.storage.rows import JOHN, MARIE, NOON, TODAY, delivery, fact, move, person, talk

TOMORROW = TODAY + timedelta(days=1)
LEASE = timedelta(minutes=1)


async def test_facts_of_one_kind_go_by_their_day_and_all_others_stay(house: House, store: Store) -> None:
    old, new = fact(day=date(2024, 1, 1)), fact()
    other = fact(day=date(2024, 1, 1), what=ModuleFinished("M01", 1))
    of_john = fact(JOHN, day=date(2023, 5, 5))
    await store.ledger.commit(move(), facts=[old, other, new])
    await store.ledger.commit(move(talk(JOHN)), facts=[of_john])

    assert await store.records.due("acknowledged", TODAY) == 2
    assert await store.records.dispose("acknowledged", TODAY) == 2

    async for each in now_and_after_a_restart(house):
        assert (await each.ledger.life(MARIE)).facts == (other, new)
        assert (await each.ledger.life(JOHN)).facts == ()
        assert list(await each.ledger.facts(date(2020, 1, 1), TODAY)) == [other, new]
        assert await each.records.due("acknowledged", TODAY) == 0
        assert await each.records.dispose("acknowledged", TODAY) == 0


async def test_a_fact_kept_after_disposal_is_found_with_those_that_stayed(store: Store) -> None:
    await store.ledger.commit(move(), facts=[fact(day=date(2024, 1, 1)), fact(what=Acknowledged("2024"))])
    await store.records.dispose("acknowledged", TODAY)

    await store.ledger.commit(move(at=1), facts=[fact(what=Acknowledged("2026"))])

    facts = (await store.ledger.life(MARIE)).facts
    assert [each.fact for each in facts] == [Acknowledged("2024"), Acknowledged("2026")]


async def test_what_belongs_to_a_person_goes_when_they_have_left_for_long_enough(
    house: House, store: Store
) -> None:
    left = person(end=TODAY)
    await store.people.bring_in([left, person(JOHN)])
    for who in (MARIE, JOHN):
        await store.people.learn(who, Address("teams", {"url": "https://example.test"}))
        await store.ledger.commit(move(talk(who)), also=[move(talk(who, key="M04"))], facts=[fact(who)])
    kinds = {"place": 2, "address": 1, "person": 1}

    for kind, found in kinds.items():
        assert await store.records.dispose(kind, TODAY) == 0
        assert await store.records.due(kind, TOMORROW) == found
        assert await store.records.dispose(kind, TOMORROW) == found

    async for each in now_and_after_a_restart(house):
        assert await each.people.everyone() == (person(JOHN),)
        assert await each.people.person(MARIE) is None
        assert await each.people.address(MARIE) is None
        assert await each.people.address(JOHN) is not None
        assert (await each.ledger.life(MARIE)).conversations == ()
        assert (await each.ledger.life(MARIE)).facts == (fact(),), "facts have a time of their own"
        assert len((await each.ledger.life(JOHN)).conversations) == 2


async def test_only_deliveries_that_ended_are_disposed_of(house: House, store: Store) -> None:
    ended, owed, sending = delivery(), delivery(PersonId("p")), delivery(JOHN)
    await store.deliveries.owe([ended, sending])
    await store.deliveries.claim(NOON, 2, LEASE)
    await store.deliveries.settle(ended.key, Settlement(DeliveryState.DELIVERED))
    await store.deliveries.owe([owed])

    assert await store.records.dispose("delivery", TODAY) == 0
    assert await store.records.dispose("delivery", TOMORROW) == 1

    async for each in now_and_after_a_restart(house):
        assert [found.key for found in await each.deliveries.find("coi")] == [sending.key, owed.key]
        assert await each.deliveries.known("coi", "2026-Q4") == {JOHN, "p"}
    store = await house.open()
    assert [found.key for found in await store.deliveries.claim(NOON, 5, LEASE)] == [owed.key]
    assert [found.key for found in await store.deliveries.lapsed(NOON + LEASE)] == [sending.key, owed.key]


async def test_a_delivery_that_was_disposed_of_can_be_owed_again(store: Store) -> None:
    await store.deliveries.owe([delivery()])
    await store.deliveries.claim(NOON, 1, LEASE)
    await store.deliveries.settle(delivery().key, Settlement(DeliveryState.REFUSED))
    await store.records.dispose("delivery", TOMORROW)

    assert await store.deliveries.owe([delivery()]) == 1


async def test_lines_of_the_access_list_go_by_their_day(house: House, store: Store) -> None:
    await store.registers.put("access", "a", {"day": "2024-01-01"}, 0)
    await store.registers.put("access", "b", {"day": TODAY.isoformat()}, 0)
    await store.registers.put("plan", "a", {"day": "2024-01-01"}, 0)

    assert await store.records.due("access", TODAY) == 1
    assert await store.records.dispose("access", TODAY) == 1

    async for each in now_and_after_a_restart(house):
        assert [line.id for line in await each.registers.find("access")] == ["b"]
        assert await each.registers.get("plan", "a") is not None


@pytest.mark.parametrize("kind", ["horoscope", "plan", ""])
async def test_what_is_no_kind_of_record_is_refused(store: Store, kind: str) -> None:
    with pytest.raises(ValueError, match="not a kind of record"):
        await store.records.due(kind, TODAY)
    with pytest.raises(ValueError, match="not a kind of record"):
        await store.records.dispose(kind, TODAY)


def batch(period: str, *texts: str) -> Batch:
    words = tuple(Words(f"{nth:032x}", "keep", text) for nth, text in enumerate(texts))
    return Batch("feedback", 1, period, 12, {"q1": {"agree": 9}}, words, {"a": {"q1": {"agree": 5}}})


async def test_what_people_wrote_goes_by_its_period_and_the_counts_stay(house: House, store: Store) -> None:
    old, new = batch("2026-Q1", "one\0", 'deux "é"', "3"), batch("2026-Q2", "four")
    odd = batch("2026", "five")
    for each in (old, new, odd):
        await keep(store.registers, each)
    entry = await store.registers.get("batch", old.id)
    assert entry is not None
    await store.registers.put("batch", old.id, {**entry.body, "words": entry.body["words"][1:]}, 1)
    await store.registers.put("batch", "without", {"period": "2026-Q1"}, 0)
    await store.registers.put("plan", old.id, entry.body, 0)

    assert await store.records.due("feedback", date(2026, 3, 31)) == 0
    assert await store.records.due("feedback", date(2026, 4, 1)) == 3
    assert await store.records.dispose("feedback", date(2026, 4, 1)) == 3

    async for kept in now_and_after_a_restart(house):
        left = await kept.registers.history("batch", old.id)
        assert [version.body["words"] for version in left] == [[], []]
        assert await kept.registers.get("batch", "without") is not None
        assert [version.body["tallies"] for version in left] == [{"q1": {"agree": 9}}] * 2
        assert await kept.registers.get("plan", old.id) is not None
        assert (await kept.registers.history("plan", old.id))[0].body == entry.body
        assert await kept.records.due("feedback", date(2026, 4, 1)) == 0
        assert await kept.records.dispose("feedback", date(2026, 4, 1)) == 0
        assert await kept.records.due("feedback", date(2030, 1, 1)) == 1
        assert len(await kept.registers.find("batch")) == 4


async def test_no_byte_of_a_comment_that_was_disposed_of_is_left_in_the_folder(tmp_path: Path) -> None:
    async with await open_tiny(tmp_path / "data", mark="local") as tiny:
        await keep(tiny.store.registers, batch("2026-Q1", "canary-in-a-comment"))
        await tiny.store.records.dispose("feedback", TODAY)
    assert not [path for path in (tmp_path / "data").iterdir() if b"canary" in path.read_bytes()]
