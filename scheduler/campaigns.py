"""Owes each person of a running campaign its message, an hour ahead at most, and closes what is over."""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import structlog

from content.model import Campaign, Communication, DutyRun, Halt, Organization, Session, Stage
from dialogs import occurrences
from dialogs.audience import gone
from dialogs.facts import MessageSent, Reached, Stamped
from dialogs.flow import Ref
from dialogs.notes import HALTED, halted
from dialogs.people import Office, Person, PersonId
from dialogs.sources import SESSION_REMINDER
from dialogs.surroundings import local_day, zone_named
from scheduler.calendar import DAY
from scheduler.due import seen_notice
from scheduler.reach import Miss, Reach
from scheduler.tick import AT_A_TIME, served
from storage.campaigns import Filed, campaigns, keep
from storage.ports import Delivery, DeliveryKey, DeliveryState, Stale, Store

HOUR = timedelta(hours=1)
HERE_AND_THERE = timedelta(hours=15)
"""No place is further ahead of UTC than this, nor further behind."""

ARRIVED = frozenset({DeliveryState.DELIVERED, DeliveryState.UNCERTAIN})
"""What a delivery says of a message that arrived, or may have."""

INVITATION, REMINDER = 1, 2
"""Which message of a session it is; a communication has the first only."""

ENDED = frozenset({Stage.RUNNING, Stage.PAUSED})
"""The stages of a campaign that its last day ends."""


log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Looked:
    """Which version of a campaign was walked through, and in which hour."""

    revision: int
    hour: datetime


@dataclass(slots=True)
class Walked:
    """What a process need not do again; losing it costs time and nothing else."""

    at: dict[str, Looked] = field(default_factory=dict)
    had: dict[str, set[PersonId]] = field(default_factory=dict)


class Campaigns:
    """Owes what campaigns are to send, again and again without doubling one. `channels` are this process's.

    A large staff list is walked through once in an hour for each campaign that runs, and once more when
    somebody starts or resumes it; every other beat reads the register and nothing else.
    """

    def __init__(self, store: Store, organization: Organization, channels: frozenset[str]) -> None:
        self._store, self._organization, self._channels = store, organization, channels
        self._walked = Walked()

    async def __call__(self, now: datetime) -> int:
        """Owe what leaves before the hour ends, at an aware instant; return how many messages are new."""
        now = now.replace(second=0, microsecond=0)  # no finer time than needed lies beside a person
        filed = await campaigns(self._store)
        new = 0
        for found in filed.values():
            if await self._over(found, now) or await self._for_nobody(found):
                continue
            looked = Looked(found.revision, now.replace(minute=0))
            if self._walked.at.get(found.id) != looked:
                new += await self._owed(found, now)
                self._walked.at[found.id] = looked
        self._forget({id_ for id_, each in filed.items() if each.campaign.stage in ENDED})
        return new

    async def _over(self, found: Filed, now: datetime) -> bool:
        """Close what is over; another process may have done it at this very moment."""
        campaign = found.campaign
        if campaign.stage not in ENDED or not self._ended(found.id, campaign, now):
            return False
        closed = campaign.model_copy(update={"stage": Stage.CLOSED, "halt": None})
        with suppress(Stale):
            await keep(self._store, found.id, closed, found.revision)
        return True

    async def _for_nobody(self, found: Filed) -> bool:
        """Halt what is for an audience that is no longer there; its office is told with the next beat."""
        campaign = found.campaign
        if isinstance(campaign, DutyRun) or campaign.stage is not Stage.RUNNING:
            return False
        if not gone(self._organization, campaign.audience):
            return False
        halted = campaign.model_copy(update={"stage": Stage.PAUSED, "halt": Halt.AUDIENCE})
        with suppress(Stale):
            await keep(self._store, found.id, halted, found.revision)
            log.error("campaign.halted", reason=Halt.AUDIENCE.value)
        return True

    def _ended(self, id_: str, campaign: Campaign, now: datetime) -> bool:
        """Tell whether its last day is over: at the organization, or everywhere for a duty's occurrence."""
        if not isinstance(campaign, DutyRun):
            today = now.astimezone(zone_named(self._organization.time_zone)).date()
            return Reach(id_, campaign, self._organization).last_day < today
        months = (each.month for each in self._organization.reminders if each.duty == campaign.duty)
        last = occurrences.last_day(campaign.occurrence, next(months, None))
        return last is not None and last < (now - HERE_AND_THERE).date()

    async def _owed(self, found: Filed, now: datetime) -> int:
        """Owe what one campaign is to send, or tell the office that it has halted."""
        match found.campaign:
            case Communication(stage=Stage.RUNNING) | Session(stage=Stage.RUNNING) as campaign:
                walk = _Walk(Reach(found.id, campaign, self._organization), now, now.replace(minute=0) + HOUR)
                return await self._walk(walk) if walk.may_begin else 0
            case other if other.stage is Stage.PAUSED and other.halt and other.halt.by_itself:
                return await self._store.deliveries.owe(await self._told(found, now))
            case _:
                return 0

    def _forget(self, under_way: Collection[str]) -> None:
        """Keep nothing of what has ended."""
        for kept in (self._walked.at, self._walked.had):
            for ended in kept.keys() - under_way:
                del kept[ended]

    # One campaign ---------------------------------------------------------------------------------

    async def _walk(self, walk: "_Walk") -> int:
        """Look once at everybody whose day has come."""
        reach, new = walk.reach, 0
        known = await self._store.deliveries.known(reach.source, reach.id)
        rows = await self._rows(walk)
        had = self._walked.had.setdefault(reach.id, set())
        everyone = await self._store.people.everyone()
        for start in range(0, len(everyone), AT_A_TIME):
            some = everyone[start : start + AT_A_TIME]
            firsts = [
                each for each in some if not (each.id in known or each.id in had) and walk.may_be_due(each)
            ]
            seconds = [each for each in some if rows is not None and walk.may_be_reminded(each)]
            found = await asyncio.gather(
                *(self._first(walk, person, had) for person in firsts),
                *(self._second(walk, person, rows or {}) for person in seconds),
            )
            new += await self._store.deliveries.owe([each for each in found if each])
            await asyncio.sleep(0)  # Whoever else is waiting has their turn.
        return new

    async def _first(self, walk: "_Walk", person: Person, had: set[PersonId]) -> Delivery | None:
        found = walk.first(person)
        if found is None or not await self._reachable(person):
            return None
        facts = (await self._store.ledger.life(person.id)).facts
        if came(facts, walk.reach.id):
            had.add(person.id)  # On a card with others, after a time away.
            return None
        return found if seen_notice(facts) else None

    async def _rows(self, walk: "_Walk") -> Mapping[PersonId, Mapping[int, Delivery]] | None:
        """Return the invitations there are, by person and how-manieth, when reminders are near; else None."""
        if not walk.reminds:
            return None
        rows: dict[PersonId, dict[int, Delivery]] = {}
        for each in await self._store.deliveries.find(walk.reach.source, walk.reach.id):
            rows.setdefault(each.key.addressee, {})[each.key.nth] = each
        return rows

    async def _second(
        self, walk: "_Walk", person: Person, rows: Mapping[PersonId, Mapping[int, Delivery]]
    ) -> Delivery | None:
        """Remind somebody who got the invitation on an earlier day."""
        of_person = rows.get(person.id, {})
        found = walk.second(person)
        if found is None or REMINDER in of_person or not await self._reachable(person):
            return None
        invitation = of_person.get(INVITATION)
        if invitation is not None and invitation.state in ARRIVED:
            day = local_day(person, invitation.due, self._organization.time_zone)
        else:
            facts = (await self._store.ledger.life(person.id)).facts
            day = min((each.day for each in came(facts, walk.reach.id)), default=date.max)
        return found if invited_before(walk.reach, person, day) else None

    async def _reachable(self, person: Person) -> bool:
        return served(await self._store.people.address(person.id), self._channels)

    # The office -----------------------------------------------------------------------------------

    async def _told(self, found: Filed, now: datetime) -> list[Delivery]:
        """Return a note to each holder of the office who can be reached, once for each halt."""
        owed: list[Delivery] = []
        for person in await self._store.people.everyone():
            today = local_day(person, now, self._organization.time_zone)
            if person.role.value != Office.VE or not person.here_on(today):
                continue
            if await self._reachable(person):
                key = DeliveryKey(HALTED, f"{found.id}@{found.revision}", 1, person.id)
                owed.append(Delivery(key, halted(found.id), now))
        return owed


