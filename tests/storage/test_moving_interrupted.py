"""A move that is cut off goes on where it was; one that would mix or lose anything is refused."""

import asyncio
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from dialogs.people import PersonId
from storage.folder import FolderRefused
from storage.moving.move import Step, move
from storage.ports import Unavailable
from storage.postgres import open_postgres
from storage.tiny import open_tiny
from tests.storage.moving_office import (
    Cut,
    Listener,
    an_office,
    cut_off,
    emptied,
    in_database,
    in_folder,
    moved,
    reason,
)
from tests.storage.postgres_server import new_database, run_sql
from tests.storage.rows import JOHN, MARIE, TODAY, person, revisions, talk
from tests.storage.rows import move as kept_move


@pytest.fixture
async def address() -> str:
    return await emptied()


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    await an_office(tmp_path / "data")
    return tmp_path / "data"


async def test_a_move_cut_off_after_each_part_goes_on_where_it_was(folder: Path, address: str) -> None:
    before = await in_folder(folder)
    whole = Listener()
    await moved(folder, await new_database(), whole)
    reading = sum(step.what == "read" for step in whole.steps)
    brought = 0

    while True:
        heard = Listener(cut_after=reading + 1)
        with pytest.raises(Cut):
            await moved(folder, address, heard)
        (row,) = await run_sql(address, "SELECT brought, arrived FROM moving")
        assert row["arrived"] is None
        if heard.steps[-1].what == "compared":
            break
        assert row["brought"] > brought, "each attempt brought one part more"
        brought = row["brought"]
    assert await reason(open_postgres(address, mark="local")) == "half-moved"
    done = await moved(folder, address)

    assert (done.differences, done.before) == ((), None)
    assert await in_database(address) == before


def lose_checkpoints(folder: Path) -> None:
    for path in folder.glob("checkpoint-*"):
        path.unlink()


async def test_tidying_the_folder_in_between_changes_nothing(folder: Path, address: str) -> None:
    async with await open_tiny(folder, mark="local") as tiny:
        # Marie left, and of her life nothing stays but a name that some files still mention.
        tomorrow = TODAY + timedelta(days=1)
        await tiny.store.records.dispose("place", tomorrow)
        lose_checkpoints(folder)
        for kind in ("language-chosen", "module-finished", "acknowledged"):
            await tiny.store.records.dispose(kind, tomorrow)
        await tiny.store.ledger.commit(kept_move(talk(JOHN, key="M04")))
    await cut_off(folder, address, "lives")
    lose_checkpoints(folder)
    async with await open_tiny(folder, mark="local") as tiny:
        assert await tiny.compact()
    assert (await moved(folder, address)).differences == ()
    assert await in_database(address) == await in_folder(folder)


async def test_two_who_move_the_same_folder_at_once_bring_everything_once(
    folder: Path, tmp_path: Path, address: str
) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    await cut_off(folder, address, "people")

    done = await asyncio.gather(moved(folder, address), moved(copy, address))

    assert [each.differences for each in done] == [(), ()]
    assert await in_database(address) == await in_folder(folder)


@pytest.mark.parametrize("so_far", ["addresses", "lives", "compared"])
async def test_a_move_that_is_overtaken_goes_on_from_where_the_other_one_is(
    folder: Path, tmp_path: Path, address: str, so_far: str
) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")

    def told(step: Step) -> None:
        if step.what == "people":
            with ThreadPoolExecutor() as elsewhere:
                elsewhere.submit(asyncio.run, cut_off(copy, address, so_far)).result()

    assert (await moved(folder, address, told)).differences == ()
    assert await in_database(address) == await in_folder(folder)


async def test_a_folder_that_has_arrived_is_not_brought_again(folder: Path, address: str) -> None:
    await moved(folder, address)
    async with await open_postgres(address, mark="local") as database:
        await database.store.ledger.commit(kept_move(at=3))

    again = await moved(folder, address)

    assert again.before is not None
    assert await revisions_in(address) == 4


async def revisions_in(address: str) -> int:
    async with await open_postgres(address, mark="local") as database:
        return (await revisions(database.store, MARIE))[("module", "M01")]


# Refused ------------------------------------------------------------------------------------------


async def test_a_database_that_holds_anything_else_is_refused(folder: Path, address: str) -> None:
    async with await open_postgres(address, mark="local") as database:
        await database.store.registers.put("plan", "theirs", {}, 0)
    assert await reason(moved(folder, address)) == "target-not-empty"
    async with await open_postgres(address, mark="local") as database:
        assert len(await database.store.registers.find("plan")) == 1
        assert await database.store.people.everyone() == ()


