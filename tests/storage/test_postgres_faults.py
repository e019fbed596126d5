"""What people are told, and what is kept, when the database refuses, or others are in the way."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
import pytest
from structlog.testing import capture_logs

from dialogs.people import PersonId
from storage.ports import Address, NotSaved, Stale, Store, Unavailable
from storage.postgres import PostgresStore, open_postgres
from storage.replicated.connections import Patience
from storage.replicated.queries import query
from tests.storage.postgres_server import Server, connected, run_sql
from tests.storage.rows import JOHN, MARIE, NOON, delivery, fact, move, revisions, talk

STOPS = 20 if os.environ.get("ETHOS_TORTURE") else 2
BRIEF = Patience(request=1.2)
LEASE = timedelta(minutes=5)
PEOPLE = [PersonId(f"p{n}") for n in range(12)]


@pytest.fixture
async def shared(address: str) -> AsyncIterator[PostgresStore]:
    async with await open_postgres(address, mark="local", patience=BRIEF) as opened:
        yield opened


@pytest.fixture
def store(shared: PostgresStore) -> Store:
    return shared.store


async def read_only(server: Server, how: str) -> None:
    await run_sql(server.url(), f"ALTER DATABASE office SET default_transaction_read_only = {how}")
    await run_sql(
        server.url(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'office'"
    )


async def test_a_stand_by_answers_questions_and_says_at_once_that_it_keeps_nothing(
    server: Server, address: str, store: Store
) -> None:
    await store.ledger.commit(move())
    await read_only(server, "on")

    async with asyncio.timeout(BRIEF.request / 2):
        with pytest.raises(NotSaved):
            await store.ledger.commit(move(at=1))
    assert await revisions(store, MARIE) == {("module", "M01"): 1}
    async with await open_postgres(address, mark="local", patience=BRIEF) as opened_meanwhile:
        assert await revisions(opened_meanwhile.store, MARIE) == {("module", "M01"): 1}

    await read_only(server, "off")
    assert await store.ledger.commit(move(at=1))


async def test_a_server_without_a_connection_to_spare_is_asked_until_it_has_one(
    server: Server, store: Store
) -> None:
    await store.ledger.commit(move())
    await read_only(server, "off")  # Which cuts all connections.
    taken = []
    while True:
        try:
            taken.append(await asyncpg.connect(server.url("office", "ethos")))
        except asyncpg.TooManyConnectionsError:
            break

    began = time.monotonic()
    told = await asyncio.gather(
        store.ledger.commit(move(at=1)), store.ledger.life(MARIE), return_exceptions=True
    )
    waited = time.monotonic() - began
    waiting = asyncio.gather(store.ledger.commit(move(at=1)), store.ledger.life(MARIE))
    for link in taken:
        await link.close()

    assert [type(each) for each in told] == [NotSaved, Unavailable]
    assert waited >= BRIEF.request * 0.9
    assert (await waiting)[0] is True


async def test_more_questions_than_connections_are_all_answered(store: Store) -> None:
    await store.ledger.commit(move(), facts=[fact()])

    lives = await asyncio.gather(*(store.ledger.life(MARIE) for _ in range(100)))

    assert [len(life.facts) for life in lives] == [1] * 100


async def test_questions_behind_a_locked_table_give_up_in_time(address: str, store: Store) -> None:
    await store.ledger.commit(move())
    async with connected(address) as holder, holder.transaction():
        await holder.execute("LOCK TABLE places IN ACCESS EXCLUSIVE MODE")
        async with asyncio.timeout(3 * BRIEF.request):
            told = await asyncio.gather(
                *(store.ledger.life(MARIE) for _ in range(30)), return_exceptions=True
            )

    assert {type(each) for each in told} == {Unavailable}
    assert await revisions(store, MARIE) == {("module", "M01"): 1}


async def test_a_row_that_somebody_holds_keeps_only_its_own_person_waiting(
    address: str, store: Store
) -> None:
    await asyncio.gather(*(store.ledger.commit(move(talk(who))) for who in (MARIE, *PEOPLE)))
    async with connected(address) as holder, holder.transaction():
        await holder.execute("SELECT FROM places WHERE person = $1 FOR UPDATE", MARIE)
        told = await asyncio.gather(
            *(store.ledger.commit(move(talk(who), at=1), facts=[fact(who)]) for who in (MARIE, *PEOPLE)),
            return_exceptions=True,
        )

    assert isinstance(told[0], NotSaved)
    assert told[1:] == [True] * len(PEOPLE)
    assert await store.ledger.commit(move(at=1))


async def test_while_another_replica_is_stuck_claiming_people_are_heard_and_nothing_leaves(
    address: str, store: Store
) -> None:
    await store.deliveries.owe([delivery()])
    async with connected(address) as holder, holder.transaction():
        await holder.execute(query("begin-claiming").removeprefix("BEGIN;"))
        claim = asyncio.create_task(store.deliveries.claim(NOON, 1, LEASE))
        assert await store.ledger.commit(move())
        assert await store.ledger.commit(move(at=1))
        with pytest.raises(NotSaved):
            await claim

    assert len(await store.deliveries.claim(NOON, 1, LEASE)) == 1


async def test_a_batch_in_a_deadlock_is_taken_again(server: Server, address: str) -> None:
    # Whoever waits this long looks for a deadlock, and gives way: it is to be Ethos, not the other.
    await run_sql(server.url(), "ALTER DATABASE office SET deadlock_timeout = '20ms'")
    async with await open_postgres(address, mark="local") as shared, connected(server.url("office")) as other:
        store = shared.store
        await store.ledger.commit(move(), also=[move(talk(JOHN))])
        await other.execute("SET deadlock_timeout = '1min'")

        with capture_logs() as log:
            async with other.transaction():
                await other.execute("SELECT FROM places WHERE person = $1 FOR UPDATE", JOHN)
                turn = asyncio.create_task(
                    store.ledger.commit(move(at=1), also=[move(talk(JOHN), at=1)], facts=[fact()])
                )
                await run_sql_until(server, "SELECT FROM pg_locks WHERE NOT granted")
                await other.execute("SELECT FROM places WHERE person = $1 FOR UPDATE", MARIE)
            assert await turn

        assert "DeadlockDetectedError 40P01" in [line.get("error") for line in log]
        assert len((await store.ledger.life(MARIE)).facts) == 1


async def run_sql_until(server: Server, text: str) -> None:
    """Ask until there is an answer."""
    async with asyncio.timeout(5):
        while not await run_sql(server.url("office"), text):
            pass


async def test_what_cannot_be_serialized_is_taken_again(server: Server, address: str) -> None:
    await run_sql(server.url(), "ALTER DATABASE office SET default_transaction_isolation = serializable")
    async with (
        await open_postgres(address, mark="local") as one,
        await open_postgres(address, mark="local") as other,
    ):

        async def act(store: Store, times: int) -> None:
            while times:
                at = (await revisions(store, MARIE)).get(("module", "M01"), 0)
                try:
                    await store.ledger.commit(move(at=at), facts=[fact()])
                    times -= 1
                except Stale:
                    pass

        with capture_logs() as log:
            await asyncio.gather(act(one.store, 40), act(other.store, 40))

        assert "SerializationError 40001" in [line.get("error") for line in log]
        life = await one.store.ledger.life(MARIE)
        assert (len(life.facts), life.conversations[0].revision) == (80, 80)


@pytest.mark.parametrize("where", ["_set_right", "_take", "_linked"])
async def test_a_writer_that_breaks_begins_again_and_leaves_nobody_waiting(
    shared: PostgresStore, store: Store, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    await store.ledger.commit(move())
    writer = shared._writer
    whole = {name: getattr(writer, name) for name in (where, "_set_right")}

    def breaks(*_: object) -> object:
        monkeypatch.setattr(writer, where, whole[where])
        if where != "_set_right":
            monkeypatch.setattr(writer, "_set_right", breaks_too)
        raise MemoryError

    def breaks_too(*_: object) -> object:
        monkeypatch.setattr(writer, "_set_right", whole["_set_right"])
        raise MemoryError

    monkeypatch.setattr(writer, where, breaks)
    if where == "_set_right":
        assert writer._link is not None
        writer._link.terminate()
    with capture_logs() as logs:
        async with asyncio.timeout(4 * BRIEF.request):
            told = await asyncio.gather(
                *(store.people.learn(who, Address("here")) for who in PEOPLE), return_exceptions=True
            )
            await store.ledger.commit(move(at=1))
    assert [each["event"] for each in logs if each["log_level"] == "error"] == ["writer-broke"]
    assert all(each is None or isinstance(each, NotSaved | Unavailable) for each in told)
    await store.people.learn(MARIE, Address("there"))
    assert await store.people.address(MARIE) == Address("there")
