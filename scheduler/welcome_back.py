"""One card instead of a pile: what was missed by somebody who comes back, and who is owed that card."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from content.model import Checklist, Communication, Organization, Session, Stage
from dialogs.audience import holds
from dialogs.away import BACK_FOR, Away, returned
from dialogs.facts import MessageSent, Side, Snoozed, Stamped
from dialogs.flow import Ref
from dialogs.people import Person, PersonId
from dialogs.plans import Missed
from dialogs.sources import WELCOME_BACK
from dialogs.surroundings import local_day, zone_of
from dialogs.together import TALK, TEAM
from scheduler.calendar import allowed_from, instant, office_hours, turn_on
from scheduler.due import seen_notice
from scheduler.legal import leaving_days, meant
from scheduler.reach import Reach
from scheduler.talks import Due, due_talks
from scheduler.tick import AT_A_TIME, served
from storage.campaigns import Filed, campaigns, duty_run
from storage.ports import Delivery, DeliveryKey, Store
from storage.talks import both_confirmed

FEWEST = 2
"""With fewer things, each comes by itself as on any other day."""

ENDED_SINCE = timedelta(days=90)
"""How long before a return a campaign may have ended and still be shown: what is older is no news."""

KEPT_FOR = timedelta(minutes=1)
"""How long it is remembered who has whom as their manager: reading that is reading everybody."""

PEACE = timedelta(days=31)
"""No peace that somebody asked for is longer."""


@dataclass(frozen=True, slots=True)
class Round:
    """What is the same for everybody who comes back: the campaigns, and who has whom as their manager."""

    filed: Mapping[str, Filed]
    reports: Mapping[PersonId, Sequence[Person]]


@dataclass(frozen=True, slots=True)
class _Back:
    """Somebody who has just come back."""

    person: Person
    facts: Sequence[Stamped]
    today: date
    away: Away
    seen: Round
    organization: Organization


class Missing:
    """Finds what somebody missed, always in the same way: whoever decides, decides alike."""

    def __init__(self, store: Store, organization: Organization, checklists: Mapping[str, Checklist]) -> None:
        self._store, self._organization = store, organization
        self._checklists = tuple(checklists.values())
        self._reports: Mapping[PersonId, Sequence[Person]] = {}
        self._reports_of: datetime | None = None

    async def round(self, everyone: Sequence[Person] | None = None) -> Round:
        """Read what is the same for everybody."""
        return Round(await campaigns(self._store), await self._teams(everyone))

    async def _teams(self, everyone: Sequence[Person] | None = None) -> Mapping[PersonId, Sequence[Person]]:
        reports: dict[PersonId, list[Person]] = {}
        for person in await self._store.people.everyone() if everyone is None else everyone:
            if person.manager is not None:
                reports.setdefault(person.manager, []).append(person)
        return reports

    async def _for(self, person: Person, today: date, now: datetime | None) -> Round:
        """Read what one person needs: the campaigns as they are, and teams only for somebody who has one.

        With `now`, teams may be a minute old: that decides one line of a card, and saves reading everybody.
        """
        filed = await campaigns(self._store)
        if "team" not in person.may(today):
            return Round(filed, {})
        if now is None:
            return Round(filed, await self._teams())
        if self._reports_of is None or not timedelta(0) <= now - self._reports_of < KEPT_FOR:
            self._reports, self._reports_of = await self._teams(), now
        return Round(filed, self._reports)

    async def missed(
        self,
        person: Person,
        facts: Sequence[Stamped],
        today: date,
        seen: Round | None = None,
        *,
        now: datetime | None = None,
    ) -> tuple[Away, tuple[Missed, ...]] | None:
        """Return the time away that has just ended and what did not come meanwhile; None when none has.

        Missed is what is not sent though its day lies before the first day back: cards of duties, what an
        office sent, and talks. `today` is the person's local date; with `now`, questions share looks.
        """
        away = returned(person, facts, today)
        if away is None or not seen_notice(facts):
            return None
        seen = seen or await self._for(person, today, now)
        back = _Back(person, facts, today, away, seen, self._organization)
        return away, (*self._duties(back), *_campaigns(back), *await self._talks(back))

    def _duties(self, back: _Back) -> Iterator[Missed]:
        """Give the cards of duties; those that an office paused or stopped are not missed."""
        for reminders in meant(back.person, self._organization, back.today):
            turn = turn_on(back.today, reminders)
            run = back.seen.filed.get(duty_run(reminders.duty, turn.id))
            if run is not None and run.campaign.stage is not Stage.RUNNING:
                continue
            for nth, day in leaving_days(reminders, turn, back.person, back.facts):
                if day < back.away.back:
                    yield Missed(reminders.duty, turn.id, nth)

    async def _talks(self, back: _Back) -> list[Missed]:
        """Return whether a talk of one's own was missed, and whether one with somebody of one's team was."""
        found = [
            Missed(TALK, due.checklist.id)
            for due in due_talks(self._checklists, back.person, back.today)
            if await self._missed_talk(due, Side.EMPLOYEE, due.manager, back)
        ]
        if "team" in back.person.may(back.today):
            dues = [
                due
                for each in back.seen.reports.get(back.person.id, ())
                for due in due_talks(self._checklists, each, back.today)
            ]
            if [due for due in dues if await self._missed_talk(due, Side.MANAGER, due.employee.id, back)]:
                found.append(Missed(TEAM, ""))
        return found

    async def _missed_talk(self, due: Due, side: Side, other: PersonId, back: _Back) -> bool:
        """Tell whether somebody was to be asked about a talk before they came back, and was not."""
        asked = (TALK,) if side is Side.EMPLOYEE else (TALK, TEAM)
        reached = any(
            isinstance(each.fact, MessageSent) and each.fact.source in asked and each.day >= due.since
            for each in back.facts
        )
        if reached or due.since >= back.away.back or due.day(back.facts, side, other) is not None:
            return False
        manager = await self._store.people.person(due.manager)
        if manager is None or manager.left_by(back.away.back):
            return False
        theirs = (await self._store.ledger.life(due.employee.id)).facts
        return await both_confirmed(self._store.ledger, due.checklist, due.employee, theirs) is None


def _campaigns(back: _Back) -> Iterator[Missed]:
    """Give what an office sent meanwhile, also what ended meanwhile; never an invitation to what is over."""
    sent = {
        (each.fact.source, each.fact.occurrence) for each in back.facts if isinstance(each.fact, MessageSent)
    }
    earliest = max(back.away.first, back.away.back - ENDED_SINCE)
    for id_, each in back.seen.filed.items():
        match each.campaign:
            case Session(day=day) if day < back.today:
                continue
            case Communication(stage=Stage.RUNNING | Stage.CLOSED) as campaign:
                pass
            case Session(stage=Stage.RUNNING | Stage.CLOSED) as campaign:
                pass
            case _:
                continue
        reach = Reach(id_, campaign, back.organization)
        own = reach.wished(back.person)
        during = own < back.away.back and earliest <= campaign.last_day and own <= campaign.last_day
        if (
            during
            and (reach.source, id_) not in sent
            and holds(back.organization, campaign.audience, back.person, own)
        ):
            yield Missed(reach.source, id_)


class Returns:
    """Owes whoever comes back and missed several things one card; looking again changes nothing.

    `channels` are those of this process. It looks once an hour: a message that is about to leave for
    somebody who has just come back looks by itself, so that nobody gets both.
    """

    def __init__(
        self,
        store: Store,
        organization: Organization,
        checklists: Mapping[str, Checklist],
        channels: frozenset[str],
    ) -> None:
        self._store, self._organization, self._channels = store, organization, channels
        self._missing = Missing(store, organization, checklists)
        self._looked: datetime | None = None
        self._peaceful: dict[PersonId, date] = {}
        self._known: dict[str, frozenset[PersonId]] = {}

    async def __call__(self, now: datetime) -> int:
        """Owe what is due at an aware instant, and return how many cards are new."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        if hour == self._looked:
            return 0
        await self._listen(hour.date())
        everyone = await self._store.people.everyone()
        seen: Round | None = None
        owed: list[Delivery] = []
        for count, person in enumerate(everyone, start=1):
            if count % AT_A_TIME == 0:
                await asyncio.sleep(0)
            today = local_day(person, hour, self._organization.time_zone)
            if await self._may_be_back(person, today):
                seen = seen or await self._missing.round(everyone)
                owed += await self._card(person, today, hour, seen)
        new = await self._store.deliveries.owe(owed)
        self._looked = hour
        return new

    async def _listen(self, today: date) -> None:
        """Note who asked for peace lately: everything at first, then what is new since yesterday."""
        since = today - (PEACE + timedelta(days=BACK_FOR) if self._looked is None else timedelta(days=1))
        for stamped in await self._store.ledger.facts(since, today + timedelta(days=1)):
            if isinstance(stamped.fact, Snoozed):
                self._peaceful[stamped.person] = stamped.day
        oldest = today - PEACE - timedelta(days=BACK_FOR)
        self._peaceful = {each: day for each, day in self._peaceful.items() if day >= oldest}

    async def _may_be_back(self, person: Person, today: date) -> bool:
        """Tell, from little, whether somebody may have just come back and is reached through this process."""
        ended = person.leave_to is not None and timedelta(0) < today - person.leave_to <= timedelta(BACK_FOR)
        if not (ended or person.id in self._peaceful) or not person.here_on(today):
            return False
        return served(await self._store.people.address(person.id), self._channels)

    async def _card(self, person: Person, today: date, hour: datetime, seen: Round) -> list[Delivery]:
        facts = (await self._store.ledger.life(person.id)).facts
        found = await self._missing.missed(person, facts, today, seen)
        if found is None or len(found[1]) < FEWEST:
            return []
        return [card(person, found[0], self._organization, hour)]


def card(person: Person, away: Away, organization: Organization, now: datetime) -> Delivery:
    """Return the card of somebody who came back; it leaves in their first hours at work."""
    hours, zone = office_hours(organization), zone_of(person, organization.time_zone)
    day = away.back.isoformat()
    leaves = allowed_from(hours, zone, max(now, instant(away.back, hours.opens, zone)), person.province)
    return Delivery(DeliveryKey(WELCOME_BACK, day, 1, person.id), Ref(WELCOME_BACK, day), leaves)
