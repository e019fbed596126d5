"""The message budget: how much a person gets unasked in a quarter, and what goes first; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from content.model import Budget
from dialogs.facts import Dated, MessageSent, NoticeSeen, Reached, ReminderSent, Stamped
from dialogs.sources import Priority, source

DAY = timedelta(days=1)
LEFT = frozenset({Reached.DELIVERED, Reached.UNCERTAIN})
"""What counts. Nobody was disturbed by a message that was refused, nor twice by what came on one card."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of the calendar, from its first day to its last."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return self.first <= day <= self.last


def quarter_of(day: date) -> Quarter:
    """Return the quarter of the calendar that holds a day."""
    month = (day.month - 1) // 3 * 3 + 1
    following = date(day.year + month // 10, (month + 2) % 12 + 1, 1)
    return Quarter(date(day.year, month, 1), following - DAY)


def counted(facts: Iterable[Dated | Stamped], today: date) -> int:
    """Return how many messages of this quarter count: they arrived, or may have."""
    now = quarter_of(today)
    return sum(now.holds(each.day) and _left(each) for each in facts)


def _left(each: Dated | Stamped) -> bool:
    return isinstance(each.fact, ReminderSent | MessageSent) and each.fact.reached in LEFT


def most(facts: Iterable[Dated | Stamped], today: date, budget: Budget) -> int:
    """Return how many messages may leave in this quarter; more in the one in which the person met Ethos."""
    met = min((each.day for each in facts if isinstance(each.fact, NoticeSeen)), default=None)
    first = met is not None and quarter_of(today).holds(met)
    return budget.first_quarter if first else budget.per_quarter


def room_from(
    priority: Priority,
    facts: Iterable[Dated | Stamped],
    today: date,
    budget: Budget,
    *,
    reserved: int,
) -> date:
    """Return the first day on which a message may have room: today when it has, and never an earlier one.

    `reserved` is how many legal reminders of this quarter are still to come: whatever is less urgent leaves
    them their room. Nothing exceeds the budget, not even what the law asks for. Of onboarding, one message
    leaves in so many days. The day is a promise to look again, not to send.
    """
    happened = tuple(facts)
    day = max(today, _onboarding(happened, budget)) if priority is Priority.ONBOARDING else today
    kept_free = 0 if priority is Priority.LEGAL else reserved
    if counted(happened, today) + kept_free < most(happened, today, budget):
        return day
    return max(day, quarter_of(today).last + DAY)


def _onboarding(happened: Iterable[Dated | Stamped], budget: Budget) -> date:
    """Return the day on which there is room for onboarding again; what came with others counts here too."""
    days = [
        each.day
        for each in happened
        if isinstance(each.fact, MessageSent)
        and each.fact.reached is not Reached.REFUSED
        and source(each.fact.source, ()).priority is Priority.ONBOARDING
    ]
    return max(days) + timedelta(days=budget.onboarding_days) if days else date.min
