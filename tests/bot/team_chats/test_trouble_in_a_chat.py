"""What goes wrong in the chat of a team: each has a kind answer, and nothing is lost or told."""

import asyncio
import json
from datetime import timedelta

import pytest
import structlog

from bot.heard import Press
from bot.team_chats.ports import Chat
from content.model import Library
from dialogs.people import PersonId
from dialogs.team_sessions.charter_states import Gathering, Writing
from dialogs.team_sessions.meeting import Meeting
from tests.bot.team_chats.team import CHAT, LEAD, WHERE, Team, offered


@pytest.fixture
async def team(library: Library) -> Team:
    return await Team(library).gathers()


@pytest.mark.parametrize(("people", "said"), [(4, "too-few"), (31, "too-many")])
async def test_a_team_that_is_too_small_or_too_large_hears_what_to_do_instead(
    library: Library, people: int, said: str
) -> None:
    team = await Team(library, people).gathers()
    shown = await team.begins("charter")
    assert await team.sessions.of_thread(CHAT.id) is None
    assert said in shown.view.note or "agenda" in shown.view.card or said in shown.view.card
    assert team.room.calls == []


async def test_a_team_that_is_too_small_takes_an_agenda_along_to_print(library: Library) -> None:
    team = await Team(library, 4).gathers()
    shown = await team.begins("charter")
    file = await team.talk.file(CHAT, PersonId(LEAD), shown.view.file)
    assert file is not None
    assert file.body[:2] == b"PK"
    assert shown.view.values["name"] == file.name
    assert await team.talk.file(Chat("chat-two", WHERE), PersonId(LEAD), shown.view.file) is None


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("charter", {"pace": "7"}),
        ("charter", {"review_on": "2020-01-01"}),
        ("charter", {"review_on": "soon"}),
        ("scenario", {"subject": "M99"}),
        ("scenario", {}),
    ],
)
async def test_a_form_that_says_something_else_begins_nothing(
    team: Team, kind: str, wrong: dict[str, str]
) -> None:
    await team.looks(LEAD)
    await team.presses(LEAD, f"begin-{kind}")
    shown = await team.presses(LEAD, f"{kind}-begin", **{"pace": "0", **wrong})
    assert shown.view.note == "session.begin.unfinished"
    assert await team.sessions.of_thread(CHAT.id) is None


async def test_of_two_who_begin_at_once_one_has_begun(team: Team) -> None:
    await team.looks(LEAD)
    form = await team.presses(LEAD, "begin-charter")
    press = Press("charter-begin", form.token, {"pace": "0"})
    processes = (team.talk, team.process(), team.process())
    shown = await asyncio.gather(*(each.press(CHAT, PersonId(LEAD), press) for each in processes))
    assert all(each.view.card != "session.away" for each in shown)
    assert len([call for call in team.room.calls if call.startswith("post")]) == 1
    assert isinstance((await team.standing()).session, Gathering)


async def test_a_review_needs_a_charter(team: Team) -> None:
    shown = await team.begins("review")
    assert await team.sessions.of_thread(CHAT.id) is None
    assert shown.view.note == "session.begin.open"


async def test_a_chat_that_cannot_be_reached_costs_nobody_their_answer(team: Team) -> None:
    await team.begins("charter")
    await team.looks(LEAD)
    team.room.away = True
    for who in team.people:
        shown = await team.fresh(who, "charter-take-part")
        assert shown.view.card != "session.away"
    await team.goes_on()
    assert isinstance((await team.standing()).session, Writing)
    team.room.away = False
    await team.fresh("p02", "charter-write")
    await team.presses("p02", "charter-keep", words="one", language="en")
    for who in team.people[2:]:
        await team.fresh(who, "charter-write")
        await team.presses(who, "charter-keep", words=f"line of {who}", language="en")
    assert team.room.newest.view.card != "session.moved-on"
    assert (await team.standing()).shows == Writing.phase


async def test_nobody_can_begin_in_a_chat_that_cannot_be_reached(team: Team) -> None:
    await team.looks(LEAD)
    await team.presses(LEAD, "begin-charter")
    team.room.away = True
    shown = await team.presses(LEAD, "charter-begin", pace="0")
    assert shown.view.card == "session.away"
    assert await team.sessions.of_thread(CHAT.id) is None


async def test_a_medium_that_refuses_is_told_and_nothing_has_changed(team: Team) -> None:
    await team.begins("charter")
    await team.looks("p02")
    before = await team.standing()
    team.sessions.full = True
    shown = await team.presses("p02", "charter-take-part")
    assert shown.view.card == "session.away"
    team.sessions.full = False
    assert await team.standing() == before
    await team.presses("p02", "charter-take-part", team.room.newest)
    assert await team.standing() != before


async def test_a_fault_that_nobody_foresaw_is_one_line_without_a_word_of_theirs(team: Team) -> None:
    await team.begins("charter")
    await team.looks("p02")
    team.sessions.fault = "secret words of p02"
    with structlog.testing.capture_logs() as lines:
        shown = await team.presses("p02", "charter-take-part")
    assert shown.view.card == "session.away"
    assert [line["event"] for line in lines] == ["talk.failed"]
    assert "secret" not in json.dumps(lines, default=str)


