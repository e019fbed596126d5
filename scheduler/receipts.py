"""Writes what is kept with a person about a reminder that left, or may have left."""

from collections.abc import Sequence
from datetime import datetime

from content.model import Organization, Reminders
from dialogs.facts import Reached, ReminderSent, Stamped
from dialogs.people import Person
from dialogs.surroundings import local_day, spoken_language
from storage.ports import DeliveryKey


def reminders_for(key: DeliveryKey, organization: Organization) -> Reminders | None:
    """Return the reminder setting a delivery comes from, or None for other notes, such as to an office."""
    return next((reminders for reminders in organization.reminders if reminders.duty == key.source), None)


def receipt(
    key: DeliveryKey,
    reached: Reached,
    person: Person,
    facts: Sequence[Stamped],
    organization: Organization,
    *,
    now: datetime,
) -> Stamped:
    """Return the fact that a reminder left, stamped with what is true for the person at that moment."""
    sent = ReminderSent(key.source, key.occurrence, key.nth, reached)
    day = local_day(person, now, organization.time_zone)
    return Stamped(person.id, day, person.unit, person.path, spoken_language(person, facts) or "en", sent)
