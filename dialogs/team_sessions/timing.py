"""When the time of a step is up, and on which day something comes back to a chat."""

from datetime import date, datetime, time, timedelta

from dialogs.team_sessions.meeting import Later, Meeting
from dialogs.working_days import from_day_on

EVENING, MORNING = time(17), time(9)
"""When a step ends, and when something comes back, where the organization is."""

IN_ONE_SITTING = 45
"""The pace of a charter that is made at once: so many minutes for all its steps together."""

MINUTES = (5, 8, 8, 5, 12, 7)
"""Minutes of each step of a charter that is made in one sitting, by its number."""

FORGOTTEN = timedelta(days=60)
"""After that a session that nobody ended is ended, and forgotten."""


def step_ends(pace: int, now: datetime, step: int) -> str:
    """Return when the step that begins at a local instant ends, in ISO 8601; empty when no clock ends it."""
    if pace == 0:
        return ""
    if pace == IN_ONE_SITTING:
        return (now + timedelta(minutes=MINUTES[step])).replace(second=0, microsecond=0).isoformat()
    day = now.date()
    for _ in range(pace):
        day = next_working_day(day)
    return datetime.combine(day, EVENING, now.tzinfo).isoformat()


def next_working_day(day: date) -> date:
    """Return the first working day after a day."""
    return from_day_on(day + timedelta(days=1), None)


def is_up(meeting: Meeting, now: datetime) -> bool:
    """Tell whether the time of the step is up."""
    return bool(meeting.until) and datetime.fromisoformat(meeting.until) <= now


def is_forgotten(meeting: Meeting, now: datetime) -> bool:
    """Tell whether a meeting began so long ago that nobody will end it."""
    return date.fromisoformat(meeting.begun) + FORGOTTEN <= now.date()


def is_due(later: Later, now: datetime) -> bool:
    """Tell whether something is to come back by a local instant; never what has come back already."""
    if not later.on:
        return False
    return datetime.combine(date.fromisoformat(later.on), MORNING, now.tzinfo) <= now