@pytest.mark.parametrize("token", ["", "v1.x.y.z", "x" * 5000, "v1..."])
async def test_a_forged_card_does_nothing(team: Team, token: str) -> None:
    await team.begins("charter")
    before = await team.standing()
    for verb in ("charter-take-part", "session-on", "session-really-close", "session-handed", "charter-file"):
        shown = await team.talk.press(CHAT, PersonId("p02"), Press(verb, token, {"who": "p02"}))
        assert shown.view.card not in {"session.away", "session.elsewhere"}
    assert await team.standing() == before


async def test_a_verb_that_no_card_has_does_nothing(team: Team) -> None:
    await team.begins("charter")
    await team.looks("p02")
    before = await team.standing()
    for verb in ("session-come", "charter-leave", "session-nonsense", "charter-on", "scenario-pick"):
        await team.presses("p02", verb)
    assert await team.standing() == before


async def test_somebody_new_in_the_chat_is_welcome(team: Team) -> None:
    await team.begins("charter")
    team.room.people.append(PersonId("new"))
    shown = await team.looks("new")
    assert shown.view.both  # Nobody knows their language yet.
    await team.presses("new", "charter-take-part")
    state = (await team.standing()).session
    assert isinstance(state, Gathering)
    assert len(state.room.members) == len(team.people) + 1
    assert len(state.taking) == 1


async def test_somebody_who_left_before_any_session_changes_nothing(team: Team) -> None:
    await team.talk.left(CHAT, PersonId("p03"))
    await team.begins("charter")
    before = await team.standing()
    await team.talk.left(CHAT, PersonId("stranger"))
    assert await team.standing() == before


async def test_a_step_goes_on_by_itself_when_its_time_is_up_and_lasts_again_when_not_ready(
    team: Team,
) -> None:
    await team.looks(LEAD)
    await team.presses(LEAD, "begin-charter")
    await team.presses(LEAD, "charter-begin", pace="1")
    first = (await team.standing()).until
    assert first == "2026-11-24T17:00:00-05:00"
    team.later(days=1, hours=8)
    await team.talk.rounds(team.at)
    again = await team.standing()
    assert isinstance(again.session, Gathering)
    assert again.until == "2026-11-25T17:00:00-05:00"
    await team.everybody("charter-take-part")
    team.later(days=1)
    processes = (team.talk, team.process())
    await asyncio.gather(*(each.rounds(team.at) for each in processes))
    now = await team.standing()
    assert isinstance(now.session, Writing)
    assert now.until == "2026-11-26T17:00:00-05:00"
    await team.talk.rounds(team.at)
    assert await team.standing() == now


async def test_a_session_that_nobody_ends_is_ended_and_forgotten(team: Team) -> None:
    await team.begins("charter")
    team.at += timedelta(days=59)
    await team.talk.rounds(team.at)
    assert await team.sessions.of_thread(CHAT.id) is not None
    team.at += timedelta(days=2)
    await team.talk.rounds(team.at)
    assert await team.sessions.of_thread(CHAT.id) is None
    assert list(await team.sessions.open_sessions()) == []


async def test_a_session_whose_beginning_was_cut_off_can_begin_again(team: Team) -> None:
    team.sessions.full = True
    await team.begins("charter")
    assert await team.sessions.of_thread(CHAT.id) is not None
    team.sessions.full = False
    assert "begin-charter" in offered(await team.looks(LEAD))
    shown = await team.begins("charter")
    assert "charter-take-part" in offered(shown)
    assert isinstance((await team.standing()).session, Gathering)


async def test_sessions_of_two_chats_know_nothing_of_each_other(team: Team) -> None:
    other = Chat("chat-two", WHERE, "Second")
    await team.begins("charter")
    assert "begin-charter" in offered(await team.looks(LEAD, other))


async def test_somebody_who_leaves_a_team_leaves_the_session_in_each_of_its_threads(team: Team) -> None:
    thread = Chat("channel;thread=1", {**WHERE, "team": "blue"})
    await team.looks(LEAD, thread)
    await team.presses(LEAD, "begin-charter", None, thread)
    await team.presses(LEAD, "charter-begin", None, thread, pace="0")
    await team.begins("charter")
    for told, members in (("red", len(team.people)), ("blue", len(team.people) - 1)):
        await team.talk.left(Chat("channel", {**WHERE, "team": told}), PersonId("p03"))
        session = await team.sessions.of_thread(thread.id)
        assert session is not None
        meeting = await team.talk.sittings.meeting(session)
        assert isinstance(meeting, Meeting)
        assert isinstance(meeting.session, Gathering)
        assert len(meeting.session.room.members) == members
    state = (await team.standing()).session
    assert isinstance(state, Gathering)
    assert len(state.room.members) == len(team.people)
