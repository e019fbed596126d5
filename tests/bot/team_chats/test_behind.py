"""A chat that was emptied, a card that is behind, a session that is full, and what a session leaves."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from bot.heard import Shown
from bot.team_chats.pressing import comes
from content.model import Library
from dialogs.people import PersonId
from storage.written import EVIDENCE, TEAM_SESSIONS
from tests.bot.team_chats.team import CHAT, LEAD, Nameless, Room, Team, offered, options, with_charter


@pytest.fixture
async def team(library: Library) -> Team:
    return await Team(library).gathers()


async def writing(team: Team) -> None:
    """Begin a charter, and go on to where people write."""
    await team.begins("charter")
    await team.everybody("charter-take-part")
    await team.goes_on()


async def writes(team: Team, who: str) -> Shown:
    await team.fresh(who, "charter-write")
    return await team.presses(who, "charter-keep", words=f"line of {who}", language="en")


async def ends(team: Team) -> None:
    """End a session before it came to anything."""
    await team.fresh(LEAD, "session-close")
    await team.presses(LEAD, "session-really-close")
    assert await team.sessions.of_thread(CHAT.id) is None


async def test_in_a_chat_that_was_emptied_the_card_comes_again(team: Team) -> None:
    await writing(team)
    team.room.cards.clear()
    for who in team.people:
        shown = await writes(team, who)
        assert shown.view.card != "session.away"
    (card,) = team.room.cards.values()
    assert card.own
    team.room.cards.clear()
    await team.goes_on()
    assert team.room.newest.own


async def test_in_a_chat_that_was_emptied_a_step_leaves_one_new_card_and_none_for_the_step_before(
    team: Team,
) -> None:
    await team.begins("charter")
    await team.everybody("charter-take-part")
    team.room.cards.clear()
    await team.goes_on()
    (card,) = team.room.cards.values()
    assert card.own


async def test_a_session_that_ends_in_a_chat_that_was_emptied_says_so_there(team: Team) -> None:
    await team.begins("charter")
    team.room.cards.clear()
    await ends(team)
    (card,) = team.room.cards.values()
    assert card.view.card == "charter.nothing"


async def test_a_card_that_could_not_be_changed_is_not_posted_twice_and_the_next_change_brings_it_up_to_date(
    team: Team,
) -> None:
    await writing(team)
    for who in team.people[:4]:
        await writes(team, who)
    before = list(team.room.cards.values())
    team.room.deaf = {"change"}
    shown = await writes(team, "p04")
    assert shown.view.card != "session.away"
    await team.talk.rounds(team.at)
    assert list(team.room.cards.values()) == before
    team.room.deaf = set()
    await writes(team, "p05")
    first, now = team.room.cards.values()
    assert [first] == before[:1]
    assert "6 of 7" in now.view.remarks[0].en


async def test_a_card_that_could_not_be_posted_is_posted_when_the_clock_comes_round(team: Team) -> None:
    await team.looks(LEAD)
    form = await team.presses(LEAD, "begin-charter")
    team.room.deaf = {"post"}
    await team.presses(LEAD, "charter-begin", form, pace="0")
    assert team.room.cards == {}
    team.room.deaf = set()
    processes = (team.talk, team.process())
    await asyncio.gather(*(each.rounds(team.at) for each in processes))
    assert team.room.calls == [f"post {CHAT.id}"]
    assert (await team.standing()).card


async def test_the_card_that_is_asked_for_again_comes_also_when_the_one_before_is_gone(team: Team) -> None:
    await team.begins("charter")
    team.room.cards.clear()
    assert await team.talk.again(CHAT)
    (card,) = team.room.cards.values()
    assert card.own


# A channel that does not say what its cards are called ------------------------------------------------------


async def test_a_card_without_a_name_is_posted_once_for_each_step(library: Library) -> None:
    team = await Team(library, room_of=Nameless).gathers()
    await team.begins("charter")
    posted = [f"post {CHAT.id}"]
    for _ in range(3):
        team.later(minutes=2)
        await team.talk.rounds(team.at)
        await team.process().rounds(team.at)
    await team.everybody("charter-take-part")
    assert team.room.calls == posted
    await team.goes_on()
    assert team.room.calls == posted * 2
    for who in team.people:
        await writes(team, who)
        team.later(minutes=2)
        await team.talk.rounds(team.at)
    assert team.room.calls == posted * 2
    assert team.room.newest.view.card == "charter.writing"


async def test_how_a_session_ended_is_posted_where_no_card_can_be_changed(library: Library) -> None:
    team = await Team(library, room_of=Nameless).gathers()
    await team.begins("charter")
    await ends(team)
    team.later(minutes=2)
    await team.talk.rounds(team.at)
    assert team.room.calls == [f"post {CHAT.id}"] * 2
    assert team.room.newest.view.card == "charter.nothing"


async def test_a_card_without_a_name_comes_again_when_somebody_asks_for_it(library: Library) -> None:
    team = await Team(library, room_of=Nameless).gathers()
    await team.begins("charter")
    assert await team.talk.again(CHAT)
    assert team.room.calls == [f"post {CHAT.id}"] * 2


# Processes that are slow, or stopped ------------------------------------------------------------------------


class Slow(Room):
    """A channel that, while it is slow, takes a card and says what it calls it only when it may."""

    def __init__(self, people: Sequence[str]) -> None:
        super().__init__(people)
        self.slow = True
        self.taken, self.may_answer = asyncio.Event(), asyncio.Event()

    async def post(self, where: Mapping[str, str], shown: Shown) -> str:
        name = await super().post(where, shown)
        if self.slow:
            self.slow = False
            self.taken.set()
            await self.may_answer.wait()
        return name


async def test_the_clock_of_another_process_posts_nothing_twice_while_a_card_is_on_its_way(
    library: Library,
) -> None:
    team = await Team(library, room_of=Slow).gathers()
    assert isinstance(team.room, Slow)
    beginning = asyncio.create_task(team.begins("charter"))
    await team.room.taken.wait()
    await team.process().rounds(team.at)
    team.room.may_answer.set()
    await beginning
    assert team.room.calls == [f"post {CHAT.id}"]
    assert (await team.standing()).card == "card-1"


async def test_a_card_whose_process_was_stopped_is_posted_when_the_clock_comes_round_twice(
    library: Library,
) -> None:
    team = await Team(library, room_of=Slow).gathers()
    assert isinstance(team.room, Slow)
    beginning = asyncio.create_task(team.begins("charter"))
    await team.room.taken.wait()
    beginning.cancel()
    with pytest.raises(asyncio.CancelledError):
        await beginning
    assert not (await team.standing()).card
    team.room.may_answer.set()
    other = team.process()
    for _ in range(3):
        team.later(minutes=1)
        await other.rounds(team.at)
    assert (await team.standing()).card == "card-2"
    assert team.room.calls == [f"post {CHAT.id}"] * 2


async def test_a_card_that_comes_after_its_session_has_ended_leads_nobody_astray(library: Library) -> None:
    team = await Team(library, room_of=Slow).gathers()
    assert isinstance(team.room, Slow)
    beginning = asyncio.create_task(team.begins("charter"))
    await team.room.taken.wait()
    team.talk = team.process()
    await ends(team)
    team.room.may_answer.set()
    await beginning
    late, ended = team.room.cards.values()
    assert late.view.card == "session.moved-on"
    assert not late.own
    assert ended.view.card == "charter.nothing"


async def test_whoever_is_cut_off_while_they_wait_keeps_nobody_from_showing_what_is_new(
    library: Library,
) -> None:
    team = await Team(library, room_of=Slow).gathers()
    assert isinstance(team.room, Slow)
    team.room.slow = False
    await team.begins("charter")
    session = await team.sessions.of_thread(CHAT.id)
    assert session is not None
    sat = await team.talk.sittings.hear(session, PersonId(LEAD), comes)
    assert sat is not None
    team.room.slow = True
    again = asyncio.create_task(team.talk.again(CHAT))
    await team.room.taken.wait()
    waits = team.talk.spread(session, sat)
    waits.send(None)
    with pytest.raises(asyncio.CancelledError):
        waits.throw(asyncio.CancelledError())
    team.room.may_answer.set()
    assert await again
    await team.everybody("charter-take-part")
    await team.goes_on()
    assert team.room.newest.view.card == "charter.writing"


# What is left -----------------------------------------------------------------------------------------------


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
