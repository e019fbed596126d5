"""What goes wrong in one session stays there: others go on, and what was said once is not said again."""

from dataclasses import replace

import pytest

from bot.team_chats.ports import Chat
from content.model import Library
from dialogs.people import PersonId
from dialogs.team_sessions.kept import room_of
from dialogs.team_sessions.meeting import Meeting, write
from tests.bot.team_chats.team import CHAT, LEAD, WHERE, Team, options


@pytest.fixture
async def team(library: Library) -> Team:
    return await Team(library).gathers()


async def broken(team: Team, chat: str, until: str | None) -> None:
    """Have a session in another chat of the same team that nobody can read, or with no time."""
    where = {**WHERE, "team": "the team", "chat": chat}
    meeting = Meeting("charter", where, begun=team.at.date().isoformat(), until=until or "")
    await team.sessions.begin(chat, b"nonsense" if until is None else write(meeting))


async def test_the_office_says_its_note_once_though_people_come_after_it(team: Team) -> None:
    await team.begins("scenario", subject="M03")
    for who in team.people:
        shown = await team.looks(who)
        await team.presses(who, "scenario-pick", option=options(shown, "option")[0])
    await team.goes_on()
    for day in range(6):
        team.later(days=1)
        await team.looks(f"late-{day}")
        await team.fresh(LEAD, "scenario-takeaway")
        await team.presses(LEAD, "scenario-taken", words=f"Day {day}", language="en")
        await team.talk.rounds(team.at)
    notes = [shown for shown in team.room.cards.values() if shown.view.card == "session.note"]
    assert len(notes) == 1


@pytest.mark.parametrize("until", [None, "soon"])
async def test_one_broken_session_does_not_stop_the_clock_of_others(team: Team, until: str | None) -> None:
    await broken(team, "a-broken-one", until)
    await team.begins("charter", pace="1")
    await broken(team, "z-broken-one", until)
    await team.everybody("charter-take-part")
    team.later(days=1, hours=9)
    await team.talk.rounds(team.at)
    state = (await team.standing()).session
    assert state is not None
    assert state.phase == 1


async def test_one_broken_session_keeps_nobody_in_the_threads_of_a_team(team: Team) -> None:
    await broken(team, "a-broken-one", None)
    thread = Chat(CHAT.id, {**WHERE, "team": "the team"}, CHAT.name)
    shown = await team.talk.look(thread, PersonId(LEAD))
    for verb in ("begin-charter", "charter-begin"):
        shown = await team.presses(LEAD, verb, shown, thread, pace="0")
    await team.talk.left(replace(thread, id="the whole channel"), PersonId(LEAD))
    room = room_of((await team.standing()).session)
    assert room is not None
    assert room.facilitator is None


async def test_where_a_session_is_open_nobody_reads_how_one_begins(team: Team) -> None:
    assert not await team.talk.again(CHAT)
    await team.begins("charter")
    team.room.away = True
    assert await team.talk.again(CHAT)
