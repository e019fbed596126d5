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
from storage.ports import NotSaved, SessionId, Unavailable

log = structlog.get_logger()

NOTHING = -1
"""The step that a card shows where there is none yet."""

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
        """Show everybody how a session stands, after somebody acted in it. Never raises for them."""
        if session in self._waiting and not sat.over:
            return
        self._waiting.add(session)
        try:
            async with self._line(session):
                self._waiting.discard(session)
                newest = sat.meeting if sat.over else await self._sittings.meeting(session)
                if isinstance(newest, Meeting):  # Else it ended meanwhile; whoever ended it shows that.
                    await self._put(session, newest, over=sat.over)
        except (ChatAway, NotSaved, Unavailable) as fault:
            log.warning("chat.away", fault=type(fault).__name__)

    async def again(self, session: SessionId) -> bool:
        """Post the card of a step once more, below what was said since; False when there is none to post.

        Raises ChatAway, and what the store raises.
        """
        async with self._line(session):
            meeting = await self._sittings.meeting(session)
            if not isinstance(meeting, Meeting) or meeting.session is None:
                return False
            await self._posted(session, meeting)
            return True

    async def caught_up(self, session: SessionId) -> None:
        """Post the card of a step where whoever was to post it did not come to it. Raises as `again`."""
        async with self._line(session):
            meeting = await self._sittings.meeting(session)
            if isinstance(meeting, Meeting) and meeting.session is not None:
                behind = meeting.shows != meeting.session.phase or not meeting.card
                if behind:
                    await self._posted(session, meeting)

    def _line(self, session: SessionId) -> asyncio.Lock:
        return self._lines.setdefault(session, asyncio.Lock())

    async def _put(self, session: SessionId, meeting: Meeting, *, over: bool) -> None:
        chats = self._chats.get(meeting.where["via"])
        if chats is None or meeting.session is None:
            return
        if over or (meeting.card and meeting.shows == meeting.session.phase):
            await self._changed(session, meeting, chats)
        elif meeting.shows != meeting.session.phase:
            await self._posted(session, meeting)

    async def _changed(self, session: SessionId, meeting: Meeting, chats: Chats) -> None:
        """Change the card of a step; where it is gone, as in a chat that was emptied, post it anew."""
        shown = await self._everybodys(session, meeting)
        try:
            if meeting.card:
                await chats.change(meeting.where, meeting.card, shown)
                return
        except ChatAway:
            log.warning("card.gone")
        card = await chats.post(meeting.where, shown)
        await self._recorded(session, meeting, card, meeting.session.phase if meeting.session else NOTHING)

    async def _posted(self, session: SessionId, meeting: Meeting) -> None:
        """Post the card of a step, once: the process that first says that it does so, does."""
        chats = self._chats.get(meeting.where["via"])
        if chats is None or meeting.session is None:
            return
        phase = meeting.session.phase
        if meeting.shows == phase and not meeting.card:  # Whoever said so was cut off.
            if not await self._recorded(session, meeting, "", NOTHING):
                return
            meeting = replace(meeting, shows=NOTHING)
        if not await self._recorded(session, meeting, "", phase):
            return
        claimed = replace(meeting, card="", shows=phase)
        try:
            card = await chats.post(meeting.where, await self._everybodys(session, meeting))
        except ChatAway:
            await self._recorded(session, claimed, meeting.card, meeting.shows)
            raise
        await self._recorded(session, claimed, card, phase)
        if meeting.card:
            await chats.change(meeting.where, meeting.card, await self._moved_on(session, meeting))

    async def _recorded(self, session: SessionId, before: Meeting, card: str, shows: int) -> bool:
        """Keep which card shows which step; False where somebody kept another meanwhile."""

        def recorded(now: Meeting, _: Seat) -> Decided:
            if (now.card, now.shows) != (before.card, before.shows):
                return Decided(now, Said.SAME)
            return Decided(replace(now, card=card, shows=shows), Said.KEPT)

        sat = await self._sittings.hear(session, None, recorded)
        return sat is not None and sat.said is Said.KEPT
