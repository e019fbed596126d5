"""The sessions that somebody has booked to lead: what is led, and on which day."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dialogs.dates import read as read_day
from dialogs.working_days import message_day

BETWEEN = "~"
"""Stands between what is led and its day in the key of a booking, such as charter~2026-12-04."""

CHARTER = "charter"
"""The subject of a session that makes a team's charter; any other is the id of a module."""

DAY = timedelta(days=1)
SUBJECT = re.compile(r"[A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True, order=True)
class Booking:
    """One session: its day, and its subject. Two of one subject on one day are the same."""

    day: date
    subject: str

    @property
    def key(self) -> str:
        """Name the booking, such as charter~2026-12-04."""
        return f"{self.subject}{BETWEEN}{self.day.isoformat()}"


def read(key: str) -> Booking | None:
    """Return the booking that a key names, or None."""
    subject, _, written = key.partition(BETWEEN)
    day = read_day(written)
    if day is None or day.isoformat() != written or not SUBJECT.fullmatch(subject):
        return None
    return Booking(day, subject)


def listed(keys: str) -> tuple[Booking, ...]:
    """Return the bookings of a list of keys with spaces between them, by day; each once."""
    return tuple(sorted({found for key in keys.split() if (found := read(key))}))


def written(bookings: Iterable[Booking]) -> str:
    """Return the list of keys of bookings, by day."""
    return " ".join(each.key for each in sorted(bookings))


def eve(key: str) -> date:
    """Return the day before the day of a booking; the first day there is for any other key."""
    found = read(key)
    return found.day - DAY if found else date.min


def day_before(day: date, province: str | None) -> date:
    """Return the last day before a day on which a message may arrive."""
    day -= DAY
    while not message_day(day, province):
        day -= DAY
    return day
