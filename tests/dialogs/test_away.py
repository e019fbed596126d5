"""Time away: leave, peace that somebody asked for, and the day on which they are back."""

from datetime import date, timedelta

import pytest

from dialogs.away import Away, leave_ends, returned, snoozed_until
from dialogs.facts import Dated, NoticeSeen, Snoozed
from dialogs.people import Path, Person, PersonId

MONDAY = date(2026, 11, 23)
ANA = Person(PersonId("ana"))


def on_leave(first: date, last: date | None) -> Person:
    return Person(ANA.id, leave_from=first, leave_to=last)


def asked(day: date, until: date) -> Dated:
    return Dated(day, Path.EMPLOYEE, "en", Snoozed(until))


def day(number: int) -> date:
    return date(2026, 11, number)


def test_peace_lasts_until_its_day_and_what_was_said_last_counts() -> None:
    facts = [Dated(day(1), Path.EMPLOYEE, "en", NoticeSeen(1)), asked(day(2), day(10))]
    assert [snoozed_until(facts, day(number)) for number in (2, 9, 10)] == [day(10), day(10), None]
    assert snoozed_until([*facts, asked(day(5), day(5))], day(5)) is None
    assert snoozed_until([], MONDAY) is None


def test_a_leave_ends_on_the_day_after_its_last_or_nobody_knows() -> None:
    assert leave_ends(ANA, MONDAY) == MONDAY
    assert leave_ends(on_leave(day(20), day(27)), MONDAY) == day(28)
    assert leave_ends(on_leave(day(20), None), MONDAY) is None
    assert leave_ends(on_leave(day(20), date.max), MONDAY) is None


def test_whoever_comes_back_from_leave_is_back_for_two_weeks() -> None:
    person = on_leave(day(2), day(6))
    back = Away(day(2), day(7))
    assert [returned(person, (), day(number)) for number in (1, 2, 6)] == [None] * 3
    assert [returned(person, (), day(number)) for number in (7, 20, 21)] == [back, back, None]
    assert returned(ANA, (), MONDAY) is None


@pytest.mark.parametrize("leave", [(day(2), None), (day(9), day(6)), (day(2), date.max)])
def test_who_has_no_day_of_return_never_returns(leave: tuple[date, date | None]) -> None:
    assert returned(on_leave(*leave), (), MONDAY) is None


def test_peace_ends_on_its_day_or_when_it_is_taken_back() -> None:
    facts = [asked(day(2), day(20))]
    assert returned(ANA, facts, day(19)) is None
    assert returned(ANA, facts, day(20)) == Away(day(2), day(20))
    woken = [*facts, asked(day(5), day(5))]
    assert returned(ANA, woken, day(5)) == Away(day(2), day(5))
    assert returned(ANA, [asked(day(5), day(20)), asked(day(5), day(5))], day(6)) is None, "no time at all"


def test_peace_that_was_prolonged_is_one_time() -> None:
    facts = [asked(day(2), day(5)), asked(day(4), day(12))]
    assert returned(ANA, facts, day(5)) is None
    assert returned(ANA, facts, day(12)) == Away(day(2), day(12))


def test_nobody_is_welcomed_back_on_a_weekend_between_two_weeks_away() -> None:
    person, facts = on_leave(day(2), day(6)), [asked(day(9), day(16))]
    assert returned(person, facts, day(14)) is None
    assert returned(person, facts, day(16)) == Away(day(2), day(16))
    later = [asked(day(10), day(16))]
    assert returned(person, later, day(9)) == Away(day(2), day(7)), "Monday was a day at work"
    assert returned(person, later, day(16)) == Away(day(10), day(16))


def test_a_leave_that_is_still_to_come_changes_nothing() -> None:
    facts = [asked(day(2), day(10))]
    assert returned(on_leave(day(20), day(27)), facts, day(12)) == Away(day(2), day(10))


def test_peace_within_a_leave_ends_with_it() -> None:
    facts = [asked(day(3), day(4))]
    back = returned(on_leave(day(2), day(6)), facts, day(7))
    assert back == Away(day(2), day(6) + timedelta(days=1))
