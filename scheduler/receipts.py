"""Writes what is kept with a person about a reminder that left, or may have left."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from content.model import Language, Organization, Reminders
from dialogs.facts import LanguageChosen, Reached, ReminderSent, Stamped
from dialogs.people import Person
from storage.ports import DeliveryKey


def zone_of(person: Person, organization: Organization) -> ZoneInfo:
    """Return the zone a person lives in, the organization's when the roster does not say."""
    return ZoneInfo(person.zone or organization.time_zone)


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
    day = now.astimezone(zone_of(person, organization)).date()
    return Stamped(person.id, day, person.unit, person.path, _spoken_to(person, facts), sent)


def _spoken_to(person: Person, facts: Sequence[Stamped]) -> Language:
    chosen = [stamped.fact.language for stamped in facts if isinstance(stamped.fact, LanguageChosen)]
    return chosen[-1] if chosen else person.language or "en"
