"""Notices that whoever leads a session is no longer in its chat, where the channel did not say so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

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

log = structlog.get_logger()


def leaves(meeting: Meeting, seat: Seat) -> Decided:
    """Have somebody leave a session; the same meeting where they had no seat in it."""
    room = room_of(meeting.session)
    if room is None or seat not in room.members:
        return Decided(meeting, Said.SAME)
    return decided(meeting, Presser(seat, 0), (Doing("leave"),))


@dataclass(slots=True)
class Presence:
    """Looks in the chats of open sessions for those who lead them, at most every ten minutes.

    Once a chat is not reached, no other is asked in the same round: a channel that is away would hold up
    the clock of every session.
    """

    sessions: TeamSessions
    sittings: Sittings
    spread: Spread
    chats: Mapping[str, Chats]
    _next: datetime | None = None
    _looking: bool = False

    def begins(self, now: datetime) -> None:
        """Begin a round."""
        self._looking = self._next is None or now >= self._next
        if self._looking:
            self._next = now + EVERY

    async def __call__(self, session: SessionId, meeting: Meeting) -> None:
        """Have whoever leads a session leave it, where they are no longer among the members of its chat."""
        room = room_of(meeting.session)
        if not self._looking or room is None or room.facilitator is None:
            return
        try:
            members = await self.chats[meeting.where["via"]].members(meeting.where)
        except ChatAway:
            self._looking = False
            log.warning("chat.away")
            return
        here = {await self.sessions.seat(session, each) for each in members}
        leader = room.facilitator
        if leader in here:
            return

        def gone(now: Meeting, _: Seat) -> Decided:
            led = room_of(now.session)
            still = led is not None and led.facilitator == leader
            return leaves(now, leader) if still else Decided(now, Said.SAME)

        sat = await self.sittings.hear(session, None, gone)
        if sat is not None and sat.posted:
            await self.spread(session, sat)
