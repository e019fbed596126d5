"""Says which occurrence a day belongs to and at which instant a reminder may leave; pure."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from content.model import MARGIN, Cadence, Month, Organization, Reminders
from dialogs import occurrences
from dialogs.people import Path
from dialogs.working_days import message_day

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
LAST_MINUTE = time(23, 59)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One turn of a duty: "2026-Q4", "2026-11" or "2026", with its first and last local days.

    `kept_free` are days at its end that hold no fresh reminder.
    """

    id: str
    first_day: date
    last_day: date
    kept_free: int = MARGIN

    def spread(self, wished: int) -> int:
        """Return over how many days reminders may be spread so that each still leaves in time."""
        return max(0, min(wished, (self.last_day - self.first_day).days - self.kept_free))


def turn_on(day: date, reminders: Reminders) -> Occurrence:
    """Return the occurrence of a duty that a day belongs to, with room at its end for a ladder."""
    turn = occurrence(day, reminders.cadence, reminders.month)
    ladder = reminders.ladder
    return replace(turn, kept_free=MARGIN + ladder.days) if ladder else turn


def turn_for_path(turn: Occurrence, path: Path, today: date) -> Occurrence:
    """Return the turn in which a new path is asked in an occurrence: at once, and spread over no days."""
    named = occurrences.for_path(turn.id, path)
    return Occurrence(named, today, turn.last_day, kept_free=(turn.last_day - today).days)


def occurrence(day: date, cadence: Cadence, month: Month | None = None) -> Occurrence:
    """Return the occurrence a day belongs to; quarters and years are those of the calendar.

    A year that begins in a `month` of its own is named after the calendar year in which it begins.
    """
    match cadence:
        case Cadence.MONTHLY:
            return _months(f"{day:%Y-%m}", day.year, day.month, 1)
        case Cadence.QUARTERLY:
            quarter = (day.month - 1) // 3
            return _months(f"{day:%Y}-Q{quarter + 1}", day.year, quarter * 3 + 1, 3)
        case Cadence.YEARLY:
            begins = month.number if month else 1
            year = day.year if day.month >= begins else day.year - 1
            return _months(f"{year}", year, begins, 12)
        case _:
            assert_never(cadence)


def _months(name: str, year: int, month: int, count: int) -> Occurrence:
    years, following = divmod(month - 1 + count, 12)
    after = date(year + years, following + 1, 1)
    return Occurrence(name, date(year, month, 1), after - DAY)


def instant(local_day: date, local_time: time, zone: ZoneInfo) -> datetime:
    """Return the UTC instant of a local time.

    A time that clocks skip becomes the first minute after the gap; one that comes twice is the first.
    """
    wall = datetime.combine(local_day, local_time)
    while True:
        moment_of_wall = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
        if moment_of_wall.astimezone(zone).replace(tzinfo=None, fold=0) == wall:
            return moment_of_wall
        wall = wall.replace(second=0, microsecond=0) + MINUTE


def allowed_from(
    reminders: Reminders, zone: ZoneInfo, not_before: datetime, province: str | None
) -> datetime:
    """Return the first UTC instant, `not_before` or later, at which a reminder may reach a person.

    That is a day without weekend and holiday (any day with `every_day`) between `opens` and `closes`, local
    time. A closing of 00:00 or 23:59 is the end of the day, so that "always" can be written; so is one before
    the opening, because a window that never opens would hold reminders for ever.
    """
    day = not_before.astimezone(zone).date()
    while True:
        if reminders.every_day or message_day(day, province):
            opening = instant(day, reminders.opens, zone)
            if not_before < _closing(reminders, day, zone):
                return max(opening, not_before.astimezone(UTC))
        day += DAY


def office_hours(organization: Organization) -> Reminders:
    """Return when a message that is no reminder may arrive: when reminders do, else in the usual hours."""
    return next(iter(organization.reminders), Reminders(duty="hours"))


def week_of(day: date) -> str:
    """Name the week of a day, such as 2026-W48; it begins on Monday."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _closing(reminders: Reminders, day: date, zone: ZoneInfo) -> datetime:
    if reminders.closes in (time(0), LAST_MINUTE) or reminders.closes <= reminders.opens:
        return instant(day + DAY, time(0), zone)
    return instant(day, reminders.closes, zone)


def moment(
    reminders: Reminders,
    turn: Occurrence,
    spread: int,
    zone: ZoneInfo,
    not_before: datetime,
    *,
    province: str | None = None,
) -> datetime:
    """Return the UTC instant at which one person's reminder leaves.

    The day is the first of the occurrence plus `spread` days; the instant is never before `not_before`
    and is moved forward to the next allowed local time.
    """
    earliest = instant(turn.first_day + timedelta(days=spread), reminders.opens, zone)
    return allowed_from(reminders, zone, max(earliest, not_before), province)
