"""A team looks at its charter again in its chat: what stays, what goes, and the new words of what changes."""

from io import BytesIO

import pytest
from docx import Document

from content.model import Library
from dialogs.people import PersonId
from dialogs.team_sessions.charter_states import Agreeing, Posted, Wording
from dialogs.team_sessions.lines import Both
from dialogs.team_sessions.meeting import Later
from dialogs.team_sessions.review import ReviewClosed
from tests.bot.team_chats.team import CHAT, LEAD, Team, offered, options, with_charter


@pytest.fixture
async def team(library: Library) -> Team:
    """A team whose charter has come back to it; the seventh of them does not vote."""
    team = await Team(library).gathers()
    await with_charter(team, review_on="2027-02-22")
    await team.goes_on()
    await team.begins("review", review_on="2027-06-01")
    return team


async def waiting(team: Team) -> tuple[Both, ...]:
    """Return the charter that waits for its next review."""
    session = await team.sessions.of_thread(f"{CHAT.id}#review")
    assert session is not None
    later = await team.talk.sittings.meeting(session)
    assert isinstance(later, Later)
    assert later.on == "2027-06-01"
    return later.charter


async def votes(team: Team, *verdicts: str) -> None:
    """Have six people vote alike on the lines, in their order, and show what was decided."""
    for who in team.people[:6]:
        given = {f"verdict-{place}": said for place, said in enumerate(verdicts, start=1)}
        await team.fresh(who, "review-vote", **given)
    await team.goes_on()


async def read(team: Team, who: str) -> str:
    """Return the text of the file that somebody is offered."""
    key = (await team.presses(who, "charter-file", await team.looks(who))).view.file
    file = await team.talk.file(CHAT, PersonId(who), key)
    assert file is not None
    return "\n".join(each.text for each in Document(BytesIO(file.body)).paragraphs)


async def test_lines_that_are_to_change_get_new_words_which_the_team_approves(team: Team) -> None:
    before = await waiting_before(team)
    await votes(team, "keep", "change", "drop")
    assert {"session-on", "session-close", "charter-file"} <= offered(await team.looks(LEAD))
    await team.goes_on()
    state = (await team.standing()).session
    assert isinstance(state, Wording)
    assert [top.line for top in state.chosen] == [before[0], before[1], *before[3:]]
    assert team.room.newest.view.card == "charter.rewording"
    refused = await team.goes_on()
    assert refused.view.note == "session.said.unfinished"
    line = (await team.looks(LEAD)).view.inputs[0].value
    await team.fresh(LEAD, "charter-word", line=line)
    await team.presses(LEAD, "charter-worded", en="ask first", fr="demande d'abord")
    await team.goes_on()
    assert isinstance((await team.standing()).session, Agreeing)
    for language in ("en", "fr"):
        for who in team.people[:4]:
            await team.fresh(who, f"charter-approve-{language}")
    await team.goes_on()
    assert isinstance((await team.standing()).session, Posted)
    after = (before[0], Both("ask first", "demande d'abord"), *before[3:])
    for telling in (await read(team, "p03"), repr(team.room.newest.view)):
        assert all(both.en in telling and both.fr in telling for both in after)
        assert before[1].en not in telling
    await team.goes_on()
    assert await waiting(team) == after
    assert sorted(each.kind for each in await team.held()) == ["charter", "review"]
    assert all(each.made for each in await team.held())


async def waiting_before(team: Team) -> tuple[Both, ...]:
    """Return the charter under review."""
    session = await team.sessions.of_thread(f"{CHAT.id}#review")
    assert session is not None
    later = await team.talk.sittings.meeting(session)
    assert isinstance(later, Later)
    return later.charter


async def test_somebody_who_did_not_vote_may_take_part_in_finding_the_words(team: Team) -> None:
    await votes(team, "change")
    await team.goes_on()
    assert "charter-take-part" in offered(await team.looks("p06"))
    assert "charter-take-part" not in offered(await team.looks("p02"))
    await team.presses("p06", "charter-take-part")
    state = (await team.standing()).session
    assert isinstance(state, Wording)
    assert len(state.taking) == len(team.people)


