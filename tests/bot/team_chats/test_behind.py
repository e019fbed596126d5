"""A chat that was emptied, a card that is behind, a session that is full, and what a session leaves."""

import asyncio
from collections.abc import Mapping

import pytest

from bot.heard import Shown
from bot.team_chats.ports import ChatAway
from content.model import Library
from dialogs.people import PersonId
from storage.written import EVIDENCE, TEAM_SESSIONS
from tests.bot.team_chats.team import CHAT, LEAD, Team, offered, options, with_charter


@pytest.fixture
async def team(library: Library) -> Team:
    return await Team(library).gathers()


async def test_in_a_chat_that_was_emptied_the_card_comes_again(team: Team) -> None:
    await team.begins("charter")
    await team.everybody("charter-take-part")
    await team.goes_on()
    team.room.cards.clear()
    for who in team.people:
        await team.looks(who)
        await team.presses(who, "charter-write")
        shown = await team.presses(who, "charter-keep", words=f"line of {who}", language="en")
        assert shown.view.card != "session.away"
    (card,) = team.room.cards.values()
    assert card.own
    team.room.cards.clear()
    await team.goes_on()
    assert team.room.newest.own


async def test_a_card_that_could_not_be_posted_is_posted_when_the_clock_comes_round(team: Team) -> None:
    await team.looks(LEAD)
    form = await team.presses(LEAD, "begin-charter")
    members, post = team.room.members, team.room.post

    async def away(where: Mapping[str, str], shown: Shown) -> str:
        raise ChatAway(where, shown)

    team.room.post = away  # type: ignore[method-assign]
    await team.presses(LEAD, "charter-begin", form, pace="0")
    assert team.room.cards == {}
    team.room.post, team.room.members = post, members  # type: ignore[method-assign]
    processes = (team.talk, team.process())
    await asyncio.gather(*(each.rounds(team.at) for each in processes))
    assert team.room.calls == [f"post {CHAT.id}"]
    assert (await team.standing()).card


async def test_somebody_too_many_is_told_so_and_sees_what_everybody_sees(library: Library) -> None:
    team = await Team(library, 30).gathers()
    await team.begins("charter")
    shown = await team.looks("p99")
    assert shown.view.note == "session.full"
    assert "charter-take-part" not in offered(shown)


async def test_what_is_left_names_no_chat_and_leads_to_none_of_its_numbers(team: Team) -> None:
    await with_charter(team)
    session = await team.sessions.of_thread(CHAT.id)
    assert session is not None
    meeting = await team.standing()
    await team.fresh(LEAD, "charter-shared")
    await team.goes_on()
    left = await team.sessions.left(session)
    assert left is not None
    for told in (CHAT.id, CHAT.name, meeting.counted, meeting.shared):
        assert told.encode() not in left
    (kept,) = await TEAM_SESSIONS.everything(team.store)
    (evidence,) = await EVIDENCE.everything(team.store)
    assert len({session, kept, evidence}) == len(["the session", "its numbers", "its words"])


async def test_who_comes_back_with_an_old_card_hears_that_it_is_late_and_not_that_there_is_no_room(
    team: Team,
) -> None:
    await team.begins("scenario", subject="M03")
    card = await team.looks("p02")
    await team.talk.left(CHAT, PersonId("p02"))
    await team.goes_on()
    shown = await team.presses("p02", "scenario-pick", card, option=options(card, "option")[0])
    assert shown.view.note == "session.said.too-late"
    assert (shown.view, shown.language) == ((await team.looks("p02")).view.noted(shown.view.note), "en")
