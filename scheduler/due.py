"""Decides which card of a duty is owed to one person today; pure."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from content.model import Reminders
from dialogs import code, ladder, occurrences
from dialogs.facts import Acknowledged, Dated, NoticeSeen, ReminderAnswered, ReminderSent, Stamped
from dialogs.people import Person
from dialogs.working_days import message_days_after
from scheduler.calendar import DAY, Occurrence, turn_for_path, turn_on


@dataclass(frozen=True, slots=True)
class Owed:
    """A card: its turn, and 1 for the first or 2 for the second."""

    turn: Occurrence
    nth: int = 1


def due(today: date, reminders: Reminders, person: Person, facts: Sequence[Dated | Stamped]) -> Owed | None:
    """Return the card of a duty that is owed to a person, or None.

    Nothing is owed before the privacy notice was seen. The first card is owed once in an occurrence, however
    it ended; whoever received the code since the occurrence began has answered its circulation. Then come,
    where the organization asks for it, a question for a new path and the second card. Only the current
    occurrence counts: a bot that slept owes one reminder, not three. `today` is the person's local date;
    facts come oldest first.
    """
    current = turn_on(today, reminders)
    if not seen_notice(facts) or _received(reminders, current, facts):
        return None
    happened = [each for each in facts if _of(reminders, each)]
    if not any(_in(current, each) for each in happened):
        return Owed(current)
    return _for_path(today, reminders, person, current, happened) or _second(
        today, reminders, person, current, happened
    )


def seen_notice(facts: Iterable[Dated | Stamped]) -> bool:
    """Tell whether the privacy notice was ever shown to a person."""
    return any(isinstance(each.fact, NoticeSeen) for each in facts)


def _received(reminders: Reminders, current: Occurrence, facts: Iterable[Dated | Stamped]) -> bool:
    return reminders.duty == code.DUTY and any(
        isinstance(each.fact, Acknowledged) and each.day >= current.first_day for each in facts
    )


def _of(reminders: Reminders, each: Dated | Stamped) -> bool:
    return isinstance(each.fact, ReminderAnswered | ReminderSent) and each.fact.duty == reminders.duty


def _in(current: Occurrence, each: Dated | Stamped) -> bool:
    fact = each.fact
    return (
        isinstance(fact, ReminderAnswered | ReminderSent) and occurrences.base(fact.occurrence) == current.id
    )


def _for_path(
    today: date,
    reminders: Reminders,
    person: Person,
    current: Occurrence,
    happened: Sequence[Dated | Stamped],
) -> Owed | None:
    """Ask once more in an occurrence whoever has another path than when they last answered.

    Not who was asked in it with the path of today, nor who was asked in it about any new path.
    """
    answers = [each.path for each in happened if isinstance(each.fact, ReminderAnswered)]
    if not reminders.on_path_change or not answers or answers[-1] is person.path:
        return None
    for each in happened:
        match each.fact:
            case ReminderSent(_, occurrence) | ReminderAnswered(_, occurrence) if _in(current, each) and (
                occurrence != current.id or each.path is person.path
            ):
                return None
            case _:
                pass
    return Owed(turn_for_path(current, person.path, today))


def _second(
    today: date,
    reminders: Reminders,
    person: Person,
    current: Occurrence,
    happened: Sequence[Dated | Stamped],
) -> Owed | None:
    standing = ladder.rung(happened, reminders.duty)
    if reminders.ladder is None or standing is None or standing.closed:
        return None
    if occurrences.base(standing.occurrence) != current.id:
        return None
    day = ladder.second_day(reminders.ladder, standing.first, person)
    if day is None or day > today:
        return None
    return Owed(replace(current, id=standing.occurrence), ladder.SECOND)


def look_again(today: date, reminders: Reminders, person: Person, facts: Sequence[Dated | Stamped]) -> date:
    """Return the first day on which a second card can be owed, as far as today shows: `date.max` for none.

    Whoever has no first card yet has it today at the earliest.
    """
    if reminders.ladder is None:
        return date.max
    current = turn_on(today, reminders)
    standing = ladder.rung(facts, reminders.duty)
    if standing is not None and occurrences.base(standing.occurrence) == current.id:
        day = ladder.second_day(reminders.ladder, standing.first, person)
        return date.max if standing.closed else day or today + DAY
    if any(_of(reminders, each) and _in(current, each) for each in facts):
        return date.max
    return message_days_after(reminders.ladder.second_after, today, person.province)


def spread_of(person_id: str, occurrence_id: str, spread_days: int) -> int:
    """Return a person's day in an occurrence, 0 to `spread_days`: always the same, evenly spread.

    It differs from one occurrence to the next, so that nobody is always the first to be asked.
    """
    digest = hashlib.sha256(f"{occurrence_id}\0{person_id}".encode()).digest()
    return int.from_bytes(digest[:8]) % (spread_days + 1)
