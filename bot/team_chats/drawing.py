"""Draws a session: the card that everybody sees, and the one that a person sees, with its signed token."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from bot.heard import Shown
from bot.team_chats.ports import Chat
from bot.team_chats.viewers import Viewer
from bot.tokens import Tokens
from content.model import Library
from dialogs.team_sessions import cards, common_cards
from dialogs.team_sessions.meeting import Meeting
from dialogs.team_sessions.sight import Drawn, Sight
from dialogs.turned import Card
from dialogs.views import View
from storage.ports import SessionId

FLOW = "team-session"


def mark_of(chat: str) -> str:
    """Return a short mark of a chat, which its cards carry so that none of them is answered elsewhere."""
    return blake2b(chat.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draws what is shown in chats. `clock` says which language comes first on shared cards today."""

    library: Library
    tokens: Tokens
    clock: Callable[[], datetime]

    async def everybody(self, session: SessionId, meeting: Meeting) -> Shown:
        """Draw a session for everybody, in both languages."""
        chat = meeting.where["chat"]
        shown = await self.to_all(cards.everybody(self.library, meeting), chat, session, meeting)
        return replace(shown, own=True)

    async def moved_on(self, session: SessionId, meeting: Meeting) -> Shown:
        """Draw what stands on the card of a step that is over; nobody has a view of their own of it."""
        return await self.to_all(common_cards.MOVED_ON, meeting.where["chat"], session, meeting)

    async def to_all(
        self, view: View, chat: str, session: SessionId | None = None, meeting: Meeting | None = None
    ) -> Shown:
        """Draw any view for everybody in a chat."""
        token = await self._token(Drawn(view), chat, session, meeting)
        french_first = bool((self.clock().toordinal() + _phase(meeting)) % 2)
        return Shown(replace(view, both=True), None, token, french_first=french_first)

    async def own(self, sight: Sight, viewer: Viewer, session: SessionId, note: str = "") -> Shown:
        """Draw a session for one person."""
        drawn = cards.own(sight)
        drawn = replace(drawn, view=drawn.view.noted(note)) if note else drawn
        meeting = sight.meeting
        return await self._to_one(drawn, viewer, meeting.where["chat"], session, meeting)

    async def view(self, view: View, viewer: Viewer, session: SessionId, meeting: Meeting) -> Shown:
        """Draw any view of a session for one person."""
        return await self._to_one(Drawn(view), viewer, meeting.where["chat"], session, meeting)

    async def to_one(self, view: View, viewer: Viewer, chat: Chat) -> Shown:
        """Draw any view for one person in a chat."""
        return await self._to_one(Drawn(view), viewer, chat.id, None, None)

    async def _to_one(
        self,
        drawn: Drawn,
        viewer: Viewer,
        chat: str,
        session: SessionId | None,
        meeting: Meeting | None,
    ) -> Shown:
        token = await self._token(drawn, chat, session, meeting)
        view = replace(drawn.view, both=viewer.language is None)
        return Shown(view, viewer.language, token, viewer.plain)

    async def _token(
        self, drawn: Drawn, chat: str, session: SessionId | None, meeting: Meeting | None
    ) -> str:
        kind = meeting.kind if meeting else ""
        return await self.tokens.seal(
            Card(
                FLOW,
                session or "",
                _phase(meeting),
                kind,
                drawn.edition,
                nonce=mark_of(chat),
                about=drawn.about,
            )
        )


def _phase(meeting: Meeting | None) -> int:
    return meeting.session.phase if meeting and meeting.session else 0
