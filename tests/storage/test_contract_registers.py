"""The law of what officials write, for every store."""

import asyncio
from typing import Any

import pytest

from storage.ports import Entry, Stale, Store
from tests.storage.houses import House


async def test_nothing_is_written_at_first(store: Store) -> None:
    assert await store.registers.get("evidence", "e1") is None
    assert await store.registers.history("evidence", "e1") == ()
    assert await store.registers.find("evidence") == ()


async def test_an_officer_finds_every_version_of_what_they_wrote(house: House, store: Store) -> None:
    first = await store.registers.put(
        "evidence", "e1", {"text": "Séance", "people": 12, "tags": ["a", None]}, 0
    )
    second = await store.registers.put("evidence", "e1", {"text": "Séance du 24"}, 1)

    store = await house.restart()

    assert first == Entry("evidence", "e1", 1, {"text": "Séance", "people": 12, "tags": ["a", None]})
    assert second == Entry("evidence", "e1", 2, {"text": "Séance du 24"})
    assert await store.registers.get("evidence", "e1") == second
    assert await store.registers.history("evidence", "e1") == (first, second)


@pytest.mark.parametrize("read", [0, 2])
async def test_an_officer_who_read_an_older_version_overwrites_nothing(store: Store, read: int) -> None:
    first = await store.registers.put("plan", "p", {"a": 1}, 0)

    with pytest.raises(Stale):
        await store.registers.put("plan", "p", {"a": 2}, read)

    assert await store.registers.history("plan", "p") == (first,)


async def test_of_two_officers_who_write_at_once_one_is_told(store: Store) -> None:
    outcomes = await asyncio.gather(
        *(store.registers.put("plan", "p", {"by": n}, 0) for n in range(3)), return_exceptions=True
    )

    assert sum(isinstance(outcome, Stale) for outcome in outcomes) == 2
    assert len(await store.registers.history("plan", "p")) == 1


async def test_a_register_lists_its_newest_versions_by_id(house: House, store: Store) -> None:
    for kind, entry, revision in [("plan", "b", 0), ("plan", "a", 0), ("plan", "b", 1), ("charter", "a", 0)]:
        await store.registers.put(kind, entry, {"nth": revision}, revision)

    store = await house.restart()

    assert await store.registers.find("plan") == (
        Entry("plan", "a", 1, {"nth": 0}),
        Entry("plan", "b", 2, {"nth": 1}),
    )
    assert await store.registers.find("charter") == (Entry("charter", "a", 1, {"nth": 0}),)


async def test_what_is_written_is_a_copy_on_its_way_in_and_out(store: Store) -> None:
    body: dict[str, Any] = {"list": [1, {"deep": "kept"}]}
    wanted = Entry("plan", "p", 1, {"list": [1, {"deep": "kept"}]})
    answer = await store.registers.put("plan", "p", body, 0)
    body["list"][1]["deep"] = "changed by the caller"
    assert answer == wanted

    for seen in [
        answer,
        await store.registers.get("plan", "p"),
        (await store.registers.history("plan", "p"))[0],
        (await store.registers.find("plan"))[0],
    ]:
        assert seen == wanted
        seen.body["list"][1]["deep"] = "changed by a reader"

    assert await store.registers.get("plan", "p") == wanted


@pytest.mark.parametrize("body", [{"a": (1, 2)}, {"a": float("nan")}, {1: "a"}, {"a": b""}, {"a": {1, 2}}])
async def test_what_json_cannot_hold_is_refused(store: Store, body: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        await store.registers.put("plan", "p", body, 0)

    assert await store.registers.get("plan", "p") is None


@pytest.mark.parametrize("body", [{"a": "\ud800"}, {"a": 2**70}])
async def test_what_could_not_be_read_back_is_refused(store: Store, body: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        await store.registers.put("plan", "p", body, 0)

    assert await store.registers.put("plan", "p", {}, 0) == Entry("plan", "p", 1, {})
