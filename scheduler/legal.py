"""Which cards of its duties an organization still has to send somebody, and when each is to leave; pure."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from content.model import Organization, Reminders
from dialogs import code
from dialogs.audience import holds
from dialogs.budget import quarter_of
from dialogs.facts import Acknowledged, Dated, Reached, ReminderAnswered, ReminderSent, Stamped
from dialogs.ladder import SECOND, second_day
from dialogs.occurrences import base
from dialogs.people import Person
from scheduler.calendar import DAY, Occurrence, turn_on
from scheduler.due import spread_of

Happened = Sequence[Dated | Stamped]


def still_to_come(person: Person, facts: Happened, organization: Organization, today: date) -> int:
    """Return how many cards of duties this quarter still has for somebody: nothing else may take their room.

    A first card counts, and a second one where there is a ladder, until it was sent or the person answered.
    """
    last = quarter_of(today).last
    count = 0
    for reminders in meant(person, organization, today):
        turn = turn_on(today, reminders)
        while turn.first_day <= last:
            count += len(unsent(reminders, turn, facts))
            turn = turn_on(turn.last_day + DAY, reminders)
    return count


def meant(person: Person, organization: Organization, today: date) -> Iterator[Reminders]:
    """Give the duties whose audience holds somebody."""
    return (each for each in organization.reminders if holds(organization, each.audience, person, today))


def unsent(reminders: Reminders, turn: Occurrence, facts: Happened) -> tuple[int, ...]:
    """Return which cards of an occurrence were not sent, 1 and 2; none once it is answered."""
    cards = {1, 2} if reminders.ladder else {1}
    for each in facts:
        match each.fact:
            case ReminderAnswered(reminders.duty, answered) if base(answered) == turn.id:
                return ()
            case Acknowledged() if reminders.duty == code.DUTY and each.day >= turn.first_day:
                return ()
            case ReminderSent(reminders.duty, turn.id, nth):
                cards.discard(nth)
            case _:
                pass  # Nothing else that happens to a person changes what this duty still has to send.
    return tuple(sorted(cards))


def leaving_days(
    reminders: Reminders, turn: Occurrence, person: Person, facts: Happened
) -> Iterator[tuple[int, date]]:
    """Give each card that was not sent, as far as its day is known: the second follows the first."""
    for nth in unsent(reminders, turn, facts):
        if nth == 1:
            spread = spread_of(person.id, turn.id, turn.spread(reminders.spread_days))
            yield 1, turn.first_day + timedelta(days=spread)
        elif reminders.ladder and (sent := _arrived(reminders, turn, facts)):
            day = second_day(reminders.ladder, sent, person)
            yield from [(SECOND, day)] if day else []  # Nobody knows it while a leave has no end.


def _arrived(reminders: Reminders, turn: Occurrence, facts: Happened) -> date | None:
    """Return the day on which the first card arrived, or may have."""
    for each in facts:
        match each.fact:
            case ReminderSent(reminders.duty, turn.id, 1, reached) if reached is not Reached.REFUSED:
                return each.day
            case _:
                pass  # Only the first card is looked for.
    return None
