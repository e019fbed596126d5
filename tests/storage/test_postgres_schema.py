"""The schema of a shared database: how it comes to be, and how two versions of Ethos live with it."""

import asyncio
from pathlib import Path

import pytest

from dialogs.people import PersonId
from storage.folder import FolderRefused
from storage.ports import DeliveryState, Unavailable
from storage.postgres import finish_migrating, open_postgres
from storage.replicated.connections import Patience
from storage.replicated.migrations import Migration, migrations
from storage.replicated.queries import queries
from tests.storage.postgres_server import connected, new_database, run_sql
from tests.storage.rows import MARIE, delivery, fact, move, revisions

ROOT = Path(__file__).parents[2]
ADDS_A_COLUMN = Migration(
    f"{len(migrations()) + 1:03}_pre_room_for_a_colour", "ALTER TABLE places ADD COLUMN colour text"
)
TAKES_ONE_AWAY = Migration(
    f"{len(migrations()) + 2:03}_post_no_colour", "ALTER TABLE places DROP COLUMN colour"
)
NEWER = (*migrations(), ADDS_A_COLUMN, TAKES_ONE_AWAY)


@pytest.fixture
async def address() -> str:
    return await new_database()


async def applied(address: str) -> list[str]:
    return [row["name"] for row in await run_sql(address, "SELECT name FROM schema_migrations ORDER BY name")]


async def test_an_empty_database_is_made_ready_and_marked(address: str) -> None:
    async with await open_postgres(address, mark="teams"):
        assert await applied(address) == [each.name for each in migrations() if not each.post]

    with pytest.raises(FolderRefused) as refused:
        await open_postgres(address, mark="local")
    assert (refused.value.reason, refused.value.values) == (
        "other-mark",
        {"found": "teams", "wanted": "local"},
    )


async def test_four_replicas_that_start_at_once_make_it_ready_once(address: str) -> None:
    opened = await asyncio.gather(*(open_postgres(address, mark="local") for _ in range(4)))

    await asyncio.gather(
        *(each.store.ledger.commit(move(at=0), facts=[fact()]) for each in opened), return_exceptions=True
    )

    assert await revisions(opened[0].store, MARIE) == {("module", "M01"): 1}
    await asyncio.gather(*(each.close() for each in opened))


async def test_an_older_ethos_works_on_while_a_newer_one_arrives(address: str) -> None:
    async with await open_postgres(address, mark="local") as older:
        await older.store.ledger.commit(move(), facts=[fact()])
        assert await revisions(older.store, MARIE) == {("module", "M01"): 1}

        async with await open_postgres(address, mark="local", known=NEWER) as newer:
            for at, each in enumerate([older, newer, older, newer], start=1):
                await each.store.ledger.commit(move(at=at), facts=[fact()])
                assert await revisions(each.store, MARIE) == {("module", "M01"): at + 1}
            async with await open_postgres(address, mark="local") as older_again:
                assert len((await older_again.store.ledger.life(MARIE)).facts) == 5
        assert await applied(address) == [*[each.name for each in migrations()], ADDS_A_COLUMN.name]


OWED_BY_AN_OLDER_ONE = """
INSERT INTO deliveries (source, occurrence, nth, addressee, ref_flow, ref_key, ref_version, due, about,
                        state, reason, attempts, lease)
VALUES ('coi', '2026-Q4', 1, 'p1', 'coi', '2026-Q4', 1, '2026-11-24T12:00Z', NULL, 'owed', '', 0, NULL)
"""
SETTLED_BY_AN_OLDER_ONE = """
UPDATE deliveries SET (ref_flow, ref_key, ref_version, due, about, state, reason, attempts, lease)
    = (new.ref_flow, new.ref_key, new.ref_version, new.due, new.about, 'delivered', new.reason, 1, NULL)
FROM deliveries AS new WHERE deliveries.addressee <> 'p1' AND new.addressee <> 'p1'
"""


async def test_an_older_ethos_that_knows_no_message_of_a_delivery_leaves_it_as_it_is(address: str) -> None:
    async with await open_postgres(address, mark="local") as newer:
        await newer.store.deliveries.owe([delivery(message="1:abc")])

        await run_sql(address, OWED_BY_AN_OLDER_ONE)
        await run_sql(address, SETTLED_BY_AN_OLDER_ONE)

        settled = delivery(message="1:abc", state=DeliveryState.DELIVERED, attempts=1)
        assert await newer.store.deliveries.find("coi") == (settled, delivery(PersonId("p1")))


