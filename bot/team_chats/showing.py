"""Shows a session to one person: as it stands with the form they have open, or as it was left."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.heard import File, Shown
from bot.team_chats.drawing import Drawing
from bot.team_chats.files import AGENDA, agenda_file, has_charter
from bot.team_chats.ports import Chat, Chats
from bot.team_chats.sittings import Sat, Sittings
from bot.team_chats.viewers import Viewer, Viewers
from content.model import Library
from dialogs.team_sessions import begin_cards, cards, common_cards
from dialogs.team_sessions.kept import room_of
from dialogs.team_sessions.meeting import Meeting
from dialogs.team_sessions.sight import Screen, Sight
from dialogs.views import Button, Value, View
from storage.ports import SessionId


@dataclass(frozen=True, slots=True)
class Opened:
    """Which form somebody has open, what they typed in it, and the sentence above it."""

    screen: Screen = field(default_factory=Screen)
    typed: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


AS_IT_STANDS = Opened()


def away(viewer: Viewer) -> Shown:
    """Say that a chat or what is kept could not be reached; nothing has changed."""
    return Shown(replace(common_cards.AWAY, both=viewer.language is None), viewer.language, "")


@dataclass(frozen=True, slots=True)
class Showing:
    """Shows sessions to people."""

    library: Library
    drawing: Drawing
    viewers: Viewers
    sittings: Sittings
    chats: Mapping[str, Chats]

    async def own(self, session: SessionId, sat: Sat, viewer: Viewer, opened: Opened = AS_IT_STANDS) -> Shown:
        """Show a session to a person, as it stands after they acted."""
        if sat.meeting.session is None:
            return away(viewer)
        if not self.inside(sat):
            full = cards.everybody(self.library, sat.meeting).noted("session.full")
            return await self.drawing.view(full, viewer, session, sat.meeting)
        leads = self.leads(sat)
        others = (
            await self._others(sat, viewer) if leads and opened.screen.name == common_cards.HAND_OVER else ()
        )
        sight = Sight(
            self.library,
            sat.meeting,
            sat.seat,
            leads,
            viewer.may_lead,
            opened.screen,
            opened.typed,
            others,
        )
        return await self.drawing.own(sight, viewer, session, opened.note)

    @staticmethod
    def inside(sat: Sat) -> bool:
        """Tell whether whoever acted has a place in the session; one that is closed has no places."""
        room = room_of(sat.meeting.session)
        return room is None or sat.seat in room.members

    @staticmethod
    def leads(sat: Sat) -> bool:
        """Tell whether whoever acted leads the session."""
        room = room_of(sat.meeting.session)
        return room is not None and room.facilitator == sat.seat

    async def over(self, session: SessionId, chat: Chat, viewer: Viewer, note: str = "") -> Shown:
        """Show what a closed session left, to its chat, with its file and what may begin next."""
        outcome = await self.sittings.outcome(session)
        if outcome is None:
            return await self.drawing.to_one(common_cards.OVER, viewer, chat)
        meeting = cards.as_meeting(outcome, {**chat.where, "chat": chat.id}, chat.name)
        file = (Button("charter-file"),) if has_charter(outcome.session) else ()
        busy = await self.sittings.is_open(chat.id)  # Then what may begin next has begun.
        ways = file if busy else (*file, *await self._beginnings(chat, viewer))
        view = replace(cards.over(self.library, outcome), buttons=ways or (common_cards.SESSION,), note=note)
        if busy and not ways:  # The button leads to the session that is open.
            return await self.drawing.to_one(view, viewer, chat)
        return await self.drawing.view(view, viewer, session, meeting)

    async def _beginnings(self, chat: Chat, viewer: Viewer) -> tuple[Button, ...]:
        if not viewer.may_lead:
            return ()
        return begin_cards.beginnings(charter=bool(await self.sittings.charter(chat.id)))

    async def offered(self, session: SessionId, meeting: Meeting, viewer: Viewer, file: File) -> Shown:
        """Offer a person the file of a session; its key opens it in this chat alone."""
        view = View("charter.file", _named(file), (Button("session-back"),), passing=True)
        return _with_file(await self.drawing.view(view, viewer, session, meeting))

    async def agenda(self, view: View, viewer: Viewer, chat: Chat) -> Shown:
        """Show why a team is too small, and offer the agenda by which it can do the same by itself."""
        file = await agenda_file(self.library)
        view = replace(view, values={**view.values, **_named(file)})
        return _with_file(await self.drawing.to_one(view, viewer, chat, AGENDA))

    async def standing(self, session: SessionId, chat: Chat) -> Meeting | None:
        """Return a session as it stands, or as it was left."""
        meeting = await self.sittings.meeting(session)
        if isinstance(meeting, Meeting):
            return meeting
        outcome = await self.sittings.outcome(session)
        where = {**chat.where, "chat": chat.id}
        return cards.as_meeting(outcome, where, chat.name) if outcome else None

    async def _others(self, sat: Sat, viewer: Viewer) -> tuple[tuple[str, str], ...]:
        chats = self.chats.get(sat.meeting.where["via"])
        members = await chats.members(sat.meeting.where) if chats else ()
        return await self.viewers.names(tuple(each for each in members if each != viewer.person))


def _named(file: File) -> dict[str, Value]:
    return {"name": file.name, "size": -(-len(file.body) // 1_024)}


def _with_file(shown: Shown) -> Shown:
    """Let a card offer a file, whose key is its token: it opens the file in this chat alone."""
    return replace(shown, view=replace(shown.view, file=shown.token))
