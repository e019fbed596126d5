"""Somebody who comes back has a new talk: what was said in an earlier year neither settles nor shows it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from content.model import Library
from dialogs.facts import Side, TalkConfirmed
from tests.bot.office import person
from tests.bot.team_office import BOSS, LEAVER, NEW, TeamOffice, record
from tests.scheduler.living import happen


@pytest.fixture
def team(library: Library) -> TeamOffice:
    return TeamOffice(library)


BACK = replace(NEW, start=date(2027, 10, 20))
SOON = replace(person("soon", "policy"), manager=BOSS.id, start=date(2026, 12, 14))


async def comes_back(team: TeamOffice) -> None:
    await team.store.people.bring_in([BACK])
    team.at = datetime(2027, 11, 22, 15, 0, tzinfo=UTC)


async def test_who_comes_back_finds_the_talk_open_and_so_does_the_manager(team: TeamOffice) -> None:
    await team.hired(BOSS, NEW)
    await team.opens_talk("new")
    await team.presses("new", "talked")
    await team.types("boss", "team")
    await team.presses("boss", "talked", None, who="onboarding~new")
    await comes_back(team)
    assert (await team.opens_talk("new")).view.card == "talk.ask"
    assert (await team.presses("new", "talked")).view.card == "talk.mine"
    assert "not confirmed by you yet" in str((await team.types("boss", "team")).view.tables)
    assert "you both" in str((await team.presses("boss", "talked", None, who="onboarding~new")).view.tables)
    assert (await team.opens_talk("new")).view.values["day"] == date(2027, 11, 22)


async def test_a_tap_of_an_earlier_year_does_not_show_the_managers_of_this_one(team: TeamOffice) -> None:
    await team.hired(BOSS, NEW)
    await team.opens_talk("new")
    await team.presses("new", "talked")
    await comes_back(team)
    await team.types("boss", "team")
    await team.presses("boss", "talked", None, who="onboarding~new")
    assert (await team.opens_talk("new")).view.card == "talk.ask"
    assert "Boss confirmed" not in await record(team, "new")


async def test_what_was_confirmed_by_both_stays_in_the_record_of_who_comes_back(team: TeamOffice) -> None:
    await team.hired(BOSS, NEW)
    await happen(team.store, BOSS, TalkConfirmed("onboarding", Side.MANAGER, NEW.id))
    await happen(team.store, NEW, TalkConfirmed("onboarding", Side.EMPLOYEE, BOSS.id))
    await comes_back(team)
    assert "Boss confirmed as manager, with you" in await record(team, "new")


async def test_nothing_can_be_confirmed_before_the_first_day(team: TeamOffice) -> None:
    """It would not count: the talk of the first days has not begun."""
    await team.hired(BOSS, SOON)
    listed = (await team.types("boss", "team")).view
    assert "Soon" in str(listed.tables)
    assert listed.inputs == ()
    await team.presses("boss", "talked", None, who="onboarding~soon")
    own = (await team.opens_talk("soon")).view
    assert (own.card, own.note) == ("talk.closed", "talk.early")
    assert (await team.presses("soon", "talked")).view.note == "talk.early"
    lives = [await team.store.ledger.life(each.id) for each in (BOSS, SOON)]
    assert not any(isinstance(each.fact, TalkConfirmed) for life in lives for each in life.facts)


async def test_a_departure_that_is_put_off_cannot_be_confirmed_yet(team: TeamOffice) -> None:
    await team.hired(BOSS, LEAVER)
    asked = await team.opens_talk("leaver")
    assert asked.view.card == "talk.ask"
    await team.store.people.bring_in([replace(LEAVER, end=date(2027, 12, 4))])
    assert (await team.presses("leaver", "talked", on=asked)).view.note == "talk.early"
