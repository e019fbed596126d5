"""What a press does in a session that is open in a chat, and what whoever pressed sees next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.heard import Press, Shown
from bot.team_chats.files import charter_file
from bot.team_chats.ports import Chat, Chats
from bot.team_chats.sharing import share
from bot.team_chats.showing import Opened, Showing
from bot.team_chats.sittings import Decide, Sittings
from bot.team_chats.spread import Spread
from bot.team_chats.viewers import Viewer
from dialogs.people import PersonId
from dialogs.team_sessions import cards, common_cards
from dialogs.team_sessions.deciding import DONE, Decided, Presser, decided
from dialogs.team_sessions.kept import room_of
from dialogs.team_sessions.meeting import Meeting
from dialogs.team_sessions.seats import Said, Seat
from dialogs.team_sessions.sight import Asking, Doing, Meant
from dialogs.turned import Card
from dialogs.views import Pressed
from storage.ports import SessionId, Store, TeamSessions

FILE, SHARED = "charter-file", "charter-shared"
HANDED, TAKE_OVER = "session-handed", "session-take-over"


@dataclass(frozen=True, slots=True)
class Occasion:
    """One press: on which card of which session, in which chat, by whom."""

    session: SessionId
    press: Press
    card: Card
    chat: Chat
    viewer: Viewer


@dataclass(frozen=True, slots=True)
class Pressing:
    """Hears presses on the cards of sessions. `local` gives the instant where the organization is."""

    store: Store
    sessions: TeamSessions
    sittings: Sittings
    spread: Spread
    showing: Showing
    chats: Mapping[str, Chats]
    local: Callable[[], datetime]

    async def __call__(self, occasion: Occasion) -> Shown:
        """Hear a press on a card that was drawn for this chat."""
        press, card = occasion.press, occasion.card
        if press.verb == FILE:
            return await self._file(occasion)
        meeting = await self.sittings.meeting(occasion.session)
        if not isinstance(meeting, Meeting):
            return await self._over(occasion)
        if press.verb == SHARED:
            return await self._shared(occasion)
        if press.verb in {HANDED, TAKE_OVER}:
            return await self._handed(occasion)
        meant = cards.meant(meeting, Pressed(press.verb, press.inputs), card.about, card.edition)
        match meant:
            case Asking(screen):
                return await self._look(occasion, Opened(screen))
            case Meant():
                return await self._acted(occasion, meant)
            case _:
                # A review that finds new words does not know the buttons of its votes any more.
                late = meeting.session is not None and card.revision < meeting.session.phase
                note = common_cards.note_of(Said.TOO_LATE if late else Said.UNKNOWN, press.verb)
                return await self._look(occasion, Opened(note=note))

    async def _look(self, occasion: Occasion, opened: Opened) -> Shown:
        sat = await self.sittings.hear(occasion.session, occasion.viewer.person, comes)
        if sat is None:
            return await self._over(occasion)
        return await self.showing.own(occasion.session, sat, occasion.viewer, opened)

    async def _acted(self, occasion: Occasion, meant: Meant) -> Shown:
        """Do what a press means; one that was refused gives back what was typed."""

        def decide(meeting: Meeting, seat: Seat) -> Decided:
            return decided(meeting, Presser(seat, occasion.card.revision), meant.acts)

        refused = Opened(meant.again, occasion.press.inputs)
        return await self._heard(occasion, decide, Opened(meant.after), refused)

    async def _handed(self, occasion: Occasion) -> Shown:
        """Hand the session to somebody of the chat, or take it over."""
        press, viewer, phase = occasion.press, occasion.viewer, occasion.card.revision
        who = PersonId(press.inputs.get("who", "")) if press.verb == HANDED else viewer.person
        others = await self._members(occasion.chat) if who != viewer.person else frozenset()
        here = {viewer.person, *others}
        other = await self.sessions.seat(occasion.session, who) if who in here else None

        def decide(meeting: Meeting, seat: Seat) -> Decided:
            room = room_of(meeting.session)
            if other is None:
                return Decided(meeting, Said.UNKNOWN)
            if room is not None and (viewer.may_lead or room.facilitator == seat):
                return decided(meeting, Presser(Seat(other), phase, facilitates=True), (Doing("hand-over"),))
            if other != seat:
                return Decided(meeting, Said.NOT_YOURS)
            return decided(meeting, Presser(seat, phase), (Doing("take-over"),))

        return await self._heard(occasion, decide, Opened(), Opened())

    async def _heard(self, occasion: Occasion, decide: Decide, done: Opened, refused: Opened) -> Shown:
        """Keep what was decided, show everybody what has changed for all, and answer whoever pressed."""
        session, person = occasion.session, occasion.viewer.person
        sat = await self.sittings.hear(session, person, decide)
        if sat is not None and sat.said not in DONE and not self.showing.inside(sat):
            # Somebody new was refused, and with the press their coming: they have come all the same.
            await self.sittings.hear(session, person, comes)
            sat = await self.sittings.hear(session, person, decide)
        if sat is None:
            return await self._over(occasion)
        if sat.posted or sat.over:
            await self.spread(session, sat)
        if sat.over:
            return await self.showing.over(session, occasion.chat, occasion.viewer)
        opened = done if sat.said in DONE else refused
        note = common_cards.note_of(sat.said, occasion.press.verb)
        opened = Opened(opened.screen, opened.typed, note)
        return await self.showing.own(session, sat, occasion.viewer, opened)

    async def _file(self, occasion: Occasion) -> Shown:
        """Offer the charter as a file, while it is posted and afterwards."""
        meeting = await self.showing.standing(occasion.session, occasion.chat)
        file = await charter_file(self.showing.library, meeting) if meeting else None
        if meeting is None or file is None:
            return await self._look(occasion, Opened(note=common_cards.note_of(Said.TOO_EARLY, FILE)))
        return await self.showing.offered(occasion.session, meeting, occasion.viewer, file)

    async def _shared(self, occasion: Occasion) -> Shown:
        """Share the charter, when whoever leads says that the team wants it."""
        session, viewer = occasion.session, occasion.viewer
        sat = await self.sittings.hear(session, viewer.person, comes)
        if sat is None:
            return await self._over(occasion)
        if not self.showing.leads(sat):
            note = common_cards.note_of(Said.NOT_YOURS, SHARED)
        else:
            today, library = self.local().date(), self.showing.library
            role = viewer.role.value
            kept = await share(self.store, library, sat.meeting, today=today, role=role)
            note = "charter.shared" if kept else common_cards.note_of(Said.TOO_EARLY, SHARED)
        return await self.showing.own(session, sat, viewer, Opened(note=note))

    async def _over(self, occasion: Occasion) -> Shown:
        """Show what was left; to somebody who wanted to do something, say also that it came too late."""
        verb = occasion.press.verb
        late = verb not in common_cards.LOOKING | common_cards.ONWARD | {FILE}
        note = common_cards.note_of(Said.CLOSED, verb) if late else ""
        return await self.showing.over(occasion.session, occasion.chat, occasion.viewer, note)

    async def _members(self, chat: Chat) -> frozenset[PersonId]:
        chats = self.chats.get(chat.where["via"])
        return frozenset(await chats.members(chat.where)) if chats else frozenset()


def comes(meeting: Meeting, seat: Seat) -> Decided:
    """Give a seat to somebody who looks; the same meeting where they have one, or none is left."""
    if meeting.session is None:
        return Decided(meeting, Said.SAME)
    return decided(meeting, Presser(seat, meeting.session.phase), ())
