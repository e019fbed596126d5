"""Who comes back, or returns to an earlier manager, is asked again while the talk is open."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from content.model import Library
from dialogs.facts import Side, TalkConfirmed
from dialogs.people import Person, PersonId, Role
from storage.ports import DeliveryState
from tests.scheduler.living import happen
from tests.scheduler.test_talks import BOSS, DUE, NEW, TUESDAY, Team, sent_after

CHIEF = Person(PersonId("chief"), role=Role.MANAGER)
TALK = "onboarding~new@2026-10-20"
AGAIN = replace(NEW, start=date(2027, 10, 20))
DUE_AGAIN = datetime(2027, 11, 19, 15, 0, tzinfo=UTC)


@pytest.fixture
async def team(library: Library) -> Team:
    team = Team(library)
    await team.has(BOSS, CHIEF, NEW)
    return team


async def rounds(team: Team) -> set[tuple[int, str, str | None]]:
    found = await team.store.deliveries.find("talk", TALK)
    return {(each.key.nth, each.key.addressee, each.about) for each in found}


async def both_confirm(team: Team, day: date) -> None:
    await happen(team.store, NEW, TalkConfirmed("onboarding", Side.EMPLOYEE, BOSS.id), day=day)
    await happen(team.store, BOSS, TalkConfirmed("onboarding", Side.MANAGER, NEW.id), day=day)


# Back after years -------------------------------------------------------------------------------------------


async def test_who_comes_back_is_asked_again_whatever_was_confirmed_the_first_time(team: Team) -> None:
    await team.talks(DUE)
    await both_confirm(team, date(2026, 11, 20))
    await team.has(AGAIN)
    assert await team.talks(DUE_AGAIN) == 2
    again = await team.store.deliveries.find("talk", "onboarding~new@2027-10-20")
    assert {each.key.addressee for each in again} == {"new", "boss"}
    assert await team.talks(DUE_AGAIN + timedelta(days=4)) == 1, "and the manager is reminded weekly"


async def test_who_leaves_a_second_time_is_asked_about_that_departure(team: Team) -> None:
    for end, on in ((date(2026, 12, 4), (2026, 11, 23)), (date(2027, 12, 3), (2027, 11, 22))):
        await team.has(replace(NEW, start=date(2019, 1, 7), end=end))
        day = datetime(*on, 15, 0, tzinfo=UTC)
        assert await team.talks(day) == 2
        for who, side, other in ((NEW, Side.EMPLOYEE, BOSS), (BOSS, Side.MANAGER, NEW)):
            await happen(team.store, who, TalkConfirmed("departure", side, other.id), day=day.date())


# Back with an earlier manager -------------------------------------------------------------------------------


async def test_who_moves_to_another_manager_and_back_is_asked_again(team: Team) -> None:
    await team.talks(DUE)
    await team.has(replace(NEW, manager=CHIEF.id))
    assert await team.talks(DUE) == 2
    await team.has(NEW)
    assert await team.talks(DUE) == 2
    assert await team.talks(DUE) == await team.restarted()(DUE) == 0
    assert await rounds(team) == {
        *{(1, "new", "boss"), (1, "boss", "new"), (2, "new", "chief"), (2, "chief", "new")},
        *{(3, "new", "boss"), (3, "boss", "new")},
    }


async def test_who_was_back_while_nobody_else_was_asked_is_not_asked_twice(team: Team) -> None:
    await team.talks(DUE)
    for gone in (replace(NEW, manager=CHIEF.id), NEW):
        await team.has(replace(CHIEF, end=date(2026, 11, 1)), gone)
        assert await team.talks(DUE) == 0


async def test_a_question_held_back_by_a_move_is_asked_once_the_manager_is_back(team: Team) -> None:
    night = DUE - timedelta(hours=9)
    assert await team.talks(night) == 2
    nobody = replace(NEW, manager=None)
    await sent_after(team, DUE, nobody)
    assert await team.talks(DUE) == 0
    await team.has(NEW)
    assert await team.talks(DUE) == 2
    found = await team.store.deliveries.find("talk")
    ended = {(each.key.nth, str(each.key.addressee)): each.state for each in found}
    assert ended[1, "new"] is DeliveryState.REFUSED
    assert ended[2, "new"] is ended[2, "boss"] is DeliveryState.OWED
    await sent_after(team, DUE)
    assert await team.talks(TUESDAY) == 1, "the weekly one only"


async def test_a_talk_that_both_confirmed_is_not_asked_about_after_a_move_and_back(team: Team) -> None:
    await team.talks(DUE)
    await both_confirm(team, date(2026, 11, 20))
    for manager in (CHIEF, BOSS):
        await team.has(replace(NEW, manager=manager.id))
        assert await team.talks(DUE) == 0
