"""What a large organization costs: only people whose dates make a talk due are looked at."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from content.model import Library
from dialogs.facts import NoticeSeen
from dialogs.people import PersonId
from scheduler.talks import Talks
from storage.ports import Life, Store
from tests.scheduler.living import happen
from tests.scheduler.test_talks import BOSS, DUE, HERE, NEW, TUESDAY, Team


@pytest.fixture
async def team(library: Library) -> Team:
    team = Team(library)
    await team.has(BOSS, NEW)
    return team


class Counted:
    """The store's own ledger, counting whose life was looked at."""

    def __init__(self, store: Store) -> None:
        self._ledger = store.ledger
        self.facts, self.commit = store.ledger.facts, store.ledger.commit
        self.looked: list[str] = []

    async def life(self, person: PersonId) -> Life:
        self.looked.append(person)
        return await self._ledger.life(person)


def counting(team: Team) -> tuple[Talks, Counted]:
    counted = Counted(team.store)
    store = replace(team.store, ledger=counted)
    return Talks(store, team.organization, team.library.checklists, HERE), counted


async def test_only_people_whose_dates_make_a_talk_due_are_looked_at_and_those_once(team: Team) -> None:
    old = [
        replace(NEW, id=PersonId(f"old-{number}"), start=date(2020, 1, 6 + number % 20))
        for number in range(600)
    ]
    await team.store.people.bring_in(old)
    talks, counted = counting(team)
    await talks(DUE)
    assert set(counted.looked) == {"new", "boss"}
    counted.looked.clear()
    await talks(DUE + timedelta(minutes=1))
    assert counted.looked == []


async def test_who_has_not_seen_the_notice_is_looked_at_again_in_the_next_hour(library: Library) -> None:
    team = Team(library)
    await team.has(BOSS, NEW, facts=())
    talks, counted = counting(team)
    await talks(TUESDAY)
    assert sorted(counted.looked) == ["boss", "new"]
    counted.looked.clear()
    for who in (BOSS, NEW):
        await happen(team.store, who, NoticeSeen(1))
    assert (await talks(TUESDAY + timedelta(minutes=59)), counted.looked) == (0, [])
    assert await talks(TUESDAY + timedelta(hours=1)) == 3
