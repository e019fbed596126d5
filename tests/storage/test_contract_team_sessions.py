"""The contract of team sessions: one at a time in a chat, one commit a press, and a clean end."""

import asyncio
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dialogs.people import PersonId
from storage.keys import FolderKeys
from storage.ports import (
    Kept,
    Ledger,
    Move,
    NotSaved,
    SessionId,
    SessionOpen,
    SessionStanding,
    Stale,
    Store,
    Unavailable,
)
from storage.session_seal import FIRST_STEP, LAST_STEP
from storage.team_sessions import TeamSessions
from tests.storage.houses import House, now_and_after_a_restart
from tests.storage.rows import MARIE, TODAY, move, person, talk
from tests.storage.sitting import (
    CHARTER,
    CHAT,
    OTHER_CHAT,
    Replica,
    all_pressed,
    changed,
    keys_in,
    member,
    outcome,
    pressed_by_twelve,
    sessions_over,
)

NOBODY = SessionId("0" * 32)


@pytest.fixture
def keys(tmp_path: Path) -> FolderKeys:
    return keys_in(tmp_path)


@pytest.fixture
def sessions(store: Store, keys: FolderKeys) -> TeamSessions:
    return sessions_over(store, keys)


async def everything_kept(store: Store, session: SessionId) -> Kept:
    """Return the place as whoever has the store alone sees it."""
    (kept,) = (await store.ledger.life(PersonId(f"team-session:{session}"))).conversations
    return kept


async def test_a_session_is_found_by_its_chat_and_goes_on_after_a_restart(
    house: House, keys: FolderKeys
) -> None:
    begun = sessions_over(await house.open(), keys)
    session = await begun.begin(CHAT, b"alone")
    await begun.move(session, 1, b"together")

    async for store in now_and_after_a_restart(house):
        again = sessions_over(store, keys)
        assert await again.read(session) == SessionStanding(2, b"together")
        assert await again.of_thread(CHAT) == session
        assert await again.of_thread(OTHER_CHAT) is None
        assert await again.open_sessions() == [session]
        assert await again.left(session) is None


async def test_a_chat_has_one_session_at_a_time(sessions: TeamSessions) -> None:
    session = await sessions.begin(CHAT, b"one")
    with pytest.raises(SessionOpen):
        await sessions.begin(CHAT, b"two")
    other = await sessions.begin(OTHER_CHAT, b"elsewhere")

    assert await sessions.of_thread(CHAT) == session
    assert sorted(await sessions.open_sessions()) == sorted([session, other])
    await sessions.close(session, 1, CHARTER)
    after = await sessions.begin(CHAT, b"another day")
    assert await sessions.of_thread(CHAT) == after != session


async def test_of_two_who_begin_in_one_chat_at_once_one_has_begun_and_no_key_is_left_over(
    store: Store, keys: FolderKeys
) -> None:
    several = [sessions_over(store, keys) for _ in range(4)]
    came = await asyncio.gather(*(outcome(each.begin(CHAT, b"mine")) for each in several))

    (session,) = [each for each in came if isinstance(each, str)]
    assert came.count(SessionOpen) == 3
    assert await several[0].of_thread(CHAT) == session
    assert await keys.sessions.sessions() == [session]


async def test_a_press_is_one_commit_and_who_was_slower_decides_again(store: Store, keys: FolderKeys) -> None:
    ledger = Counting(store.ledger)
    sessions = TeamSessions(ledger, keys, keys._random)
    session = await sessions.begin(CHAT, b"{}")
    assert await sessions.move(session, 1, b"a vote") == 2
    assert ledger.commits == 2

    with pytest.raises(Stale):
        await sessions.move(session, 1, b"another vote, decided on what was there before")
    assert await sessions.read(session) == SessionStanding(2, b"a vote")


async def test_twelve_people_press_300_times_at_once_and_nothing_acknowledged_is_lost(
    store: Store, keys: FolderKeys
) -> None:
    replicas = [Replica(sessions_over(store, keys)) for _ in range(2)]
    session = await replicas[0].sessions.begin(CHAT, b"{}")
    kept: list[str] = []

    again = await pressed_by_twelve(replicas, session, 300, kept.append)

    assert await all_pressed(replicas[1].sessions, session) == sorted(kept)
    assert len(kept) == 300
    standing = await replicas[0].sessions.read(session)
    assert standing is not None
    assert standing.revision == 301
    assert again > 0, "nobody was ever in the way of anybody"


async def test_a_closed_session_leaves_what_everybody_may_see_and_nothing_else(
    house: House, keys: FolderKeys
) -> None:
    begun = sessions_over(await house.open(), keys)
    session = await begun.begin(CHAT, b"votes")
    assert await begun.close(session, 1, CHARTER) == CHARTER

    async for store in now_and_after_a_restart(house):
        sessions = sessions_over(store, keys)
        assert await sessions.left(session) == CHARTER
        assert await sessions.read(session) is None
        assert await sessions.of_thread(CHAT) is None
        assert await sessions.open_sessions() == []
        assert await sessions.seat(session, MARIE) is None
        assert await keys.sessions.sessions() == []
        for revision in range(4):
            with pytest.raises(Stale):
                await sessions.move(session, revision, b"too late")


async def test_closing_again_leaves_what_was_left_first(sessions: TeamSessions) -> None:
    session = await sessions.begin(CHAT, b"votes")
    await sessions.close(session, 1, CHARTER)

    assert await sessions.close(session, 1, CHARTER) == CHARTER
    assert await sessions.close(session, 1, b"what another facilitator wanted") == CHARTER
    assert await sessions.left(session) == CHARTER


