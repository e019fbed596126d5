"""What a conversation may ask the shell to look up, with the role checked on the server each time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, assert_never, get_args

import structlog

from bot import holds
from bot.attendance import Attendance, Rooms
from bot.campaign_desk import CHANGES, CampaignDesk
from bot.campaign_progress import FILE
from bot.campaigns import Reader
from bot.counting import WHICH, Look, as_file, on_a_card, write_down
from bot.heard import File
from bot.messages import Messages
from bot.person_records import PersonRecords
from bot.plans import Ahead, Plans
from bot.roles import Roles
from bot.talks import Talks
from bot.unanswered import unanswered
from bot.voices import CHANGES as TAGGING
from bot.voices import READS, Voices
from bot.who_looked import who_looked
from content.model import Library
from content.wording import period_in_words
from dialogs.away import snoozed_until
from dialogs.flow import Answer
from dialogs.people import Person
from dialogs.questions import (
    AttendanceAsked,
    CampaignQuery,
    ChecklistAsked,
    CommunicationAsked,
    DeskQuery,
    DisposalAsked,
    FileAsked,
    GuideAsked,
    MessagesAsked,
    OwnRecordAsked,
    ParticipationAsked,
    Query,
    RecordAsked,
    ReturnAsked,
    TalkAsked,
    TeamAsked,
    TeamGuideAsked,
    UnansweredAsked,
)
from dialogs.surroundings import zone_of
from dialogs.views import Value
from dialogs.voice_questions import LooksAsked, TextRedirected, TextsAsked, ThemesGiven, VoicesQuery
from reports.periods import Period
from storage.ports import Life, Store

NEEDS: Mapping[type[Query], str] = {
    ParticipationAsked: "report",
    FileAsked: "report",
    RecordAsked: "records",
    DisposalAsked: "records",
    UnansweredAsked: "unanswered",
    ChecklistAsked: "team",
    TeamAsked: "team",
    TeamGuideAsked: "team",
    **dict.fromkeys(get_args(CampaignQuery), "campaigns"),
    **dict.fromkeys(get_args(VoicesQuery), "voices"),
    **dict.fromkeys((TextsAsked, ThemesGiven, TextRedirected), READS),
}
"""What somebody who gets no answer would need to be allowed."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Queries:
    """Answers the questions of one person's turn, however often it is decided anew.

    `person` is as the staff list has them, `holder` the same with the role that is confirmed for this turn;
    `look` is a random id, drawn once for the turn.
    """

    library: Library
    store: Store
    roles: Roles
    person: Person
    holder: Person
    now: datetime
    look: str
    plans: Plans
    rooms: Rooms
    ahead: Ahead | None = None

    async def answer(self, query: Query, life: Life) -> Answer | None:
        """Run a query; None when it is not this person's to ask."""
        if isinstance(query, DeskQuery):
            desk = next(each for each in DESKS if isinstance(query, each.asks))
            may = await self._may(NEEDS[type(query)], fresh=isinstance(query, desk.changes))
            return await desk.made(self).answer(query) if may else None
        match query:
            case LooksAsked(part):
                return await who_looked(self.store, self.library, part)
            case OwnRecordAsked(part):
                return await self._records.own(self.person, life, part)
            case ParticipationAsked(which):
                if not await self._may("report"):
                    return None
                return await on_a_card(self.store, self.library, which, self._look)
            case FileAsked(which):
                period = WHICH[which](self._look.today)
                return self._described(await self.file(period.id), period)
            case RecordAsked(who, request, part):
                may = await self._may("records")
                return await self._records.of_request(who, request, part) if may else None
            case DisposalAsked(hold):
                changes = hold is not None
                return await self._disposal(hold) if await self._may("records", fresh=changes) else None
            case AttendanceAsked(code):
                return await self._attendance.answer(code, life.facts)
            case UnansweredAsked(part):
                return await self._unanswered(part) if await self._may("unanswered") else None
            case ChecklistAsked() | TalkAsked() | GuideAsked() | TeamAsked() | TeamGuideAsked():
                return await self._talks.answer(query, life.facts)
            case CommunicationAsked(campaign):
                return await self._reader.message(campaign, life.facts)
            case MessagesAsked(until, note):
                standing = snoozed_until(life.facts, self._look.today)
                return await self._messages.upcoming(until, standing, note)
            case ReturnAsked(day):
                return await self._messages.returned(day, life.facts)
            case _:
                assert_never(query)

    async def file(self, key: str) -> File | None:
        """Make what a card named as its file; None when it is not this person's, or not any more."""
        if key.startswith(FILE):
            return await self.campaigns.file(key) if await self._may("campaigns", fresh=True) else None
        if not await self._may("report", fresh=True):
            return None
        return await as_file(self.store, self.library, key, self._look)

    def _described(self, file: File | None, period: Period) -> Answer | None:
        if file is None:
            return None
        values: dict[str, Value] = {
            "period": period_in_words(period.id),
            "first": period.first,
            "last": period.last,
            "name": file.name,
            "size": -(-len(file.body) // 1_024),
            "key": period.id,
        }
        return Answer(values)

    @property
    def voices(self) -> Voices:
        """Return the desk of what people said without their names."""
        return Voices(self.library, self.store, self._look, READS in self.holder.may(self._look.today))

    @property
    def _records(self) -> PersonRecords:
        return PersonRecords(self.library, self.store, self._look)

    @property
    def _talks(self) -> Talks:
        return Talks(self.library, self.store, self.holder, self.now)

    @property
    def _attendance(self) -> Attendance:
        zone = self.library.organization.time_zone
        return Attendance(self.store, self.person, self.look, self.now, zone, self.rooms)

    @property
    def _messages(self) -> Messages:
        return Messages(self.store, self.library, self.person, self.ahead, self._look.today)

    @property
    def _reader(self) -> Reader:
        return Reader(self.store, self.library, self.person, self.holder, self.now)

    @property
    def campaigns(self) -> CampaignDesk:
        """Return the desk of communications and sessions."""
        return CampaignDesk(self.library, self.store, self.plans, self.person, self._look, self.rooms.random)

    @property
    def _look(self) -> Look:
        zone = zone_of(self.person, self.library.organization.time_zone)
        return Look(self.look, self.holder.role.value, self.now, zone)

    def unconfirmed(self, query: Query) -> bool:
        """Tell whether the staff list would have allowed what got no answer."""
        return NEEDS.get(type(query)) in self.person.may(self._look.today)

    async def _may(self, what: str, *, fresh: bool = False) -> bool:
        """Tell whether the person may do something; `fresh`, for what leaves or starts, asks again first."""
        holder = await self.roles.confirmed(self.person, fresh=True) if fresh else self.holder
        allowed = what in holder.may(self._look.today)
        log.info("office.asked", what=what, allowed=allowed, role=self.person.role.value)
        return allowed

    async def _disposal(self, hold: bool | None) -> Answer:  # noqa: FBT001 - three answers: on, off, as it is
        if hold is not None:
            holder = holds.Holder(self._look.role, self._look.today)
            await holds.switch(self.store, holder, on=hold)
            log.warning("hold.changed", on=hold)
        return await holds.seen(self.store, self.library)

    async def _unanswered(self, part: int) -> Answer:
        """List the names for the office; the look is kept before they are shown, without them."""
        await write_down(self.store, self._look, {"what": "unanswered"})
        return await unanswered(self.store, self.library, self.now, part)


# Desks --------------------------------------------------------------------------------------------


class Answering(Protocol):
    """A desk: it answers its own questions, once the role was checked."""

    async def answer(self, asked: Any, /) -> Answer:
        """Answer a question that may be asked."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What one office asks together: its questions, those that write or leave, and what answers them."""

    asks: Any
    changes: tuple[type, ...]
    made: Callable[[Queries], Answering]


DESKS = (
    Desk(CampaignQuery, CHANGES, lambda queries: queries.campaigns),
    Desk(VoicesQuery, TAGGING, lambda queries: queries.voices),
)
"""Every office with many questions; the role is asked for anew before anything of `changes`."""
