"""Somebody the staff list does not name is looked up once an hour, and not remembered for ever."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.teams import activity
from bot.teams import guests as guests_module
from bot.teams.connector import NotReached
from bot.teams.guests import Guests, Standing
from bot.teams.members import Member
from dialogs.people import PersonId
from tests.bot.teams import shapes
from tests.bot.teams.fakes import Directory, SetClock

BO = PersonId("1d3c8a52-0f4e-4c55-8a4b-6f2f7b1d3e21")


@dataclass
class Roster:
    """A connector that says who is who, and notes how often it was asked; `away` it says nothing."""

    role: str = "user"
    tenant: str = shapes.TENANT.upper()
    away: bool = False
    asked: list[str] = field(default_factory=list)

    async def member(self, service_url: str, conversation: str, member: str) -> Member:
        self.asked.append(member)
        if self.away:
            raise NotReached
        return Member(member, str(BO), self.tenant, self.role)


@pytest.fixture
def roster() -> Roster:
    return Roster()


@pytest.fixture
def guests(people: Directory, roster: Roster, clock: SetClock) -> Guests:
    return Guests(people, roster, clock)


async def standing(guests: Guests, person: PersonId = BO) -> Standing:
    return await guests.standing(activity.envelope(shapes.message("http://127.0.0.1/teams")), person)


@pytest.mark.parametrize(("role", "found"), [("user", Standing.BELONGS), ("guest", Standing.GUEST)])
async def test_somebody_new_is_looked_up_once_in_an_hour(
    role: str, found: Standing, guests: Guests, roster: Roster, clock: SetClock
) -> None:
    roster.role = role
    assert [await standing(guests) for _ in range(3)] == [found] * 3
    assert len(roster.asked) == 1
    clock.go(timedelta(minutes=61))
    assert await standing(guests) is found
    assert len(roster.asked) == 2


async def test_a_look_up_that_failed_is_not_remembered(guests: Guests, roster: Roster) -> None:
    roster.away = True
    assert await standing(guests) is Standing.UNKNOWN
    roster.away = False
    assert await standing(guests) is Standing.BELONGS


async def test_the_home_tenant_is_home_in_any_letters(guests: Guests, roster: Roster) -> None:
    roster.role = ""
    assert await standing(guests) is Standing.BELONGS


async def test_an_answer_about_somebody_else_lets_nobody_in(guests: Guests) -> None:
    assert await standing(guests, PersonId("2d3c8a52-0f4e-4c55-8a4b-6f2f7b1d3e21")) is Standing.UNKNOWN


async def test_of_many_new_people_only_so_many_are_remembered(
    guests: Guests, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guests_module, "MOST_REMEMBERED", 3)
    for number in range(9):
        await standing(guests, PersonId(f"{number}d3c8a52-0f4e-4c55-8a4b-6f2f7b1d3e21"))
    assert len(guests._known) == 3
