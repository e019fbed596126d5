"""A session begins: who may, with how many people, and what its chat sees first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.team_chats.ports import Chat, ChatAway, Chats
from bot.team_chats.sittings import Sat, Sittings
from bot.team_chats.viewers import Viewer
from content.model import Library
from dialogs import dates
from dialogs.people import PersonId
from dialogs.sessions import following
from dialogs.team_sessions.begin_cards import LATEST, MONTHS, PACES
from dialogs.team_sessions.deciding import Decided
from dialogs.team_sessions.lines import Both
from dialogs.team_sessions.meeting import REVIEW, SCENARIO, Meeting, write
from dialogs.team_sessions.opening import first, fits
from dialogs.team_sessions.seats import Said, Seat
from dialogs.team_sessions.timing import step_ends
from storage.ports import SessionId, SessionOpen, TeamSessions

SEED, ID = 32, 16


@dataclass(frozen=True, slots=True)
class Begun:
    """A session that has begun, or that was there already."""

    session: SessionId
    sat: Sat


@dataclass(frozen=True, slots=True)
class Unfit:
    """Too few or too many people, and how many they are."""

    said: Said
    people: int


@dataclass(frozen=True, slots=True)
class Beginning:
    """Begins sessions. `local` gives the instant where the organization is."""

    library: Library
    sessions: TeamSessions
    sittings: Sittings
    chats: Mapping[str, Chats]
    local: Callable[[], datetime]
    random: Callable[[int], bytes]

    async def __call__(
        self, chat: Chat, viewer: Viewer, kind: str, given: Mapping[str, str]
    ) -> Begun | Unfit | Said:
        """Begin a session, with whoever asks leading it, or say why it cannot be.

        Where one is open already, nothing begins, and that one is returned as NOT_NOW.
        """
        if not viewer.may_lead:
            return Said.NOT_YOURS
        meeting = self._wanted(chat, kind, given)
        if meeting is None:
            return Said.UNFINISHED
        lines = await self.sittings.charter(chat.id) if kind == REVIEW else ()
        if kind == REVIEW and not lines:
            return Said.NOT_NOW
        people = await self._people(chat, viewer)
        if refused := fits(kind, len(people)):
            return Unfit(refused, len(people))
        try:
            session = await self.sessions.begin(chat.id, write(meeting))
        except SessionOpen:
            open_one = await self.sessions.of_thread(chat.id)
            if open_one is None or not await self._without_seats(open_one):
                return Said.NOT_NOW
            session = open_one  # Whoever began it was cut off before anybody had a seat.
        return await self._seated(session, people, meeting, lines)

    async def _without_seats(self, session: SessionId) -> bool:
        found = await self.sittings.meeting(session)
        return isinstance(found, Meeting) and found.session is None

    def _wanted(self, chat: Chat, kind: str, given: Mapping[str, str]) -> Meeting | None:
        """Read the form that begins a session; None when something in it is missing or not offered."""
        today, pace, subject = self.local().date(), given.get("pace", "0"), given.get("subject", "")
        later = following(today, MONTHS).isoformat() if kind == REVIEW else ""
        review_on = self._day(given.get("review_on", later), today)
        if pace not in PACES[kind] or review_on is None:
            return None
        if kind == SCENARIO and subject not in self.library.modules:
            return None
        return Meeting(
            kind,
            {**chat.where, "chat": chat.id},
            team=chat.name,
            subject=subject if kind == SCENARIO else "",
            pace=int(pace),
            begun=today.isoformat(),
            review_on=review_on,
            counted=self.random(ID).hex(),
            shared=self.random(ID).hex(),
        )

    @staticmethod
    def _day(given: str, today: date) -> str | None:
        """Return a day to come, empty when none was given; None for what is no such day."""
        if not given:
            return ""
        day = dates.read(given)
        return day.isoformat() if day is not None and today < day <= today + LATEST else None

    async def _people(self, chat: Chat, viewer: Viewer) -> list[PersonId]:
        """List who is in the chat, whoever asks first."""
        chats = self.chats.get(chat.where["via"])
        if chats is None:
            raise ChatAway
        others = dict.fromkeys(await chats.members(chat.where))
        others.pop(viewer.person, None)
        return [viewer.person, *others]

    async def _seated(
        self, session: SessionId, people: list[PersonId], meeting: Meeting, lines: tuple[Both, ...]
    ) -> Begun | Said:
        """Give everybody a seat, and keep the first state in place of the empty one."""
        seats = [Seat(seat) for each in people if (seat := await self.sessions.seat(session, each))]
        seed, kind, subject = self.random(SEED), meeting.kind, meeting.subject
        state = first(self.library, kind, seats, seed, subject=subject, charter=lines)
        if isinstance(state, Said):
            return state

        def sits(now: Meeting, _: Seat) -> Decided:
            if now.session is not None:
                return Decided(now, Said.NOT_NOW)
            until = step_ends(meeting.pace, self.local(), state.phase)
            return Decided(replace(meeting, session=state, until=until), Said.KEPT, posted=True)

        sat = await self.sittings.hear(session, people[0], sits)
        if sat is None or sat.said is Said.NOT_NOW:
            return Said.NOT_NOW
        return Begun(session, sat)
