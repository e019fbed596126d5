"""Which kinds of record have outlived their time on a given day, and since when; pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from content.model import RecordKind, Retention, Text
from reports.periods import current_year

LAST_TO_WAKE = timezone(timedelta(hours=-12))
"""Where the day ends last. A day too late does no harm; a day too early would be against the law."""

COUNTED = frozenset(
    {
        RecordKind.MODULE_FINISHED,
        RecordKind.ACKNOWLEDGED,
        RecordKind.REMINDER_ANSWERED,
        RecordKind.REMINDER_SENT,
        RecordKind.COURSE_REPORTED,
        RecordKind.TALK_CONFIRMED,
        RecordKind.FILE_ANSWERED,
        RecordKind.MESSAGE_SENT,
        RecordKind.SESSION_ATTENDED,
    }
)
"""What reports count. Nobody may count what is left of a period, so these go by whole fiscal years."""


@dataclass(frozen=True, slots=True)
class Outlived:
    """Records of a kind older than `before` may go, under this authority."""

    kind: RecordKind
    before: date
    authority: Text


def youngest_day(now: datetime) -> date:
    """Return the date where the day is youngest, at an aware instant."""
    return now.astimezone(LAST_TO_WAKE).date()


def outlived(today: date, retention: Retention | None) -> tuple[Outlived, ...]:
    """Return each kind with an authority, and the date before which its records may go today.

    The notice goes first: whoever loses their language is then asked for it again. People go last: what
    belongs to them goes by their last day of work.
    """
    written = retention.records if retention else ()
    order = {RecordKind.NOTICE_SEEN: 0, RecordKind.PERSON: 2}
    records = sorted(written, key=lambda entry: order.get(entry.kind, 1))
    return tuple(
        Outlived(entry.kind, _before(today, entry.kind, entry.months), entry.authority) for entry in records
    )


def _before(today: date, kind: RecordKind, months: int) -> date:
    before = months_back(today, months)
    return current_year(before).first if kind in COUNTED else before


def months_back(day: date, months: int) -> date:
    """Return the same day so many months earlier, or the last day of that month when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
