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
    assert {"session-on", "session-really-close", "charter-file"} <= offered(await team.looks(LEAD))
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
    shown = await team.presses(LEAD, "session-really-close", await team.looks(LEAD))
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
    await team.presses(LEAD, "session-really-close")
    assert await waiting(team) == (before[0], *before[2:])


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
