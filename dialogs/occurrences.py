"""The turns of a duty as a conversation knows them: the newest that arrived, and when one began."""

import re
from datetime import date

from dialogs.facts import Reached, ReminderSent
from dialogs.flow import Past

OCCURRENCE = re.compile(r"([1-9]\d{3})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")
"""A year, a quarter or a month: 2026, 2026-Q4, 2026-11."""


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


def first_day(occurrence: str) -> date | None:
    """Return the day on which an occurrence begins; None for words that name none."""
    found = OCCURRENCE.fullmatch(occurrence)
    if found is None:
        return None
    month = int(found[2]) * 3 - 2 if found[2] else int(found[3] or 1)
    return date(int(found[1]), month, 1)
