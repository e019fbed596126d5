"""A charter in 45 minutes by the clock, and somebody who leads and is gone without a word."""

import pytest

from bot.heard import Shown
from bot.team_chats.ports import Chat
from content.model import Language, Library
from dialogs.people import PersonId
from dialogs.team_sessions import timing
from dialogs.team_sessions.charter_states import (
    Agreeing,
    Choosing,
    Gathering,
    Grouping,
    Posted,
    Wording,
    Writing,
)
from dialogs.team_sessions.kept import room_of
from tests.bot.team_chats.team import LEAD, WHERE, Team, offered, options

STEPS = (Gathering, Writing, Grouping, Choosing, Wording, Agreeing, Posted)


@pytest.fixture
async def team(library: Library) -> Team:
    return await Team(library).gathers()


def said(shown: Shown, language: Language) -> str:
    """Return the remarks on a card in a language."""
    return " ".join(remark.of(language) for remark in shown.view.remarks)


async def ticks(team: Team, minutes: int) -> None:
    """Let the clock come round every minute."""
    for _ in range(minutes):
        team.later(minutes=1)
        await team.talk.rounds(team.at)


async def does(team: Team, step: type) -> None:
    """Do what a step of a charter is for."""
    if step is Gathering:
        await team.everybody("charter-take-part")
    elif step is Writing:
        for number, who in enumerate(team.people):
            await team.fresh(who, "charter-write")
            await team.presses(who, "charter-keep", words=f"we keep promise {number}", language="en")
    elif step is Choosing:
        for who in team.people:
            shown = await team.looks(who)
            await team.presses(who, "charter-choose", lines=",".join(options(shown, "lines")[:3]))
    elif step is Wording:
        for line in options(await team.looks(LEAD), "line"):
            await team.fresh(LEAD, "charter-word", line=line)
            await team.presses(LEAD, "charter-worded", en=f"we {line[:4]}", fr=f"on {line[:4]}")
    elif step is Agreeing:
        for language in ("en", "fr"):
            await team.everybody(f"charter-approve-{language}")


async def test_a_charter_is_posted_45_minutes_after_it_began_though_nobody_goes_on(team: Team) -> None:
    await team.begins("charter", pace="45")
    began = team.at
    for step, minutes in zip(STEPS, timing.MINUTES, strict=False):
        state = (await team.standing()).session
        assert isinstance(state, step)
        await does(team, step)
        await ticks(team, minutes - 1)
        assert isinstance((await team.standing()).session, step)
        await ticks(team, 1)
    state = (await team.standing()).session
    assert isinstance(state, Posted)
    assert (team.at - began).total_seconds() == 45 * 60 == sum(timing.MINUTES) * 60
    await ticks(team, 20)
    assert (await team.standing()).session == state
    await team.goes_on()
    assert [each.made for each in await team.held()] == [True]


async def test_everybody_reads_at_which_minute_the_step_ends(team: Team) -> None:
    await team.begins("charter", pace="45")
    assert "10:05\N{NO-BREAK SPACE}a.m." in said(team.room.newest, "en")
    assert "10\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}05" in said(await team.looks("p01"), "fr")


async def test_a_step_that_is_not_ready_lasts_as_long_again(team: Team) -> None:
    await team.begins("charter", pace="45")
    await ticks(team, 5)
    assert isinstance((await team.standing()).session, Gathering)
    assert "10:10\N{NO-BREAK SPACE}a.m." in said(team.room.newest, "en")


@pytest.mark.parametrize("kind", ["scenario", "review"])
async def test_no_other_session_has_that_clock(team: Team, kind: str) -> None:
    shown = await team.begins(kind, pace="45", subject="M01")
    assert shown.view.note == "session.begin.unfinished"


# Somebody who leads and is gone ---------------------------------------------------------------------


async def test_whoever_leads_and_is_gone_without_a_word_is_missed_within_ten_minutes(team: Team) -> None:
    await team.begins("charter")
    await ticks(team, 1)
    team.room.people.remove(PersonId(LEAD))
    assert "session-take-over" not in offered(await team.looks("p04"))
    await ticks(team, 10)
    assert "session-take-over" in offered(team.room.newest)
    await team.presses("p04", "session-take-over", await team.looks("p04"))
    assert "session-on" in offered(await team.looks("p04"))


async def test_a_chat_that_is_not_reached_tells_nothing_of_who_is_gone(team: Team) -> None:
    await team.begins("charter")
    team.room.people.remove(PersonId(LEAD))
    team.room.away = True
    await ticks(team, 12)
    team.room.away = False
    room = room_of((await team.standing()).session)
    assert room is not None
    assert room.facilitator is not None
    await ticks(team, 60)
    assert "session-take-over" in offered(team.room.newest)


async def test_a_list_of_nobody_tells_nothing_of_who_is_gone(team: Team) -> None:
    await team.begins("charter")
    team.room.people.clear()
    await ticks(team, 12)
    assert "session-take-over" not in offered(team.room.newest)


async def test_chats_that_are_gone_for_good_keep_nobody_else_from_being_missed(team: Team) -> None:
    for number in range(7):
        await elsewhere(team, f"a-gone-{number}")
    await team.begins("charter")
    await elsewhere(team, "z-gone")
    team.room.gone = "gone"
    team.room.people.remove(PersonId(LEAD))
    assert "session-take-over" not in offered(await team.looks("p04"))
    await ticks(team, 31)
    assert "session-take-over" in offered(await team.looks("p04"))


async def elsewhere(team: Team, chat: str) -> None:
    """Begin a charter in another chat."""
    there = Chat(chat, {**WHERE, "room": "gone"}, "Elsewhere")
    shown = await team.talk.look(there, PersonId(LEAD))
    for verb in ("begin-charter", "charter-begin"):
        shown = await team.presses(LEAD, verb, shown, there, pace="0")


async def test_the_members_of_a_chat_are_asked_for_no_oftener_than_every_ten_minutes(team: Team) -> None:
    await team.begins("charter", pace="1")
    asked = team.room.asked
    await ticks(team, 31)
    assert team.room.asked - asked == 4


async def test_two_processes_miss_somebody_once(team: Team) -> None:
    await team.begins("charter")
    other = team.process()
    team.room.people.remove(PersonId(LEAD))
    team.later(minutes=1)
    await team.talk.rounds(team.at)
    await team.presses("p04", "session-take-over", await team.looks("p04"))
    await other.rounds(team.at)
    assert "session-on" in offered(await team.looks("p04"))
