"""Decides whether a message may still leave, and what an attempt's outcome means; pure."""

from datetime import datetime, timedelta
from typing import assert_never

from content.model import Organization, Reminders
from dialogs.audience import holds
from dialogs.facts import Reached
from dialogs.ladder import SECOND
from dialogs.notes import REVIEW
from dialogs.occurrences import base
from dialogs.people import Person
from dialogs.sources import source
from dialogs.surroundings import local_day, zone_of
from dialogs.together import MESSAGES, TALK, TEAM, read_key
from dialogs.working_days import message_days_after
from scheduler.calendar import DAY, allowed_from, instant, office_hours, turn_on, week_of
from scheduler.ports import Elsewhere, NotMade, Outcome, Refused, Retry, Sent, Uncertain
from storage.ports import Delivery, DeliveryState, Settlement

FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(minutes=10)
"""No channel may hold a message longer than this, whatever it asks for."""

MOST_ATTEMPTS = 8

ELSEWHERE_AGAIN = timedelta(minutes=10)
"""How long what cannot be reached through this process waits until it is looked at again."""

ANSWERED = "answered"
"""The reason of a channel that found the question answered already: nothing left, so nothing is kept."""

MOVED = "moved"
"""The reason of a message to an employee about a talk with somebody who is no longer their manager."""


def held_back(
    delivery: Delivery,
    reminders: Reminders | None,
    person: Person | None,
    organization: Organization,
    now: datetime,
) -> Settlement | None:
    """Return why a message must not leave now, or None when it may.

    Between owing and sending weeks can pass: the person may have left or be away, the occurrence may be
    over (a bot that slept sends one reminder, not three), or it may be night where the person lives.
    A note to an office (no `reminders`) has no occurrence, but who left gets none either; one about a
    person has no hours, because somebody waits for it. A message about a talk has hours, waits for who is on
    leave, and a weekly one ends with its week.
    """
    if person is None or not person.here_on(local_day(person, now, organization.time_zone)):
        return _dropped("left")
    if reminders is not None:
        return _reminder_held_back(delivery, reminders, person, organization, now)
    if delivery.key.source in MESSAGES:
        return _talk_held_back(delivery, person, organization, now)
    if delivery.key.source != REVIEW:
        return None
    zone = zone_of(person, organization.time_zone)
    leaves = allowed_from(office_hours(organization), zone, now, person.province)
    return _later("later", leaves, attempted=False) if leaves > now else None


def _reminder_held_back(
    delivery: Delivery, reminders: Reminders, person: Person, organization: Organization, now: datetime
) -> Settlement | None:
    zone = zone_of(person, organization.time_zone)
    today = now.astimezone(zone).date()
    current = turn_on(today, reminders)
    if current.id != base(delivery.key.occurrence):
        return _dropped("over")
    if not holds(reminders.audience, person, today):
        return _dropped("audience")
    not_before = now
    if person.on_leave(today):
        if person.leave_to is None:
            return _dropped("on-leave")
        back = person.leave_to + DAY
        if delivery.key.nth == SECOND and reminders.ladder:  # The days begin anew.
            back = message_days_after(reminders.ladder.second_after, back, person.province)
        not_before = instant(back, reminders.opens, zone)
    leaves = allowed_from(reminders, zone, not_before, person.province)
    if leaves.astimezone(zone).date() > current.last_day:
        return _dropped("over")
    if leaves > now:
        return _later("later", leaves, attempted=False)
    return None


def _talk_held_back(
    delivery: Delivery, person: Person, organization: Organization, now: datetime
) -> Settlement | None:
    """Hold a message about a talk until its addressee is at work; an open leave is looked at daily."""
    own = delivery.key.source == TALK and read_key(delivery.ref.key)[1] == ""
    if own and delivery.about != person.manager:
        return _dropped(MOVED)  # The employee is asked about the manager of today instead.
    zone, hours = zone_of(person, organization.time_zone), office_hours(organization)
    today = now.astimezone(zone).date()
    not_before = now
    if person.on_leave(today):
        not_before = instant((person.leave_to or today) + DAY, hours.opens, zone)
    leaves = allowed_from(hours, zone, not_before, person.province)
    if delivery.key.source == TEAM and week_of(leaves.astimezone(zone).date()) != delivery.key.occurrence:
        return _dropped("over")
    return _later("later", leaves, attempted=False) if leaves > now else None


def _dropped(reason: str) -> Settlement:
    return Settlement(DeliveryState.REFUSED, reason=reason)


def _later(reason: str, due: datetime, *, attempted: bool = True) -> Settlement:
    return Settlement(DeliveryState.OWED, reason=reason, due=due, attempted=attempted)


def settled(delivery: Delivery, outcome: Outcome, now: datetime) -> tuple[Settlement, Reached | None]:
    """Return how an attempt ended, and what the person's record says about it, if anything."""
    match outcome:
        case Sent(message):
            kept = message if source(delivery.key.source, ()).corrected else ""
            return Settlement(DeliveryState.DELIVERED, message=kept), Reached.DELIVERED
        case Refused(reason):
            return _dropped(reason), None if reason == ANSWERED else Reached.REFUSED
        case Retry() if delivery.attempts >= MOST_ATTEMPTS:
            return _dropped("gave-up"), Reached.REFUSED
        case Retry(reason, after):
            return _later(reason, now + back_off(delivery.attempts, after)), None
        case Uncertain(reason):
            return Settlement(DeliveryState.UNCERTAIN, reason=reason), Reached.UNCERTAIN
        case Elsewhere(reason):
            return _later(reason, now + ELSEWHERE_AGAIN, attempted=False), None
        case NotMade() if delivery.attempts >= MOST_ATTEMPTS:
            return _dropped("content"), None  # Nothing ever left, so the record says nothing.
        case NotMade():
            return _later("not-made", now + back_off(delivery.attempts, None)), None
        case _:
            assert_never(outcome)


def back_off(attempts: int, after: timedelta | None) -> timedelta:
    """Return how long to wait after so many attempts: doubling, at least `after`, ten minutes at most."""
    wait = FIRST_RETRY * (1 << min(attempts - 1, MOST_ATTEMPTS))
    return min(max(wait, after or wait), LONGEST_RETRY)
