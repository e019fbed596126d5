"""A scenario conversation in the chat of a team: alone first, then the split, then the office's note."""

import asyncio

import pytest

from bot.heard import Press
from content.model import Library
from dialogs.people import PersonId
from dialogs.team_sessions.scenario import Answering, Revealed
from tests.bot.team_chats.team import CHAT, LEAD, Team, offered, options


@pytest.fixture
async def team(library: Library) -> Team:
    return await Team(library, 12).gathers()


async def answers(team: Team) -> dict[str, str]:
    """Let everybody answer, each something of their own."""
    chosen = {}
    for number, who in enumerate(team.people):
        found = options(await team.looks(who), "option")
        chosen[who] = found[number % len(found)]
        await team.presses(who, "scenario-pick", option=chosen[who])
    return chosen


async def test_everybody_answers_alone_and_the_card_of_all_never_changes(team: Team) -> None:
    await team.begins("scenario", subject="M03")
    await answers(team)
    assert team.room.calls == [f"post {CHAT.id}"]
    state = (await team.standing()).session
    assert isinstance(state, Answering)
    assert len(state.answers) == len(team.people)


async def test_the_split_appears_when_whoever_leads_reveals_it(team: Team) -> None:
    await team.begins("scenario", subject="M03")
    await answers(team)
    await team.goes_on()
    state = (await team.standing()).session
    assert isinstance(state, Revealed)
    assert state.told.people == len(team.people)
    assert team.room.newest.view.tables


async def test_who_leads_and_answered_first_reveals_with_the_button_of_that_time(team: Team) -> None:
    await team.begins("scenario", subject="M03")
    await answers(team)
    assert "scenario-reveal" in offered(team.shown[LEAD])
    shown = await team.presses(LEAD, "scenario-reveal", team.shown[LEAD])
    assert (shown.view.card, shown.view.note) == ("session.scenario.numbers", "")


async def test_the_offices_note_comes_on_the_next_working_day_and_once(team: Team) -> None:
    team.at = team.at.replace(month=12, day=24, hour=15)  # Thursday; offices open again on Tuesday.
    await team.begins("scenario", subject="M03")
    await answers(team)
    await team.goes_on()
    await team.goes_on()
    team.room.calls.clear()
    seen = []
    for _ in range(8 * 24):
        team.later(hours=1)
        await team.talk.rounds(team.at)
        if team.room.calls:
            seen.append(team.talk.local())
            team.room.calls.clear()
    assert [(each.date().isoformat(), each.hour) for each in seen] == [("2026-12-29", 9)]
    assert await team.sessions.open_sessions() == []


async def test_a_note_that_cannot_be_delivered_waits(team: Team) -> None:
    await team.begins("scenario", subject="M03")
    await answers(team)
    await team.goes_on()
    await team.goes_on()
    team.later(days=2)
    team.room.away = True
    await team.talk.rounds(team.at)
    team.room.away = False
    team.room.calls.clear()
    team.later(hours=1)
    await team.talk.rounds(team.at)
    assert team.room.calls == [], "on the same day it is not tried again"
    team.later(days=1)
    await team.talk.rounds(team.at)
    assert team.room.calls == [f"post {CHAT.id}"]


async def test_a_note_is_not_tried_for_ever(team: Team) -> None:
    await team.begins("scenario", subject="M03")
    await answers(team)
    await team.goes_on()
    await team.goes_on()
    team.room.away = True
    for _ in range(40):
        team.later(days=1)
        await team.talk.rounds(team.at)
    assert await team.sessions.open_sessions() == []


async def test_the_note_comes_although_nobody_ends_the_session(team: Team) -> None:
    await team.begins("scenario", subject="M03")
    await answers(team)
    await team.goes_on()
    team.room.calls.clear()
    team.later(days=2)
    await team.talk.rounds(team.at)
    assert team.room.calls == [f"post {CHAT.id}"]
    await team.goes_on()
    team.later(days=2)
    await team.talk.rounds(team.at)
    assert team.room.calls.count(f"post {CHAT.id}") == 1


async def test_a_scenario_that_ends_before_the_split_brings_no_note(team: Team) -> None:
    await team.begins("scenario", subject="M03")
    await answers(team)
    await team.fresh(LEAD, "session-close")
    await team.presses(LEAD, "session-really-close")
    assert await team.sessions.open_sessions() == []


async def test_two_processes_hear_one_team_and_lose_nothing(team: Team) -> None:
    await team.begins("scenario", subject="M03")
    processes = (team.talk, team.process())
    wanted = {}
    presses = []
    for number, who in enumerate(team.people):
        shown = await team.looks(who)
        found = options(shown, "option")
        wanted[who] = found[number % len(found)]
        for talk in processes:  # Twice, as a client does that heard no answer.
            press = Press("scenario-pick", shown.token, {"option": wanted[who]})
            presses.append(talk.press(CHAT, PersonId(who), press))
    shown_last = await asyncio.gather(*presses)
    assert all(each.view.card != "session.away" for each in shown_last)
    state = (await team.standing()).session
    assert isinstance(state, Answering)
    session = await team.sessions.of_thread(CHAT.id)
    assert session is not None
    seats = {who: await team.sessions.seat(session, PersonId(who)) for who in team.people}
    assert {seat: answer[0] for seat, answer in state.answers.items()} == {
        seats[who]: wanted[who] for who in team.people
    }


async def test_a_press_costs_one_commit_at_most(team: Team) -> None:
    await team.begins("scenario", subject="M03")
    session = await team.sessions.of_thread(CHAT.id)
    assert session is not None
    for who in team.people:
        before = await team.sessions.read(session)
        shown = await team.looks(who)
        assert (await team.sessions.read(session)) == before
        for _ in range(2):
            await team.presses(who, "scenario-pick", shown, option=options(shown, "option")[0])
        after = await team.sessions.read(session)
        assert before is not None
        assert after is not None
        assert after.revision == before.revision + 1


async def test_three_hundred_people_are_a_team_and_three_hundred_and_one_are_too_many(
    library: Library,
) -> None:
    for count, begun in ((300, True), (301, False)):
        team = await Team(library, count).gathers()
        shown = await team.begins("scenario", subject="M01")
        assert (await team.sessions.of_thread(CHAT.id) is not None) is begun
        assert ("scenario-reveal" in offered(shown)) is begun
