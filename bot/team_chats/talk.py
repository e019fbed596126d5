"""Sessions in the chats of teams: what somebody there presses or says, and what they see next."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial

import structlog

from bot.heard import File, Press, Shown
from bot.logs import trail
from bot.roles import ByRoster, Roles
from bot.team_chats.aftermath import Aftermath
from bot.team_chats.beginning import Beginning, Begun, Unfit
from bot.team_chats.drawing import FLOW, Drawing, mark_of
from bot.team_chats.files import AGENDA, agenda_file, charter_file
from bot.team_chats.numbers import numbers
from bot.team_chats.ports import Chat, ChatAway, Chats
from bot.team_chats.presence import Presence, leaves
from bot.team_chats.pressing import Occasion, Pressing, comes
from bot.team_chats.rounds import Rounds
from bot.team_chats.showing import Opened, Showing, away
from bot.team_chats.sittings import Sittings
from bot.team_chats.spread import Spread
from bot.team_chats.viewers import Viewer, Viewers
from bot.team_sessions_held import keep_held
from bot.tokens import Tokens
from content.model import Library
from dialogs.lexicon import Lexicon
from dialogs.people import PersonId
from dialogs.surroundings import zone_named
from dialogs.team_sessions import begin_cards, common_cards
from dialogs.team_sessions.begin_cards import BEGINS, FORMS
from dialogs.team_sessions.kept import UnreadableSession
from dialogs.team_sessions.meeting import Meeting
from dialogs.team_sessions.seats import Said
from dialogs.team_sessions.timing import step_ends
from dialogs.turned import Card
from storage.ports import Keys, NotSaved, SessionId, Store, TeamSessions, Unavailable

SESSION_WORDS: Mapping[str, str] = {
    **{verb: verb for verb in ("session", *FORMS)},
    "book-a-charter": "begin-charter",
    "new-session": "session",
    "lead": "session",
}
"""What may be typed in a chat, and the verb that it means there; everything else is pressed.

