"""What is planned, as a conversation may see it: nobody is named."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Planned:
    """Something that will be sent: its source, its campaign or occurrence, its days, and to how many."""

    source: str
    id: str
    first: date
    last: date
    people: int


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """Who would receive a campaign, on which local day, if nothing changed.

    `days` is how many on each day. `unreached` counts who would not receive it, by reason: "no-address",
    "left", "on-leave", "no-room" (the message budget), "late" (no allowed hour before the last day).
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
