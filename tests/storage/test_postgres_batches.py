"""Many requests go to the database together; nobody can tell, except by how long it takes."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogs.facts import ModuleFinished
from dialogs.people import PersonId
from storage.memory import open_memory
from storage.ports import Address, NotSaved, Settlement, Stale, Store, TurnMark
from storage.postgres import PostgresStore, open_postgres
from tests.storage.houses import EMPTY
from tests.storage.postgres_server import new_database, run_sql
from tests.storage.rows import JOHN, MARIE, NOON, TODAY, delivery, fact, move, person, revisions, talk
from tests.storage.test_same_everywhere import (
    DELIVERIES,
    MARKS,
    MINUTES,
    MOVES,
    PEOPLE,
    ROWS,
    SETTLEMENTS,
    Act,
    everything,
    in_order,
    outcome,
)

LEASE = timedelta(minutes=1)
MANY = [PersonId(f"{n:04}") for n in range(64)]


@pytest.fixture(scope="module")
def address() -> str:
    return asyncio.run(new_database())


@pytest.fixture
async def shared(address: str) -> AsyncIterator[PostgresStore]:
    async with await open_postgres(address, mark="local") as opened:
        await run_sql(address, EMPTY)
        yield opened


@pytest.fixture
def store(shared: PostgresStore) -> Store:
    return shared.store


def changes() -> st.SearchStrategy[Act]:
    """Everything that may change something, on few enough people that things collide within a batch."""
    return st.one_of(
        st.builds(
            lambda first, mark, facts, also, owed: (
                lambda store: store.ledger.commit(first, turn=mark, facts=facts, also=also, deliveries=owed)
            ),
            MOVES,
            MARKS,
            st.lists(st.builds(fact, PEOPLE), max_size=2),
            st.lists(MOVES, max_size=1),
            st.lists(DELIVERIES, max_size=2),
        ),
        st.builds(lambda rows: lambda store: store.people.bring_in(rows), ROWS),
        st.builds(lambda who: lambda store: store.people.meet(person(who)), PEOPLE),
        st.builds(
            lambda who, where: lambda store: store.people.learn(who, Address(where)),
            PEOPLE,
            st.sampled_from("ab"),
        ),
        st.builds(lambda who: lambda store: store.people.forget(who), PEOPLE),
        st.builds(lambda owed: lambda store: store.deliveries.owe(owed), st.lists(DELIVERIES, max_size=3)),
        st.builds(
            lambda now, limit: lambda store: store.deliveries.claim(now, limit, LEASE),
            MINUTES,
            st.integers(0, 3),
        ),
        st.builds(
            lambda owed, how: lambda store: store.deliveries.settle(owed.key, how), DELIVERIES, SETTLEMENTS
        ),
        st.builds(
            lambda entry, at: lambda store: store.registers.put("plan", entry, {"at": [at]}, at),
            st.sampled_from("ab"),
            st.integers(0, 2),
        ),
    )


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(happened=st.lists(changes(), max_size=30))
async def test_what_is_asked_at_once_comes_out_as_if_asked_one_after_another(
    address: str, happened: list[Act]
) -> None:
    memory = open_memory()
    one_by_one = [await outcome(act, memory) for act in happened]

    async with await open_postgres(address, mark="local") as shared:
        await run_sql(address, EMPTY)
        at_once: list[Any] = await asyncio.gather(*(outcome(act, shared.store) for act in happened))
        assert at_once == one_by_one
        assert in_order(await everything(shared.store)) == in_order(await everything(memory))


async def commits(address: str) -> int:
    return int((await run_sql(address, "SELECT max(batch) FROM writers"))[0][0])


async def test_sixty_four_people_at_once_take_a_few_commits(address: str, store: Store) -> None:
    await store.ledger.commit(move(talk(JOHN)))
    before = await commits(address)

    assert all(
        await asyncio.gather(*(store.ledger.commit(move(talk(who)), facts=[fact(who)]) for who in MANY))
    )

    assert await commits(address) - before <= 2
    assert len(list(await store.ledger.facts(fact().day, fact().day))) == 64


async def test_a_person_who_was_too_late_does_not_hold_up_those_who_were_not(store: Store) -> None:
    await store.ledger.commit(move(talk(JOHN)))
    turns = [store.ledger.commit(move(talk(who)), facts=[fact(who)]) for who in (*MANY[:9], JOHN, *MANY[9:])]

    told = await asyncio.gather(*turns, return_exceptions=True)

    assert [each for each in told if each is not True] == [told[9]]
    assert isinstance(told[9], Stale)
    assert (await store.ledger.life(JOHN)).facts == ()


@pytest.mark.parametrize("unfit", ["a\x00b", "\ud800"], ids=["nul", "half a character"])
async def test_what_no_column_can_hold_costs_only_whoever_asked_for_it(store: Store, unfit: str) -> None:
    """PostgreSQL has no NUL in a text. Nobody sends one but to see what happens to the others."""
    turns = [store.ledger.commit(move(talk(who)), facts=[fact(who)]) for who in MANY]
    turns.insert(20, store.ledger.commit(move(talk(), via=unfit), facts=[fact()]))

    told = await asyncio.gather(*turns, return_exceptions=True)

    assert isinstance(told.pop(20), NotSaved)
    assert told == [True] * 64
    assert (await store.ledger.life(MARIE)).facts == ()


async def test_a_nul_in_a_document_is_kept(store: Store) -> None:
    await store.people.bring_in([person(name="a\x00b")])
    await store.people.learn(MARIE, Address("teams", {"x": "\x00"}))
    await store.registers.put("access", "a", {"day": "2026-01-01", "why": "\x00"}, 0)

    assert await store.people.everyone() == (person(name="a\x00b"),)
    assert await store.people.address(MARIE) == Address("teams", {"x": "\x00"})
    assert await store.records.dispose("access", fact().day) == 1


async def test_whoever_gives_up_waiting_is_kept_all_the_same(store: Store) -> None:
    impatient = asyncio.create_task(store.ledger.commit(move(), facts=[fact()]))
    patient = asyncio.create_task(store.ledger.commit(move(talk(JOHN))))
    await asyncio.sleep(0)

    impatient.cancel()

    assert await patient
    assert await revisions(store, MARIE) == {("module", "M01"): 1}


async def test_what_waits_when_the_store_closes_is_kept(address: str, shared: PostgresStore) -> None:
    turns = [asyncio.create_task(shared.store.ledger.commit(move(talk(who)))) for who in MANY]
    await asyncio.sleep(0)

    await shared.close()

    assert all(await asyncio.gather(*turns))
    assert await run_sql(address, "SELECT FROM writers") == [], "who stops leaves nothing behind"


async def test_thousands_of_deliveries_are_owed_and_claimed_in_order(store: Store) -> None:
    everybody = [delivery(PersonId(f"{n:05}"), due=NOON - timedelta(seconds=n)) for n in range(4_500)]

    assert await store.deliveries.owe([*everybody, *everybody[:10]]) == 4_500
    assert await store.deliveries.owe(everybody) == 0
    claimed = await store.deliveries.claim(NOON, 3_000, LEASE)

    assert [each.key for each in claimed] == [each.key for each in reversed(everybody[1_500:])]


async def test_a_message_is_forgotten_after_its_24_hours(address: str, store: Store) -> None:
    for day in range(3):
        at = NOON + timedelta(days=day)
        await store.ledger.commit(move(at=2 * day), turn=TurnMark(b"%d" % day, at))
        await store.ledger.commit(move(at=2 * day + 1), turn=TurnMark(b"again", at))

    kept = await run_sql(address, "SELECT digest, at FROM turns ORDER BY digest")

    last = NOON + timedelta(days=2)
    assert [tuple(row) for row in kept] == [(b"2", last), (b"again", last)]


async def test_an_import_while_people_are_talking_keeps_both(store: Store) -> None:
    rows = [person(who, name="new") for who in MANY]
    imported = asyncio.create_task(store.people.bring_in(rows))
    talking = [asyncio.create_task(store.ledger.commit(move(talk(who)))) for who in MANY]
    meeting = [asyncio.create_task(store.people.meet(person(who))) for who in MANY]

    assert len((await imported).added) == 64
    assert all(await asyncio.gather(*talking))
    await asyncio.gather(*meeting)
    assert await store.people.everyone() == tuple(rows)


async def test_a_settled_delivery_and_its_claim_in_one_breath_keep_their_order(store: Store) -> None:
    await store.deliveries.owe([delivery()])
    again = Settlement(delivery().state, "busy", due=NOON)

    first, _, second, nothing = await asyncio.gather(
        store.deliveries.claim(NOON, 1, LEASE),
        store.deliveries.settle(delivery().key, again),
        store.deliveries.claim(NOON, 1, LEASE),
        store.deliveries.claim(NOON, 1, LEASE),
    )

    assert [each.attempts for each in (*first, *second)] == [1, 2]
    assert nothing == ()


async def test_facts_come_in_their_order_though_newer_ones_lie_where_older_ones_were(
    address: str, store: Store
) -> None:
    gone = [fact(day=TODAY - timedelta(days=900 - n)) for n in range(200)]
    stay = [fact(JOHN, what=ModuleFinished("M01", n)) for n in range(200)]
    await store.ledger.commit(move(), facts=[*gone, *stay])
    await store.records.dispose("acknowledged", TODAY)
    new = [fact(JOHN, what=ModuleFinished("M02", n)) for n in range(200)]
    await store.ledger.commit(move(at=1), facts=new)

    assert list(await store.ledger.facts(TODAY, TODAY)) == [*stay, *new]
    assert (await store.ledger.life(JOHN)).facts == (*stay, *new)


async def test_what_was_disposed_of_is_no_longer_in_the_table_for_whoever_looks_beneath(
    address: str, store: Store
) -> None:
    await store.ledger.commit(move(), facts=[fact(day=TODAY - timedelta(days=900))] * 200)
    dead = "SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'facts'"

    assert await store.records.dispose("acknowledged", TODAY) == 200

    assert [row[0] for row in await run_sql(address, dead)] == [0]
