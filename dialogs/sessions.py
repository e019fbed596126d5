"""When a session takes its room code, when it is over, and when the next one of its kind is; pure."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from content.model import Session

BEFORE = timedelta(minutes=30)
"""People arrive early: from then on the code counts."""

WEEK = 7


def begins(session: Session) -> datetime:
    """Return the instant at which a session begins; a time that the clocks skip is the one after the gap."""
    return _instant(session, session.day, session.opens)


def ends(session: Session) -> datetime:
    """Return the instant at which a session is over."""
    return begins(session) + timedelta(minutes=session.minutes)


def takes_code(session: Session, now: datetime) -> bool:
    """Tell whether its code counts at an aware instant: from 30 minutes before until the end of its day.

    The stage of its invitations says nothing of who is in the room.
    """
    last = _instant(session, session.day + timedelta(days=1), time.min)
    return begins(session) - BEFORE <= now < last


def local_date(session: Session, now: datetime) -> date:
    """Return the date where a session takes place, at an aware instant."""
    return now.astimezone(ZoneInfo(session.zone)).date()


def following(day: date, months: int) -> date:
    """Return the same weekday of the month so many months later: the first Tuesday stays the first Tuesday.

    A fifth one becomes the last of a month that has only four.
    """
    nth = (day.day - 1) // WEEK
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    wanted = first + timedelta(days=(day.weekday() - first.weekday()) % WEEK + WEEK * nth)
    return wanted if wanted.month == first.month else wanted - timedelta(days=WEEK)


def _instant(session: Session, day: date, at: time) -> datetime:
    return datetime.combine(day, at, ZoneInfo(session.zone)).astimezone(UTC)
