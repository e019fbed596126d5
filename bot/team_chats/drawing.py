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
        """Draw a session for everybody, in both languages; each of them has a view of their own of it."""
        view = cards.everybody(self.library, meeting)
        return replace(await self._of_all(view, session, meeting), own=True)

    async def moved_on(self, session: SessionId, meeting: Meeting) -> Shown:
        """Draw what stands on the card of a step that is over; nobody has a view of their own of it."""
        return await self._of_all(common_cards.MOVED_ON, session, meeting)

    async def to_all(self, view: View, chat: str) -> Shown:
        """Draw a view for everybody in a chat, of no session."""
        return self._both(view, await self._without_session(chat))

    async def _of_all(self, view: View, session: SessionId, meeting: Meeting) -> Shown:
        return self._both(view, await self._token(Drawn(view), session, meeting), _phase(meeting))

    def _both(self, view: View, token: str, phase: int = 0) -> Shown:
        """Draw both languages; which one comes first alternates with the days and the steps."""
        french_first = bool((self.clock().toordinal() + phase) % 2)
        return Shown(replace(view, both=True), None, token, french_first=french_first)

    async def own(self, sight: Sight, viewer: Viewer, session: SessionId, note: str = "") -> Shown:
        """Draw a session for one person."""
        drawn = cards.own(sight)
        drawn = replace(drawn, view=drawn.view.noted(note)) if note else drawn
        return _to(viewer, drawn.view, await self._token(drawn, session, sight.meeting))

    async def view(self, view: View, viewer: Viewer, session: SessionId, meeting: Meeting) -> Shown:
        """Draw any view of a session for one person."""
        return _to(viewer, view, await self._token(Drawn(view), session, meeting))

    async def to_one(self, view: View, viewer: Viewer, chat: Chat, step: str = "") -> Shown:
        """Draw any view for one person in a chat; `step` is what its token says that it offers."""
        return _to(viewer, view, await self._without_session(chat.id, step))

    async def _without_session(self, chat: str, step: str = "") -> str:
        return await self.tokens.seal(Card(FLOW, "", 0, step, "", nonce=mark_of(chat)))

    async def _token(self, drawn: Drawn, session: SessionId, meeting: Meeting) -> str:
        mark, phase = mark_of(meeting.where["chat"]), _phase(meeting)
        card = Card(FLOW, session, phase, meeting.kind, drawn.edition, nonce=mark, about=drawn.about)
        return await self.tokens.seal(card)


def _to(viewer: Viewer, view: View, token: str) -> Shown:
    return Shown(replace(view, both=viewer.language is None), viewer.language, token, viewer.plain)


def _phase(meeting: Meeting) -> int:
    return meeting.session.phase if meeting.session else 0
