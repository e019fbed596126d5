"""Open sessions as they are kept: presses on one wait in line, and each is one commit or none."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from weakref import WeakValueDictionary

from bot.team_chats.aftermath import review_thread
from dialogs.people import PersonId
from dialogs.team_sessions import kept
from dialogs.team_sessions.common_cards import DECIDED
from dialogs.team_sessions.deciding import Decided
from dialogs.team_sessions.lines import Both
from dialogs.team_sessions.meeting import Later, Meeting, Outcome, read, write
from dialogs.team_sessions.scenario import Revealed
from dialogs.team_sessions.seats import Said, Seat
from storage.ports import NotSaved, SessionId, Stale, TeamSessions

TRIES = 50
"""How often a press is decided anew because another process was faster."""

Decide = Callable[[Meeting, Seat], Decided]

Ends = Callable[[SessionId, Meeting], Awaitable[None]]
"""Sees to what a session leaves beside itself, before a split is seen or it is closed; again is no harm."""


@dataclass(frozen=True, slots=True)
class Sat:
    """A session as it stands after somebody acted. `posted`: the card that everybody sees has changed."""

    meeting: Meeting
    seat: Seat
    said: Said
    posted: bool
    over: bool = False


class Sittings:
    """Every open session. `now_ends` tells when a step that begins now is up, by its pace and its number."""

    def __init__(self, sessions: TeamSessions, ends: Ends, now_ends: Callable[[int, int], str]) -> None:
        self._sessions = sessions
        self._ends = ends
        self._now_ends = now_ends
        self._lines: WeakValueDictionary[SessionId, asyncio.Lock] = WeakValueDictionary()

    async def meeting(self, session: SessionId) -> Meeting | Later | None:
        """Return an open session as it stands; None when it is closed or was never there."""
        standing = await self._sessions.read(session)
        found = read(standing.state) if standing else None
        return found if isinstance(found, Meeting | Later) else None

    async def charter(self, chat: str) -> tuple[Both, ...]:
        """Return the charter of a chat, which waits for its review; empty when it has none."""
        waiting = await self._sessions.of_thread(review_thread(chat))
        found = await self.meeting(waiting) if waiting else None
        return found.charter if isinstance(found, Later) else ()

    async def is_open(self, chat: str) -> bool:
        """Tell whether a session is open in a chat."""
        return await self._sessions.of_thread(chat) is not None

    async def outcome(self, session: SessionId) -> Outcome | None:
        """Return what a closed session left; None when nothing is known of it, or nothing was to be left."""
        left = await self._sessions.left(session)
        found = read(left) if left else None
        return found if isinstance(found, Outcome) else None

    async def hear(self, session: SessionId, person: PersonId | None, decide: Decide) -> Sat | None:
        """Decide what somebody does, and keep it. None when the session is over, or nobody's.

        Without a `person` it is the clock that acts. Raises NotSaved and Unavailable as the store does.
        """
        async with self._line(session):
            for _ in range(TRIES):
                standing = await self._sessions.read(session)
                seat = "" if person is None else await self._sessions.seat(session, person)
                if standing is None or seat is None:
                    return None
                meeting = read(standing.state)
                if not isinstance(meeting, Meeting):
                    return None
                found = decide(meeting, Seat(seat))
                if found.meeting is meeting:
                    return Sat(meeting, Seat(seat), found.said, posted=False)
                after = self._timed(meeting, found.meeting)
                over = after.session is not None and kept.closed(after.session) is not None
                try:
                    if isinstance(after.session, Revealed) and not isinstance(meeting.session, Revealed):
                        await self._ends(session, after)
                    if over:
                        await self._close(session, standing.revision, after)
                    else:
                        await self._sessions.move(session, standing.revision, write(after))
                except Stale:
                    continue
                return Sat(after, Seat(seat), found.said, found.posted, over)
        raise NotSaved("a team session is too busy")

    def _timed(self, before: Meeting, after: Meeting) -> Meeting:
        """Give a step that begins its end; what was decided stands until whoever leads ends the session."""
        if before.session is None or after.session is None or before.session.phase == after.session.phase:
            return after
        done = isinstance(after.session, DECIDED | kept.Kept)
        ends = "" if done else self._now_ends(after.pace, after.session.phase)
        return replace(after, until=ends)

    async def _close(self, session: SessionId, revision: int, meeting: Meeting) -> None:
        await self._ends(session, meeting)
        await self._sessions.close(session, revision, write(left_of(meeting)))

    def _line(self, session: SessionId) -> asyncio.Lock:
        return self._lines.setdefault(session, asyncio.Lock())


def left_of(meeting: Meeting) -> Outcome:
    """Return what a closed meeting leaves: what everybody has seen, and no chat."""
    if meeting.session is None or kept.closed(meeting.session) is None:
        raise ValueError("a session that is open leaves nothing")
    return Outcome(meeting.kind, meeting.session, meeting.subject, meeting.begun, meeting.review_on)
