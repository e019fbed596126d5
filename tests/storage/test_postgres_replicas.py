"""Two Ethos over one database: whichever hears a person, the other knows, and nothing takes effect twice."""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from itertools import cycle
from random import Random

import pytest

from dialogs.people import PersonId
from storage.ports import Address, DeliveryState, Settlement, Stale, Store, TurnMark
from storage.postgres import open_postgres
from storage.replicated.queries import query
from tests.conftest import Figure
from tests.storage.postgres_server import connected, new_database, run_sql
from tests.storage.rows import JOHN, MARIE, NOON, TODAY, delivery, fact, move, person, revisions, talk

ACTIVITIES = 5_000 if os.environ.get("ETHOS_TORTURE") else 400
AT_ONCE = 48
LEASE = timedelta(minutes=5)
STAFF = [PersonId(f"p{n:02}") for n in range(20)]


@pytest.fixture
async def replicas() -> AsyncIterator[tuple[Store, Store]]:
    address = await new_database()
    async with (
        await open_postgres(address, mark="local") as one,
        await open_postgres(address, mark="local") as other,
    ):
        yield one.store, other.store


async def hear(store: Store, who: PersonId, mark: TurnMark) -> bool:
    """Hear one typed message as a turn does: read, decide, keep; read again if somebody was faster."""
    while True:
        at = (await revisions(store, who)).get(("module", "M01"), 0)
        try:
            return await store.ledger.commit(
                move(talk(who), at=at), turn=mark, facts=[fact(who)], deliveries=[delivery(who, nth=at + 1)]
            )
        except Stale:
            continue


async def test_messages_delivered_one_to_five_times_in_any_order_take_effect_once_each(
    replicas: tuple[Store, Store], figure: Figure
) -> None:
    random = Random(2026)
    sent = [(STAFF[n % len(STAFF)], TurnMark(b"%d" % n, NOON)) for n in range(ACTIVITIES)]
    arriving = [each for each in sent for _ in range(random.randint(1, 5))]
    random.shuffle(arriving)
    took_effect: Counter[bytes] = Counter()

    async def door(store: Store) -> None:
        while arriving:
            who, mark = arriving.pop()
            effect = await hear(store, who, mark)
            took_effect[mark.digest] += effect

    deliveries = len(arriving)
    await asyncio.gather(*(door(replicas[n % 2]) for n in range(AT_ONCE)))

    assert set(took_effect.values()) == {1}
    assert len(took_effect) == ACTIVITIES
    for who in STAFF:
        life = await replicas[0].ledger.life(who)
        mine = ACTIVITIES // len(STAFF)
        assert (len(life.facts), life.conversations[0].revision) == (mine, mine)
    assert len(await replicas[0].deliveries.find("coi")) == ACTIVITIES
    figure(f"{ACTIVITIES} messages over two replicas, delivered {deliveries} times: each took effect once")


async def test_new_people_everywhere_at_once_are_kept_once(replicas: tuple[Store, Store]) -> None:
    """Both replicas add the same rows that neither has seen, in opposite orders."""
    everybody = [PersonId(f"{n:03}") for n in range(100)]

    async def arrive(store: Store, people: list[PersonId]) -> list[bool | BaseException]:
        await asyncio.gather(*(store.people.meet(person(who)) for who in people))
        await asyncio.gather(*(store.people.learn(who, Address("teams")) for who in people))
        return await asyncio.gather(
            *(store.ledger.commit(move(talk(who)), facts=[fact(who)]) for who in people),
            return_exceptions=True,
        )

    one, other = await asyncio.gather(
        arrive(replicas[0], everybody), arrive(replicas[1], list(reversed(everybody)))
    )

    for mine, theirs in zip(one, reversed(other), strict=True):
        assert sorted(type(each).__name__ for each in (mine, theirs)) == ["Stale", "bool"]
    assert [each.id for each in await replicas[0].people.everyone()] == everybody
    assert await replicas[0].people.everyone() == await replicas[1].people.everyone()
    assert len(list(await replicas[1].ledger.facts(TODAY, TODAY))) == 100


async def test_two_senders_share_what_is_owed_and_never_take_the_same(replicas: tuple[Store, Store]) -> None:
    everybody = [delivery(PersonId(f"{n:03}")) for n in range(300)]
    owed = await asyncio.gather(*(store.deliveries.owe(everybody) for store in replicas))

    async def send(store: Store) -> int:
        sent = 0
        while claimed := await store.deliveries.claim(NOON, 7, LEASE):
            for each in claimed:
                done = Settlement(DeliveryState.DELIVERED, facts=(fact(each.key.addressee),))
                await store.deliveries.settle(each.key, done)
                sent += 1
        return sent

    sent = await asyncio.gather(*(send(replicas[n % 2]) for n in range(8)))

    assert sorted(owed) == [0, 300]
    assert sum(sent) == 300
    assert len(list(await replicas[0].ledger.facts(TODAY, TODAY))) == 300
    states = Counter(each.state for each in await replicas[1].deliveries.find("coi"))
    assert states == {DeliveryState.DELIVERED: 300}


