"""What follows a card without an answer: a second one, then a line in the office's list."""

from dataclasses import replace
from datetime import date

import pytest

from content.model import Ladder, Reminders
from dialogs.facts import Dated, Fact, NoticeSeen, Outcome, Reached, ReminderAnswered, ReminderSent
from dialogs.ladder import Rung, last_day, listed, rung, second_day, warned
from dialogs.people import Path, Person, PersonId

LADDER = Ladder(second_after=10, listed_after=10)
COI = Reminders(duty="coi", ladder=LADDER)
ANA = Person(PersonId("ana"), province="ON")
FIRST = date(2026, 10, 5)  # a Monday
SECOND = date(2026, 10, 20)  # ten working days later: Thanksgiving lies between
LAST = date(2026, 11, 3)


def happened(*facts: tuple[date, Fact]) -> list[Dated]:
    return [Dated(day, Path.EMPLOYEE, "en", fact) for day, fact in facts]


def sent(nth: int = 1, reached: Reached = Reached.DELIVERED, turn: str = "2026-Q4") -> ReminderSent:
    return ReminderSent("coi", turn, nth, reached)


def answered(turn: str = "2026-Q4") -> ReminderAnswered:
    return ReminderAnswered("coi", turn, Outcome.NOTHING_CHANGED)


BOTH = happened((FIRST, sent()), (SECOND, sent(2)))


def test_a_person_without_a_card_stands_on_no_rung() -> None:
    assert rung([], "coi") is None
    assert rung(happened((FIRST, NoticeSeen(1))), "coi") is None


def test_the_first_card_is_the_first_rung_and_the_second_closes_it() -> None:
    assert rung(BOTH[:1], "coi") == Rung("2026-Q4", FIRST)
    assert rung(BOTH, "coi") == Rung("2026-Q4", FIRST, SECOND, closed=True)


@pytest.mark.parametrize("reached", [Reached.UNCERTAIN, Reached.TOGETHER])
def test_a_card_that_may_have_arrived_counts_as_one_that_has(reached: Reached) -> None:
    found = rung(happened((FIRST, sent(1, reached)), (SECOND, sent(2, reached))), "coi")
    assert found == Rung("2026-Q4", FIRST, SECOND, closed=True)


def test_a_card_that_was_refused_is_no_rung_and_a_second_one_ends_the_ladder() -> None:
    assert rung(happened((FIRST, sent(1, Reached.REFUSED))), "coi") is None
    found = rung(happened((FIRST, sent()), (SECOND, sent(2, Reached.REFUSED))), "coi")
    assert found == Rung("2026-Q4", FIRST, None, closed=True)


def test_a_second_card_without_its_first_is_no_rung() -> None:
    assert rung(happened((SECOND, sent(2))), "coi") is None
    found = rung(happened((FIRST, sent()), (SECOND, sent(2, turn="2026-Q3"))), "coi")
    assert found == Rung("2026-Q4", FIRST)


def test_an_answer_ends_the_ladder_at_any_moment() -> None:
    day = date(2026, 10, 6)
    assert rung(happened((FIRST, sent()), (day, answered())), "coi") is None
    assert rung([*BOTH, *happened((LAST, answered()))], "coi") is None
    assert rung(happened((FIRST, sent()), (day, answered("2026-Q3"))), "coi") == Rung("2026-Q4", FIRST)


def test_another_duty_is_another_ladder() -> None:
    other = happened((FIRST, ReminderSent("code", "2026", 1, Reached.DELIVERED)))
    other += happened((FIRST, ReminderAnswered("gifts", "2026-Q4", Outcome.FILED)))
    assert rung(other, "coi") is None


def test_a_newer_card_takes_the_place_of_an_older_one() -> None:
    newer = [*BOTH, *happened((date(2027, 1, 4), sent(turn="2027-Q1")))]
    assert rung(newer, "coi") == Rung("2027-Q1", date(2027, 1, 4))
    assert listed(COI, ANA, date(2027, 1, 5), newer) is None


