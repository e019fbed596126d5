"""Decides whether a message may still leave, and what an attempt's outcome means; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import assert_never

from content.model import MARGIN, Organization, Reminders
from dialogs.audience import holds
from dialogs.away import leave_ends, snoozed_until
from dialogs.budget import room_from
from dialogs.facts import Reached, Stamped
from dialogs.ladder import SECOND
from dialogs.occurrences import base
from dialogs.people import Person
from dialogs.sources import Priority, Source, source
from dialogs.surroundings import local_day, zone_of
from dialogs.together import TALK, TEAM, read_key
from dialogs.working_days import message_days_after
from scheduler.calendar import DAY, allowed_from, instant, office_hours, turn_on
from scheduler.legal import still_to_come
from scheduler.ports import Elsewhere, NotMade, Outcome, Refused, Retry, Sent, Uncertain
from storage.ports import Delivery, DeliveryState, Settlement

FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(minutes=10)
"""No channel may hold a message longer than this, whatever it asks for."""

MOST_ATTEMPTS = 8
"""After so many attempts a message is given up, unless it is the channel that has trouble."""

SLOWEST_FROM = 6
"""From so many attempts on the back-off is the longest: while a channel is down no more are counted."""

MOST_WITHOUT_END = timedelta(days=7) // LONGEST_RETRY
"""How often a message without a last day is tried while a channel is down: for about a week."""

ELSEWHERE_AGAIN = timedelta(minutes=10)
"""How long what cannot be reached through this process waits until it is looked at again."""

ANSWERED = "answered"
"""The reason of a channel that found the question answered already: nothing left, so nothing is kept."""

BUDGET = "budget"
"""The reason of a message that had no room among what its addressee gets in a quarter."""

MOVED = "moved"
"""The reason of a message to an employee about a talk with somebody who is no longer their manager."""


TALK_DAYS = timedelta(days=90)
"""How long after a first or a last day a talk is still asked about: sixty days after the usual thirty."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What only the store knows of a message.

    `last_day` is the last local day on which a campaign or a return still has something to say; `urgency` is
    that of what a card has merged, which then is not `merged` once more in what is still to come.
    """

    last_day: date = date.max
    urgency: Priority | None = None
    merged: int = 0


def held_back(
    delivery: Delivery,
    person: Person | None,
    facts: Sequence[Stamped],
    organization: Organization,
    now: datetime,
    *,
    bounds: Bounds | None = None,
) -> Settlement | None:
    """Return why a message must not leave now, or None when it may.

    Between owing and sending weeks can pass: the person may have left, be away or want peace, the occurrence
    may be over (a bot that slept sends one reminder, not three), it may be night where the person lives, or
    they may have had as much as they get in a quarter. Whoever left gets nothing at all; a note to an office
    about a person has no hours, because somebody waits for it.

    Peace that somebody asked for is kept to by everything that has hours. A reminder of a duty waits for its
    end too. Only when its occurrence would be over by then it leaves, as late as can be: a week before its
    end, so that there is time to answer. The duty binds them whether or not we write; to be told in time is
    kinder than a silence that costs them the date.
    """
    if person is None or not person.here_on(local_day(person, now, organization.time_zone)):
        return _dropped("left")
    if not source(delivery.key.source, duties(organization)).keeps_hours:
        return None
    if (
        delivery.key.source == TALK
        and read_key(delivery.ref.key)[1] == ""
        and delivery.about != person.manager
    ):
        return _dropped(MOVED)  # The employee is asked about the manager of today instead.
    return _Moment(delivery, person, facts, organization, now, bounds or Bounds()).held_back()


def duties(organization: Organization) -> frozenset[str]:
    """Return the ids of the duties that an organization reminds of."""
    return frozenset(reminders.duty for reminders in organization.reminders)


@dataclass(frozen=True, slots=True)
class _Moment:
    """A message that keeps hours, at the moment it is about to leave."""

    delivery: Delivery
    person: Person
    facts: Sequence[Stamped]
    organization: Organization
    now: datetime
    bounds: Bounds

    @property
    def today(self) -> date:
        return local_day(self.person, self.now, self.organization.time_zone)

    @property
    def reminders(self) -> Reminders | None:
        found = (each for each in self.organization.reminders if each.duty == self.delivery.key.source)
        return next(found, None)

    def held_back(self) -> Settlement | None:
        if self.reminders and not holds(self.organization, self.reminders.audience, self.person, self.today):
            return _dropped("audience")
        latest = self._latest()
        free = leave_ends(self.person, self.today)
        if free is None and self._ends_with_an_open_leave:
            return _dropped("on-leave")
        free = self._begun_anew(free) if free else self.today + DAY  # Looked at again tomorrow.
        peace = snoozed_until(self.facts, self.today) or free
        leaves = self._leaves(max(free, peace))
        if self._day(leaves) > latest and peace > free and self.reminders is not None:
            leaves = self._leaves(max(free, latest - timedelta(days=MARGIN)))
        if self._day(leaves) > latest:
            return _dropped("over")
        return _later("later", leaves, attempted=False) if leaves > self.now else self._short(latest)

    def _begun_anew(self, back: date) -> date:
        """Return the day of a message to somebody who comes back: a second card's days begin anew."""
        ladder = self.reminders.ladder if self.reminders else None
        if ladder is None or self.delivery.key.nth != SECOND or back == self.today:
            return back
        return message_days_after(ladder.second_after, back, self.person.province)

    @property
    def _ends_with_an_open_leave(self) -> bool:
        """Tell whether a message is dropped while nobody knows the end of a leave; talks and notes wait."""
        return self._means.priority is not None and self.delivery.key.source not in (TALK, TEAM)

    @property
    def _means(self) -> Source:
        return source(self.delivery.key.source, duties(self.organization))

    def _latest(self) -> date:
        """Return the last local day on which the message still makes sense."""
        key = self.delivery.key
        if self.reminders is not None:
            current = turn_on(self.today, self.reminders)
            return current.last_day if current.id == base(key.occurrence) else date.min
        if key.source == TEAM:
            year, week = key.occurrence.split("-W")
            return date.fromisocalendar(int(year), int(week), 7)
        if key.source == TALK:
            return _talk_ends(key.occurrence)
        return self.bounds.last_day

    def _short(self, latest: date) -> Settlement | None:
        """Hold what has no room in the budget until there may be some, or drop it when that is too late."""
        urgency = self._means.priority if self.bounds.urgency is None else self.bounds.urgency
        if urgency is None:
            return None
        reserved = still_to_come(self.person, self.facts, self.organization, self.today)
        free = room_from(
            urgency, self.facts, self.today, self.organization.budget, reserved=reserved - self.bounds.merged
        )
        if free <= self.today:
            return None
        leaves = self._leaves(free)
        return _dropped(BUDGET) if self._day(leaves) > latest else _later(BUDGET, leaves, attempted=False)

    def _leaves(self, day: date) -> datetime:
        """Return the first instant in the person's hours on a day or after, and not before now."""
        hours = self.reminders or office_hours(self.organization)
        zone = zone_of(self.person, self.organization.time_zone)
        not_before = max(self.now, instant(day, hours.opens, zone)) if day > self.today else self.now
        return allowed_from(hours, zone, not_before, self.person.province)

    def _day(self, at: datetime) -> date:
        return at.astimezone(zone_of(self.person, self.organization.time_zone)).date()


