"""What a conversation may ask the shell to look up, with the role checked on the server each time."""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

import structlog

from bot import counts_file, holds
from bot.action_plan import PlanDesk
from bot.ask_session import AskDesk
from bot.assessment_desk import DRAFT, AssessmentDesk
from bot.attendance import Attendance, Rooms
from bot.campaign_desk import CampaignDesk
from bot.campaign_progress import FILE
from bot.campaigns import Reader
from bot.conversation_log import LogDesk
from bot.counting import Look, write_down
from bot.desks_of_offices import DESKS, NEEDS
from bot.heard import File
from bot.messages import Messages
from bot.month import MonthDesk
from bot.person_records import PersonRecords
from bot.plans import Ahead, Plans
from bot.recommendations import FILE as PAGE
from bot.recommendations import RecommendationDesk
from bot.recommendations import as_file as page_as_file
from bot.registers import Registers
from bot.report_card import counted
from bot.roles import Roles
from bot.scenarios import ScenarioDesk
from bot.session_requests import RequestDesk
from bot.talks import Talks
from bot.unanswered import unanswered
from bot.voices import READS, Voices
from bot.who_looked import who_looked
from content.model import Library
from dialogs.away import snoozed_until
from dialogs.flow import Answer
from dialogs.people import Person
from dialogs.questions import (
    AttendanceAsked,
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
from dialogs.voice_questions import LooksAsked
from storage.ports import Life, Store

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Queries:
    """Answers the questions of one person's turn, however often it is decided anew.

    `holder` is the person with the role confirmed; `look` is random, `pressed` the same for the same press.
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
    pressed: str = ""

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
            case ParticipationAsked(which, cut):
                if not await self._may("report"):
                    return None
                return await counted(self.store, self.library, which, cut, self._look)
            case FileAsked():
                wanted = counts_file.wanted(query, self.library, self._look.today)
                made = await self.file(wanted.key)
                return counts_file.described(made, wanted) if made else None
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
        if key.startswith(DRAFT):
            return await self.assessment.file(key) if await self._may("assessment", fresh=True) else None
        if key.startswith(PAGE):
            may = await self._may("recommendations", fresh=True)
            return await page_as_file(self.store, self.library, key, self._look) if may else None
        if not await self._may("report", fresh=True):
            return None
        return await counts_file.made(self.store, self.library, key, self._look)

    @property
    def voices(self) -> Voices:
        """Return the desk of what people said without their names."""
        return Voices(self.library, self.store, self._look, READS in self.holder.may(self._look.today))

    @property
    def registers(self) -> Registers:
        """Return the desk of evidence, training plans and the review of the code."""
        return Registers(self.library, self.store, self._look)

    @property
    def plan(self) -> PlanDesk:
        """Return the desk of the action plan."""
        return PlanDesk(self.library, self.store, self._look, "goals" in self.holder.may(self._look.today))

    @property
    def month(self) -> MonthDesk:
        """Return the desk of the month."""
        return MonthDesk(self.library, self.store, self._look)

    @property
    def recommendations(self) -> RecommendationDesk:
        """Return the desk of recommendations."""
        writes = "recommend" in self.holder.may(self._look.today)
        return RecommendationDesk(self.library, self.store, self._look, writes)

    @property
    def scenarios(self) -> ScenarioDesk:
        """Return the desk of scenarios."""
        return ScenarioDesk(self.library, self.store, self._look)

    @property
    def asking(self) -> AskDesk:
        """Return the desk at which a manager asks for a session."""
        return AskDesk(self.library, self.store, self._look, self.person.unit)

    @property
    def requests(self) -> RequestDesk:
        """Return the desk of sessions that units ask for."""
        return RequestDesk(self.library, self.store, self._look)

    @property
    def conversations(self) -> LogDesk:
        """Return the desk of talks that are logged."""
        return LogDesk(self.library, self.store, self._look)

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
    def assessment(self) -> AssessmentDesk:
        """Return the desk of the self-assessment of the organization."""
        return AssessmentDesk(self.library, self.store, self._look)

    @property
    def campaigns(self) -> CampaignDesk:
        """Return the desk of communications and sessions."""
        return CampaignDesk(self.library, self.store, self.plans, self.person, self._look, self.rooms.random)

    @property
    def _look(self) -> Look:
        zone = zone_of(self.person, self.library.organization.time_zone)
        return Look(self.look, self.holder.role.value, self.now, zone, pressed=self.pressed)

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
