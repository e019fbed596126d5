"""What people are told, and what is kept, when the database stops or falls silent."""

import asyncio
import os
import signal
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from dialogs.people import PersonId
from storage.ports import NotSaved, Stale, Store, Unavailable
from storage.postgres import PostgresStore, open_postgres
from storage.replicated.connections import Patience
from tests.conftest import Figure
from tests.storage.postgres_server import Server, run_sql
from tests.storage.rows import JOHN, MARIE, delivery, fact, move, person, revisions, talk
from tests.storage.wire import Fault, Wire, wire_to

STOPS = 20 if os.environ.get("ETHOS_TORTURE") else 2
BRIEF = Patience(request=1.2)
LONGER = Patience(request=2.5)
PEOPLE = [PersonId(f"p{n}") for n in range(12)]


@pytest.fixture
async def shared(address: str) -> AsyncIterator[PostgresStore]:
    async with await open_postgres(address, mark="local", patience=BRIEF) as opened:
        yield opened


@pytest.fixture
def store(shared: PostgresStore) -> Store:
    return shared.store


# The server stops ---------------------------------------------------------------------------------


class Office:
    """People who act all the time, and a tally of what they were told is kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._acted = asyncio.Condition()
        self.acknowledged = dict.fromkeys(PEOPLE, 0)
        self.refused = 0
        self.slowest = 0.0

    async def live(self, who: PersonId) -> None:
        at = 0
        while True:
            began = time.monotonic()
            try:
                if at < 0:
                    at = (await revisions(self._store, who)).get(("module", "M01"), 0)
                await self._store.ledger.commit(
                    move(talk(who), at=at), facts=[fact(who)], deliveries=[delivery(who, nth=at + 1)]
                )
            except (NotSaved, Unavailable, Stale):
                self.refused += 1
                at = -1
            else:
                at += 1
                async with self._acted:
                    self.acknowledged[who] = at
                    self._acted.notify_all()
            self.slowest = max(self.slowest, time.monotonic() - began)

    async def everybody_acts(self, times: int) -> None:
        """Wait until everybody was told so many times more that what they did is kept."""
        before = dict(self.acknowledged)
        async with self._acted:
            await self._acted.wait_for(
                lambda: all(self.acknowledged[who] >= before[who] + times for who in PEOPLE)
            )


async def test_a_server_that_is_stopped_in_the_middle_loses_nothing_anybody_was_told_is_kept(
    server: Server, address: str, figure: Figure
) -> None:
    async with await open_postgres(address, mark="local") as shared:
        office = Office(shared.store)
        living = [asyncio.create_task(office.live(who)) for who in PEOPLE]
        slowest_mending = 0.0
        for nth in range(STOPS):
            await office.everybody_acts(1 + 7 * (nth % 4))
            server.stop(signal.SIGQUIT)
            server.start()
            began = time.monotonic()
            await asyncio.wait_for(office.everybody_acts(1), 5)
            slowest_mending = max(slowest_mending, time.monotonic() - began)
        for task in living:
            task.cancel()
        await asyncio.gather(*living, return_exceptions=True)

    async with await open_postgres(address, mark="local") as shared:
        for who in PEOPLE:
            life = await shared.store.ledger.life(who)
            assert len(life.facts) >= office.acknowledged[who], "an acknowledged fact is lost"
            assert len(life.facts) == life.conversations[0].revision, "a turn took effect in part or twice"
        owed = await shared.store.deliveries.find("coi")
        assert len(owed) == sum([(await revisions(shared.store, who))["module", "M01"] for who in PEOPLE])
    assert office.slowest < 10
    figure(
        f"{STOPS} immediate stops, {sum(office.acknowledged.values())} turns acknowledged, 0 lost; "
        f"mended within {slowest_mending:.1f} s, slowest answer {office.slowest:.1f} s, "
        f"{office.refused} asked again"
    )


async def test_a_short_stop_goes_unnoticed(server: Server, address: str) -> None:
    async with await open_postgres(address, mark="local") as shared:
        await shared.store.ledger.commit(move(), facts=[fact()])
        server.stop(signal.SIGINT)
        turn = asyncio.create_task(shared.store.ledger.commit(move(at=1), facts=[fact()]))
        life = asyncio.create_task(shared.store.ledger.life(MARIE))
        server.start()

        assert await turn
        assert len((await life).facts) in {1, 2}
        assert await revisions(shared.store, MARIE) == {("module", "M01"): 2}


async def test_while_the_server_is_away_everybody_hears_so_and_afterwards_all_is_well(
    server: Server, store: Store
) -> None:
    await store.ledger.commit(move())
    server.stop(signal.SIGQUIT)
    try:
        told = await asyncio.gather(
            store.ledger.commit(move(at=1)),
            store.ledger.life(MARIE),
            store.people.everyone(),
            return_exceptions=True,
        )
    finally:
        server.start()

    assert [type(each) for each in told] == [NotSaved, Unavailable, Unavailable]
    async with asyncio.timeout(5):
        while True:
            try:
                assert await store.ledger.commit(move(at=1))
                break
            except NotSaved:  # It is still starting.
                continue
    assert await revisions(store, MARIE) == {("module", "M01"): 2}


async def test_connections_that_were_cut_while_nobody_spoke_are_made_again(
    server: Server, store: Store
) -> None:
    await store.ledger.commit(move())
    assert await revisions(store, MARIE) == {("module", "M01"): 1}
    cut = await run_sql(
        server.url(),
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ethos'",
    )

    assert len(cut) >= 2
    assert await store.ledger.commit(move(at=1))
    assert await revisions(store, MARIE) == {("module", "M01"): 2}


# A commit without an answer -----------------------------------------------------------------------


@asynccontextmanager
async def over_a_wire(server: Server, patience: Patience = BRIEF) -> AsyncIterator[tuple[Wire, Store]]:
    with tempfile.TemporaryDirectory(prefix="ethos-wire-") as name:
        async with wire_to(server.folder, Path(name)) as wire:
            there = server.url("office", "ethos", Path(name))
            async with await open_postgres(there, mark="local", patience=patience) as shared:
                yield wire, shared.store


@pytest.mark.parametrize("fault", Fault)
async def test_a_commit_whose_answer_is_lost_takes_effect_once(
    server: Server, address: str, fault: Fault
) -> None:
    async with over_a_wire(server, LONGER) as (wire, store):
        await store.ledger.commit(move(), facts=[fact()])
        wire.faults = [fault]

        told = tuple(
            await asyncio.gather(
                store.ledger.commit(move(at=1), facts=[fact()], deliveries=[delivery()]),
                store.people.meet(person(JOHN)),
                store.deliveries.owe([delivery(JOHN)]),
            )
        )

        assert not wire.faults
        assert told == (True, None, 1)
        assert len((await store.ledger.life(MARIE)).facts) == 2
        assert await revisions(store, MARIE) == {("module", "M01"): 2}
        assert await store.ledger.commit(move(at=2))


async def test_when_nobody_can_say_whether_it_was_kept_nobody_says_that_it_was_not(
    server: Server, address: str
) -> None:
    async with over_a_wire(server) as (wire, store):
        wire.faults = [Fault.ANSWER_LOST]
        turn = asyncio.create_task(store.ledger.commit(move(), facts=[fact()]))
        await wire.struck.get()
        wire.cut()

        with pytest.raises(Unavailable):
            await turn
        with pytest.raises(NotSaved):
            await store.ledger.commit(move(talk(JOHN)), facts=[fact(JOHN)])
        wire.closed = False

        assert len((await store.ledger.life(MARIE)).facts) == 1
        assert (await store.ledger.life(JOHN)).facts == ()
        assert await store.ledger.commit(move(at=1))


async def test_whoever_is_late_when_the_answer_is_lost_still_hears(server: Server, address: str) -> None:
    async with over_a_wire(server, LONGER) as (wire, store):
        wire.faults = [Fault.SILENCE, Fault.SILENCE]
        wire.closes = True
        first = asyncio.create_task(store.ledger.commit(move(talk(JOHN))))
        await wire.struck.get()
        # Waits behind the first for most of the time there is; then its own commit falls silent.
        second = asyncio.create_task(store.ledger.commit(move(), facts=[fact()]))

        assert await first
        async with asyncio.timeout(5 * LONGER.request):
            with pytest.raises(Unavailable):
                await second
        wire.closed = False

        assert await revisions(store, MARIE) == {("module", "M01"): 1}
        assert await store.ledger.commit(move(at=1))


async def test_a_server_that_does_not_wait_for_its_disk_is_made_to(server: Server, address: str) -> None:
    await run_sql(server.url(), "ALTER DATABASE office SET synchronous_commit = off")
    async with await open_postgres(address, mark="local") as shared:
        assert await shared.store.ledger.commit(move(), facts=[fact()])
        server.stop(signal.SIGQUIT)
        server.start()

        assert len((await shared.store.ledger.life(MARIE)).facts) == 1
