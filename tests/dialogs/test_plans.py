"""Weeks into which three or more messages fall are flagged."""

from datetime import date

from dialogs.plans import Planned, collisions

GIFTS = Planned("communication", "gifts", date(2026, 11, 24), date(2026, 11, 24), 10)
TALK = Planned("session", "talk", date(2026, 11, 27), date(2026, 11, 27), 10)
TALK_DAY = Planned("session-day", "talk", date(2026, 11, 29), date(2026, 11, 29), 10)
COI = Planned("coi", "2026-Q4", date(2026, 10, 1), date(2026, 11, 30), 10)
CODE = Planned("code", "2026-Q4", date(2026, 11, 30), date(2026, 12, 15), 10)
MONDAY = date(2026, 11, 23)


def test_three_different_messages_in_one_week_collide() -> None:
    assert collisions([GIFTS, TALK, COI, CODE]) == {MONDAY: (GIFTS, TALK, COI)}


def test_two_do_not_and_neither_do_the_parts_of_one_session() -> None:
    assert collisions([GIFTS, COI]) == {}
    assert collisions([TALK, TALK_DAY, COI]) == {}


def test_occurrences_of_two_duties_with_one_name_are_two() -> None:
    other = Planned("communication", "other", date(2026, 12, 1), date(2026, 12, 1), 3)
    assert collisions([COI, CODE, other]) == {date(2026, 11, 30): (COI, CODE, other)}


def test_each_week_is_flagged_that_is_full() -> None:
    long = Planned("communication", "long", date(2026, 11, 20), date(2026, 12, 1), 5)
    assert list(collisions([COI, long, TALK, GIFTS, CODE])) == [MONDAY, date(2026, 11, 30)]
