"""Keeps the sessions that a values and ethics office plans, and draws their room codes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.campaign_forms import form, meanwhile
from bot.campaign_writing import Desk
from content.model import Session, Stage
from dialogs import planning, slips
from dialogs.flow import Answer
from dialogs.questions import SessionFormAsked, SessionWritten
from dialogs.session_desk import FORM
from dialogs.surroundings import zone_of
from storage.campaigns import Filed, campaign, campaigns, keep
from storage.ports import Stale

NEAR = timedelta(days=1)
"""Two sessions may take place at once on two dates, in two time zones."""

CODES = tuple(code for code in (f"{number:04}" for number in range(10_000)) if code[:2] not in ("19", "20"))
"""Every code there may be. None is a year of our time, which people type for other reasons."""


@dataclass(frozen=True, slots=True)
class Sessions:
    """Where one officer plans in one turn. `random` draws so many bytes."""

    desk: Desk
    random: Callable[[int], bytes]

    async def form(self, asked: SessionFormAsked) -> Answer | None:
        """Return the form of a session with what it holds; of a new one, with what it begins with."""
        cards, library = self.desk.cards, self.desk.cards.library
        new, id_ = asked.campaign or cards.look.id, asked.again or asked.campaign
        found = await campaign(cards.store, id_) if id_ else None
        if found is None and asked.again:
            return None
        if found is None:
            zone = zone_of(self.desk.person, library.organization.time_zone).key
            return form(FORM, new, 0, planning.from_draft(library, asked.draft, zone))
        session = found.campaign
        if not isinstance(session, Session):
            return None
        listed = await self.desk.emails(session.audience)
        if asked.again:
            return form(
                FORM, new, 0, planning.again(library, session, listed, asked.months, cards.look.today)
            )
        return (
            form(FORM, id_, found.revision, planning.held_by(library, session, listed))
            if _open(session)
            else None
        )

    async def write(self, asked: SessionWritten) -> Answer | None:
        """Keep a session as a draft with a room code, or return its form with what stands against that."""
        cards, held = self.desk.cards, asked.held
        id_ = asked.campaign or cards.look.new
        found = await campaign(cards.store, id_)
        before = found.campaign if found else None
        if before is not None and not (isinstance(before, Session) and _open(before)):
            return None
        listed, unknown = await self.desk.listed(held)
        revision = found.revision if found else 0
        if unknown:
            return form(FORM, id_, revision, held, (slips.unknown_people(cards.library, unknown),))
        session = await self._planned(id_, asked, listed, before)
        if found is not None and session == before:  # The same form once more; it is kept already.
            return await cards.card(found, session, "sessions.saved")
        if revision != asked.revision:
            return meanwhile(FORM, id_, revision, held)
        if self.desk.too_large(session):
            return form(FORM, id_, revision, held, (slips.slip(cards.library, "too-large"),))
        try:
            kept = await keep(cards.store, id_, session, revision)
        except Stale:
            now = await campaign(cards.store, id_)
            return meanwhile(FORM, id_, now.revision, held) if now else None
        return await cards.card(kept, session, "sessions.saved")

    async def _planned(
        self, id_: str, asked: SessionWritten, listed: tuple[str, ...], before: Session | None
    ) -> Session:
        """Return a draft as its form says. It keeps its code where it can; a new text is looked at again."""
        day = date.fromisoformat(asked.held["day"])
        taken = _taken(await campaigns(self.desk.cards.store), id_, day)
        code = before.code if before and before.code not in taken else self._drawn(taken)
        session = planning.session_of(asked.held, code, listed)
        begun = (
            before.draft if before else asked.draft if asked.draft in self.desk.cards.library.drafts else None
        )
        session = session.model_copy(update={"draft": begun or None})
        # Day, hours and place are in the invitation too, so any change of it is looked at again.
        unchanged = before is not None and session == before.model_copy(update={"previewed": ()})
        return before if before and unchanged else session

    def _drawn(self, taken: frozenset[str]) -> str:
        """Draw a code that no session around that day has."""
        free = [code for code in CODES if code not in taken]
        return free[int.from_bytes(self.random(8)) % len(free)]


def _taken(filed: Mapping[str, Filed], id_: str, day: date) -> frozenset[str]:
    others = (each.campaign for each in filed.values() if each.id != id_)
    return frozenset(
        each.code for each in others if isinstance(each, Session) and abs(each.day - day) <= NEAR
    )


def _open(session: Session) -> bool:
    """Tell whether a session may still be changed in its form: nobody was invited yet."""
    return session.stage is Stage.DRAFT
