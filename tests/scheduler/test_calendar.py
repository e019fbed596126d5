"""Occurrences, working days and the instant at which a reminder leaves."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.model import Cadence, Ladder, Month, Reminders
from dialogs.occurrences import first_day
from dialogs.people import Path
from dialogs.working_days import message_day, message_days_after, working_day
from scheduler.calendar import allowed_from, instant, moment, occurrence, turn_for_path, turn_on
from scheduler.zones import OldZoneRules, check, use_packaged_rules

ZONES = (
    "America/St_Johns", "America/Halifax", "America/Moncton", "America/Blanc-Sablon", "America/Toronto",
    "America/Winnipeg", "America/Regina", "America/Edmonton", "America/Vancouver", "America/Whitehorse",
    "America/Iqaluit", "America/Yellowknife",
)  # fmt: skip
OTTAWA = ZoneInfo("America/Toronto")
NEWFOUNDLAND = ZoneInfo("America/St_Johns")


@pytest.fixture(autouse=True)
def _packaged_rules() -> None:
    use_packaged_rules()


def reminders(**changes: object) -> Reminders:
    return Reminders.model_validate({"duty": "coi", **changes})


ALWAYS = {"every_day": True, "opens": time(0), "closes": time(0)}


@pytest.mark.parametrize(
    ("day", "cadence", "name", "first", "last"),
    [
        (date(2026, 11, 22), Cadence.QUARTERLY, "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        (date(2026, 1, 1), Cadence.QUARTERLY, "2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        (date(2028, 2, 29), Cadence.MONTHLY, "2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        (date(2026, 12, 31), Cadence.MONTHLY, "2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        (date(2026, 6, 30), Cadence.YEARLY, "2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_day_belongs_to_one_occurrence(
    day: date, cadence: Cadence, name: str, first: date, last: date
) -> None:
    found = occurrence(day, cadence)
    assert (found.id, found.first_day, found.last_day) == (name, first, last)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from(Cadence))
def test_the_day_after_an_occurrence_begins_the_next_one(day: date, cadence: Cadence) -> None:
    found = occurrence(day, cadence)
    assert found.first_day <= day <= found.last_day
    following = occurrence(found.last_day + timedelta(days=1), cadence)
    assert following.first_day == found.last_day + timedelta(days=1)
    assert following.id != found.id


@pytest.mark.parametrize(
    ("day", "month", "name", "first", "last"),
    [
        (date(2026, 11, 1), Month.NOVEMBER, "2026", date(2026, 11, 1), date(2027, 10, 31)),
        (date(2026, 10, 31), Month.NOVEMBER, "2025", date(2025, 11, 1), date(2026, 10, 31)),
        (date(2028, 2, 29), Month.MARCH, "2027", date(2027, 3, 1), date(2028, 2, 29)),
        (date(2026, 1, 1), Month.JANUARY, "2026", date(2026, 1, 1), date(2026, 12, 31)),
        (date(2026, 12, 1), Month.DECEMBER, "2026", date(2026, 12, 1), date(2027, 11, 30)),
    ],
)
def test_a_yearly_duty_may_begin_in_a_month_of_its_own(
    day: date, month: Month, name: str, first: date, last: date
) -> None:
    found = turn_on(day, reminders(cadence="yearly", month=month))
    assert (found.id, found.first_day, found.last_day) == (name, first, last)
    assert first_day(found.id, month) == first


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from(Month))
def test_the_day_after_a_year_of_its_own_begins_the_next_one(day: date, month: Month) -> None:
    found = occurrence(day, Cadence.YEARLY, month)
    assert found.first_day <= day <= found.last_day
    following = occurrence(found.last_day + timedelta(days=1), Cadence.YEARLY, month)
    assert following.first_day == found.last_day + timedelta(days=1)
    assert int(following.id) == int(found.id) + 1


def test_a_ladder_takes_its_room_from_the_spread() -> None:
    plain, climbing = reminders(spread_days=90), reminders(spread_days=90, ladder=Ladder())
    day = date(2026, 11, 1)
    assert turn_on(day, plain).spread(90) == 84
    assert turn_on(day, climbing).spread(90) == 44, "and two times ten working days, with holidays"
    assert turn_on(day, reminders(ladder=Ladder(second_after=30, listed_after=30))).spread(90) == 0


@pytest.mark.parametrize("count", range(3, 31))
def test_a_ladder_never_takes_more_days_than_it_says(count: int) -> None:
    most = timedelta(days=Ladder(second_after=count, listed_after=count).days)
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(3 * 365)]
    for province in (None, "NL", "YT", "QC"):
        assert 2 * max(message_days_after(count, day, province) - day for day in days) <= most


def test_a_new_path_is_asked_at_once_and_until_the_end_of_the_occurrence() -> None:
    today = date(2026, 11, 23)
    turn = turn_for_path(turn_on(today, reminders()), Path.MANAGER, today)
    assert (turn.id, turn.first_day, turn.last_day) == ("2026-Q4-manager", today, date(2026, 12, 31))
    assert turn.spread(60) == 0


def test_a_spread_leaves_a_week_at_the_end_of_an_occurrence() -> None:
    assert occurrence(date(2026, 11, 1), Cadence.MONTHLY).spread(60) == 22
    assert occurrence(date(2026, 11, 1), Cadence.QUARTERLY).spread(60) == 60


def test_nobody_is_asked_on_a_weekend_or_a_federal_holiday() -> None:
    assert working_day(date(2026, 11, 20), None)
    assert not working_day(date(2026, 11, 21), None)
    assert not working_day(date(2026, 11, 11), "QC")
    assert not working_day(date(2026, 9, 30), "no such province")
    assert not working_day(date(2026, 12, 25), None)


@pytest.mark.parametrize(
    ("province", "asked", "leaves"),
    [
        ("ON", date(2026, 2, 16), date(2026, 2, 17)),  # Family Day
        ("QC", date(2026, 2, 16), date(2026, 2, 16)),
        ("QC", date(2026, 6, 24), date(2026, 6, 25)),  # Saint-Jean-Baptiste
        ("ON", date(2026, 6, 24), date(2026, 6, 24)),
        ("ON", date(2026, 8, 3), date(2026, 8, 4)),  # Civic Holiday
        ("QC", date(2026, 8, 3), date(2026, 8, 3)),
        ("NU", date(2026, 7, 9), date(2026, 7, 10)),  # Nunavut Day
        ("AB", date(2026, 12, 25), date(2026, 12, 29)),  # Christmas, a weekend, and Boxing Day kept on Monday
        (None, date(2026, 4, 3), date(2026, 4, 7)),  # Good Friday to Easter Monday
    ],
)
def test_a_reminder_waits_for_the_end_of_a_holiday(province: str | None, asked: date, leaves: date) -> None:
    noon = datetime.combine(asked, time(12), OTTAWA)
    found = allowed_from(reminders(), OTTAWA, noon, province).astimezone(OTTAWA)
    assert found.date() == leaves
    assert found.time() == time(12) if asked == leaves else time(8)


def test_a_time_that_clocks_skip_becomes_the_first_minute_after() -> None:
    found = instant(date(2026, 3, 8), time(2, 30), OTTAWA)
    assert found.astimezone(OTTAWA).time() == time(3)


def test_a_time_that_comes_twice_in_newfoundland_is_the_first() -> None:
    found = instant(date(2026, 11, 1), time(1, 30), NEWFOUNDLAND)
    assert found == datetime(2026, 11, 1, 4, 0, tzinfo=UTC)  # 01:30 at -2:30, not at -3:30


def test_a_reminder_in_vancouver_knows_that_clocks_no_longer_change() -> None:
    found = instant(date(2026, 12, 1), time(8), ZoneInfo("America/Vancouver"))
    assert found == datetime(2026, 12, 1, 15, 0, tzinfo=UTC)


def test_rules_older_than_the_law_are_refused() -> None:
    assert check("2027a") == "2027a"
    with pytest.raises(OldZoneRules, match="2026e"):
        check("2026e")


def test_a_reminder_due_on_a_friday_night_leaves_on_monday_morning() -> None:
    friday_night = datetime(2026, 11, 20, 23, 0, tzinfo=OTTAWA)
    leaves = allowed_from(reminders(), OTTAWA, friday_night, "ON")
    assert leaves.astimezone(OTTAWA) == datetime(2026, 11, 23, 8, 0, tzinfo=OTTAWA)


def test_a_reminder_due_within_office_hours_leaves_at_once() -> None:
    now = datetime(2026, 11, 20, 17, 59, tzinfo=OTTAWA)
    assert allowed_from(reminders(), OTTAWA, now, None) == now


def test_a_reminder_at_closing_time_waits_for_the_next_working_day() -> None:
    closing = datetime(2026, 11, 10, 18, 0, tzinfo=OTTAWA)
    leaves = allowed_from(reminders(), OTTAWA, closing, None)
    assert leaves.astimezone(OTTAWA).date() == date(2026, 11, 12)  # the 11th is Remembrance Day


@pytest.mark.parametrize("closes", [time(0), time(23, 59)])
def test_a_demonstration_may_remind_at_any_time(closes: time) -> None:
    sunday_night = datetime(2026, 11, 22, 23, 59, 30, tzinfo=OTTAWA)
    always = reminders(every_day=True, opens=time(0), closes=closes)
    assert allowed_from(always, OTTAWA, sunday_night, None) == sunday_night


def test_a_window_written_backwards_still_opens() -> None:
    evening = datetime(2026, 11, 20, 20, 0, tzinfo=OTTAWA)
    assert allowed_from(reminders(opens=time(18), closes=time(8)), OTTAWA, evening, None) == evening


def test_a_person_whose_turn_is_later_waits_for_their_day() -> None:
    turn = occurrence(date(2026, 10, 1), Cadence.QUARTERLY)
    start = datetime(2026, 10, 1, 4, 0, tzinfo=UTC)
    leaves = moment(reminders(), turn, 20, OTTAWA, start, province="ON")
    assert leaves.astimezone(OTTAWA) == datetime(2026, 10, 21, 8, 0, tzinfo=OTTAWA)


instants = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
hours = st.times(max_value=time(23, 0)).map(lambda at: at.replace(second=0, microsecond=0))


@settings(max_examples=150, deadline=None)
@given(
    at=instants,
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    spread=st.integers(0, 90),
    opens=hours,
    length=st.integers(1, 12),
    every_day=st.booleans(),
)
def test_a_reminder_never_leaves_early_nor_outside_the_hours_of_its_person(
    at: datetime, zone: ZoneInfo, spread: int, opens: time, length: int, *, every_day: bool
) -> None:
    closes = time(min(opens.hour + length, 23), 59)
    setting = reminders(opens=opens, closes=closes, every_day=every_day)
    turn = occurrence(at.astimezone(zone).date(), Cadence.QUARTERLY)
    leaves = moment(setting, turn, spread, zone, at, province=None)
    local = leaves.astimezone(zone)
    assert leaves >= at
    assert local.date() >= turn.first_day + timedelta(days=spread)
    assert instant(local.date(), opens, zone) <= leaves
    assert local.time() < closes or closes == time(23, 59)
    assert every_day or message_day(local.date(), None)
    assert moment(setting, turn, spread, zone, leaves, province=None) == leaves


@settings(max_examples=200, deadline=None)
@given(
    day=st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    at=st.times().map(lambda at: at.replace(microsecond=0)),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
)
def test_a_local_time_keeps_its_meaning_in_every_canadian_zone(day: date, at: time, zone: ZoneInfo) -> None:
    wall = datetime.combine(day, at)
    back = instant(day, at, zone).astimezone(zone).replace(tzinfo=None)
    assert wall <= back <= wall + timedelta(hours=1)
    if back != wall:
        assert instant(day, at, zone) - timedelta(minutes=1) < instant(day, time(1, 59), zone) + timedelta(
            minutes=1
        )
