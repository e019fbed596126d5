"""Decides what is owed to one person today; pure."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

from content.model import Reminders
from dialogs import code
from dialogs.facts import Acknowledged, Dated, NoticeSeen, ReminderAnswered, ReminderSent, Stamped
from scheduler.calendar import Occurrence, occurrence


def due(today: date, reminders: Reminders, facts: Sequence[Dated]) -> Occurrence | None:
    """Return the occurrence of a duty that is owed to a person, or None.

    Nothing is owed before the privacy notice was seen, nor when this occurrence was answered or has
    already left, however that ended. Whoever received the code since the occurrence began has answered
    its circulation. Only the current occurrence counts: a bot that slept owes one reminder, not three.
    `today` is the person's local date.
    """
    current = occurrence(today, reminders.cadence)
    for dated in facts:
        match dated.fact:
            case ReminderAnswered(duty, turn) | ReminderSent(duty, turn) if (
                duty == reminders.duty and turn == current.id
            ):
                return None
            case Acknowledged() if reminders.duty == code.DUTY and dated.day >= current.first_day:
                return None
            case _:
                pass  # Nothing else that happens to a person changes what this duty owes them.
    return current if seen_notice(facts) else None


def seen_notice(facts: Iterable[Dated | Stamped]) -> bool:
    """Tell whether the privacy notice was ever shown to a person."""
    return any(isinstance(each.fact, NoticeSeen) for each in facts)


def spread_of(person_id: str, occurrence_id: str, spread_days: int) -> int:
    """Return a person's day in an occurrence, 0 to `spread_days`: always the same, evenly spread.

    It differs from one occurrence to the next, so that nobody is always the first to be asked.
    """
    digest = hashlib.sha256(f"{occurrence_id}\0{person_id}".encode()).digest()
    return int.from_bytes(digest[:8]) % (spread_days + 1)
