"""What a person is told, and what is kept, when the medium refuses or is slow."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from dialogs.people import PersonId
from storage.ports import Address, NotSaved, Stale, Store, Unavailable
from storage.tiny import TinyStore, open_tiny
from tests.storage.disks import FaultyDisk
from tests.storage.rows import JOHN, MARIE, NOON, delivery, fact, move, person, revisions, talk


async def held_store(folder: Path, disk: FaultyDisk) -> TinyStore:
    return await open_tiny(folder, mark="local", files=disk)


async def facts_after_restart(folder: Path, somebody: PersonId = MARIE) -> int:
    async with await open_tiny(folder, mark="local") as tiny:
        return len((await tiny.store.ledger.life(somebody)).facts)


async def refused_once(store: Store) -> None:
    """A turn is refused, nothing of it is seen, and the next one is kept."""
    with pytest.raises(NotSaved):
        await store.ledger.commit(move(at=1), facts=[fact()] * 9)
    assert await revisions(store, MARIE) == {("module", "M01"): 1}
    assert len((await store.ledger.life(MARIE)).facts) == 1


@pytest.mark.parametrize("room", [0, 1, 700])
async def test_a_full_disk_refuses_the_turn_and_takes_the_next_when_there_is_room(
    tmp_path: Path, room: int
) -> None:
    disk = FaultyDisk()
    async with await held_store(tmp_path, disk) as tiny:
        await tiny.store.ledger.commit(move(), facts=[fact()])
        whole = (tmp_path / "journal-00000001").read_bytes()
        disk.room = room

        await refused_once(tiny.store)
        assert (tmp_path / "journal-00000001").read_bytes() == whole, "no half a line is left"
        disk.room = None

        assert await tiny.store.ledger.commit(move(at=1), facts=[fact()])
    assert await facts_after_restart(tmp_path) == 2


async def test_a_disk_that_takes_a_few_bytes_at_a_time_keeps_the_turn(tmp_path: Path) -> None:
    disk = FaultyDisk()
    disk.most_at_once = 7
    async with await held_store(tmp_path, disk) as tiny:
        await tiny.store.ledger.commit(move(), facts=[fact()])
    assert await facts_after_restart(tmp_path) == 1


async def test_a_disk_that_takes_nothing_and_says_nothing_refuses_the_turn(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with await held_store(tmp_path, disk) as tiny:
        await tiny.store.ledger.commit(move(), facts=[fact()])
        disk.most_at_once = 0
        await refused_once(tiny.store)


async def test_after_a_failed_sync_nothing_of_the_turn_is_left(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with await held_store(tmp_path, disk) as tiny:
        await tiny.store.ledger.commit(move(), facts=[fact()])
        whole = (tmp_path / "journal-00000001").read_bytes()
        disk.failing_syncs = 1
        disk.done.clear()

        await refused_once(tiny.store)

        assert (tmp_path / "journal-00000001").read_bytes() == whole
        assert disk.done == ["sync", "cut", "sync"], "the cut is durable before anything else is"
        assert await tiny.store.ledger.commit(move(at=1), facts=[fact()])
    assert await facts_after_restart(tmp_path) == 2


async def test_a_disk_that_cannot_even_be_mended_takes_nothing_until_it_can(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with await held_store(tmp_path, disk) as tiny:
        await tiny.store.ledger.commit(move(), facts=[fact()])
        disk.failing_syncs, disk.failing_cuts = 1, 2

        await refused_once(tiny.store)
        await refused_once(tiny.store)
        # The cut works now, but the sync after it does not: still nobody knows what is there.
        disk.failing_syncs = 1
        await refused_once(tiny.store)

        assert await tiny.store.ledger.commit(move(at=1), facts=[fact()])
    assert await facts_after_restart(tmp_path) == 2


async def test_everybody_in_a_refused_group_is_told(tmp_path: Path) -> None:
    disk = FaultyDisk()
    people = [PersonId(f"p{n}") for n in range(8)]
    async with await held_store(tmp_path, disk) as tiny:
        disk.room = 1000

        outcomes = await asyncio.gather(
            *(tiny.store.ledger.commit(move(talk(each)), facts=[fact(each)]) for each in people),
            return_exceptions=True,
        )

        assert all(isinstance(outcome, NotSaved) for outcome in outcomes)
        assert (tmp_path / "journal-00000001").stat().st_size == 0


async def test_people_who_act_at_once_share_one_sync(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with await held_store(tmp_path, disk) as tiny:
        disk.hold()
        before = disk.syncs
        first = asyncio.create_task(tiny.store.ledger.commit(move(talk(JOHN))))
        await asyncio.to_thread(disk.waiting.wait, 10)
        others = [
            asyncio.create_task(tiny.store.ledger.commit(move(talk(PersonId(f"p{n}"))))) for n in range(50)
        ]
        await asyncio.wait({first}, timeout=0)
        disk.let_go()

        assert all(await asyncio.gather(first, *others))

        assert disk.syncs == before + 2


async def test_nothing_is_acknowledged_or_seen_before_it_is_durable(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with await held_store(tmp_path, disk) as tiny:
        disk.hold()
        turn = asyncio.create_task(tiny.store.ledger.commit(move(), facts=[fact()]))
        await asyncio.to_thread(disk.waiting.wait, 10)

        assert not turn.done()
        assert (await tiny.store.ledger.life(MARIE)).facts == ()

        disk.let_go()
        assert await turn
        assert (await tiny.store.ledger.life(MARIE)).facts == (fact(),)


async def test_the_second_click_waits_for_the_first_and_is_then_stale(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with await held_store(tmp_path, disk) as tiny:
        disk.hold()
        first = asyncio.create_task(tiny.store.ledger.commit(move()))
        await asyncio.to_thread(disk.waiting.wait, 10)
        second = asyncio.create_task(tiny.store.ledger.commit(move()))
        await asyncio.wait({first, second}, timeout=0)
        assert not second.done()

        disk.let_go()

        assert await first
        with pytest.raises(Stale):
            await second


async def test_the_second_click_counts_when_the_first_could_not_be_saved(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with await held_store(tmp_path, disk) as tiny:
        disk.hold()
        disk.failing_syncs = 1
        first = asyncio.create_task(tiny.store.ledger.commit(move()))
        await asyncio.to_thread(disk.waiting.wait, 10)
        second = asyncio.create_task(tiny.store.ledger.commit(move()))
        await asyncio.wait({second}, timeout=0)

        disk.let_go()

        with pytest.raises(NotSaved):
            await first
        assert await second


async def test_a_claim_waits_for_one_under_way_though_something_older_came_meanwhile(tmp_path: Path) -> None:
    """The second claim sees the older one before it sees what the first took, and must not take it."""
    disk = FaultyDisk()
    async with await held_store(tmp_path, disk) as tiny:
        deliveries, lease = tiny.store.deliveries, timedelta(minutes=5)
        first, older = delivery(), delivery(nth=2, due=NOON - lease)
        await deliveries.owe([first])
        disk.hold()
        owing = asyncio.create_task(deliveries.owe([older]))
        await asyncio.to_thread(disk.waiting.wait, 10)
        one = asyncio.create_task(deliveries.claim(NOON, 1, lease))
        await asyncio.wait({one}, timeout=0)
        disk.let_one_go()
        await owing
        assert await deliveries.find("coi") == (first, older), "the first claim is still under way"

        another = asyncio.create_task(deliveries.claim(NOON, 1, lease))
        await asyncio.wait({another}, timeout=0)
        disk.let_go()

        assert [each.key for each in await one] == [first.key]
        assert await another == ()


async def test_a_turn_nobody_waits_for_any_more_is_kept_whole(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with await held_store(tmp_path, disk) as tiny:
        disk.hold()
        turn = asyncio.create_task(tiny.store.ledger.commit(move(), facts=[fact()]))
        await asyncio.to_thread(disk.waiting.wait, 10)
        turn.cancel()
        with pytest.raises(asyncio.CancelledError):
            await turn
        late = asyncio.create_task(tiny.store.ledger.commit(move()))
        disk.let_go()

        with pytest.raises(Stale):
            await late
        assert (await tiny.store.ledger.life(MARIE)).facts == (fact(),)
    assert await facts_after_restart(tmp_path) == 1


async def test_a_refusal_nobody_waits_for_any_more_harms_nobody(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with await held_store(tmp_path, disk) as tiny:
        disk.hold()
        disk.failing_syncs = 1
        turn = asyncio.create_task(tiny.store.ledger.commit(move(), facts=[fact()]))
        await asyncio.to_thread(disk.waiting.wait, 10)
        turn.cancel()
        await asyncio.wait({turn})
        disk.let_go()

        assert await tiny.store.ledger.commit(move())
        assert (await tiny.store.ledger.life(MARIE)).facts == ()


async def test_closing_waits_for_what_is_being_written(tmp_path: Path) -> None:
    disk = FaultyDisk()
    tiny = await held_store(tmp_path, disk)
    disk.hold()
    turns = [asyncio.create_task(tiny.store.ledger.commit(move(talk(each)))) for each in (MARIE, JOHN)]
    await asyncio.to_thread(disk.waiting.wait, 10)
    closing = asyncio.create_task(tiny.close())
    await asyncio.wait({closing}, timeout=0)
    disk.let_go()

    await closing

    assert all(await asyncio.gather(*turns))


async def test_a_closed_store_takes_nothing(tmp_path: Path) -> None:
    tiny = await open_tiny(tmp_path, mark="local")
    await tiny.close()
    await tiny.close()

    with pytest.raises(Unavailable):
        await tiny.store.ledger.commit(move())


async def test_a_turn_that_cannot_be_written_down_leaves_the_store_working(tmp_path: Path) -> None:
    async with await open_tiny(tmp_path, mark="local") as tiny:
        with pytest.raises(TypeError):
            await tiny.store.ledger.commit(move(via="\ud800"))

        assert await tiny.store.ledger.commit(move())


async def test_knowing_it_already_writes_nothing(tmp_path: Path) -> None:
    disk = FaultyDisk()
    async with await held_store(tmp_path, disk) as tiny:
        people = tiny.store.people
        await people.bring_in([person()])
        await people.learn(MARIE, Address("teams", {"a": "b"}))
        await tiny.store.deliveries.owe([delivery()])
        size = (tmp_path / "journal-00000001").stat().st_size

        await people.bring_in([person()])
        await people.meet(person(name="other"))
        await people.learn(MARIE, Address("teams", {"a": "b"}))
        await people.forget(JOHN)
        await tiny.store.deliveries.owe([delivery()])

        assert (tmp_path / "journal-00000001").stat().st_size == size
