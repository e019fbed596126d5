"""Notices that whoever leads a session is no longer in its chat, where the channel did not say so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog

from bot.team_chats.ports import ChatAway, Chats
from bot.team_chats.sittings import Sittings
from bot.team_chats.spread import Spread
from dialogs.team_sessions.deciding import Decided, Presser, decided
from dialogs.team_sessions.kept import room_of
from dialogs.team_sessions.meeting import Meeting
from dialogs.team_sessions.seats import Said, Seat
from dialogs.team_sessions.sight import Doing
from storage.ports import SessionId, TeamSessions

EVERY = timedelta(minutes=10)
"""How often it is looked whether those who lead are still there."""

MOST = 3
"""After so many chats that are not reached, no other is asked in the same round."""

ALWAYS = datetime.min.replace(tzinfo=UTC)

ALONE = timedelta(hours=1)
"""For so long nothing is asked of a chat that was not reached."""

log = structlog.get_logger()


def leaves(meeting: Meeting, seat: Seat) -> Decided:
    """Have somebody leave a session; the same meeting where they had no seat in it."""
    room = room_of(meeting.session)
    if room is None or seat not in room.members:
        return Decided(meeting, Said.SAME)
    return decided(meeting, Presser(seat, 0), (Doing("leave"),))


@dataclass(slots=True)
class Presence:
    """Looks every ten minutes in the chats of open sessions for those who lead them.

    After a few chats that are not reached no other is asked in the same round: a channel that is away would
    hold up the clock of every session. Each of those few is left alone for an hour, so that a chat that is
    gone for good keeps nobody else from being looked at.
    """

    sessions: TeamSessions
    sittings: Sittings
    spread: Spread
    chats: Mapping[str, Chats]
    _next: datetime = ALWAYS
    _failures: int = MOST
    _left_alone: dict[SessionId, datetime] = field(default_factory=dict)

    def begins(self, now: datetime) -> None:
        """Begin a round, in which nobody is looked for unless it is time."""
        self._failures = MOST
        if now >= self._next:
            self._next, self._failures = now + EVERY, 0
            self._left_alone = {each: until for each, until in self._left_alone.items() if now < until}

    async def __call__(self, session: SessionId, meeting: Meeting) -> None:
        """Have whoever leads a session leave it, where they are no longer among the members of its chat."""
        room = room_of(meeting.session)
        if room is None or room.facilitator is None:
            return
        if self._failures >= MOST or session in self._left_alone:
            return
        try:
            members = await self.chats[meeting.where["via"]].members(meeting.where)
        except ChatAway:
            self._failures += 1
            self._left_alone[session] = self._next + ALONE
            log.warning("chat.away")
            return
        here = {await self.sessions.seat(session, each) for each in members}
        leader = room.facilitator
        if leader in here or not here:  # A chat of nobody tells nothing.
            return

        def gone(now: Meeting, _: Seat) -> Decided:
            led = room_of(now.session)
            still = led is not None and led.facilitator == leader
            return leaves(now, leader) if still else Decided(now, Said.SAME)

        sat = await self.sittings.hear(session, None, gone)
        if sat is not None and sat.posted:
            await self.spread(session, sat)