async def test_what_an_older_ethos_left_has_no_message(address: str) -> None:
    async with await open_postgres(address, mark="local", known=migrations()[:2]):
        await run_sql(address, OWED_BY_AN_OLDER_ONE)

    async with await open_postgres(address, mark="local") as newer:
        assert await newer.store.deliveries.find("coi") == (delivery(PersonId("p1")),)


async def test_what_waits_until_no_older_ethos_runs_is_done_when_asked_for_and_once(address: str) -> None:
    async with await open_postgres(address, mark="local", known=NEWER):
        pass

    assert await finish_migrating(address, mark="local", known=NEWER) == (TAKES_ONE_AWAY.name,)
    assert await finish_migrating(address, mark="local", known=NEWER) == ()

    with pytest.raises(FolderRefused) as refused:
        await open_postgres(address, mark="local")
    assert refused.value.reason == "newer-format"
    assert refused.value.values == {"found": len(NEWER), "known": len(migrations())}


async def test_a_migration_that_was_cut_off_leaves_nothing_and_runs_again(address: str) -> None:
    name = f"{len(migrations()) + 1:03}_pre_halfway"
    halfway = Migration(name, "CREATE TABLE half (); SELECT pg_advisory_xact_lock(1)")
    async with await open_postgres(address, mark="local"), connected(address) as holder:
        await holder.execute("SELECT pg_advisory_lock(1)")

        opening = asyncio.create_task(open_postgres(address, mark="local", known=(*migrations(), halfway)))
        waiting = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'advisory' AND query LIKE '%half%'"
        while not (found := await holder.fetch(waiting)):
            assert not opening.done()
        assert await holder.fetchval("SELECT to_regclass('half')") is None, "nobody sees half of it"
        await holder.execute("SELECT pg_terminate_backend($1)", found[0]["pid"])

    async with await opening as opened:
        assert await applied(address) == [*[each.name for each in migrations()], name]
        assert await opened.store.ledger.commit(move())


async def test_a_migration_that_cannot_run_leaves_the_database_as_it_was(address: str) -> None:
    broken = Migration(f"{len(migrations()) + 1:03}_pre_broken", "CREATE TABLE half (); SELECT nonsense")

    with pytest.raises(Unavailable):
        await open_postgres(address, mark="local", known=(*migrations(), broken))

    assert await run_sql(address, "SELECT FROM pg_tables WHERE tablename = 'half'") == []
    async with await open_postgres(address, mark="local") as opened:
        assert await opened.store.ledger.commit(move())


async def test_a_server_that_is_not_there_is_waited_for_in_vain(
    tmp_path: Path,
) -> None:
    async with asyncio.timeout(5):
        with pytest.raises(Unavailable):
            await open_postgres(f"postgresql:///ethos?host={tmp_path}", mark="local", patience=Patience(0.5))


async def test_a_database_that_is_not_there_is_said_to_be_unavailable(address: str) -> None:
    with pytest.raises(Unavailable):
        await open_postgres(address.replace("/ethos_test", "/no_such"), mark="local", patience=Patience(0.5))


@pytest.mark.parametrize("name", ["2_pre_a.sql", "001_mid_a.sql", "002_pre_a.sql", "001_pre_A.sql"])
def test_a_migration_says_in_its_name_when_it_runs(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("SELECT 1")
    with pytest.raises(ValueError, match="cannot be called"):
        migrations(tmp_path)


async def test_every_query_fits_the_schema_and_is_used(address: str) -> None:
    code = "\n".join(path.read_text() for path in (ROOT / "storage").rglob("*.py"))
    families = tuple(f"{family}-" for family in ("add", "change", "drop", "older", "dispose", "tidy"))
    async with await open_postgres(address, mark="local"), connected(address) as link:
        for name, text in queries().items():
            if ";" not in text and not text.startswith("VACUUM"):
                await link.prepare(text)
            assert f'"{name}"' in code or name.startswith(families), f"nobody asks for {name}"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT 1",
        "-- one:\nSELECT 1",
        "-- one: no sentence\nSELECT 1",
        "-- one: A sentence.\n",
        "-- one: A sentence.\nSELECT 1\n-- one: Another.\nSELECT 2",
    ],
)
def test_a_query_without_a_name_of_its_own_and_a_sentence_is_a_fault(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.sql").write_text(text)
    with pytest.raises(ValueError, match=r"a\.sql"):
        queries(tmp_path)
