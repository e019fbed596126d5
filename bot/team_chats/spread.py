"""Brings what everybody sees up to date: the newest state of a session, on one card for each step."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from weakref import WeakValueDictionary

import structlog

from bot.heard import Shown
from bot.team_chats.ports import ChatAway, Chats
from bot.team_chats.sittings import Sat, Sittings
from dialogs.team_sessions.deciding import Decided
from dialogs.team_sessions.meeting import Meeting
from dialogs.team_sessions.seats import Said, Seat
from storage.ports import SessionId

log = structlog.get_logger()

Draws = Callable[[SessionId, Meeting], Awaitable[Shown]]


class Spread:
    """Posts a card for each step and changes it while the step lasts.

    One change of a session is under way at a time, and one waits, which then draws what is newest: whoever
    presses meanwhile has nothing to add. A chat that cannot be reached costs nobody their answer, and is
    brought up to date by the next change.
    """

    def __init__(
        self, sittings: Sittings, chats: Mapping[str, Chats], everybodys: Draws, moved_on: Draws
    ) -> None:
        """Take how a meeting is drawn for everybody, and what stands on the card of a step that is over."""
        self._sittings = sittings
        self._chats = chats
        self._everybodys = everybodys
        self._moved_on = moved_on
        self._lines: WeakValueDictionary[SessionId, asyncio.Lock] = WeakValueDictionary()
        self._waiting: set[SessionId] = set()

    async def __call__(self, session: SessionId, sat: Sat) -> None:
        """Show everybody how a session stands, after somebody acted in it."""
        if session in self._waiting and not sat.over:
            return
        line = self._lines.setdefault(session, asyncio.Lock())
        self._waiting.add(session)
        async with line:
            self._waiting.discard(session)
            newest = sat.meeting if sat.over else await self._sittings.meeting(session)
            if not isinstance(newest, Meeting):
                return  # It ended meanwhile; whoever ended it shows that.
            try:
                await self._put(session, newest, over=sat.over)
            except ChatAway:
                log.warning("chat.away")

    async def again(self, session: SessionId) -> bool:
        """Post the card of a step once more, below what was said since; False when there is none to post.

        Raises ChatAway.
        """
        meeting = await self._sittings.meeting(session)
        if not isinstance(meeting, Meeting) or meeting.session is None:
            return False
        await self._put(session, meeting, over=False, again=True)
        return True

    async def _put(self, session: SessionId, meeting: Meeting, *, over: bool, again: bool = False) -> None:
        chats = self._chats.get(meeting.where["via"])
        if chats is None or meeting.session is None:
            return
        shown, phase = await self._everybodys(session, meeting), meeting.session.phase
        if meeting.card and not again and (over or meeting.shows == phase):
            await chats.change(meeting.where, meeting.card, shown)
            return
        card = await chats.post(meeting.where, shown)

        def posted(now: Meeting, _: Seat) -> Decided:
            return Decided(replace(now, card=card, shows=phase), Said.KEPT)

        await self._sittings.hear(session, None, posted)
        if meeting.card:
            await chats.change(meeting.where, meeting.card, await self._moved_on(session, meeting))
