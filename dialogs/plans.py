"""What is planned, as a conversation may see it: nobody is named."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dialogs.sources import COMMUNICATION, SESSION, SESSION_DAY, SESSION_REMINDER

PARTS = frozenset({COMMUNICATION, SESSION, SESSION_REMINDER, SESSION_DAY})
"""What belongs to one campaign with its other parts."""


@dataclass(frozen=True, slots=True)
class Planned:
    """Something that will be sent: its source, its campaign or occurrence, its days, and to how many."""

    source: str
    id: str
    first: date
    last: date
    people: int

    @property
    def name(self) -> str:
        """Name what this is a part of: a campaign by its id, an occurrence of a duty with the duty."""
        return f"{'' if self.source in PARTS else self.source}/{self.id}"


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """Who would receive a campaign, on which local day, if nothing changed.

    `days` is how many on each day. `unreached` counts who would not receive it, by reason: "no-address",
    "left", "on-leave", "no-notice" (they have not met Ethos), "snoozed", "late" (no allowed hour before
    the last day). Message budgets are left out. `size` is how many are meant: all of these.
    """

    size: int
    days: Mapping[date, int]
    unreached: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What one person is to receive next: its source, its campaign or occurrence, and its day."""

    source: str
    id: str
    day: date


@dataclass(frozen=True, slots=True)
class Missed:
    """What did not reach a person who was away: its source, its campaign or occurrence, and which card."""

    source: str
    id: str
    nth: int = 1


MOST_IN_A_WEEK = 2
"""How many messages may fall into one week before the week is flagged."""


def collisions(planned: Iterable[Planned]) -> Mapping[date, tuple[Planned, ...]]:
    """Return the weeks, by their Mondays, into which three or more different things fall, and which.

    An invitation, its reminder and the session itself are one thing; so is a duty over all of its days.
    """
    weeks: dict[date, dict[str, Planned]] = {}
    for each in planned:
        monday = each.first - timedelta(days=each.first.weekday())
        while monday <= each.last:
            weeks.setdefault(monday, {}).setdefault(each.name, each)
            monday += timedelta(weeks=1)
    return {
        monday: tuple(found.values())
        for monday, found in sorted(weeks.items())
        if len(found) > MOST_IN_A_WEEK
    }
