"""How far a store is behind its medium: what waits, and for how long."""

import asyncio
from collections.abc import Iterator
from itertools import count
from math import isnan
from pathlib import Path

import pytest

from dialogs.people import PersonId
from storage.ports import Backlog, DeliveryState, NotSaved, Settlement, Store
from storage.postgres import open_postgres
from storage.rows import Timer
from storage.tiny import open_tiny
from tests.storage.disks import FaultyDisk
from tests.storage.postgres_server import connected
from tests.storage.rows import JOHN, MARIE, NOON, delivery, move, talk
from tests.storage.test_contract_deliveries import LEASE


@pytest.fixture
def timer() -> Timer:
    """A timer that is one second further each time it is read."""
    seconds: Iterator[int] = count()
    return lambda: float(next(seconds))


def turns(store: Store, *people: PersonId) -> list[asyncio.Task[bool]]:
    return [asyncio.create_task(store.ledger.commit(move(talk(each)))) for each in people]


async def test_a_slow_disk_shows_how_many_turns_wait_and_for_how_long(tmp_path: Path, timer: Timer) -> None:
    disk = FaultyDisk()
    async with await open_tiny(tmp_path, mark="local", files=disk, timer=timer) as tiny:
        assert tiny.backlog() == Backlog(0, 0.0)
        disk.hold()
        first = turns(tiny.store, MARIE)
        await asyncio.to_thread(disk.waiting.wait, 10)
        assert tiny.backlog() == Backlog(1, 1.0)
        others = turns(tiny.store, JOHN, PersonId("p1"))
        await asyncio.wait(others, timeout=0)
        assert tiny.backlog() == Backlog(3, 4.0), "the first one is still the oldest"

        disk.let_go()
        assert all(await asyncio.gather(*first, *others))
        assert tiny.backlog() == Backlog(0, 0.0)


async def test_a_turn_that_the_disk_refused_waits_no_longer(tmp_path: Path, timer: Timer) -> None:
    disk = FaultyDisk()
    async with await open_tiny(tmp_path, mark="local", files=disk, timer=timer) as tiny:
        disk.room = 0
        with pytest.raises(NotSaved):
            await tiny.store.ledger.commit(move())
        assert tiny.backlog() == Backlog(0, 0.0)


async def test_without_a_timer_nobody_says_how_long(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with await open_tiny(tmp_path, mark="local", files=disk) as tiny:
        disk.hold()
        waiting = turns(tiny.store, MARIE)
        await asyncio.to_thread(disk.waiting.wait, 10)
        found = tiny.backlog()
        assert (found.waiting, isnan(found.oldest)) == (1, True)
        disk.let_go()
        await asyncio.gather(*waiting)


async def test_a_database_that_is_held_up_shows_it_too(address: str, timer: Timer) -> None:
    async with await open_postgres(address, mark="local", timer=timer) as opened:
        assert opened.backlog() == Backlog(0, 0.0)
        async with connected(address) as holder, holder.transaction():
            await holder.execute("LOCK TABLE places IN ACCESS EXCLUSIVE MODE")
            waiting = turns(opened.store, MARIE, JOHN)
            await asyncio.wait(waiting, timeout=0)
            found = opened.backlog()
            assert found.waiting == 2
            assert found.oldest == 2.0
        assert all(await asyncio.gather(*waiting))
        assert opened.backlog() == Backlog(0, 0.0)


async def test_deliveries_nobody_looked_at_since_the_start_are_counted_as_they_lie(
    tmp_path: Path,
) -> None:
    async with await open_tiny(tmp_path, mark="local") as tiny:
        everybody = [PersonId(f'p","state":"owed","{number}') for number in range(4)]
        await tiny.store.deliveries.owe([delivery(each) for each in everybody])
        for each in await tiny.store.deliveries.claim(NOON, 4, LEASE):
            await tiny.store.deliveries.settle(each.key, Settlement(DeliveryState.DELIVERED))
        await tiny.store.deliveries.owe([delivery(JOHN, "2026-Q3")])
        before = await tiny.store.deliveries.tally()
        assert await tiny.compact()
    async with await open_tiny(tmp_path, mark="local") as tiny:
        assert list(tiny._views.deliveries._pages._frozen) == [("coi", "2026-Q4")]
        assert await tiny.store.deliveries.tally() == before
    assert (before[DeliveryState.OWED], before[DeliveryState.DELIVERED]) == (1, 4)
