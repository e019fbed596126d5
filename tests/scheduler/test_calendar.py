"""Occurrences, working days and the instant at which a reminder leaves."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.model import Cadence, Reminders
from dialogs.working_days import working_day
from scheduler.calendar import allowed_from, instant, moment, occurrence
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


def test_a_spread_leaves_a_week_at_the_end_of_an_occurrence() -> None:
    assert occurrence(date(2026, 11, 1), Cadence.MONTHLY).spread(60) == 22
    assert occurrence(date(2026, 11, 1), Cadence.QUARTERLY).spread(60) == 60


def test_nobody_is_asked_on_a_weekend_or_a_federal_holiday() -> None:
    assert working_day(date(2026, 11, 20), None)
    assert not working_day(date(2026, 11, 21), None)
    assert not working_day(date(2026, 11, 11), "QC")
    assert not working_day(date(2026, 9, 30), "no such province")
    assert not working_day(date(2026, 12, 25), None)


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
    assert every_day or working_day(local.date(), None)
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
