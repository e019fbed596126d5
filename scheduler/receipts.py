"""Writes what is kept with a person about a message that left, or may have left."""

from collections.abc import Sequence
from datetime import datetime

from content.model import Organization
from dialogs.facts import Fact, MessageSent, Reached, ReminderSent, Stamped
from dialogs.people import Person
from dialogs.plans import Missed
from dialogs.sources import LEADING, source
from dialogs.surroundings import local_day, spoken_language
from dialogs.together import MESSAGES
from scheduler.attempts import duties
from storage.ports import DeliveryKey


def receipts(
    key: DeliveryKey,
    reached: Reached,
    person: Person,
    facts: Sequence[Stamped],
    organization: Organization,
    *,
    now: datetime,
    merged: Sequence[Missed] = (),
) -> tuple[Stamped, ...]:
    """Return what a person's record says of a message, stamped with what is true for them at that moment.

    Nothing for one that nobody keeps, such as a note to an office. A card with `merged` messages leaves their
    facts too, unless it was refused: then each of them may still come by itself.
    """
    if not source(key.source, duties(organization)).kept:
        return ()
    named = [sent(key.source, key.occurrence, key.nth, reached, organization)]
    if reached is not Reached.REFUSED:
        named += [sent(each.source, each.id, each.nth, Reached.TOGETHER, organization) for each in merged]
    day = local_day(person, now, organization.time_zone)
    language = spoken_language(person, facts) or "en"
    return tuple(Stamped(person.id, day, person.unit, person.path, language, fact) for fact in named)


def sent(name: str, occurrence: str, nth: int, reached: Reached, organization: Organization) -> Fact:
    """Return the fact that a message left. Some keep no occurrence.

    That of a talk names another person; that of a session to lead says what they booked, and when it is.
    """
    if name in duties(organization):
        return ReminderSent(name, occurrence, nth, reached)
    return MessageSent(name, "" if name in (*MESSAGES, LEADING) else occurrence, reached)