async def test_a_review_may_end_without_new_words_and_its_lines_stand(team: Team) -> None:
    before = await waiting_before(team)
    await votes(team, "change", "drop")
    assert "What we want to say in other words" in await read(team, LEAD)
    assert (await team.fresh(LEAD, "session-close")).view.card == "session.closing-anew"
    shown = await team.presses(LEAD, "session-really-close")
    assert shown.view.card == "session.review.result"
    assert await waiting(team) == (before[0], *before[2:])
    assert "What we let go" in await read_again(team, shown.token)


async def read_again(team: Team, token: str) -> str:
    """Return the text of the file of a session that is over."""
    file = await team.talk.file(CHAT, PersonId("p03"), token)
    assert file is not None
    return "\n".join(each.text for each in Document(BytesIO(file.body)).paragraphs)


async def test_words_that_were_not_agreed_leave_the_lines_as_they_were_without_the_dropped(
    team: Team,
) -> None:
    before = await waiting_before(team)
    await votes(team, "change", "drop")
    await team.goes_on()
    asked = await team.fresh(LEAD, "session-close")
    assert asked.view.card == "session.closing-anew"
    over = await team.presses(LEAD, "session-really-close")
    assert over.view.card == "session.review.result"
    assert await waiting(team) == (before[0], *before[2:])
    assert "What we let go" in await read_again(team, over.token)


async def test_a_review_that_nobody_finishes_comes_back_on_its_next_day(team: Team) -> None:
    before = await waiting_before(team)
    for who in team.people[:3]:
        await team.fresh(who, "review-vote", **{"verdict-1": "drop"})
    team.later(days=61)
    await team.talk.rounds(team.at)
    assert await waiting(team) == before
    over = await team.looks(LEAD)
    assert "begin-review" in offered(over)


async def test_where_every_line_was_dropped_there_is_no_review_to_begin(team: Team) -> None:
    await votes(team, *["drop"] * 6)
    await team.goes_on()
    assert "begin-review" not in offered(await team.presses(LEAD, "session", await team.looks(LEAD)))


async def test_an_old_vote_is_late_once_the_words_are_sought(team: Team) -> None:
    old = await team.looks("p02")
    await votes(team, "change")
    await team.goes_on()
    shown = await team.presses("p02", "review-vote", old, **{"verdict-1": "keep"})
    assert shown.view.note == "session.said.too-late"
    assert (await team.presses("p02", "nonsense")).view.note == "session.said.unknown"


async def test_nothing_on_the_card_of_all_tells_who_joined_who_left_and_what_they_had_approved(
    team: Team,
) -> None:
    await votes(team, "change")
    await team.goes_on()
    before = team.room.newest.view
    await team.fresh("p06", "charter-take-part")
    assert team.room.newest.view == before
    (line, *_) = options(await team.looks(LEAD), "line")
    await team.presses(LEAD, "charter-word", line=line)
    await team.presses(LEAD, "charter-worded", en="ask first", fr="demande d'abord")
    await team.goes_on()
    for who in team.people[:5]:
        await team.fresh(who, "charter-approve-fr")
    approved = team.room.newest.view
    assert "5 people" in repr(approved.remarks)
    for who in ("p03", "p06"):
        await team.talk.left(CHAT, PersonId(who))
        assert team.room.newest.view == approved


async def test_where_nothing_changes_the_review_ends_at_once_and_its_file_is_there(team: Team) -> None:
    session = await team.sessions.of_thread(CHAT.id)
    assert session is not None
    await votes(team, "keep", "keep", "drop")
    assert "session-really-close" not in offered(await team.looks(LEAD))
    await team.goes_on()
    outcome = await team.talk.sittings.outcome(session)
    assert outcome is not None
    assert isinstance(outcome.session, ReviewClosed)
    over = await team.presses("p04", "session", await team.looks("p04"))
    assert offered(over) == {"session"}


async def test_the_choice_of_a_line_offers_every_line_that_stays(team: Team) -> None:
    before = await waiting_before(team)
    await votes(team, "drop", "change")
    await team.goes_on()
    assert len(options(await team.looks(LEAD), "line")) == len(before) - 1
    assert "line" not in {each.id for each in (await team.looks("p02")).view.inputs}
