"""A charter is made in the chat of a team, comes back for review, and what everybody sees is always right."""

import pytest

from bot.team_chats.ports import Chat
from content.model import Library
from dialogs.people import PersonId
from dialogs.team_sessions.charter_states import Gathering, Posted, Writing
from dialogs.team_sessions.meeting import Later
from dialogs.team_sessions.review import Reviewing
from tests.bot.team_chats.team import CHAT, LEAD, WHERE, Team, offered, options, with_charter


@pytest.fixture
async def team(library: Library) -> Team:
    return await Team(library).gathers()


async def test_a_manager_begins_and_everybody_sees_one_card_in_both_languages(team: Team) -> None:
    shown = await team.begins("charter")
    assert "charter-take-part" in offered(shown)
    assert team.room.calls == [f"post {CHAT.id}"]
    assert team.room.newest.language is None
    assert team.room.newest.view.both
    assert isinstance((await team.standing()).session, Gathering)


async def test_somebody_who_is_no_manager_begins_nothing(team: Team) -> None:
    await team.looks("p01")
    assert not offered(team.shown["p01"]) & {"begin-charter", "begin-scenario"}
    for verb in ("begin-charter", "charter-begin"):
        await team.presses("p01", verb, pace="0")
        assert team.shown["p01"].view.note == "session.said.not-yours"
    assert team.room.calls == []
    assert await team.sessions.of_thread(CHAT.id) is None


async def test_a_charter_is_made_posted_kept_and_comes_back_on_its_day(team: Team) -> None:
    await with_charter(team, review_on="2027-02-22")
    state = (await team.standing()).session
    assert isinstance(state, Posted)
    assert len(state.charter) >= 4
    await team.goes_on()
    assert await team.sessions.of_thread(CHAT.id) is None
    (held,) = await team.held()
    assert (held.kind, held.people, held.made) == ("charter", len(team.people), True)
    waiting = await team.sessions.of_thread(f"{CHAT.id}#review")
    assert waiting is not None
    later = await team.talk.sittings.meeting(waiting)
    assert isinstance(later, Later)
    assert later.charter == state.charter
    team.room.calls.clear()
    await team.talk.rounds(team.at)
    assert team.room.calls == []
    team.later(days=91)
    await team.talk.rounds(team.at)
    await team.talk.rounds(team.at)
    assert team.room.calls == [f"post {CHAT.id}"]
    assert "begin-review" in offered(team.room.newest)


async def test_a_review_keeps_what_the_team_keeps_and_drops_the_rest(team: Team) -> None:
    await with_charter(team, review_on="2027-02-22")
    await team.goes_on()
    await team.begins("review", review_on="2027-06-01")
    state = (await team.standing()).session
    assert isinstance(state, Reviewing)
    lines = len(state.charter)
    verdicts = {f"verdict-{place}": "keep" for place in range(1, lines + 1)} | {"verdict-1": "drop"}
    await team.everybody("review-vote", **verdicts)
    await team.goes_on()
    await team.goes_on()
    waiting = await team.sessions.of_thread(f"{CHAT.id}#review")
    assert waiting is not None
    later = await team.talk.sittings.meeting(waiting)
    assert isinstance(later, Later)
    assert len(later.charter) == lines - 1
    assert later.on == "2027-06-01"
    assert sorted(each.kind for each in await team.held()) == ["charter", "review"]


async def test_the_charter_is_a_file_for_whoever_is_in_the_chat_and_nobody_else(team: Team) -> None:
    await with_charter(team)
    shown = await team.fresh("p03", "charter-file")
    key = shown.view.file
    assert key
    file = await team.talk.file(CHAT, PersonId("p03"), key)
    assert file is not None
    assert file.body[:2] == b"PK"
    elsewhere = Chat("chat-two", WHERE)
    assert await team.talk.file(elsewhere, PersonId("p03"), key) is None
    assert await team.talk.file(CHAT, PersonId("p03"), "forged") is None


async def test_what_somebody_writes_is_on_no_card_but_theirs(team: Team) -> None:
    await team.begins("charter")
    await team.everybody("charter-take-part")
    await team.goes_on()
    await team.fresh("p02", "charter-write")
    kept = await team.presses("p02", "charter-keep", words="we say quietly", language="en")
    assert "we say quietly" in repr(kept.view)
    for who in team.people:
        if who != "p02":
            assert "we say quietly" not in repr((await team.looks(who)).view)
    assert all("we say quietly" not in repr(shown.view) for shown in team.room.cards.values())


