"""Looks up the session behind a room code, and lets nobody guess."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from content.model import Session
from dialogs.attendance import NEW, SESSION, THERE, TOO_MANY, UNKNOWN
from dialogs.facts import SessionAttended, Stamped
from dialogs.flow import Answer
from dialogs.people import Person, PersonId
from dialogs.sessions import begins, takes_code
from dialogs.surroundings import local_day
from storage.campaigns import campaigns
from storage.ports import Store

MOST_WRONG = 5
WITHIN = timedelta(hours=1)


@dataclass(slots=True)
class Rooms:
    """What codes need: chance to draw them, and the wrong ones of the last hour, by person and turn.

    The wrong ones are in memory only, and each process counts its own.
    """

    random: Callable[[int], bytes]
    wrong: dict[PersonId, dict[str, datetime]] = field(default_factory=dict)

    def spent(self, person: PersonId, turn: str, now: datetime) -> bool:
        """Tell whether somebody has no guess left. A turn that is decided anew is one guess."""
        recent = {each: at for each, at in self.wrong.get(person, {}).items() if now - at < WITHIN}
        if recent:
            self.wrong[person] = recent
        else:
            self.wrong.pop(person, None)
        return len(recent.keys() - {turn}) >= MOST_WRONG

    def note(self, person: PersonId, turn: str, now: datetime) -> None:
        """Remember a wrong code: that there was one, not which."""
        for other in [who for who, turns in self.wrong.items() if now - max(turns.values()) >= WITHIN]:
            del self.wrong[other]
        self.wrong.setdefault(person, {})[turn] = now


@dataclass(frozen=True, slots=True)
class Attendance:
    """Answers one person in one turn; `now` is an aware instant, `zone` the organization's."""

    store: Store
    person: Person
    turn: str
    now: datetime
    zone: str
    rooms: Rooms

    async def answer(self, code: str, facts: Sequence[Stamped]) -> Answer | None:
        """Say which session a code means; without one, which the person attends now. None: they have left."""
        if self.person.left_by(local_day(self.person, self.now, self.zone)):
            return None
        if code and self.rooms.spent(self.person.id, self.turn, self.now):
            return Answer(state=TOO_MANY)
        attended = {each.fact.session for each in facts if isinstance(each.fact, SessionAttended)}
        taking = await self._taking()
        meant = [id_ for id_, each in taking.items() if (each.code == code if code else id_ in attended)]
        if not meant:
            if code:
                self.rooms.note(self.person.id, self.turn, self.now)
            return Answer(state=UNKNOWN if code else "")
        latest = max(meant, key=lambda id_: (begins(taking[id_]), id_))
        return Answer(
            {"title": taking[latest].title, SESSION: latest}, state=THERE if latest in attended else NEW
        )

    async def _taking(self) -> dict[str, Session]:
        found = await campaigns(self.store)
        return {
            id_: each.campaign
            for id_, each in found.items()
            if isinstance(each.campaign, Session) and takes_code(each.campaign, self.now)
        }
