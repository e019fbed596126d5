"""A department leaves its folder for a database, and finds everything there as it was."""

import asyncio
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.embedded.journal import named
from storage.keys import MemoryKeys
from storage.moving.move import Moved, move
from storage.ports import TurnMark
from storage.postgres import open_postgres
from storage.tiny import open_tiny
from tests.storage.answering import FEEDBACK, card, mailbox_over, opinion
from tests.storage.moving_office import (
    Listener,
    all_of,
    an_office,
    cut_off,
    emptied,
    files,
    in_database,
    in_folder,
    moved,
    reason,
)
from tests.storage.postgres_server import run_sql
from tests.storage.rows import MARIE, NOON, talk
from tests.storage.rows import move as kept_move
from tests.storage.test_same_everywhere import Act, acts, everything, in_order, outcome


@pytest.fixture
async def address() -> str:
    return await emptied()


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    await an_office(tmp_path / "data")
    return tmp_path / "data"


async def test_everything_arrives_as_it_was_and_the_folder_stays_as_it_is(folder: Path, address: str) -> None:
    before = await in_folder(folder)
    there = files(folder)
    heard = Listener()

    done = await moved(folder, address, heard)

    rows = {"people": 2, "addresses": 2, "facts": 9, "places": 4, "turns": 3, "deliveries": 6}
    assert done == Moved(rows | {"registers": 3, "slots": 256}, differences=(), damaged=0)
    assert files(folder) == there
    assert await in_database(address) == before == await in_folder(folder)
    assert {step.what for step in heard.steps if step.done == step.total} == {
        *("read", "people", "addresses", "lives", "turns", "deliveries", "registers", "slots", "compared")
    }


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(happened=st.lists(acts(), max_size=25), afterwards=st.lists(acts(), max_size=10))
async def test_whatever_happened_life_goes_on_in_the_database_as_it_would_have_in_the_folder(
    tmp_path_factory: pytest.TempPathFactory, happened: list[Act], afterwards: list[Act]
) -> None:
    folder = tmp_path_factory.mktemp("house") / "data"
    address = await emptied()
    async with await open_tiny(folder, mark="local") as tiny:
        for act in happened:
            await outcome(act, tiny.store)
        before = await everything(tiny.store)

    done = await moved(folder, address)

    assert done.differences == ()
    async with (
        await open_tiny(folder, mark="local") as tiny,
        await open_postgres(address, mark="local") as database,
    ):
        assert await everything(database.store) == before, "to the very numbers"
        for act in afterwards:
            assert await outcome(act, tiny.store) == await outcome(act, database.store)
        assert in_order(await everything(tiny.store)) == in_order(await everything(database.store))


async def test_what_happens_next_comes_after_all_that_happened_before(folder: Path, address: str) -> None:
    async with await open_tiny(folder, mark="local") as tiny:
        await asyncio.gather(*(tiny.store.registers.put("plan", f"p{nth}", {}, 0) for nth in range(3_000)))
        await tiny.store.ledger.commit(kept_move(at=3))

    await move(folder, address, mark="local", told=Listener())

    async with await open_postgres(address, mark="local") as database:
        places = (await database.store.ledger.life(MARIE)).conversations
        highest = max(kept.acted for kept in places)
        assert highest > 3_000
        await database.store.ledger.commit(kept_move(talk(key="M04")))
        newest = (await database.store.ledger.life(MARIE)).conversations
        assert max(newest, key=lambda kept: kept.acted).conversation == talk(key="M04")


async def test_a_message_heard_in_the_folder_is_not_heard_again_in_the_database(
    folder: Path, address: str
) -> None:
    await moved(folder, address)
    async with await open_postgres(address, mark="local") as database:
        again = TurnMark(b"\x02", NOON + timedelta(minutes=3))
        assert not await database.store.ledger.commit(kept_move(at=3), turn=again)
        assert await database.store.ledger.commit(kept_move(at=3), turn=replace(again, digest=b"new"))


async def test_a_folder_that_was_tidied_or_torn_by_a_crash_arrives_whole(folder: Path, address: str) -> None:
    before = await in_folder(folder)
    async with await open_tiny(folder, mark="local") as tiny:
        assert await tiny.compact()
        await tiny.store.registers.put("plan", "b", {}, 0)
        before = await all_of(tiny.store)
    (newest,) = folder.glob("journal-*")
    newest.write_bytes(newest.read_bytes() + b"0123abcd 2 0 {half a li")

    done = await moved(folder, address)

    assert (done.differences, done.damaged) == ((), 0)
    assert newest.read_bytes().endswith(b"{half a li")
    assert await in_database(address) == before


