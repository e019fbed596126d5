"""A small office with something of every kind, and how it moves from its folder to a database."""

import os
from collections.abc import Awaitable, Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from dialogs.facts import Fact, MessageSent, Reached, SessionAttended, Snoozed
from dialogs.people import PersonId
from storage.boxes import Span, slot_size, slots_in
from storage.folder import FolderRefused
from storage.moving.move import Moved, Step, move
from storage.ports import Address, DeliveryState, Settlement, Store, TurnMark
from storage.postgres import open_postgres
from storage.tiny import open_tiny
from tests.storage.answering import PULSE
from tests.storage.postgres_server import new_database, run_sql
from tests.storage.rows import JOHN, MARIE, NOON, TODAY, delivery, fact, person, talk
from tests.storage.rows import move as kept_move
from tests.storage.test_same_everywhere import everything

PART = 3
"""Pieces brought at a time, so that a small office has many parts."""

_shared: list[str] = []


async def emptied() -> str:
    """Return an empty database: the same one each time, emptied, which is quicker."""
    if not _shared:
        _shared.append(await new_database())
    await run_sql(_shared[0], "DROP SCHEMA public CASCADE")
    await run_sql(_shared[0], "CREATE SCHEMA public")
    return _shared[0]


async def an_office(folder: Path) -> None:
    """Keep something of every kind, in every state."""
    async with await open_tiny(folder, mark="local") as tiny:
        store = tiny.store
        await store.people.bring_in([person(MARIE, name="Marie", end=TODAY), person(JOHN, name="John")])
        await store.people.learn(MARIE, Address("teams", {"conversation": "a:1"}))
        await store.people.learn(PersonId("nobody"), Address("local"))
        happened: list[Fact] = [
            SessionAttended("s1"),
            Snoozed(TODAY),
            MessageSent("communication", "c1", Reached.TOGETHER),
        ]
        for at, what in enumerate(happened):
            mark = TurnMark(bytes([at]), NOON + timedelta(minutes=at))
            await store.ledger.commit(
                kept_move(at=at, place=b"\x00{}"),
                turn=mark,
                facts=[fact(what=what), fact(JOHN)],
                also=[kept_move(talk(JOHN, flow="home"), at=at)],
                deliveries=[delivery(nth=at + 1), delivery(JOHN, nth=at + 1, about=MARIE)],
            )
        for state in (DeliveryState.DELIVERED, DeliveryState.REFUSED, DeliveryState.UNCERTAIN):
            (one,) = await store.deliveries.claim(NOON, 1, timedelta(minutes=5))
            arrived = talk(one.key.addressee, flow="coi", key="2026-Q4")
            how = Settlement(
                state, reason="why", facts=(fact(one.key.addressee),), arrived=arrived, message=f"1:{state}"
            )
            await store.deliveries.settle(one.key, how)
        await store.deliveries.claim(NOON, 5, timedelta(minutes=5))
        await store.registers.put("plan", "a", {"words": {"en": "one", "fr": "un"}, "at": [1, 2.5, None]}, 0)
        await store.registers.put("plan", "a", {"words": "two"}, 1)
        await store.registers.put("access", "x", {"day": "2026-11-24"}, 0)
        await store.slots.alone(PULSE, lambda held: held.add(os.urandom(slots_in(0) * slot_size(PULSE))))


class Cut(Exception):
    """The move ends here."""


class Listener:
    """Hears how far a move is, and cuts it off after some steps."""

    def __init__(self, cut_after: int | None = None) -> None:
        self.steps: list[Step] = []
        self._cut_after = cut_after

    def __call__(self, step: Step) -> None:
        self.steps.append(step)
        if len(self.steps) == self._cut_after:
            raise Cut


async def moved(folder: Path, address: str, told: Callable[[Step], None] | None = None) -> Moved:
    return await move(folder, address, mark="local", told=told or Listener(), part=PART)


async def cut_off(folder: Path, address: str, after: str) -> None:
    """Move until all pieces of a group were brought, and no further."""

    def told(step: Step) -> None:
        if step.what == after and step.done == step.total:
            raise Cut

    with pytest.raises(Cut):
        await moved(folder, address, told)


async def all_of(store: Store) -> list[Any]:
    kept = [await everything(store), await store.deliveries.lapsed(NOON + timedelta(days=1))]
    kept += [await store.registers.history(kind, entry) for kind, entry in (("plan", "a"), ("access", "x"))]
    for box in await store.slots.boxes():
        kept.append((box, await store.slots.alone(box, lambda held: held.slots(Span(0, 0, slots_in(0))))))
    return kept


async def in_folder(folder: Path) -> list[Any]:
    async with await open_tiny(folder, mark="local") as tiny:
        return await all_of(tiny.store)


async def in_database(address: str) -> list[Any]:
    async with await open_postgres(address, mark="local") as database:
        return await all_of(database.store)


def files(folder: Path) -> dict[str, str]:
    there = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in there}


async def reason(attempt: Awaitable[Any]) -> str:
    with pytest.raises(FolderRefused) as refused:
        await attempt
    return refused.value.reason
