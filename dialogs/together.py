"""A talk between two people: which one is meant, who has confirmed, and when both have."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from content.model import Checklist
from dialogs.facts import Side, Stamped, TalkConfirmed
from dialogs.people import Person, PersonId
from dialogs.working_days import talk_due

TALK, TEAM = MESSAGES = ("talk", "team")
"""The messages about talks, by the conversation each opens: to both on the day, to managers once a week."""

BETWEEN = "~"
"""Stands between the checklist and the other person in the key of a manager's talk."""


def key_of(checklist: str, other: str) -> str:
    """Name a talk by its checklist and the other person, such as onboarding~<person id>."""
    return f"{checklist}{BETWEEN}{other}"


def read_key(key: str) -> tuple[str, PersonId]:
    """Return the checklist and the other person; an employee's own talk names nobody."""
    checklist, _, other = key.partition(BETWEEN)
    return checklist, PersonId(other)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The two people of a talk have both said that it took place. `day` is the later of their days."""

    manager: PersonId
    day: date


def own_day(
    facts: Iterable[Stamped], checklist: str, side: Side, other: PersonId, since: date
) -> date | None:
    """Return the day on which somebody confirmed this talk with this other person, or None.

    What was confirmed before `since`, the day on which the talk opened, was another one.
    """
    tap = TalkConfirmed(checklist, side, other)
    return min(
        (stamped.day for stamped in facts if stamped.fact == tap and stamped.day >= since), default=None
    )


def named(facts: Iterable[Stamped], checklist: str, since: date) -> tuple[PersonId, ...]:
    """Return the managers with whom an employee says to have had this talk, oldest first."""
    found = [
        stamped.fact.other
        for stamped in facts
        if stamped.day >= since
        and isinstance(stamped.fact, TalkConfirmed)
        and (stamped.fact.checklist, stamped.fact.side) == (checklist, Side.EMPLOYEE)
    ]
    return tuple(dict.fromkeys(found))


def confirmed(
    checklist: str,
    employee: PersonId,
    facts: Sequence[Stamped],
    managers: Mapping[PersonId, Sequence[Stamped]],
    since: date,
) -> Confirmed | None:
    """Return with whom and when a talk was confirmed by both, or None while it is open.

    `facts` are the employee's, `managers` those of everybody whom the employee named. Both have confirmed
    only when each named the other: a tap about an earlier manager says nothing about today's, and must not
    show either of them what the other has tapped. Once so, it stays so, whoever the manager is later, until
    the person comes back on another first day: what came before `since` belongs to an earlier talk.
    """
    found: list[Confirmed] = []
    for other in named(facts, checklist, since):
        theirs = own_day(managers.get(other, ()), checklist, Side.MANAGER, employee, since)
        mine = own_day(facts, checklist, Side.EMPLOYEE, other, since)
        if mine is not None and theirs is not None:
            found.append(Confirmed(other, max(mine, theirs)))
    return min(found, key=lambda each: each.day, default=None)


# When it is due ------------------------------------------------------------------------------------


def counted(checklist: Checklist, person: Person) -> date | None:
    """Return the day from which, or to which, a checklist counts for somebody; None when nobody knows it."""
    return person.start if checklist.counted_from == "start" else person.end


def opens(checklist: Checklist, person: Person) -> date:
    """Return the first day on which somebody's talk can be confirmed, or any day when nobody knows it.

    That is their first day of work, or the day on which the checklist of a departure begins to concern them.
    """
    first = person.start or date.min
    if checklist.counted_from == "start" or person.end is None:
        return first
    window = timedelta(days=checklist.window_days)
    return first if person.end - date.min < window else max(first, person.end - window)


def occurrence_of(checklist: Checklist, employee: Person) -> str:
    """Name one talk for good: another first day, or another last one, is another talk."""
    return f"{key_of(checklist.id, employee.id)}@{counted(checklist, employee)}"


def due_day(checklist: Checklist, person: Person) -> date | None:
    """Return the day on which both are asked about the talk, or None when nobody knows it."""
    base = counted(checklist, person)
    if base is None:
        return None
    return talk_due(checklist.talk.within, checklist.counted_from, base, person.province)


def upcoming_or_current(checklist: Checklist, base: date | None, today: date) -> bool:
    """Tell whether a checklist concerns somebody: arriving or new, or leaving soon.

    Days are told apart, never added: a staff list may hold the first or the last day there is.
    """
    if base is None:
        return False
    window = timedelta(days=checklist.window_days)
    if checklist.counted_from == "start":
        return today - base <= window
    return timedelta(0) <= base - today <= window
