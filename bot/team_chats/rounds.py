"""What time does to sessions: steps end, what comes back comes back, and what was forgotten is ended."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from bot.logs import trail
from bot.team_chats.aftermath import NOTE
from bot.team_chats.drawing import Drawing
from bot.team_chats.ports import ChatAway, Chats
from bot.team_chats.presence import Presence
from bot.team_chats.sittings import Sittings
from bot.team_chats.spread import Spread
from content.model import Library
from dialogs.team_sessions import common_cards, timing
from dialogs.team_sessions.deciding import DONE, Decided, Presser, decided
from dialogs.team_sessions.kept import UnreadableSession
from dialogs.team_sessions.meeting import Later, Meeting, write
from dialogs.team_sessions.scenario import TOO_FEW, Revealed, ScenarioClosed
from dialogs.team_sessions.seats import Said, Seat
from dialogs.team_sessions.sight import Doing
from storage.ports import NotSaved, SessionId, Stale, TeamSessions, Unavailable

CLOCK = Seat("")

EVERY = timedelta(minutes=1)
"""How often every open session is looked at."""

TRIES = 10
"""On so many working days more is what comes back tried, where its chat is not reached."""

LOST = timedelta(hours=1)
"""After so long, whoever was saying a note has been killed."""

LONGEST = timedelta(hours=1)
"""The longest pause before a chat that is not reached is tried again; the first is a minute, then two."""

log = structlog.get_logger()


@dataclass(slots=True)
class Rounds:
    """Looks at every open session of the chats that this process serves, at most once a minute.

    Several processes may do so at once: each change is decided on what was read, and the slower one finds
    nothing left to do. `local` gives the instant where the organization is.
    """

    library: Library
    sessions: TeamSessions
    sittings: Sittings
    spread: Spread
    presence: Presence
    drawing: Drawing
    chats: Mapping[str, Chats]
    local: Callable[[], datetime]
    _next: datetime | None = None
    _unsaid: dict[SessionId, datetime] = field(default_factory=dict)
    """Since when a note of an open session has no day and is not said."""
    _paused: dict[SessionId, tuple[datetime, timedelta]] = field(default_factory=dict)
    """Until when the chat of an open session is left alone, and the pause after that."""

    async def __call__(self, now: datetime) -> None:
        """Do what is due. A session or a chat that cannot be reached waits, and holds up no other."""
        if self._next is not None and now < self._next:
            return
        self._next = now + EVERY
        self.presence.begins(now)
        sessions = await self.sessions.open_sessions()
        self._unsaid = {each: since for each, since in self._unsaid.items() if each in sessions}
        self._paused = {each: pause for each, pause in self._paused.items() if each in sessions}
        for session in sessions:
            try:
                await self._one(session)
            except Stale:
                pass  # Another process was faster.
            except (ChatAway, NotSaved, Unavailable, UnreadableSession) as fault:
                log.warning("talk.not-saved", fault=type(fault).__name__)
            except Exception as fault:  # noqa: BLE001 the edge of a session
                log.error("talk.failed", fault=type(fault).__name__, at=trail(fault.__traceback__)[-1])  # noqa: TRY400 a traceback may hold words

    async def _one(self, session: SessionId) -> None:
        found = await self.sittings.meeting(session)
        if found is None or found.where["via"] not in self.chats:
            return
        now = self.local()
        if isinstance(found, Later):
            await self._later(session, found, now)
            return
        if timing.is_forgotten(found, now):
            await self._ended(session, found)
            return
        await self.presence(session, found)
        if timing.is_up(found, now):
            await self._on(session)
        elif found.session is not None and (found.shows != found.session.phase or not found.card):
            await self._caught_up(session, now)

    async def _caught_up(self, session: SessionId, now: datetime) -> None:
        """Have the card of a step posted; a chat that is not reached is left alone for longer each time."""
        until, pause = self._paused.get(session, (now, EVERY))
        if now < until:
            return
        try:
            await self.spread.caught_up(session)
        except ChatAway:
            self._paused[session] = now + pause, min(2 * pause, LONGEST)
            raise
        self._paused.pop(session, None)

    async def _later(self, session: SessionId, later: Later, now: datetime) -> None:
        """Say what is due; end a note whose process was killed while it said it."""
        if timing.is_due(later, now):
            await self._back(session)
        elif later.what == NOTE and not later.on and now > self._unsaid.setdefault(session, now) + LOST:
            await self._closed(session)

    async def _back(self, session: SessionId) -> None:
        """Put what comes back before its chat, once: whoever takes its day off first does.

        A process that is killed in between leaves it unsaid, which is better than said twice. A chat that is
        not reached is tried again on the next working day, and not for ever.
        """
        standing = await self.sessions.read(session)
        later = await self.sittings.meeting(session)
        if standing is None or not isinstance(later, Later) or not timing.is_due(later, self.local()):
            return
        if later.of and not await self._revealed(SessionId(later.of)):
            await self._not_yet(session, standing.revision, later)
            return
        shown = await self.drawing.to_all(common_cards.later(self.library, later), later.where["chat"])
        said = replace(later, on="")
        revision = await self.sessions.move(session, standing.revision, write(said))
        try:
            await self.chats[later.where["via"]].post(later.where, shown)
        except ChatAway:
            log.warning("chat.away")
            if later.tried < TRIES:
                day = timing.next_working_day(self.local().date()).isoformat()
                again = replace(later, on=day, tried=later.tried + 1)
                await self.sessions.move(session, revision, write(again))
                return
        if later.what == NOTE:
            await self.sessions.close(session, revision, b"")

    async def _revealed(self, session: SessionId) -> bool:
        """Tell whether a team has seen the split of its scenario."""
        meeting = await self.sittings.meeting(session)
        if isinstance(meeting, Meeting):
            return isinstance(meeting.session, Revealed)
        outcome = await self.sittings.outcome(session)
        found = outcome.session if outcome else None
        return isinstance(found, ScenarioClosed) and found.told is not None

    async def _not_yet(self, session: SessionId, revision: int, later: Later) -> None:
        """Let a note wait while its scenario is answered; one that ended without a split has none."""
        if await self.sittings.meeting(SessionId(later.of)) is None:
            await self.sessions.close(session, revision, b"")
            return
        day = timing.next_working_day(self.local().date()).isoformat()
        await self.sessions.move(session, revision, write(replace(later, on=day)))

    async def _on(self, session: SessionId) -> None:
        """Go on to the next step; where the session is not ready, the step lasts as long again."""

        def decide(meeting: Meeting, _: Seat) -> Decided:
            now = self.local()
            if meeting.session is None or not timing.is_up(meeting, now):
                return Decided(meeting, Said.SAME)
            presser = Presser(CLOCK, meeting.session.phase, facilitates=True)
            found = decided(meeting, presser, (Doing("on", {"unless": TOO_FEW}),))
            if found.said in DONE:
                return found
            again = replace(meeting, until=timing.step_ends(meeting.pace, now, meeting.session.phase))
            return Decided(again, found.said, posted=True)

        await self._clocked(session, decide)

    async def _ended(self, session: SessionId, meeting: Meeting) -> None:
        """End a session that nobody ended; one in which nobody ever had a seat leaves nothing at all."""
        if meeting.session is None:
            await self._closed(session)
            return

        def decide(meeting: Meeting, _: Seat) -> Decided:
            if meeting.session is None:
                return Decided(meeting, Said.SAME)
            presser = Presser(CLOCK, meeting.session.phase, facilitates=True)
            return decided(meeting, presser, (Doing("close"),))

        await self._clocked(session, decide)

    async def _closed(self, session: SessionId) -> None:
        standing = await self.sessions.read(session)
        if standing is not None:
            await self.sessions.close(session, standing.revision, b"")

    async def _clocked(self, session: SessionId, decide: Callable[[Meeting, Seat], Decided]) -> None:
        sat = await self.sittings.hear(session, None, decide)
        if sat is not None and (sat.posted or sat.over):
            await self.spread(session, sat)
