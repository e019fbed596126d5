"""The turns of a duty as a conversation knows them: the newest that arrived, and when one began."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from content.model import Cadence, Month, Organization
from dialogs.facts import Reached, ReminderSent
from dialogs.flow import Past
from dialogs.people import Path

OCCURRENCE = re.compile(
    rf"(?P<year>[1-9]\d{{3}})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?(?:-(?:{'|'.join(Path)}))?"
)
"""A year, a quarter or a month: 2026, 2026-Q4, 2026-11; and 2026-Q4-manager, where a new path was asked.

The order of the words is that of the days.
"""


TURNS: Mapping[Cadence, str] = {
    Cadence.QUARTERLY: r"[0-9]{4}-Q[1-4]",
    Cadence.MONTHLY: r"[0-9]{4}-[0-9]{2}",
    Cadence.YEARLY: r"[0-9]{4}",
}
"""What an occurrence is called."""


def for_path(occurrence: str, path: Path) -> str:
    """Name the turn in which a new path is asked within an occurrence."""
    return f"{occurrence}-{path}"


def base(occurrence: str) -> str:
    """Return the occurrence itself, without the path that was asked in it."""
    begins, _, path = occurrence.rpartition("-")
    return begins if path in tuple(Path) else occurrence


def latest(past: Past, duty: str) -> str:
    """Return the newest occurrence of which a reminder may have arrived; empty when there is none."""
    sent = [
        dated.fact.occurrence
        for dated in past.happened
        if isinstance(dated.fact, ReminderSent)
        and dated.fact.duty == duty
        and dated.fact.reached is not Reached.REFUSED
    ]
    return max(sent, default="")


def first_day(occurrence: str, month: Month | None = None) -> date | None:
    """Return the day on which an occurrence begins; None for words that name none.

    `month` is the one in which a year begins, where that is not January.
    """
    found = OCCURRENCE.fullmatch(occurrence)
    if found is None:
        return None
    begins = month.number if month else 1
    if found["quarter"]:
        begins = int(found["quarter"]) * 3 - 2
    elif found["month"]:
        begins = int(found["month"])
    return date(int(found["year"]), begins, 1)


def last_day(occurrence: str, month: Month | None = None) -> date | None:
    """Return the day on which an occurrence ends; None for words that name none."""
    found, first = OCCURRENCE.fullmatch(occurrence), first_day(occurrence, month)
    if found is None or first is None:
        return None
    months = 3 if found["quarter"] else 1 if found["month"] else 12
    years, following = divmod(first.month - 1 + months, 12)
    return date(first.year + years, following + 1, 1) - timedelta(days=1)


def turn_days(organization: Organization, duty: str, occurrence: str) -> tuple[date, date] | None:
    """Return the first and the last day of an occurrence; None for one that the organization does not ask."""
    reminders = next((each for each in organization.reminders if each.duty == duty), None)
    if reminders is None or not re.fullmatch(TURNS[reminders.cadence], occurrence):
        return None
    first, last = first_day(occurrence, reminders.month), last_day(occurrence, reminders.month)
    return (first, last) if first and last else None


def number(occurrence: str) -> int:
    """Return which turn an occurrence is: the next one is one more, and so is a new path within it."""
    found = OCCURRENCE.fullmatch(occurrence)
    if found is None:
        return 0
    in_a_year = 4 if found["quarter"] else 12 if found["month"] else 1
    turn = int(found["year"]) * in_a_year + int(found["quarter"] or found["month"] or 0)
    return turn + (base(occurrence) != occurrence)