async def test_replicas_that_claim_at_once_never_write_to_one_person_twice_at_a_time() -> None:
    """Nobody settles while all claim: whoever got two would have two on their way."""
    address = await new_database()
    async with AsyncExitStack() as open_ones:
        stores = [
            (await open_ones.enter_async_context(await open_postgres(address, mark="local"))).store
            for _ in range(4)
        ]
        await stores[0].deliveries.owe([delivery(who, nth=nth) for nth in range(1, 31) for who in STAFF])

        for nth in range(1, 31):
            claims = (store.deliveries.claim(NOON, 3, LEASE) for _ in range(4) for store in stores)
            leaving = [each for some in await asyncio.gather(*claims) for each in some]
            assert Counter(each.key.addressee for each in leaving) == Counter(STAFF)
            assert {each.key.nth for each in leaving} == {nth}, "the oldest first"
            done = Settlement(DeliveryState.DELIVERED)
            await asyncio.gather(
                *(
                    store.deliveries.settle(each.key, done)
                    for store, each in zip(cycle(stores), leaving, strict=False)
                )
            )


async def test_a_claim_waits_for_another_replicas_though_something_older_came_meanwhile() -> None:
    """The other one read what is owed before the older one came; ours would not see what it took."""
    address, first, older = await new_database(), delivery(), delivery(nth=2, due=NOON - LEASE)
    waiting = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'"
    async with await open_postgres(address, mark="local") as ours, connected(address) as other:
        deliveries = ours.store.deliveries
        await deliveries.owe([first])
        await other.execute(query("begin-claiming"))
        await other.execute("UPDATE deliveries SET state = 'sending', attempts = 1")
        await deliveries.owe([older])

        claim = asyncio.create_task(deliveries.claim(NOON, 1, LEASE))
        while not await run_sql(address, waiting):
            assert not claim.done()
        await other.execute("COMMIT")

        assert await claim == ()
        await deliveries.settle(first.key, Settlement(DeliveryState.DELIVERED))
        assert [each.key for each in await deliveries.claim(NOON, 1, LEASE)] == [older.key]


async def test_each_replica_sees_what_the_other_did_to_the_roster(replicas: tuple[Store, Store]) -> None:
    one, other = replicas
    await one.people.bring_in([person(MARIE), person(JOHN, end=TODAY)])
    assert await other.people.everyone() == (person(MARIE), person(JOHN, end=TODAY))

    assert (await other.people.bring_in([person(MARIE, name="Marie")])).changed == (MARIE,)
    assert await one.people.everyone() == (person(MARIE, name="Marie"), person(JOHN, end=TODAY))

    assert await one.records.dispose("person", TODAY + timedelta(days=1)) == 1
    assert await other.people.everyone() == (person(MARIE, name="Marie"),)


async def test_imports_at_both_doors_leave_one_roster(replicas: tuple[Store, Store]) -> None:
    for nth in range(8):
        base = [person(who, name=f"base {nth}") for who in STAFF]
        first = [person(who, name=f"first {nth}") for who in STAFF]
        second = [*base[:10], *(person(who, name=f"second {nth}") for who in STAFF[10:])]
        await replicas[0].people.bring_in(base)

        await asyncio.gather(replicas[0].people.bring_in(first), replicas[1].people.bring_in(second))

        last = await replicas[0].people.everyone()
        assert last in {tuple(first), tuple(second)}, "an import is kept whole"
        assert last == await replicas[1].people.everyone()


async def test_what_a_person_did_last_is_known_wherever_they_did_it(replicas: tuple[Store, Store]) -> None:
    for nth in range(6):
        await replicas[nth % 2].ledger.commit(move(talk(key=f"M{nth}")))

    kept = (await replicas[0].ledger.life(MARIE)).conversations

    assert [each.conversation.key for each in sorted(kept, key=lambda each: each.acted)] == [
        f"M{nth}" for nth in range(6)
    ]


async def test_two_officers_at_two_doors_overwrite_nothing(replicas: tuple[Store, Store]) -> None:
    for revision in range(5):
        told = await asyncio.gather(
            *(store.registers.put("plan", "p", {"by": n}, revision) for n, store in enumerate(replicas)),
            return_exceptions=True,
        )
        assert sorted(type(each).__name__ for each in told) == ["Entry", "Stale"]

    assert [each.revision for each in await replicas[0].registers.history("plan", "p")] == [1, 2, 3, 4, 5]
