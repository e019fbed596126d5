"""Brings what everybody sees up to date: the newest state of a session, on one card for each step."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from weakref import WeakValueDictionary

import structlog

from bot.heard import Shown
from bot.team_chats.ports import CardGone, ChatAway, Chats
from bot.team_chats.sittings import Sat, Sittings
from dialogs.team_sessions.cards import as_meeting
from dialogs.team_sessions.deciding import Decided
from dialogs.team_sessions.kept import UnreadableSession
from dialogs.team_sessions.meeting import Meeting
from dialogs.team_sessions.seats import Said, Seat
from storage.ports import NotSaved, SessionId, Unavailable

log = structlog.get_logger()

NOTHING = -1
"""The step that a card shows where there is none yet."""

TRIES = 5
"""How often a card is changed at most because another process was faster."""

UNNAMED = "?"
"""Stands for the name of a card that was posted, where the channel did not say what it calls it."""

Draws = Callable[[SessionId, Meeting], Awaitable[Shown]]


class Spread:
    """Posts a card for each step and changes it while the step lasts.

    One change of a session is under way at a time, and one waits, which then draws what is newest: whoever
    presses meanwhile has nothing to add. A chat that cannot be reached costs nobody their answer, and is
    brought up to date by the next change. A card without a name stays as it was posted until its step is
    over: nobody can change it, and a new one for each press would bury the chat.
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
        self._begun: dict[SessionId, int] = {}

    async def __call__(self, session: SessionId, sat: Sat) -> None:
        """Show everybody how a session stands, after somebody acted in it.

        A chat or a store that cannot be reached is logged and not raised: what they did is kept by now, and
        they are answered as if everybody had seen it.
        """
        if session in self._waiting and not sat.over:
            return
        try:
            async with self._in_turn(session):
                newest = sat.meeting if sat.over else await self._sittings.meeting(session)
                if isinstance(newest, Meeting):  # Else it ended meanwhile; whoever ended it shows that.
                    await self._put(session, newest, over=sat.over)
        except (ChatAway, NotSaved, Unavailable, UnreadableSession) as fault:
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
        """Post the card of a step where whoever was to post it did not come to it. Raises as `again`.

        Who said that they post it may be at it now: only when they have not done it by the next time is it
        taken from them.
        """
        async with self._line(session):
            meeting = await self._sittings.meeting(session)
            if not isinstance(meeting, Meeting) or meeting.session is None:
                return
            phase = meeting.session.phase
            if meeting.shows == phase and not meeting.card and self._begun.get(session) != phase:
                self._begun[session] = phase
                return
            self._begun.pop(session, None)
            if meeting.shows != phase or not meeting.card:
                await self._posted(session, meeting)

    def _line(self, session: SessionId) -> asyncio.Lock:
        return self._lines.setdefault(session, asyncio.Lock())

    @asynccontextmanager
    async def _in_turn(self, session: SessionId) -> AsyncIterator[None]:
        """Wait until no change of a session is under way. Whoever is cut off meanwhile waits no more."""
        self._waiting.add(session)
        line = self._line(session)
        try:
            await line.acquire()
        finally:
            self._waiting.discard(session)
        try:
            yield
        finally:
            line.release()

    async def _put(self, session: SessionId, meeting: Meeting, *, over: bool) -> None:
        chats = self._chats.get(meeting.where["via"])
        if chats is None or meeting.session is None:
            return
        if over or (meeting.card and meeting.shows == meeting.session.phase):
            await self._changed(session, meeting, chats, over=over)
        elif meeting.shows != meeting.session.phase:
            await self._posted(session, meeting)

    async def _changed(self, session: SessionId, meeting: Meeting, chats: Chats, *, over: bool) -> None:
        """Change the card of a step; where it is gone, as in a chat that was emptied, post it anew.

        How a session ended is posted too where no card can say so: nothing comes after it.
        """
        if _has_name(meeting.card):
            try:
                await self._drawn(session, meeting, chats, over=over)
            except CardGone:
                log.warning("card.gone")
            else:
                return
        elif not over:
            return
        if over:
            await chats.post(meeting.where, await self._everybodys(session, meeting))
        else:
            await self._posted_once(session, meeting, chats)

    async def _drawn(self, session: SessionId, meeting: Meeting, chats: Chats, *, over: bool) -> None:
        """Change the card of a step, and again where it came after what another process had put there."""
        shown = await self._everybodys(session, meeting)
        for _ in range(TRIES):
            await chats.change(meeting.where, meeting.card, shown)
            if over or session in self._waiting:
                return
            newest = await self._newest(session, meeting)
            if newest is None or newest.view == shown.view:
                return
            shown = newest

    async def _newest(self, session: SessionId, meeting: Meeting) -> Shown | None:
        """Return what belongs on the card of a meeting by now; None where nothing is known of it."""
        now = await self._sittings.meeting(session)
        if isinstance(now, Meeting):
            return await (self._everybodys if now.card == meeting.card else self._moved_on)(session, now)
        outcome = await self._sittings.outcome(session)
        return await self._everybodys(session, as_meeting(outcome, meeting.where)) if outcome else None

    async def _posted(self, session: SessionId, meeting: Meeting) -> None:
        """Post the card of a step, and say on the one before it that the session went on."""
        chats = self._chats.get(meeting.where["via"])
        if chats is None:
            return
        if await self._posted_once(session, meeting, chats):
            await self._went_on(session, meeting, chats)

    async def _went_on(self, session: SessionId, meeting: Meeting, chats: Chats) -> None:
        """Say on the card of a meeting that the session goes on elsewhere, if it is still there."""
        if _has_name(meeting.card):
            with suppress(ChatAway):
                await chats.change(meeting.where, meeting.card, await self._moved_on(session, meeting))

    async def _posted_once(self, session: SessionId, meeting: Meeting, chats: Chats) -> bool:
        """Post the card of a step, once: the process that first says that it does so, does. Tell whether."""
        if meeting.session is None:
            return False
        phase = meeting.session.phase
        if meeting.shows == phase and not meeting.card:  # Whoever said so was cut off.
            if not await self._recorded(session, meeting, "", NOTHING):
                return False
            meeting = replace(meeting, shows=NOTHING)
        if not await self._recorded(session, meeting, "", phase):
            return False
        claimed = replace(meeting, card="", shows=phase)
        try:
            card = await chats.post(meeting.where, await self._everybodys(session, meeting))
        except ChatAway:
            await self._recorded(session, claimed, meeting.card, meeting.shows)
            raise
        if not await self._recorded(session, claimed, card or UNNAMED, phase):
            # Meanwhile the session ended, or another process posted this step: nobody would change ours.
            await self._went_on(session, replace(claimed, card=card), chats)
        return True

    async def _recorded(self, session: SessionId, before: Meeting, card: str, shows: int) -> bool:
        """Keep which card shows which step; False where somebody kept another meanwhile."""

        def recorded(now: Meeting, _: Seat) -> Decided:
            if (now.card, now.shows) != (before.card, before.shows):
                return Decided(now, Said.SAME)
            return Decided(replace(now, card=card, shows=shows), Said.KEPT)

        sat = await self._sittings.hear(session, None, recorded)
        return sat is not None and sat.said is Said.KEPT


def _has_name(card: str) -> bool:
    return card not in {"", UNNAMED}
