"""Decides whether a reminder may still leave, and what an attempt's outcome means; pure."""

from datetime import datetime, timedelta
from typing import assert_never

from content.model import Organization, Reminders
from dialogs.facts import Reached
from dialogs.people import Person
from scheduler.calendar import DAY, allowed_from, instant, occurrence
from scheduler.ports import Outcome, Refused, Retry, Sent, Uncertain
from scheduler.receipts import zone_of
from storage.ports import Delivery, DeliveryState, Settlement

FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(minutes=10)
"""No channel may hold a message longer than this, whatever it asks for."""

MOST_ATTEMPTS = 8

ANSWERED = "answered"
"""The reason of a channel that found the question answered already: nothing left, so nothing is kept."""


def held_back(
    delivery: Delivery, reminders: Reminders, person: Person, organization: Organization, now: datetime
) -> Settlement | None:
    """Return why a reminder must not leave now, or None when it may.

    Between owing and sending weeks can pass: the person may have left or be away, the occurrence may be
    over (a bot that slept sends one reminder, not three), or it may be night where the person lives.
    """
    zone = zone_of(person, organization)
    today = now.astimezone(zone).date()
    if not person.here_on(today):
        return _dropped("left")
    current = occurrence(today, reminders.cadence)
    if current.id != delivery.key.occurrence:
        return _dropped("over")
    not_before = now
    if person.on_leave(today):
        if person.leave_to is None:
            return _dropped("on-leave")
        not_before = instant(person.leave_to + DAY, reminders.opens, zone)
    leaves = allowed_from(reminders, zone, not_before, person.province)
    if leaves.astimezone(zone).date() > current.last_day:
        return _dropped("over")
    if leaves > now:
        return Settlement(DeliveryState.OWED, reason="later", due=leaves)
    return None


def _dropped(reason: str) -> Settlement:
    return Settlement(DeliveryState.REFUSED, reason=reason)


def settled(delivery: Delivery, outcome: Outcome, now: datetime) -> tuple[Settlement, Reached | None]:
    """Return how an attempt ended, and what the person's record says about it, if anything."""
    match outcome:
        case Sent():
            return Settlement(DeliveryState.DELIVERED), Reached.DELIVERED
        case Refused(reason):
            return _dropped(reason), None if reason == ANSWERED else Reached.REFUSED
        case Retry() if delivery.attempts >= MOST_ATTEMPTS:
            return _dropped("gave-up"), Reached.REFUSED
        case Retry(reason, after):
            return Settlement(
                DeliveryState.OWED, reason=reason, due=now + back_off(delivery.attempts, after)
            ), None
        case Uncertain(reason):
            return Settlement(DeliveryState.UNCERTAIN, reason=reason), Reached.UNCERTAIN
        case _:
            assert_never(outcome)


def back_off(attempts: int, after: timedelta | None) -> timedelta:
    """Return how long to wait after so many attempts: doubling, at least `after`, ten minutes at most."""
    wait = FIRST_RETRY * (1 << min(attempts - 1, MOST_ATTEMPTS))
    return min(max(wait, after or wait), LONGEST_RETRY)
