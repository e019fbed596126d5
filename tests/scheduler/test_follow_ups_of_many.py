"""What follows a first card in a large organization: records are read when their day has come."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dialogs.facts import Fact, NoticeSeen, Outcome, Reached, ReminderAnswered, ReminderSent
from dialogs.people import PersonId
from scheduler import follow_ups
from scheduler.follow_ups import FollowUps
from scheduler.tick import tick
from storage.memory import open_memory
from storage.ports import Ledger, Unavailable
from storage.ports import Life as Kept
from tests.scheduler.living import ANA, HERE, happen, organization, settle_in, states
from tests.scheduler.test_follow_ups import BEN, OCTOBER, SECOND, Life, climbing, life
from tests.scheduler.test_tick import CountedLedger

__all__ = ["life"]


async def test_records_are_read_once_at_first_and_once_when_their_day_has_come() -> None:
    store = open_memory()
    await settle_in(store, ANA, BEN)
    ledger = CountedLedger(store)
    life = Life(replace(store, ledger=ledger), climbing())
    await tick(OCTOBER, store, life.whose, channels=HERE)
    await life.sender.drain()
    await happen(store, BEN, ReminderAnswered("coi", "2026-Q4", Outcome.FILED), day=OCTOBER.date())
    ledger.looked.clear()
    for _ in range(60):
        await life.follow_ups(life.clock.now)
        life.clock.forward(minutes=1)
    assert ledger.looked == ["ana", "ben"]
    ledger.looked.clear()
    while life.clock.now.date() < date(2026, 12, 31):
        await life.follow_ups(life.clock.now)
        life.clock.forward(hours=1)
    assert ledger.looked == ["ana"]
    assert [(each.key.addressee, each.key.nth) for each in await life.cards()] == [
        ("ana", 1),
        ("ben", 1),
        ("ana", 2),
    ]


async def test_a_process_that_began_again_finds_the_same(life: Life) -> None:
    await life.until(SECOND)
    for _ in range(3):
        again = FollowUps(life.store, life.whose, HERE)
        await again(datetime(2026, 10, 20, 5, 0, tzinfo=UTC))
    assert [each.key.nth for each in await life.cards()] == [1, 2]


async def test_so_many_records_are_read_in_one_beat_and_the_rest_in_the_next() -> None:
    store = open_memory()
    count = follow_ups.LOOKS + 1
    people = [replace(ANA, id=PersonId(f"person-{number:05}")) for number in range(count)]
    facts: list[Fact] = [NoticeSeen(1), ReminderSent("coi", "2026-Q4", 1, Reached.DELIVERED)]
    await settle_in(store, *people, facts=facts)
    following = FollowUps(store, climbing(), HERE)
    november = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    assert await following(november) == follow_ups.LOOKS
    assert await following(november + timedelta(minutes=1)) == 1
    assert await following(november + timedelta(minutes=2)) == 0


async def test_where_nothing_follows_nobody_is_looked_at() -> None:
    store = open_memory()
    await settle_in(store, ANA)
    ledger = CountedLedger(store)
    following = FollowUps(replace(store, ledger=ledger), organization(), HERE)
    assert await following(OCTOBER) == 0
    assert ledger.looked == []


class Faltering:
    """A ledger that cannot read one person once."""

    def __init__(self, real: Ledger, person: PersonId) -> None:
        self.real, self.person = real, person

    async def life(self, person: PersonId) -> Kept:
        if person == self.person:
            self.person = PersonId("")
            raise Unavailable
        return await self.real.life(person)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


async def test_a_look_that_fails_midway_forgets_nobody() -> None:
    store = open_memory()
    await settle_in(
        store, ANA, BEN, facts=(NoticeSeen(1), ReminderSent("coi", "2026-Q4", 1, Reached.DELIVERED))
    )
    following = FollowUps(replace(store, ledger=Faltering(store.ledger, BEN.id)), climbing(), HERE)
    november = datetime(2026, 11, 23, 15, tzinfo=UTC)
    with pytest.raises(Unavailable):
        await following(november)
    assert await following(november + timedelta(hours=1)) == 2
    assert set(await states(store)) == {"ana", "ben"}
