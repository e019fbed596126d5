"""Says who would receive a campaign on which day, and what is planned to leave; it only looks."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from content.model import Audience, Communication, DutyRun, Organization, Reminders, Session, Stage
from dialogs.audience import holds
from dialogs.away import snoozed_until
from dialogs.people import Person, PersonId
from dialogs.plans import Planned, Rehearsed
from dialogs.sources import SESSION_DAY, SESSION_REMINDER
from dialogs.surroundings import local_day, zone_of
from dialogs.working_days import up_to_day
from scheduler.calendar import DAY, Occurrence, allowed_from, instant, office_hours, turn_on
from scheduler.due import seen_notice
from scheduler.reach import Miss, Reach
from scheduler.tick import AT_A_TIME, served
from storage.campaigns import campaigns, duty_run
from storage.ports import Store


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would happen to one person who is meant: the local day on which they get it, or why not."""

    person: PersonId
    ends: date | Miss


class Rehearsal:
    """Looks ahead. `channels` are those that people are reached on; without them, any address will do."""

    def __init__(
        self,
        store: Store,
        organization: Organization,
        clock: Callable[[], datetime],
        channels: frozenset[str] | None = None,
    ) -> None:
        self._store, self._organization, self._clock = store, organization, clock
        self._channels = channels

    async def rehearsed(self, id_: str, campaign: Communication | Session) -> Rehearsed:
        """Return what would happen if a campaign started now, message budgets aside."""
        days: Counter[date] = Counter()
        unreached: Counter[str] = Counter()
        found = await self._foreseen(id_, campaign, self._clock())
        for each in found:
            match each.ends:
                case Miss() as miss:
                    unreached[miss.value] += 1
                case day:
                    days[day] += 1
        return Rehearsed(len(found), dict(sorted(days.items())), dict(sorted(unreached.items())))

    async def receives(self, id_: str, campaign: Communication | Session) -> Sequence[tuple[PersonId, date]]:
        """Return who would receive it on which local day, sorted by day and id."""
        found = await self._foreseen(id_, campaign, self._clock())
        days = [(each.ends, each.person) for each in found if not isinstance(each.ends, Miss)]
        return [(person, day) for day, person in sorted(days)]

    async def outlook(self, id_: str, campaign: Communication | Session) -> Mapping[PersonId, str]:
        """Return, for each person who is meant, why they do not receive it; empty when nothing hinders it.

        Of one that has ended, days are looked at from the first one on, but addresses as they are now.
        """
        now = self._clock()
        if campaign.stage in (Stage.STOPPED, Stage.CLOSED):
            now = min(datetime.combine(campaign.first_day, time(0), UTC) - DAY, now)
        found = await self._foreseen(id_, campaign, now)
        return {each.person: each.ends.value if isinstance(each.ends, Miss) else "" for each in found}

    async def _foreseen(self, id_: str, campaign: Communication | Session, now: datetime) -> list[Foreseen]:
        """Look at everybody who works here at an instant or will, as the tick does from then on."""
        now = now.replace(second=0, microsecond=0)
        reach = Reach(id_, campaign, self._organization)
        found: list[Foreseen] = []
        asked: list[tuple[Person, date]] = []
        for count, person in enumerate(await self._store.people.everyone(), start=1):
            if count % AT_A_TIME == 0:
                await asyncio.sleep(0)
            if person.left_by(local_day(person, now, self._organization.time_zone)):
                continue
            leaves = reach.first(person, now)
            if not isinstance(leaves, Miss):
                zone = zone_of(person, self._organization.time_zone)
                asked.append((person, leaves.astimezone(zone).date()))
            elif leaves is not Miss.NOT_MEANT:
                found.append(Foreseen(person.id, leaves))
        for first in range(0, len(asked), AT_A_TIME):
            some = asked[first : first + AT_A_TIME]
            ends = await asyncio.gather(*(self._ends(reach, person, day) for person, day in some))
            found += [Foreseen(person.id, end) for (person, _), end in zip(some, ends, strict=True)]
        return found

    async def _ends(self, reach: Reach, person: Person, day: date) -> date | Miss:
        """Return the day on which somebody gets it, after the peace they asked for, or why not."""
        address = await self._store.people.address(person.id)
        if address is None or not served(address, self._channels or frozenset({address.channel})):
            return Miss.NO_ADDRESS
        facts = (await self._store.ledger.life(person.id)).facts
        if not seen_notice(facts):
            return Miss.NO_NOTICE
        peace = snoozed_until(facts, day)
        if peace is None:
            return day
        zone = zone_of(person, self._organization.time_zone)
        leaves = reach.first(person, instant(peace, office_hours(self._organization).opens, zone))
        return Miss.SNOOZED if isinstance(leaves, Miss) else leaves.astimezone(zone).date()

    # The calendar ---------------------------------------------------------------------------------

    async def calendar(self, first: date, last: date) -> Sequence[Planned]:
        """Return what is planned to leave from one day to another, by first day; drafts too, until too late.

        How many are meant is counted from the staff list alone; who of them can be reached is a rehearsal's.
        """
        filed = await campaigns(self._store)
        crowd = _Crowd(self._organization, await self._store.people.everyone())
        today = self._clock().astimezone(ZoneInfo(self._organization.time_zone)).date()
        stopped = {id_ for id_, each in filed.items() if each.campaign.stage is Stage.STOPPED}
        found = [
            self._duty(reminders, turn, crowd)
            for reminders in self._organization.reminders
            for turn in _occurrences(reminders, first, last)
            if duty_run(reminders.duty, turn.id) not in stopped
        ]
        for id_ in filed.keys() - stopped:
            campaign = filed[id_].campaign
            if isinstance(campaign, DutyRun) or (campaign.stage is Stage.DRAFT and campaign.last_day < today):
                continue
            found += self._campaign(Reach(id_, campaign, self._organization), crowd)
        within = [each for each in found if each.first <= last and each.last >= first]
        return sorted(within, key=lambda each: (each.first, each.source, each.id))

    def _duty(self, reminders: Reminders, turn: Occurrence, crowd: "_Crowd") -> Planned:
        """Return the first cards of one occurrence."""
        spread = timedelta(days=turn.spread(reminders.spread_days))
        people = crowd.meant(reminders.audience, turn.first_day)
        opens = self._opens(reminders, turn.first_day)
        closes = self._opens(reminders, turn.first_day + spread)
        return Planned(reminders.duty, turn.id, opens, min(closes, turn.last_day), people)

    def _campaign(self, reach: Reach, crowd: "_Crowd") -> Iterator[Planned]:
        """Give the days on which a campaign leaves; of a session its reminder and its own day too."""
        campaign, hours = reach.campaign, office_hours(self._organization)
        people = crowd.meant(campaign.audience, campaign.first_day)
        spread = campaign.first_day + timedelta(days=campaign.spread_days)
        first = self._opens(hours, campaign.first_day)
        last = min(self._opens(hours, min(spread, campaign.last_day)), campaign.last_day)
        if first <= campaign.last_day:
            yield Planned(reach.source, reach.id, first, max(first, last), people)
        match campaign:
            case Session(day=day):
                before = up_to_day(day - DAY, None)
                if first < before:
                    yield Planned(SESSION_REMINDER, reach.id, before, before, people)
                yield Planned(SESSION_DAY, reach.id, day, day, people)
            case Communication():
                pass

    def _opens(self, hours: Reminders, day: date) -> date:
        """Return the first day on which messages leave in the organization, that day or after."""
        zone = ZoneInfo(self._organization.time_zone)
        return allowed_from(hours, zone, instant(day, hours.opens, zone), None).astimezone(zone).date()


@dataclass(frozen=True, slots=True)
class _Crowd:
    """Everybody on the staff list; how many an audience means on a day is counted once."""

    organization: Organization
    everyone: Sequence[Person]
    counted: dict[tuple[Audience, date], int] = field(default_factory=dict)

    def meant(self, audience: Audience, day: date) -> int:
        """Return how many of those who work here on a day an audience means."""
        if (audience, day) not in self.counted:
            self.counted[audience, day] = sum(
                person.here_on(day) and holds(self.organization, audience, person, day)
                for person in self.everyone
            )
        return self.counted[audience, day]


def _occurrences(reminders: Reminders, first: date, last: date) -> Iterator[Occurrence]:
    """Give the occurrences of a duty from one day to another."""
    day = first
    while day <= last:
        turn = turn_on(day, reminders)
        yield turn
        day = turn.last_day + DAY
