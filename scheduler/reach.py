"""Says on which day and at which instant a campaign reaches one person, or why it does not; pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from content.model import Communication, Organization, Reminders, Session
from dialogs.audience import holds
from dialogs.people import Person
from dialogs.sources import COMMUNICATION, SESSION
from dialogs.surroundings import zone_of
from dialogs.working_days import up_to_day
from scheduler.calendar import DAY, allowed_from, instant, office_hours
from scheduler.due import spread_of


class Miss(StrEnum):
    """Why a message does not reach somebody: they are not meant, or they are and it cannot."""

    NOT_MEANT = "not-meant"
    LEFT = "left"
    ON_LEAVE = "on-leave"
    LATE = "late"
    NO_ADDRESS = "no-address"
    NO_NOTICE = "no-notice"
    SNOOZED = "snoozed"


@dataclass(frozen=True, slots=True)
class Reach:
    """The messages of one campaign: the first to everybody who is meant, and a session's reminder.

    Every instant that is given is in UTC and lies in the person's working hours, `not_before` or later.
    """

    id: str
    campaign: Communication | Session
    organization: Organization

    @property
    def source(self) -> str:
        """Return the source of its deliveries."""
        return SESSION if isinstance(self.campaign, Session) else COMMUNICATION

    @property
    def last_day(self) -> date:
        """Return the last day on which anything of it is to happen."""
        match self.campaign:
            case Session() as session:
                return max(session.last_day, session.day)
            case Communication() as communication:
                return communication.last_day

    @property
    def begins(self) -> datetime | None:
        """Return the instant at which a session begins."""
        match self.campaign:
            case Session() as session:
                return instant(session.day, session.opens, ZoneInfo(session.zone))
            case Communication():
                return None

    def wished(self, person: Person) -> date:
        """Return a person's own day: spread by person, and nobody's before they have begun to work here."""
        spread = spread_of(person.id, self.id, self.campaign.spread_days)
        own = self.campaign.first_day + timedelta(days=spread)
        return max(own, person.start or own)

    def first(self, person: Person, not_before: datetime) -> datetime | Miss:
        """Return when the first message leaves for somebody: whoever is away gets it on their return."""
        own = self.wished(person)
        if own > self.campaign.last_day:
            late = person.start is None or person.start <= self.campaign.last_day
            return Miss.LATE if late and self._means(person, own) else Miss.NOT_MEANT
        zone = self._zone(person)
        leaves = self._at_work(person, max(instant(own, self._hours.opens, zone), not_before), zone)
        day = own if isinstance(leaves, Miss) else leaves.astimezone(zone).date()
        return leaves if self._means(person, day) else Miss.NOT_MEANT

    def reminder_day(self, person: Person) -> date | None:
        """Return the working day before a session, where the person is; a communication has none."""
        match self.campaign:
            case Session() as session:
                return up_to_day(session.day - DAY, person.province)
            case Communication():
                return None

    def reminder(self, person: Person, not_before: datetime) -> datetime | Miss:
        """Return when somebody who was invited before that day is reminded; never once the session began."""
        day = self.reminder_day(person)
        if day is None:
            return Miss.NOT_MEANT
        zone, hours = self._zone(person), self._hours
        leaves = allowed_from(hours, zone, max(instant(day, hours.opens, zone), not_before), person.province)
        today = leaves.astimezone(zone).date()
        if person.on_leave(today):
            return Miss.ON_LEAVE
        if person.left_by(today):
            return Miss.LEFT
        return Miss.LATE if self._begun(leaves) else leaves

    def _at_work(self, person: Person, not_before: datetime, zone: ZoneInfo) -> datetime | Miss:
        """Return the first instant at which somebody is at work and the campaign is not over."""
        last, missed = self.campaign.last_day, Miss.LATE
        leaves = allowed_from(self._hours, zone, not_before, person.province)
        while person.on_leave(day := leaves.astimezone(zone).date()) and day <= last:
            missed = Miss.ON_LEAVE
            if person.leave_to is None or person.leave_to >= last:
                return Miss.LEFT if person.left_by(last) else missed
            back = instant(person.leave_to + DAY, self._hours.opens, zone)
            leaves = allowed_from(self._hours, zone, back, person.province)
        if person.left_by(min(day, last)):
            return Miss.LEFT
        at_home = leaves.astimezone(ZoneInfo(self.organization.time_zone)).date()
        return missed if max(day, at_home) > last or self._begun(leaves) else leaves

    def _begun(self, at: datetime) -> bool:
        begins = self.begins
        return begins is not None and at >= begins

    def _means(self, person: Person, day: date) -> bool:
        return holds(self.organization, self.campaign.audience, person, day)

    def _zone(self, person: Person) -> ZoneInfo:
        return zone_of(person, self.organization.time_zone)

    @property
    def _hours(self) -> Reminders:
        return office_hours(self.organization)
