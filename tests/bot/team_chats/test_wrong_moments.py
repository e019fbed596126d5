"""What comes at the wrong moment: nothing is told too early, said twice, undone, or tried without end."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from bot.heard import Shown
from bot.team_chats.rounds import Rounds
from content.model import Library
from dialogs.team_sessions.scenario import Answering, Revealed
from tests.bot.team_chats.team import CHAT, LEAD, Room, Team, offered, options, with_charter


@pytest.fixture
async def team(library: Library) -> Team:
    return await Team(library, 12).gathers()


async def answered(team: Team, count: int) -> None:
    """Let some people answer a scenario."""
    for who in team.people[:count]:
        await team.presses(who, "scenario-pick", option=options(await team.looks(who), "option")[0])


def notes(team: Team) -> int:
    return sum(shown.view.card == "session.note" for shown in team.room.cards.values())


# The office's note ------------------------------------------------------------------------------------------


async def test_a_split_that_could_not_be_kept_brings_no_note_before_the_team_has_seen_it(team: Team) -> None:
    await team.begins("scenario", subject="M03")
    await answered(team, 6)
    team.sessions.full = True
    assert (await team.goes_on()).view.card == "session.away"
    team.sessions.full = False
    for _ in range(2):
        team.later(days=1)
        await team.talk.rounds(team.at)
        assert isinstance((await team.standing()).session, Answering)
        assert notes(team) == 0
    await team.goes_on()
    await team.talk.rounds(team.at)
    assert notes(team) == 0
    for _ in range(2):
        team.later(days=1)
        await team.talk.rounds(team.at)
        assert notes(team) == 1


async def test_where_the_session_ends_without_a_split_the_note_is_dropped(team: Team) -> None:
    await team.begins("scenario", subject="M03")
    team.sessions.full = True
    await team.goes_on()
    team.sessions.full = False
    await team.fresh(LEAD, "session-close")
    await team.presses(LEAD, "session-really-close")
    team.later(days=1)
    await team.talk.rounds(team.at)
    assert notes(team) == 0
    assert await team.sessions.open_sessions() == []


class Failing(Room):
    """A channel that fails, once it is told to, in a way that nobody foresaw."""

    fails = False

    async def post(self, where: Mapping[str, str], shown: Shown) -> str:
        if self.fails:
            raise ValueError
        return await super().post(where, shown)


async def test_a_note_whose_process_was_killed_while_it_said_it_leaves_no_key(library: Library) -> None:
    team = await Team(library, room_of=Failing).gathers()
    assert isinstance(team.room, Failing)
    await team.begins("scenario", subject="M03")
    await answered(team, 6)
    await team.goes_on()
    await team.goes_on()
    team.room.fails = True
    team.later(days=1)
    await team.talk.rounds(team.at)
    assert notes(team) == 0
    for minutes in (1, 30):
        team.later(minutes=minutes)
        await team.talk.rounds(team.at)
        assert len(await team.sessions.open_sessions()) == 1, "whoever says it may be at it"
    team.later(minutes=31)
    await team.talk.rounds(team.at)
    assert await team.sessions.open_sessions() == []


# The clock --------------------------------------------------------------------------------------------------


async def test_the_clock_reveals_nothing_to_anybody_while_too_few_have_answered(team: Team) -> None:
    await team.begins("scenario", subject="M03", pace="1")
    await answered(team, 4)
    before = (await team.standing()).until
    team.later(days=1, hours=9)
    await team.talk.rounds(team.at)
    standing = await team.standing()
    assert isinstance(standing.session, Answering)
    assert standing.until > before
    await answered(team, 5)
    team.later(days=1)
    await team.talk.rounds(team.at)
    assert isinstance((await team.standing()).session, Revealed)


async def test_a_chat_that_is_not_reached_is_tried_less_and_less_often_and_found_again(team: Team) -> None:
    await team.begins("charter", pace="1")
    await team.everybody("charter-take-part")
    session = await team.sessions.of_thread(CHAT.id)
    assert session is not None
    team.room.away = True
    team.later(days=1, hours=9)
    before = await team.sessions.read(session)
    for _ in range(180):
        await team.talk.rounds(team.at)
        team.later(minutes=1)
    after = await team.sessions.read(session)
    assert before is not None
    assert after is not None
    assert after.revision - before.revision <= 30, "two commits for each time that it is tried"
    team.room.away = False
    for _ in range(60):
        team.later(minutes=1)
        await team.talk.rounds(team.at)
    assert team.room.newest.view.card == "charter.writing"


async def test_a_pause_ends_when_its_chat_is_reached(team: Team) -> None:
    await team.begins("charter", pace="1")
    await team.everybody("charter-take-part")
    team.later(days=1, hours=9)
    team.room.away = True
    for _ in range(8):
        await team.talk.rounds(team.at)
        team.later(minutes=1)
    team.room.away = False
    team.later(minutes=9)
    await team.talk.rounds(team.at)
    assert team.room.newest.view.card == "charter.writing"
    rounds: Rounds = team.talk.rounds
    assert rounds._paused == {}


# A card that comes late -------------------------------------------------------------------------------------


class Late(Room):
    """A channel that, once it is slow, puts a change in its place only when it may."""

    def __init__(self, people: Sequence[str]) -> None:
        super().__init__(people)
        self.slow = False
        self.taken, self.may_answer = asyncio.Event(), asyncio.Event()

    async def change(self, where: Mapping[str, str], card: str, shown: Shown) -> None:
        if self.slow:
            self.slow = False
            self.taken.set()
            await self.may_answer.wait()
        await super().change(where, card, shown)


async def late(library: Library) -> tuple[Team, Late]:
    """Return a team of seven that writes, with five of them done."""
    team = await Team(library, room_of=Late).gathers()
    assert isinstance(team.room, Late)
    await team.begins("charter")
    await team.everybody("charter-take-part")
    await team.goes_on()
    for who in team.people[:5]:
        await writes(team, who)
    return team, team.room


async def writes(team: Team, who: str) -> None:
    await team.fresh(who, "charter-write")
    await team.presses(who, "charter-keep", words=f"we keep the promise of {who}", language="en")


@pytest.mark.parametrize("what", ["it ends", "it goes on", "somebody writes"])
async def test_a_change_that_lands_after_that_of_another_process_does_not_undo_it(
    library: Library, what: str
) -> None:
    team, room = await late(library)
    room.slow = True
    slow = asyncio.create_task(writes(team, "p05"))
    await room.taken.wait()
    writing = list(room.cards)[-1]
    team.talk = team.process()
    if what == "it ends":
        await team.fresh(LEAD, "session-close")
        await team.presses(LEAD, "session-really-close")
    elif what == "it goes on":
        await team.goes_on()
    else:
        await writes(team, "p06")
    stands = room.cards[writing].view
    room.may_answer.set()
    await slow
    assert room.cards[writing].view == stands
    expected = {"it ends": "charter.nothing", "it goes on": "session.moved-on"}
    assert stands.card == expected.get(what, "charter.writing")


# A press that comes late ------------------------------------------------------------------------------------


async def test_who_ends_a_session_twice_is_not_told_that_nothing_was_changed(team: Team) -> None:
    await with_charter(team)
    seen = await team.looks(LEAD)
    for _ in range(2):
        shown = await team.presses(LEAD, "session-on", seen)
        assert (shown.view.card, shown.view.note) == ("charter.posted", "")
    asked = await team.presses("p02", "charter-file", shown)
    assert (asked.view.card, asked.view.note) == ("charter.file", "")


async def test_what_an_older_session_left_leads_to_the_one_that_is_open(team: Team) -> None:
    await team.begins("scenario", subject="M03")
    old = await team.looks("p02")
    await team.fresh(LEAD, "session-close")
    await team.presses(LEAD, "session-really-close")
    left = await team.presses(LEAD, "session", old)
    assert "begin-charter" in offered(left), "nothing is open: the next one may begin"
    await team.begins("charter")
    for who in ("p02", LEAD):
        left = await team.presses(who, "session", old)
        assert (left.view.card, offered(left)) == ("session.scenario.unrevealed", {"session"})
        opened = await team.presses(who, "session", left)
        assert opened.view.card == "charter.my.gathering"


async def test_the_file_of_an_older_charter_is_still_there_and_begins_nothing(team: Team) -> None:
    await with_charter(team)
    old = await team.looks(LEAD)
    await team.goes_on()
    await team.begins("scenario", subject="M03")
    left = await team.presses(LEAD, "session", old)
    assert offered(left) == {"charter-file"}
    assert (await team.presses(LEAD, "charter-file", left)).view.card == "charter.file"