async def test_what_somebody_else_brings_meanwhile_is_not_taken_for_ours(folder: Path, address: str) -> None:
    await cut_off(folder, address, "people")
    await run_sql(address, "INSERT INTO addresses VALUES ($1, '{}')", MARIE)
    assert await reason(moved(folder, address)) == "target-not-empty"


async def test_another_folder_or_this_one_changed_since_cannot_go_on(
    folder: Path, tmp_path: Path, address: str
) -> None:
    await cut_off(folder, address, "lives")
    async with await open_tiny(tmp_path / "other", mark="local") as tiny:
        await tiny.store.people.meet(person(JOHN))
    assert await reason(moved(tmp_path / "other", address)) == "other-source"
    async with await open_tiny(folder, mark="local") as tiny:
        await tiny.store.people.forget(PersonId("nobody"))
    assert await reason(moved(folder, address)) == "other-source"
    assert await reason(open_postgres(address, mark="local")) == "half-moved"


async def test_a_database_that_another_folder_arrived_in_is_not_empty(
    folder: Path, tmp_path: Path, address: str
) -> None:
    async with await open_tiny(tmp_path / "empty", mark="local"):
        pass
    await moved(tmp_path / "empty", address)
    assert await reason(moved(folder, address)) == "target-not-empty"


async def test_a_database_that_somebody_uses_is_refused(folder: Path, address: str) -> None:
    async with await open_postgres(address, mark="local") as database:
        await database.store.people.person(MARIE)
        assert await reason(moved(folder, address)) == "target-in-use"
        assert await database.store.ledger.commit(kept_move()), "whoever uses it goes on"


async def test_a_folder_that_somebody_uses_is_refused(folder: Path, address: str) -> None:
    async with await open_tiny(folder, mark="local"):
        assert await reason(moved(folder, address)) == "locked"


async def test_a_folder_that_is_none_is_refused_and_not_made_one(tmp_path: Path, address: str) -> None:
    assert await reason(moved(tmp_path, address)) == "corrupt"
    assert not (tmp_path / "ethos.json").exists()


@pytest.mark.parametrize("whose", ["folder", "database"])
async def test_what_served_others_is_refused(folder: Path, address: str, whose: str) -> None:
    if whose == "database":
        async with await open_postgres(address, mark="teams"):
            pass
    mark = "teams" if whose == "folder" else "local"
    assert await reason(move(folder, address, mark=mark, told=Listener())) == "other-mark"


async def test_a_database_of_a_newer_ethos_is_refused(folder: Path, address: str) -> None:
    async with await open_postgres(address, mark="local"):
        pass
    await run_sql(address, "INSERT INTO schema_migrations (name) VALUES ('999_post_something')")
    assert await reason(moved(folder, address)) == "newer-format"


@pytest.mark.parametrize("url", ["postgresql://host:words/x", "postgresql://localhost:1/x"])
async def test_an_address_that_leads_nowhere_is_said_to_be_unavailable(folder: Path, url: str) -> None:
    with pytest.raises(Unavailable) as away:
        await moved(folder, url)
    assert not isinstance(away.value, FolderRefused)


async def test_a_database_that_breaks_off_can_be_gone_on_with(folder: Path, address: str) -> None:
    ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ethos-migrate'"

    def told(step: Step) -> None:
        if step.what == "lives":
            with ThreadPoolExecutor() as elsewhere:
                elsewhere.submit(asyncio.run, run_sql(address, ending)).result()

    assert await reason(moved(folder, address, told)) == "cut-off"
    assert await reason(open_postgres(address, mark="local")) == "half-moved"
    assert (await moved(folder, address)).differences == ()
    assert await in_database(address) == await in_folder(folder)


async def test_a_database_that_takes_no_more_can_be_gone_on_with_when_that_is_mended(
    folder: Path, address: str
) -> None:
    await cut_off(folder, address, "lives")
    await run_sql(address, "ALTER TABLE deliveries ADD CHECK (nth < 3)")
    assert await reason(moved(folder, address)) == "target-refused"
    await run_sql(address, "ALTER TABLE deliveries DROP CONSTRAINT deliveries_nth_check")
    assert (await moved(folder, address)).differences == ()
    assert await in_database(address) == await in_folder(folder)
