"""What a session leaves beside itself: a number for the centre, and what comes back to its chat later."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from dialogs.team_sessions import review
from dialogs.team_sessions.charter_states import Closed
from dialogs.team_sessions.lines import Both
from dialogs.team_sessions.meeting import Later, Meeting, write
from dialogs.team_sessions.review import ReviewClosed
from dialogs.team_sessions.scenario import Revealed
from dialogs.team_sessions.timing import next_working_day
from storage.ports import NotSaved, SessionId, SessionOpen, Stale, TeamSessions

TRIES = 50

NOTE, REVIEW = "note", "review"
"""What comes back: the office's note on a scenario, and the review of a charter."""


def review_thread(chat: str) -> str:
    """Return where the charter of a chat waits for its review."""
    return f"{chat}#review"


@dataclass(frozen=True, slots=True)
class Aftermath:
    """Sees to what a session leaves, before it is closed; the same again changes nothing.

    `local` gives the instant where the organization is; `held` keeps the numbers of a session.
    """

    sessions: TeamSessions
    local: Callable[[], datetime]
    held: Callable[[Meeting], Awaitable[None]]

    async def __call__(self, session: SessionId, meeting: Meeting) -> None:
        """Keep the numbers, and what comes back."""
        chat = meeting.where["chat"]
        match meeting.session:
            case Revealed():
                await self._noted(f"{chat}#{NOTE}:{session}", session, meeting)
                return
            case Closed(charter=lines) if lines:
                await self._later(review_thread(chat), self._review(meeting, lines))
            case ReviewClosed(charter=lines, verdicts=verdicts):
                said = verdicts or [review.KEEP] * len(lines)  # Nothing was decided: the charter stands.
                left = [line for line, each in zip(lines, said, strict=True) if each != review.DROP]
                await self._later(review_thread(chat), self._review(meeting, tuple(left)))
            case _:
                pass
        await self.held(meeting)

    async def _noted(self, thread: str, session: SessionId, meeting: Meeting) -> None:
        """Have the office's note come on the next working day; should the split not be kept, it waits."""
        day = next_working_day(self.local().date()).isoformat()
        await self._later(thread, Later(NOTE, meeting.where, day, meeting.subject, of=session))

    def _review(self, meeting: Meeting, lines: tuple[Both, ...]) -> Later:
        """Return the charter as it waits for its review; where no line is left there is none to review."""
        return Later(REVIEW, meeting.where, meeting.review_on if lines else "", charter=lines)

    async def _later(self, thread: str, later: Later) -> None:
        """Put it where it waits, in place of what waited there."""
        wanted = write(later)
        for _ in range(TRIES):
            found = await self.sessions.of_thread(thread)
            try:
                if found is None:
                    await self.sessions.begin(thread, wanted)
                    return
                standing = await self.sessions.read(found)
                if standing is None:
                    continue
                if standing.state != wanted:
                    await self.sessions.move(found, standing.revision, wanted)
            except (SessionOpen, Stale):
                continue
            return
        raise NotSaved("what comes back later is too busy")