async def test_an_office_where_nothing_happened_yet_can_move(tmp_path: Path, address: str) -> None:
    async with await open_tiny(tmp_path / "data", mark="local"):
        pass
    done = await moved(tmp_path / "data", address)
    assert (set(done.rows.values()), done.differences) == ({0}, ())
    async with await open_postgres(address, mark="local") as database:
        assert await database.store.ledger.commit(kept_move())


async def test_an_answer_without_a_name_moves_along_and_a_second_press_afterwards_is_still_one(
    folder: Path, address: str
) -> None:
    keys = MemoryKeys(os.urandom)
    async with await open_tiny(folder, mark="local") as tiny:
        for number in range(20):
            await mailbox_over(tiny.store, keys).put(FEEDBACK, card(number), opinion(number, 300))

    await moved(folder, address)

    async with await open_postgres(address, mark="local") as database:
        mailbox = mailbox_over(database.store, keys)
        await mailbox.put(FEEDBACK, card(3), opinion(3, 300))
        await mailbox.put(FEEDBACK, card(20), opinion(20))
        assert sorted(int(answer["n"]) for answer in await mailbox.open(FEEDBACK)) == list(range(21))


async def test_a_line_that_could_not_be_read_is_mentioned(folder: Path, address: str) -> None:
    journal = named(folder, "journal", 1)
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([lines[0].replace(b"Marie", b"M\xffrie"), *lines[1:]]))
    done = await moved(folder, address)
    assert (done.damaged, done.rows["people"], done.differences) == (1, 0, ())


# Compared -----------------------------------------------------------------------------------------

COLUMNS = "person, day, unit, path, language, kind, fact"
LATER = f"WITH it AS (DELETE FROM facts WHERE nr = 1 RETURNING *) INSERT INTO facts ({COLUMNS})"
DAMAGE = {
    "people": [
        "UPDATE people SET last_day = NULL",
        "DELETE FROM people WHERE id = (SELECT min(id) FROM people)",
        "UPDATE people SET id = 'somebody else' WHERE id = (SELECT min(id) FROM people)",
    ],
    "addresses": ["UPDATE addresses SET address = '{}'"],
    "facts": [
        "UPDATE facts SET day = day + 1 WHERE nr = 1",
        "UPDATE facts SET kind = 'another' WHERE nr = 1",
        "UPDATE facts SET fact = '{}' WHERE nr = 1",
        "UPDATE facts SET path = 'no such path' WHERE nr = 1",
        f"INSERT INTO facts ({COLUMNS}) SELECT {COLUMNS} FROM facts WHERE nr = 1",
        # The same facts, one of them at the end of its person's life.
        f"{LATER} SELECT {COLUMNS} FROM it",
    ],
    "places": ["UPDATE places SET acted = acted + 1", "UPDATE places SET via = ''"],
    "turns": ["UPDATE turns SET at = at + interval '1 microsecond'"],
    "deliveries": [
        "UPDATE deliveries SET lease = NULL",
        "UPDATE deliveries SET attempts = 9",
        "UPDATE deliveries SET state = 'lost'",
        "UPDATE deliveries SET message = '' WHERE message <> ''",
    ],
    "registers": [
        "DELETE FROM registers WHERE revision = 2",
        'UPDATE registers SET body = \'{"words": "2"}\' WHERE revision = 2',
        "UPDATE registers SET day = NULL",
    ],
    "slots": [
        "DELETE FROM slots WHERE nr = 255",
        "UPDATE slots SET slot = overlay(slot PLACING '\\x00' FROM 1) WHERE nr = 7",
        "UPDATE slots SET nr = nr + 1000",
        "UPDATE slots SET box = 'pulse@2@2026-Q4@small'",
    ],
}


@pytest.mark.parametrize(
    ("kind", "damage"), [(kind, damage) for kind, each in DAMAGE.items() for damage in each]
)
async def test_whatever_did_not_arrive_as_it_left_is_named_and_the_database_is_not_used(
    folder: Path, address: str, kind: str, damage: str
) -> None:
    await cut_off(folder, address, "slots")
    await run_sql(address, damage)

    done = await moved(folder, address)

    assert [difference.kind for difference in done.differences] == [kind]
    assert await reason(open_postgres(address, mark="local")) == "half-moved"
