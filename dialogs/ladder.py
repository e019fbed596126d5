"""What follows a card without an answer, and when: a second one, then a line in the office's list; pure.

The days are those on which a message may arrive where the person is. A leave does not count: they begin anew
on the day of the return.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from content.model import Ladder, Reminders
from dialogs.facts import Dated, Reached, ReminderAnswered, ReminderSent, Stamped
from dialogs.people import Person
from dialogs.working_days import message_days_after

DAY = timedelta(days=1)
SECOND = 2


@dataclass(frozen=True, slots=True)
class Rung:
    """The newest occurrence that may have arrived, without an answer: its name and the days of its cards.

    `closed` says that no second card leaves any more, however the one that did ended.
    """

    occurrence: str
    first: date
    second: date | None = None
    closed: bool = False


def rung(facts: Iterable[Dated | Stamped], duty: str) -> Rung | None:
    """Return where somebody stands on a duty's ladder; None when nothing is unanswered. Oldest fact first."""
    found: Rung | None = None
    answered = ""
    for each in facts:
        match each.fact:
            case ReminderAnswered(of, occurrence) if of == duty:
                answered = max(answered, occurrence)
            case ReminderSent(of, occurrence, nth, reached) if of == duty:
                found = _climbed(found, occurrence, nth, reached, each.day)
            case _:
                pass  # Nothing else moves anybody on this ladder.
    return found if found and found.occurrence > answered else None


def _climbed(found: Rung | None, occurrence: str, nth: int, reached: Reached, day: date) -> Rung | None:
    """Return where a card leaves somebody; one that was refused is no rung, and ends the ladder."""
    arrived = reached is not Reached.REFUSED
    if nth < SECOND:
        newer = found is None or occurrence > found.occurrence
        return Rung(occurrence, day) if arrived and newer else found
    if found is None or occurrence != found.occurrence:
        return found
    return Rung(occurrence, found.first, day if arrived else None, closed=True)


def second_day(ladder: Ladder, first: date, person: Person) -> date | None:
    """Return the day of the second card; None while nobody knows when a leave ends."""
    return _counted(ladder.second_after, first, person)


def last_day(ladder: Ladder, second: date, person: Person) -> date | None:
    """Return the last day to answer before the name joins the list; None as for the second card."""
    return _counted(ladder.listed_after, second, person)


def _counted(count: int, since: date, person: Person) -> date | None:
    """Count days from the day of a card, or from the return when a leave lies among them."""
    day = message_days_after(count, since, person.province)
    if person.leave_from is None or person.leave_from > day:
        return day
    if person.leave_to is None:
        return None
    return message_days_after(count, max(since, person.leave_to + DAY), person.province)


def listed(
    reminders: Reminders, person: Person, today: date, facts: Iterable[Dated | Stamped]
) -> date | None:
    """Return the day of the second card of somebody who is on the office's list today; else None."""
    standing = rung(facts, reminders.duty)
    if reminders.ladder is None or standing is None or standing.second is None or person.on_leave(today):
        return None
    last = last_day(reminders.ladder, standing.second, person)
    return standing.second if last is not None and last < today else None


def warned(
    reminders: Reminders,
    person: Person,
    today: date,
    facts: Iterable[Dated | Stamped],
    *,
    arriving: str = "",
) -> date | None:
    """Return the day after which the name joins the list, where a second card says so or has said so.

    `arriving` is the occurrence of a card that is being written: whoever had its first one reads the second.
    """
    standing = rung(facts, reminders.duty)
    if reminders.ladder is None or standing is None:
        return None
    second = standing.second or (today if arriving == standing.occurrence and not standing.closed else None)
    return last_day(reminders.ladder, second, person) if second else None
