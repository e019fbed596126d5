"""When somebody is not to be disturbed: on leave, or because they asked for peace; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dialogs.facts import Dated, Snoozed, Stamped
from dialogs.people import Person
from dialogs.working_days import working_day

DAY = timedelta(days=1)

BACK_FOR = 14
"""Days after a return during which what was missed may still come on one card."""


@dataclass(frozen=True, slots=True)
class Away:
    """A time away: its first day, and the first day back."""

    first: date
    back: date


def snoozed_until(facts: Sequence[Dated | Stamped], today: date) -> date | None:
    """Return until when somebody wants nothing unasked; None when they do not. What they said last counts."""
    said = [each.fact.until for each in facts if isinstance(each.fact, Snoozed)]
    return said[-1] if said and said[-1] > today else None


def leave_ends(person: Person, today: date) -> date | None:
    """Return the first day, today or later, on which somebody is not on leave; None when nobody knows it."""
    if not person.on_leave(today):
        return today
    return back if (back := _back(person)) < date.max else None


def _back(person: Person) -> date:
    """Return the first day after a leave; the last day there is when nobody knows it."""
    return min(person.leave_to or date.max, date.max - DAY) + DAY


def returned(person: Person, facts: Sequence[Dated | Stamped], today: date) -> Away | None:
    """Return the time away from which somebody has just come back; None while away, or long after.

    Times with no working day between them are one, so that nobody is welcomed back on a weekend.
    """
    for away in reversed(_times(person, facts)):
        if away.first <= today < away.back:
            return None
        if away.back <= today:
            return away if today - away.back < timedelta(days=BACK_FOR) else None
    return None


def _times(person: Person, facts: Sequence[Dated | Stamped]) -> list[Away]:
    """Return the times away, oldest first, none touching the next."""
    joined: list[Away] = []
    for away in sorted((*_leave(person), *_peace(facts)), key=lambda each: (each.first, each.back)):
        if joined and not _works_between(joined[-1].back, away.first, person.province):
            joined[-1] = Away(joined[-1].first, max(joined[-1].back, away.back))
        else:
            joined.append(away)
    return joined


def _leave(person: Person) -> list[Away]:
    if person.leave_from is None:
        return []
    return [Away(person.leave_from, back)] if person.leave_from < (back := _back(person)) else []


def _peace(facts: Sequence[Dated | Stamped]) -> list[Away]:
    """Return the times of peace: each ends on its day, or when something else was asked for."""
    said = [(each.day, each.fact.until) for each in facts if isinstance(each.fact, Snoozed)]
    ends = [*(day for day, _ in said[1:]), date.max]
    times = [Away(day, min(until, end)) for (day, until), end in zip(said, ends, strict=False)]
    return [each for each in times if each.first < each.back]


def _works_between(start: date, end: date, province: str | None) -> bool:
    """Tell whether there is a working day from one day on and before another."""
    while start < end:
        if working_day(start, province):
            return True
        start += DAY
    return False