async def test_words_that_were_refused_are_still_in_the_form(team: Team) -> None:
    await team.begins("charter")
    await team.everybody("charter-take-part")
    await team.goes_on()
    await team.fresh("p02", "charter-write")
    long = "word " * 800
    shown = await team.presses("p02", "charter-keep", words=long, language="fr")
    assert shown.view.note == "session.said.too-long"
    assert "word word" in repr(shown.view.inputs)


async def test_each_step_has_a_card_of_its_own_and_the_old_one_says_that_it_went_on(team: Team) -> None:
    await team.begins("charter")
    await team.everybody("charter-take-part")
    await team.goes_on()
    first, second = team.room.cards.values()
    assert first.view.card == "session.moved-on"
    assert not first.own
    assert second.own
    assert second.view.card != first.view.card
    assert isinstance((await team.standing()).session, Writing)


async def test_a_card_of_another_chat_does_nothing_and_says_so_kindly(team: Team) -> None:
    await team.begins("charter")
    before = await team.standing()
    other = Chat("chat-two", WHERE)
    shown = await team.presses("p04", "charter-take-part", team.room.newest, other)
    assert shown.view.card == "session.elsewhere"
    assert await team.standing() == before


async def test_a_card_used_after_the_end_shows_what_was_left(team: Team) -> None:
    await with_charter(team)
    old = await team.looks("p05")
    await team.goes_on()
    for verb in ("charter-approve-en", "session", "session-on"):
        shown = await team.presses("p05", verb, old)
        assert "le dire tôt" in repr(shown.view)


async def test_a_session_that_ends_without_a_charter_asks_first_and_leaves_no_line(team: Team) -> None:
    await team.begins("charter")
    asked = await team.fresh(LEAD, "session-close")
    assert "session-really-close" in offered(asked)
    assert await team.sessions.of_thread(CHAT.id) is not None
    await team.presses(LEAD, "session-really-close")
    assert await team.sessions.of_thread(CHAT.id) is None
    assert await team.sessions.of_thread(f"{CHAT.id}#review") is None


async def test_the_manager_hands_the_session_to_somebody_and_may_take_it_back(team: Team) -> None:
    await team.begins("charter")
    form = await team.fresh(LEAD, "session-hand-over")
    assert "p01" in options(form, "who")
    assert LEAD not in options(form, "who")
    await team.presses(LEAD, "session-handed", who="p01")
    assert "session-on" in offered(await team.looks("p01"))
    assert "session-on" not in offered(await team.looks(LEAD))
    await team.presses("p03", "session-take-over", await team.looks("p03"))
    assert "session-on" not in offered(await team.looks("p03"))
    await team.presses(LEAD, "session-take-over")
    assert "session-on" in offered(await team.looks(LEAD))


async def test_nobody_hands_it_to_somebody_who_is_not_there(team: Team) -> None:
    await team.begins("charter")
    await team.fresh(LEAD, "session-hand-over")
    shown = await team.presses(LEAD, "session-handed", who="nobody")
    assert shown.view.note == "session.said.unknown"
    await team.looks("p02")
    shown = await team.presses("p02", "session-handed", who="p02")
    assert "session-on" not in offered(await team.looks("p02"))


async def test_when_whoever_leads_leaves_somebody_else_takes_over_and_the_session_goes_on(team: Team) -> None:
    await team.begins("charter")
    await team.everybody("charter-take-part")
    team.room.people.remove(PersonId(LEAD))
    await team.talk.left(CHAT, PersonId(LEAD))
    assert "session-take-over" in offered(team.room.newest)
    await team.presses("p04", "session-take-over", await team.looks("p04"))
    await team.presses("p04", "session-on", await team.looks("p04"))
    assert isinstance((await team.standing()).session, Writing)


async def test_who_presses_when_all_is_over_hears_so_and_who_only_looks_sees_what_is_left(team: Team) -> None:
    await team.begins("charter")
    seen = await team.looks("p02")
    await team.fresh(LEAD, "session-close")
    ended = await team.presses(LEAD, "session-really-close")
    assert ended.view.note == "", "the card itself says what their own press did"
    late = await team.presses("p02", "charter-take-part", seen)
    assert (late.view.card, late.view.note) == (ended.view.card, "session.said.closed")
    looked = await team.presses("p02", "session", seen)
    assert (looked.view.card, looked.view.note) == (ended.view.card, "")
