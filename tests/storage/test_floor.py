"""Which one of several replicas may send: one at a time, by the database's clock."""

import asyncio
from pathlib import Path

import pytest

from storage.ports import Unavailable
from storage.postgres import open_postgres
from storage.tiny import open_tiny
from tests.storage.postgres_server import new_database, run_sql


async def test_of_five_replicas_that_ask_at_once_one_has_the_floor_and_keeps_it() -> None:
    address = await new_database()
    replicas = [await open_postgres(address, mark="teams") for _ in range(5)]
    held = await asyncio.gather(*(each.floor(60) for each in replicas))
    assert sorted(held) == [False] * 4 + [True]
    for _ in range(3):
        assert [await each.floor(60) for each in replicas] == held
    for each in replicas:
        await each.close()


async def test_another_takes_over_once_the_time_is_over_and_not_before() -> None:
    address = await new_database()
    async with (
        await open_postgres(address, mark="teams") as one,
        await open_postgres(address, mark="teams") as other,
    ):
        assert await one.floor(60)
        assert not await other.floor(60)
        # As if a minute had passed for the server.
        await run_sql(address, "UPDATE floor SET until = until - interval '61 seconds'")
        assert await other.floor(60)
        assert not await one.floor(60)


async def test_who_cannot_ask_does_not_have_it() -> None:
    async with await open_postgres(await new_database(), mark="teams") as one:
        pass
    with pytest.raises(Unavailable):
        await one.floor(60)


async def test_a_data_folder_has_one_process_and_that_has_the_floor(tmp_path: Path) -> None:
    async with await open_tiny(tmp_path / "data", mark="teams") as tiny:
        assert await tiny.floor(60)
    assert not await tiny.floor(60)
