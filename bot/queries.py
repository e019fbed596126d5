"""What a conversation may ask the shell to look up, with the role checked on the server each time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never, get_args

import structlog

from bot import holds
from bot.attendance import Attendance, Rooms
from bot.campaign_desk import CHANGES, CampaignDesk
from bot.campaign_progress import FILE
from bot.campaigns import Reader
from bot.counting import WHICH, Look, as_file, on_a_card, write_down
from bot.heard import File
from bot.messages import Messages
from bot.plans import Ahead, Plans
from bot.roles import Roles
from bot.talks import Talks, called
from bot.told import Elsewhere
from bot.unanswered import ADVICE, unanswered
from bot.voices import CHANGES as TAGGING
from bot.voices import READS, Voices
from bot.who_looked import who_looked
from content.model import Library, Text, Written
from content.wording import period_in_words
from dialogs.away import snoozed_until
from dialogs.facts import MessageSent, SessionAttended, TalkConfirmed
from dialogs.flow import Answer
from dialogs.notes import title as note_title
from dialogs.people import Person, PersonId
from dialogs.questions import (
    AttendanceAsked,
    CampaignQuery,
    ChecklistAsked,
    CommunicationAsked,
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
from dialogs.records import FOUND, UNKNOWN
from dialogs.sources import CAMPAIGNS, SOURCES
from dialogs.surroundings import local_day, zone_of
from dialogs.views import Value
from dialogs.voice_questions import LooksAsked, TextRedirected, TextsAsked, ThemesGiven, VoicesQuery
from dialogs.which import title
from reports.parts import parts
from reports.periods import Period
from reports.record import own_record
from storage.campaigns import campaigns
from storage.ports import Delivery, Kept, Life, Store

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
        if isinstance(query, CampaignQuery):
            may = await self._may("campaigns", fresh=isinstance(query, CHANGES))
            return await self._campaigns.answer(query) if may else None
        if isinstance(query, VoicesQuery):
            may = await self._may(NEEDS[type(query)], fresh=isinstance(query, TAGGING))
            reads = READS in self.holder.may(self._look.today)
            return await Voices(self.library, self.store, self._look, reads).answer(query) if may else None
        match query:
            case LooksAsked(part):
                return await who_looked(self.store, self.library, part)
            case OwnRecordAsked(part):
                return self._part(await self._record(self.person, life, everything=False), part)
            case ParticipationAsked(which):
                if not await self._may("report"):
                    return None
                return await on_a_card(self.store, self.library, which, self._look)
            case FileAsked(which):
                period = WHICH[which](self._look.today)
                return self._described(await self.file(period.id), period)
            case RecordAsked(who, request, part):
                return await self._record_of(who, request, part) if await self._may("records") else None
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
            return await self._campaigns.file(key) if await self._may("campaigns", fresh=True) else None
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
    def _campaigns(self) -> CampaignDesk:
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

    # Records of people ----------------------------------------------------------------------------

    async def _record_of(self, who: str, request: str, part: int) -> Answer:
        """Find a person's record for a request; the look is kept before it is shown, without the person."""
        found = await self._find(who.casefold())
        if found is None:
            return Answer(state=UNKNOWN)
        await write_down(self.store, self._look, {"what": "record", "request": request})
        life = await self.store.ledger.life(found.id)
        record = self._part(await self._record(found, life, everything=True), part)
        return replace(record, values={**record.values, "who": who}, state=FOUND)

    def _part(self, record: Answer, part: int) -> Answer:
        """Return one part of a record; one that there is not any more is the last."""
        found = parts(record.tables, self.library)
        number = min(max(part, 1), len(found))
        return Answer({"part": number, "of": len(found)}, found[number - 1])

    async def _find(self, who: str) -> Person | None:
        """Find the one person with an id or an email, also one whose row is gone while other records stay."""
        everyone = await self.store.people.everyone()
        named = [person for person in everyone if who in (person.id, person.email.casefold())]
        if named:
            return named[0] if len(named) == 1 else None
        gone = PersonId(who)
        known = await self.store.ledger.life(gone) != Life() or await self.store.people.address(gone)
        return Person(gone) if known else None

    async def _record(self, person: Person, life: Life, *, everything: bool) -> Answer:
        """List every row about a person, with the days as they were where the person is.

        What the other one of a talk has confirmed stays hidden from the person themselves until both have,
        but not from a request under the law, which sees `everything` that others have and that names them.
        """
        store, zone = self.store, self.library.organization.time_zone
        everyone = await store.people.everyone()
        notes = await store.deliveries.find(ADVICE)
        known = {*self.library.duties, *SOURCES, ADVICE}
        met = {each.fact.other for each in life.facts if isinstance(each.fact, TalkConfirmed)}
        elsewhere = Elsewhere(self.library, store, person, everyone)
        told, named = await elsewhere.everything() if everything else (await elsewhere.shared(life.facts), [])
        sent = [each for each in await store.deliveries.addressed_to(person.id) if each.key.source in known]
        titles = await self._titles(life, sent)
        return own_record(
            life.facts,
            person,
            self.library,
            address_known=await store.people.address(person.id) is not None,
            manager=next((each.name for each in everyone if each.id == person.manager), ""),
            manages=sum(each.manager == person.id for each in everyone),
            places=[*(place for kept in life.conversations if (place := self._place(kept))), *named],
            named=[local_day(person, note.due, zone) for note in notes if note.about == person.id],
            messages=[
                (local_day(person, each.due, zone), self._title(each, titles), each.state.value)
                for each in sent
            ],
            told=told,
            names={each.id: called(each) for each in everyone if each.id in met},
            titles=titles,
        )

    async def _titles(self, life: Life, sent: Sequence[Delivery]) -> Mapping[str, Text]:
        """Return the titles of the campaigns that a person's facts or messages name, by id."""
        named = any(isinstance(each.fact, MessageSent | SessionAttended) for each in life.facts)
        if not named and not any(each.key.source in SOURCES for each in sent):
            return {}
        found = await campaigns(self.store)
        return {id_: each.campaign.title for id_, each in found.items() if isinstance(each.campaign, Written)}

    def _title(self, delivery: Delivery, titles: Mapping[str, Text]) -> Text:
        """Name a message as its card does, or a campaign by its title."""
        name, occurrence = delivery.key.source, delivery.key.occurrence.partition("@")[0]
        if duty := self.library.duties.get(name):
            return duty.title
        if delivery.ref.flow == "note" and name not in CAMPAIGNS:
            return note_title(self.library, delivery.ref.key)
        return titles.get(occurrence) or self.library.sentences[f"record.message.{name}"]

    def _place(self, kept: Kept) -> tuple[Text, Text] | None:
        """Name a conversation and the last button pressed in it."""
        name = title(self.library, kept.conversation.flow, kept.conversation.key)
        verb = self.library.verbs.get(kept.via)
        return (name, verb.label if verb else self.library.sentences["record.none"]) if name else None