@dataclass(frozen=True, slots=True)
class _Walk:
    """One look at everybody: what leaves before `until`, an aware instant."""

    reach: Reach
    now: datetime
    until: datetime

    @property
    def reminds(self) -> bool:
        """Tell whether a reminder may leave now; weekends and holidays can lie before a session."""
        begins = self.reach.begins
        return begins is not None and begins - 14 * DAY <= self.now < begins

    @property
    def latest(self) -> date:
        """Return the last day that anybody may have before `until`."""
        return (self.until + HERE_AND_THERE).date()

    @property
    def may_begin(self) -> bool:
        """Tell whether anybody's day may have come: most campaigns of a year are far off."""
        return self.reach.campaign.first_day <= self.latest

    def may_be_due(self, person: Person) -> bool:
        """Tell, cheaply, whose day may have come."""
        return self.reach.wished(person) <= self.latest

    def may_be_reminded(self, person: Person) -> bool:
        """Tell, cheaply, whose day of the reminder may have come."""
        day = self.reach.reminder_day(person)
        return day is not None and day <= self.latest

    def first(self, person: Person) -> Delivery | None:
        """Return what somebody is owed first, if it leaves now."""
        leaves = self.reach.first(person, self.now)
        return self._delivery(INVITATION, Ref(self.reach.source, self.reach.id), person, leaves)

    def second(self, person: Person) -> Delivery | None:
        """Return what reminds somebody, if it leaves now."""
        leaves = self.reach.reminder(person, self.now)
        return self._delivery(REMINDER, Ref(SESSION_REMINDER, self.reach.id), person, leaves)

    def _delivery(self, nth: int, ref: Ref, person: Person, leaves: datetime | Miss) -> Delivery | None:
        if isinstance(leaves, Miss) or leaves >= self.until:
            return None
        return Delivery(DeliveryKey(self.reach.source, self.reach.id, nth, person.id), ref, leaves)


def came(facts: Iterable[Stamped], id_: str) -> list[Stamped]:
    """Return the facts that say that a campaign's message arrived, or may have; alone or with others."""
    return [
        each
        for each in facts
        if isinstance(each.fact, MessageSent)
        and each.fact.occurrence == id_
        and each.fact.reached is not Reached.REFUSED
    ]


def invited_before(reach: Reach, person: Person, day: date) -> bool:
    """Tell whether somebody who was invited on a day is reminded: not on that same day."""
    reminder = reach.reminder_day(person)
    return reminder is not None and day < reminder