Short words such as "charter" mean something else in private.
"""

PREFIXES = ("session-", "charter-", "review-", "scenario-")
"""How the verbs on cards of sessions begin; some carry a number."""

log = structlog.get_logger()


class Talk:
    """The sessions of every chat. Channels are named with `serve` before anybody is heard."""

    def __init__(
        self,
        library: Library,
        store: Store,
        keys: Keys,
        sessions: TeamSessions,
        *,
        given: tuple[Callable[[], datetime], Callable[[int], bytes]],
        roles: Roles | None = None,
    ) -> None:
        """Take words, store, keys, sealed sessions, time and chance, and who confirms roles.

        Without `roles` the staff list alone decides.
        """
        clock, random = given
        self._library = library
        self._store = store
        self._sessions = sessions
        self._clock = clock
        self._chats: dict[str, Chats] = {}
        self._lexicon = Lexicon(library)
        self._tokens = Tokens(keys)
        self._viewers = Viewers(library, store, roles or ByRoster(), clock)
        self._drawing = Drawing(library, self._tokens, clock)
        self.sittings = Sittings(sessions, Aftermath(sessions, self.local, self._held), self._ends)
        drawing = self._drawing
        self.spread = Spread(self.sittings, self._chats, drawing.everybody, drawing.moved_on)
        self._beginning = Beginning(library, sessions, self.sittings, self._chats, self.local, random)
        self._showing = Showing(library, drawing, self._viewers, self.sittings, self._chats)
        self._pressing = Pressing(
            store, sessions, self.sittings, self.spread, self._showing, self._chats, self.local
        )
        presence = Presence(sessions, self.sittings, self.spread, self._chats)
        self.rounds = Rounds(
            library, sessions, self.sittings, self.spread, presence, drawing, self._chats, self.local
        )

    def serve(self, via: str, chats: Chats) -> None:
        """Name the channel that reaches chats whose `where` says `via`."""
        self._chats[via] = chats

    def local(self) -> datetime:
        """Return the instant where the organization is."""
        return self._clock().astimezone(zone_named(self._library.organization.time_zone))

    async def _held(self, meeting: Meeting) -> None:
        await keep_held(self._store, meeting.counted, numbers(meeting, self.local().date()))

    def _ends(self, pace: int, step: int) -> str:
        return step_ends(pace, self.local(), step)

    # What channels ask --------------------------------------------------------------------------------------

    def means(self, text: str) -> str | None:
        """Return the verb of a session that typed words mean, or None."""
        return SESSION_WORDS.get(self._lexicon.verb(text) or "")

    def knows(self, press: Press) -> bool:
        """Tell whether a button belongs to a session of a team."""
        return press.verb in SESSION_WORDS or press.verb.startswith(PREFIXES)

    async def look(self, chat: Chat, person: PersonId) -> Shown:
        """Show somebody their own view of the session that is open in a chat, or how one begins."""
        return await self._kindly(chat, person, self._look)

    async def again(self, chat: Chat) -> bool:
        """Put the card that everybody sees into a chat once more; False when no session is open there."""
        session = None
        try:
            session = await self._sessions.of_thread(chat.id)
            return session is not None and await self.spread.again(session)
        except (NotSaved, Unavailable, ChatAway, UnreadableSession) as fault:
            log.warning("talk.not-saved", fault=type(fault).__name__)
            return session is not None  # How one begins would be wrong where one is open.

    async def press(self, chat: Chat, person: PersonId, press: Press) -> Shown:
        """Hear a button; what everybody sees is changed before this returns."""
        return await self._kindly(chat, person, partial(self._press, press))

    async def left(self, chat: Chat, person: PersonId) -> None:
        """Hear that somebody is no longer in a chat, or in the team whose chats are threads of a channel."""
        try:
            for session in await self._held_in(chat):
                sat = await self.sittings.hear(session, person, leaves)
                if sat is not None and sat.posted:
                    await self.spread(session, sat)
        except (NotSaved, Unavailable, UnreadableSession) as fault:
            log.warning("talk.not-saved", fault=type(fault).__name__)

    async def _held_in(self, chat: Chat) -> list[SessionId]:
        """Return the open sessions of a chat, or of every thread of the team that it belongs to."""
        team, session = chat.where.get("team"), await self._sessions.of_thread(chat.id)
        if session is not None or team is None:
            return [session] if session else []
        found: list[SessionId] = []
        for each in await self._sessions.open_sessions():
            with suppress(UnreadableSession):  # It keeps nobody in the others.
                meeting = await self.sittings.meeting(each)
                if isinstance(meeting, Meeting) and meeting.where.get("team") == team:
                    found.append(each)
        return found

    async def file(self, chat: Chat, person: PersonId, key: str) -> File | None:
        """Make the file that a card of this chat offered; None when it is not of this chat, or away."""
        try:
            card, chats = await self._tokens.read(key), self._chats.get(chat.where["via"])
            if card is None or chats is None or not _of(card, chat):
                return None
            # Whoever is in the chat may have what all of it has agreed.
            return await self._offered(card, chat) if person in await chats.members(chat.where) else None
        except (ChatAway, Unavailable, UnreadableSession) as fault:
            log.warning("talk.not-saved", fault=type(fault).__name__)
            return None

    async def _offered(self, card: Card, chat: Chat) -> File | None:
        if card.step == AGENDA:
            return await agenda_file(self._library)
        meeting = await self._showing.standing(SessionId(card.key), chat) if card.key else None
        return await charter_file(self._library, meeting) if meeting else None

    # One press ----------------------------------------------------------------------------------------------

    async def _kindly(
        self, chat: Chat, person: PersonId, work: Callable[[Chat, Viewer], Awaitable[Shown]]
    ) -> Shown:
        """Answer, whatever happens: what could not be reached or kept is said, and nothing is lost."""
        viewer = Viewer(person, None)
        try:
            viewer = await self._viewers.viewer(person)
            return await work(chat, viewer)
        except (NotSaved, Unavailable, ChatAway) as fault:
            log.warning("talk.not-saved", fault=type(fault).__name__)
        except Exception as fault:  # noqa: BLE001 the edge of a press
            log.error("talk.failed", fault=type(fault).__name__, at=trail(fault.__traceback__)[-1])  # noqa: TRY400 a traceback may hold words
        return away(viewer)

    async def _press(self, press: Press, chat: Chat, viewer: Viewer) -> Shown:
        card = await self._tokens.read(press.token)
        if card is not None and card.flow == FLOW and not _of(card, chat):
            return await self._drawing.to_one(common_cards.ELSEWHERE, viewer, chat)
        if press.verb in FORMS:
            return await self._form(FORMS[press.verb], chat, viewer, {})
        if press.verb in BEGINS:
            return await self._begin(BEGINS[press.verb], press, chat, viewer)
        if card is None or card.flow != FLOW or not card.key:
            return await self._look(chat, viewer)
        return await self._pressing(Occasion(SessionId(card.key), press, card, chat, viewer))

    async def _look(self, chat: Chat, viewer: Viewer, note: str = "") -> Shown:
        session = await self._sessions.of_thread(chat.id)
        sat = await self.sittings.hear(session, viewer.person, comes) if session else None
        if session is not None and sat is not None and sat.meeting.session is not None:
            return await self._showing.own(session, sat, viewer, Opened(note=note))
        charter = await self.sittings.charter(chat.id)
        view = begin_cards.nothing_open(self._library, may_lead=viewer.may_lead, charter=bool(charter))
        return await self._drawing.to_one(view.noted(note) if note else view, viewer, chat)

    async def _form(
        self, kind: str, chat: Chat, viewer: Viewer, typed: Mapping[str, str], note: str = ""
    ) -> Shown:
        """Show the form of a new session to whoever may begin one."""
        if not viewer.may_lead:
            return await self._look(chat, viewer, common_cards.note_of(Said.NOT_YOURS, "begin"))
        view = begin_cards.begin_form(self._library, kind, self.local().date(), typed)
        return await self._drawing.to_one(view.noted(note) if note else view, viewer, chat)

    async def _begin(self, kind: str, press: Press, chat: Chat, viewer: Viewer) -> Shown:
        begun = await self._beginning(chat, viewer, kind, press.inputs)
        match begun:
            case Begun(session, sat):
                await self.spread(session, sat)
                return await self._showing.own(session, sat, viewer)
            case Unfit(said, people):
                if said is Said.TOO_FEW:
                    few = begin_cards.too_few(self._library, people)
                    return await self._showing.agenda(few, viewer, chat)
                return await self._drawing.to_one(begin_cards.too_many(kind, people), viewer, chat)
            case Said.UNFINISHED:
                return await self._form(kind, chat, viewer, press.inputs, "session.begin.unfinished")
            case Said.NOT_NOW:
                return await self._look(chat, viewer, "session.begin.open")
            case _:
                return await self._look(chat, viewer, common_cards.note_of(begun, press.verb))


def _of(card: Card, chat: Chat) -> bool:
    """Tell whether a card of ours was drawn for this chat."""
    return card.flow == FLOW and card.nonce == mark_of(chat.id)