def test_the_days_are_those_on_which_a_message_may_arrive() -> None:
    assert second_day(LADDER, FIRST, ANA) == SECOND
    assert last_day(LADDER, SECOND, ANA) == LAST
    quebec, manitoba = replace(ANA, province="QC"), replace(ANA, province="MB")
    june, february = date(2026, 6, 15), date(2026, 2, 9)
    assert second_day(LADDER, june, quebec) == date(2026, 6, 30)
    assert second_day(LADDER, june, ANA) == date(2026, 6, 29)
    assert second_day(LADDER, february, manitoba) == date(2026, 2, 24)
    assert second_day(LADDER, february, quebec) == date(2026, 2, 23)


@pytest.mark.parametrize(
    ("leave_from", "leave_to", "second"),
    [
        (date(2026, 9, 1), date(2026, 9, 30), SECOND),  # over before the first card
        (date(2026, 10, 8), date(2026, 10, 16), date(2026, 10, 30)),  # from the 17th on, a Saturday
        (date(2026, 10, 20), date(2026, 10, 23), date(2026, 11, 6)),  # begins on the very day
        (date(2026, 10, 21), date(2026, 10, 23), SECOND),  # begins the day after
        (date(2026, 10, 8), None, None),  # nobody knows
        (date(2026, 12, 1), None, SECOND),
    ],
)
def test_after_a_leave_the_days_begin_anew(
    leave_from: date, leave_to: date | None, second: date | None
) -> None:
    away = replace(ANA, leave_from=leave_from, leave_to=leave_to)
    assert second_day(LADDER, FIRST, away) == second


def test_a_name_joins_the_list_the_day_after_the_one_that_the_card_named() -> None:
    assert warned(COI, ANA, SECOND, BOTH) == LAST
    assert listed(COI, ANA, LAST, BOTH) is None
    assert listed(COI, ANA, date(2026, 11, 4), BOTH) == SECOND
    assert listed(COI, ANA, date(2026, 12, 31), BOTH) == SECOND


def test_whoever_answers_after_all_is_on_the_list_no_more() -> None:
    assert listed(COI, ANA, date(2026, 12, 1), [*BOTH, *happened((LAST, answered()))]) is None


def test_whoever_is_away_is_not_on_the_list_and_gets_the_days_again_afterwards() -> None:
    away = replace(ANA, leave_from=date(2026, 10, 28), leave_to=date(2026, 11, 20))
    assert listed(COI, away, date(2026, 11, 5), BOTH) is None
    assert warned(COI, away, date(2026, 11, 23), BOTH) == date(2026, 12, 4)
    assert listed(COI, away, date(2026, 12, 4), BOTH) is None
    assert listed(COI, away, date(2026, 12, 5), BOTH) == SECOND
    parental = replace(away, leave_to=None)
    assert listed(COI, parental, date(2027, 6, 1), BOTH) is None
    assert listed(COI, replace(ANA, leave_from=LAST), date(2026, 11, 2), BOTH) is None


def test_nobody_is_listed_or_warned_without_a_ladder() -> None:
    plain = Reminders(duty="coi")
    assert listed(plain, ANA, date(2026, 12, 31), BOTH) is None
    assert warned(plain, ANA, LAST, BOTH) is None


def test_nobody_is_listed_after_one_card_or_a_second_one_that_was_refused() -> None:
    assert listed(COI, ANA, date(2026, 12, 31), BOTH[:1]) is None
    refused = happened((FIRST, sent()), (SECOND, sent(2, Reached.REFUSED)))
    assert listed(COI, ANA, date(2026, 12, 31), refused) is None
    assert warned(COI, ANA, date(2026, 12, 31), refused) is None


def test_only_a_second_card_says_what_comes_next() -> None:
    first = BOTH[:1]
    assert warned(COI, ANA, FIRST, []) is None
    assert warned(COI, ANA, FIRST, [], arriving="2026-Q4") is None, "it is the first one"
    assert warned(COI, ANA, date(2026, 12, 31), first) is None, "opened by oneself"
    assert warned(COI, ANA, SECOND, first, arriving="2026-Q4") == LAST
    assert warned(COI, ANA, SECOND, first, arriving="2026-Q3") is None
    refused = happened((FIRST, sent()), (SECOND, sent(2, Reached.REFUSED)))
    assert warned(COI, ANA, SECOND, refused, arriving="2026-Q4") is None