async def test_a_session_that_moved_meanwhile_is_not_closed_over_the_votes_of_others(
    sessions: TeamSessions,
) -> None:
    session = await sessions.begin(CHAT, b"no vote")
    await sessions.move(session, 1, b"a vote")

    with pytest.raises(Stale):
        await sessions.close(session, 1, b"decided without it")
    assert await sessions.read(session) == SessionStanding(2, b"a vote")


async def test_without_its_key_a_session_is_closed_and_its_chat_is_free(
    sessions: TeamSessions, keys: FolderKeys
) -> None:
    session = await sessions.begin(CHAT, b"votes")
    await keys.sessions.destroy(session)

    assert await sessions.read(session) is None
    assert await sessions.seat(session, MARIE) is None
    assert await sessions.open_sessions() == []
    with pytest.raises(Stale):
        await sessions.move(session, 1, b"more votes")
    assert await sessions.begin(CHAT, b"again") != session


@pytest.mark.parametrize("session", [NOBODY, SessionId("../../data"), SessionId("")])
async def test_of_a_session_that_never_was_nothing_is_known(
    sessions: TeamSessions, session: SessionId
) -> None:
    assert await sessions.read(session) is None
    assert await sessions.left(session) is None
    assert await sessions.seat(session, MARIE) is None
    for revision in (0, 1):
        with pytest.raises(Stale):
            await sessions.move(session, revision, b"")
        with pytest.raises(Stale):
            await sessions.close(session, revision, b"")


async def test_a_person_has_one_seat_in_a_session_and_another_in_every_other(sessions: TeamSessions) -> None:
    here, there = await sessions.begin(CHAT, b"{}"), await sessions.begin(OTHER_CHAT, b"{}")
    seats = {await sessions.seat(each, who) for each in (here, there) for who in (member(1), member(2))}

    assert len(seats) == 4
    assert await sessions.seat(here, member(1)) == await sessions.seat(here, member(1))
    assert {len(str(seat)) for seat in seats} == {16}


async def test_the_length_of_what_is_kept_tells_nothing(store: Store, sessions: TeamSessions) -> None:
    session = await sessions.begin(CHAT, b"")
    sizes = [len((await everything_kept(store, session)).place)]
    for revision, state in enumerate((b"x", scenario(300), charter(30)), start=1):
        await sessions.move(session, revision, state)
        sizes.append(len((await everything_kept(store, session)).place))

    nobody, one, three_hundred, thirty_writing = sizes
    assert nobody == one == three_hundred
    assert thirty_writing <= nobody + FIRST_STEP


def scenario(people: int) -> bytes:
    """Return the state of a conversation in which everybody chose twice and has heard the consequence."""
    state = b"{}"
    for number in range(people):
        state = changed(changed(state, f"seat-{number:011}", "option-b"), f"seat-{number:011}", "b2")
    return state


def charter(people: int) -> bytes:
    """Return the state of a charter: everybody wrote four sentences of 24 words and gave three dots."""
    state = b"{}"
    for number in range(people):
        for written in (*[CHARTER.decode() + " " + CHARTER.decode()] * 4, "dot 1", "dot 2", "dot 3"):
            state = changed(state, f"seat-{number:011}", written)
    return state


async def test_what_is_too_long_is_not_saved_and_harms_nothing(
    sessions: TeamSessions, keys: FolderKeys
) -> None:
    with pytest.raises(NotSaved):
        await sessions.begin(CHAT, bytes(LAST_STEP))
    assert await keys.sessions.sessions() == []

    session = await sessions.begin(CHAT, b"short")
    longest = "é".encode() * (100 * 4_000)
    await sessions.move(session, 1, longest)
    with pytest.raises(NotSaved):
        await sessions.move(session, 2, bytes(LAST_STEP))
    assert await sessions.read(session) == SessionStanding(2, longest)


async def test_a_state_that_was_put_somewhere_else_is_not_taken_for_one(
    store: Store, sessions: TeamSessions
) -> None:
    session, other = await sessions.begin(CHAT, b"before"), await sessions.begin(OTHER_CHAT, b"elsewhere")
    before = await everything_kept(store, session)
    await sessions.move(session, 1, b"after")
    elsewhere = await everything_kept(store, other)

    for revision, place in ((2, before.place), (3, elsewhere.place), (4, b"sealed 1 short")):
        await store.ledger.commit(Move(before.conversation, revision, revision + 1, place))
        with pytest.raises(Unavailable):
            await sessions.read(session)


async def test_a_session_is_no_place_of_a_person_and_goes_when_nobody_does(
    store: Store, sessions: TeamSessions
) -> None:
    await store.people.bring_in([person(MARIE, end=date(2024, 1, 1)), person(member(1))])
    await store.ledger.commit(move(talk()))
    session = await sessions.begin(CHAT, b"votes")
    await sessions.move(session, 1, changed(b"{}", str(await sessions.seat(session, MARIE)), "a vote"))

    assert [kept.conversation for kept in (await store.ledger.life(MARIE)).conversations] == [talk()]
    assert [each.id for each in await store.people.everyone()] == sorted([MARIE, member(1)])
    assert await store.records.dispose("place", TODAY + timedelta(days=1)) == 1
    assert (await store.ledger.life(MARIE)).conversations == ()
    assert await sessions.of_thread(CHAT) == session


class Counting:
    """A ledger that counts what it keeps."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.commits = 0
        self.life, self.facts = ledger.life, ledger.facts

    async def commit(self, move: Move, **more: Any) -> bool:
        self.commits += 1
        return await self._ledger.commit(move, **more)


def test_the_states_that_are_measured_are_those_of_a_whole_team() -> None:
    assert len(scenario(300)) > 10_000
    assert len(charter(30)) > 16_000