def _talk_ends(occurrence: str) -> date:
    """Return the last day on which a talk is asked about, counted from the day in its occurrence."""
    counted = date.fromisoformat(occurrence.rpartition("@")[2])
    return date.max if date.max - counted < TALK_DAYS else counted + TALK_DAYS


def _dropped(reason: str) -> Settlement:
    return Settlement(DeliveryState.REFUSED, reason=reason)


def _later(reason: str, due: datetime, *, attempted: bool = True) -> Settlement:
    return Settlement(DeliveryState.OWED, reason=reason, due=due, attempted=attempted)


def settled(
    delivery: Delivery, outcome: Outcome, now: datetime, *, ends: bool = False
) -> tuple[Settlement, Reached | None]:
    """Return how an attempt ended, and what the person's record says about it, if anything.

    While a channel is down nobody's message is given up: one that `ends` by itself, on its last day, goes on
    until then; any other, such as a note to an office, for about a week.
    """
    match outcome:
        case Sent(message):
            kept = message if source(delivery.key.source, ()).corrected else ""
            return Settlement(DeliveryState.DELIVERED, message=kept), Reached.DELIVERED
        case Refused(reason):
            return _dropped(reason), None if reason == ANSWERED else Reached.REFUSED
        case Retry(reason) if _gives_up(delivery, reason, ends=ends):
            return _dropped("gave-up"), Reached.REFUSED
        case Retry(reason, after):
            due = now + back_off(delivery.attempts, after)
            uncounted = ends and _channel_is_down(reason) and delivery.attempts > SLOWEST_FROM
            return _later(reason, due, attempted=not uncounted), None
        case Uncertain(reason):
            return Settlement(DeliveryState.UNCERTAIN, reason=reason), Reached.UNCERTAIN
        case Elsewhere(reason):
            return _later(reason, now + ELSEWHERE_AGAIN, attempted=False), None
        case NotMade() if _tried_enough(delivery):
            return _dropped("content"), None  # Nothing ever left, so the record says nothing.
        case NotMade():
            return _later("not-made", now + back_off(delivery.attempts, None)), None
        case _:
            assert_never(outcome)


def _channel_is_down(reason: str) -> bool:
    """Tell whether a channel could not be reached or had no time: it says nothing about the addressee."""
    return reason == "unreachable" or reason.startswith("status-")


def _gives_up(delivery: Delivery, reason: str, *, ends: bool) -> bool:
    if _channel_is_down(reason):
        return not ends and delivery.attempts >= MOST_WITHOUT_END
    return _tried_enough(delivery)


def _tried_enough(delivery: Delivery) -> bool:
    """Tell whether to give up; attempts of an outage that has just ended say nothing of this message."""
    return delivery.attempts >= MOST_ATTEMPTS and not _channel_is_down(delivery.reason)


def back_off(attempts: int, after: timedelta | None) -> timedelta:
    """Return how long to wait after so many attempts: doubling, at least `after`, ten minutes at most."""
    wait = FIRST_RETRY * (1 << min(attempts - 1, MOST_ATTEMPTS))
    return min(max(wait, after or wait), LONGEST_RETRY)
