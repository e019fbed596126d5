"""What one person is to receive next, and what waits for them after a time away."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from content.model import Checklist, Communication, Organization, Reminders, Session, Stage
from dialogs import lead
from dialogs.away import leave_ends, snoozed_until
from dialogs.bookings import eve
from dialogs.budget import room_from
from dialogs.facts import MessageSent, Side, Stamped
from dialogs.people import Person
from dialogs.plans import Missed, Upcoming
from dialogs.sources import INVITATION, LEADING, Priority, source
from dialogs.surroundings import local_day, zone_of
from dialogs.together import TALK, TEAM, counted, due_day, opens, own_day, upcoming_or_current
from scheduler import invitations
from scheduler.attempts import duties
from scheduler.calendar import DAY, allowed_from, instant, office_hours, turn_on
from scheduler.due import seen_notice
from scheduler.legal import leaving_days, meant, still_to_come
from scheduler.reach import Miss, Reach
from scheduler.welcome_back import Missing
from storage.campaigns import campaigns
from storage.ports import Delivery, DeliveryState, Life, Store


class Ahead:
    """Answers for one person, as things stand now: a day it names can still move."""

    def __init__(
        self,
        store: Store,
        organization: Organization,
        checklists: Mapping[str, Checklist],
        clock: Callable[[], datetime],
    ) -> None:
        self._store, self._organization, self._clock = store, organization, clock
        self._checklists = checklists
        self._missing = Missing(store, organization, checklists)

    async def upcoming(self, person: Person, peace: date | None = None) -> Sequence[Upcoming]:
        """Return what one person is to receive next, by day; with `peace`, as if they wanted none before it.

        Of each duty, talk and campaign there is one line at most. Nothing that was answered is among them.
        """
        life = await self._store.ledger.life(person.id)
        facts, now = life.facts, self._clock()
        if not seen_notice(facts):
            return ()
        wanted = peace or snoozed_until(facts, local_day(person, now, self._organization.time_zone))
        look = _Look(person, facts, self._organization, now, wanted)
        team = [each for each in await self._store.people.everyone() if each.manager == person.id]
        found = [*look.duties(), *look.talks(self._checklists.values(), team), *await self._campaigns(look)]
        found += [*look.invitation(), *await self._sessions(look, life)]
        return tuple(sorted(found, key=lambda each: (each.day, each.source, each.id)))

    async def _campaigns(self, look: "_Look") -> list[Upcoming]:
        found: list[Upcoming] = []
        for id_, filed in (await campaigns(self._store)).items():
            match filed.campaign:
                case Communication(stage=Stage.RUNNING) | Session(stage=Stage.RUNNING) as campaign:
                    found += look.campaign(Reach(id_, campaign, self._organization))
                case _:
                    pass  # Nothing else is about to be sent.
        return found

    async def _sessions(self, look: "_Look", life: Life) -> list[Upcoming]:
        """Return when the cards of sessions to lead come again: of those that are still booked."""
        booked = [kept.place for kept in life.conversations if kept.conversation.flow == lead.FLOW.name]
        keys = {key for place in booked for key in lead.booked(place)}
        owed = await self._store.deliveries.addressed_to(look.person.id) if keys else ()
        return [
            upcoming
            for each in owed
            if each.key.source == LEADING and each.state is DeliveryState.OWED and each.key.occurrence in keys
            for upcoming in look.session(each)
        ]

    async def missed(self, person: Person, day: str) -> Sequence[Missed]:
        """Return what waits for somebody who came back on a day; nothing once it is another return."""
        facts = (await self._store.ledger.life(person.id)).facts
        today = local_day(person, self._clock(), self._organization.time_zone)
        found = await self._missing.missed(person, facts, today)
        return found[1] if found and found[0].back.isoformat() == day else ()


@dataclass(frozen=True, slots=True)
class _Look:
    """One person, today."""

    person: Person
    facts: Sequence[Stamped]
    organization: Organization
    now: datetime
    peace: date | None

    @property
    def today(self) -> date:
        return local_day(self.person, self.now, self.organization.time_zone)

    def duties(self) -> Iterator[Upcoming]:
        """Give the next card of each duty: of this occurrence, or of the one after it."""
        for reminders in meant(self.person, self.organization, self.today):
            turn = turn_on(self.today, reminders)
            for each in (turn, turn_on(turn.last_day + DAY, reminders)):
                days = [
                    day
                    for _, wished in leaving_days(reminders, each, self.person, self.facts)
                    if (day := self._leaves(reminders.duty, wished, reminders)) and day <= each.last_day
                ]
                if days:
                    yield Upcoming(reminders.duty, each.id, min(days))
                    break

    def talks(self, checklists: Iterable[Checklist], team: Sequence[Person]) -> Iterator[Upcoming]:
        """Give each talk of one's own that is to come, and the next one with somebody of one's team."""
        for checklist in checklists:
            day = self._talk(checklist, self.person, Side.EMPLOYEE)
            if day is not None:
                yield Upcoming(TALK, checklist.id, day)
        if "team" in self.person.may(self.today):
            days = [
                day
                for checklist in checklists
                for each in team
                if (day := self._talk(checklist, each, Side.MANAGER)) is not None
            ]
            if days:
                yield Upcoming(TEAM, "", min(days))

    def _talk(self, checklist: Checklist, employee: Person, side: Side) -> date | None:
        """Return when this person is asked about somebody's talk; None when they are not, or were."""
        since = due_day(checklist, employee)
        if since is None or not upcoming_or_current(checklist, counted(checklist, employee), self.today):
            return None
        if employee.manager is None or employee.manager == employee.id or employee.left_by(self.today):
            return None
        other = employee.manager if side is Side.EMPLOYEE else employee.id
        confirmed = own_day(self.facts, checklist.id, side, other, opens(checklist, employee))
        return None if confirmed or self._had(TALK, since) else self._leaves(TALK, since)

    def campaign(self, reach: Reach) -> Iterator[Upcoming]:
        """Give what a campaign is still to send this person."""
        if any(
            isinstance(each.fact, MessageSent)
            and (each.fact.source, each.fact.occurrence) == (reach.source, reach.id)
            for each in self.facts
        ):
            return
        leaves = reach.first(self.person, self.now)
        if isinstance(leaves, Miss):
            return
        zone = zone_of(self.person, self.organization.time_zone)
        day = self._leaves(reach.source, leaves.astimezone(zone).date())
        if day is not None and day <= reach.campaign.last_day:
            yield Upcoming(reach.source, reach.id, day)

    def session(self, owed: Delivery) -> Iterator[Upcoming]:
        """Give the card of a session to lead, when it can still come before the session."""
        zone, key = zone_of(self.person, self.organization.time_zone), owed.key.occurrence
        day = self._leaves(LEADING, owed.due.astimezone(zone).date())
        if day is not None and day <= eve(key):
            yield Upcoming(LEADING, key, day)

    def invitation(self) -> Iterator[Upcoming]:
        """Give the next invitation to say something without a name: of this quarter, or of the one after."""
        turn = invitations.turn_on(self.today)
        for each in (turn, invitations.turn_on(turn.last_day + DAY)):
            wished = invitations.day_for(self.person.id, each, self.organization)
            if wished is None or self._had(INVITATION, each.first_day):
                continue
            day = self._leaves(INVITATION, max(wished, self.today))
            if day is not None and day <= each.last_day:
                yield Upcoming(INVITATION, each.id, day)
                return

    def _had(self, name: str, since: date) -> bool:
        return any(
            isinstance(each.fact, MessageSent) and each.fact.source == name and each.day >= since
            for each in self.facts
        )

    def _leaves(self, name: str, wished: date, hours: Reminders | None = None) -> date | None:
        """Return the day on which a message leaves: after leave and peace, once the budget has room."""
        free = leave_ends(self.person, self.today)
        if free is None:
            return None
        means = source(name, duties(self.organization))
        day = max(wished, free, self.peace or free)
        if means.priority is not None:
            reserved = still_to_come(self.person, self.facts, self.organization, self.today)
            day = max(day, self._room(means.priority, reserved))
        hours, zone = (
            hours or office_hours(self.organization),
            zone_of(self.person, self.organization.time_zone),
        )
        not_before = max(self.now, instant(day, hours.opens, zone))
        return allowed_from(hours, zone, not_before, self.person.province).astimezone(zone).date()

    def _room(self, priority: Priority, reserved: int) -> date:
        budget = self.organization.budget
        return room_from(priority, self.facts, self.today, budget, reserved=reserved)
