"""How many messages somebody gets unasked, and which of them go first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.model import Budget
from dialogs.budget import counted, most, quarter_of, room_from
from dialogs.facts import Dated, Fact, MessageSent, NoticeSeen, Reached, ReminderSent
from dialogs.people import Path
from dialogs.sources import COMMUNICATION, SESSION, SOURCES, WELCOME_BACK, Priority
from dialogs.together import TALK, TEAM

TODAY = date(2026, 11, 23)
NEXT = date(2027, 1, 1)
SIX = Budget()
DELIVERED, UNCERTAIN, REFUSED, TOGETHER = (
    Reached.DELIVERED,
    Reached.UNCERTAIN,
    Reached.REFUSED,
    Reached.TOGETHER,
)


def kept(fact: Fact, day: date = TODAY) -> Dated:
    return Dated(day, Path.EMPLOYEE, "en", fact)


def news(reached: Reached = DELIVERED, day: date = TODAY) -> Dated:
    return kept(MessageSent(COMMUNICATION, "gifts", reached), day)


def talk(day: date, reached: Reached = DELIVERED) -> Dated:
    return kept(MessageSent(TALK, "", reached), day)


def room(priority: Priority, *facts: Dated, reserved: int = 0, today: date = TODAY) -> date:
    return room_from(priority, facts, today, SIX, reserved=reserved)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_every_day_lies_in_one_quarter_of_three_months(day: date) -> None:
    quarter = quarter_of(day)
    assert quarter.holds(day)
    assert quarter.first.day == 1
    assert (quarter.first.month - 1) % 3 == 0
    assert (quarter.last + timedelta(days=1)).month == (quarter.first.month + 2) % 12 + 1
    assert quarter_of(quarter.last + timedelta(days=1)).first == quarter.last + timedelta(days=1)


def test_what_arrived_or_may_have_counts_in_its_own_quarter() -> None:
    facts = [
        news(),
        news(UNCERTAIN),
        kept(ReminderSent("coi", "2026-Q4", 1, DELIVERED)),
        news(REFUSED),
        news(TOGETHER),
        kept(ReminderSent("coi", "2026-Q4", 2, TOGETHER)),
        news(day=date(2026, 9, 30)),
        kept(NoticeSeen(1)),
    ]
    assert counted(facts, TODAY) == 3
    assert counted(facts, date(2026, 7, 1)) == 1


def test_the_quarter_in_which_somebody_met_ethos_has_room_for_more() -> None:
    met = [kept(NoticeSeen(1), date(2026, 10, 1)), kept(NoticeSeen(2), date(2027, 2, 1))]
    assert [most(met, day, SIX) for day in (TODAY, date(2027, 2, 1))] == [12, 6]
    assert most((), TODAY, SIX) == 6


@pytest.mark.parametrize("priority", Priority)
def test_nothing_exceeds_the_budget_not_even_what_the_law_asks_for(priority: Priority) -> None:
    five = [news()] * 5
    assert room(priority, *five) == TODAY
    assert room(priority, *five, news(UNCERTAIN)) == NEXT


def test_whatever_is_less_urgent_leaves_legal_reminders_their_room() -> None:
    four = [news()] * 4
    for priority in set(Priority) - {Priority.LEGAL}:
        assert room(priority, *four, reserved=1) == TODAY
        assert room(priority, *four, reserved=2) == NEXT
    assert room(Priority.LEGAL, *four, reserved=2) == TODAY


def test_of_onboarding_one_message_leaves_in_seven_days() -> None:
    monday = date(2026, 11, 16)
    assert room(Priority.ONBOARDING, talk(monday), today=monday) == TODAY
    assert room(Priority.ONBOARDING, talk(monday), today=TODAY) == TODAY
    weekly = kept(MessageSent(TEAM, "", TOGETHER), monday + timedelta(days=1))
    assert room(Priority.ONBOARDING, talk(monday), weekly) == date(2026, 11, 24), "a card of a return too"
    assert room(Priority.ONBOARDING, talk(TODAY, REFUSED)) == TODAY
    assert room(Priority.SESSION, talk(TODAY)) == TODAY


def test_onboarding_waits_for_both_its_day_and_room() -> None:
    late = date(2026, 12, 30)
    assert room(Priority.ONBOARDING, *[talk(late)] * 6, today=late) == date(2027, 1, 6)


# In any order -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wish:
    """A message that somebody wants to send on a day of the year."""

    day: int
    source: str
    reached: Reached


OTHERS = (TALK, TEAM, SESSION, COMMUNICATION)
WISHES = st.lists(
    st.builds(
        Wish,
        st.integers(0, 364),
        st.sampled_from(("coi", "code", WELCOME_BACK, *OTHERS, *OTHERS)),
        st.sampled_from((DELIVERED, DELIVERED, UNCERTAIN, REFUSED)),
    ),
    max_size=120,
)
"""More than there is room for. Two duties come on the last day of each quarter, when it is hardest."""
NEW_YEAR = date(2026, 1, 1)


def is_left(facts: Sequence[Dated], duty: str, day: date) -> bool:
    occurrence = str(quarter_of(day).first)
    return not any(
        isinstance(each.fact, ReminderSent) and (each.fact.duty, each.fact.occurrence) == (duty, occurrence)
        for each in facts
    )


def lived(wishes: Sequence[Wish], budget: Budget) -> tuple[list[Dated], list[date]]:
    """Live a year; return what left and the days on which a legal reminder had no room."""
    facts = [kept(NoticeSeen(1), NEW_YEAR)]
    without: list[date] = []
    for number in range(365):
        today = NEW_YEAR + timedelta(days=number)
        wanted = [each for each in wishes if each.day == number]
        if today == quarter_of(today).last:
            wanted += [Wish(number, duty, DELIVERED) for duty in ("coi", "code")]
        for wish in wanted:
            duty = wish.source in ("coi", "code")
            if duty and not is_left(facts, wish.source, today):
                continue
            reserved = sum(is_left(facts, each, today) for each in ("coi", "code"))
            priority = Priority.LEGAL if duty else SOURCES[wish.source].priority
            assert priority is not None
            if wish.source == WELCOME_BACK:
                priority = Priority.COMMUNICATION  # Its most urgent part here.
            if room_from(priority, facts, today, budget, reserved=reserved) > today:
                without += [today] if duty else []
                continue
            fact = (
                ReminderSent(wish.source, str(quarter_of(today).first), 1, wish.reached)
                if duty
                else MessageSent(wish.source, "", wish.reached)
            )
            facts.append(kept(fact, today))
    return facts, without


@given(WISHES, st.integers(2, 6), st.integers(2, 12))
def test_in_any_order_nobody_gets_more_and_no_duty_is_left_without_room(
    wishes: list[Wish], ordinary: int, first: int
) -> None:
    facts, without = lived(wishes, Budget(per_quarter=ordinary, first_quarter=first))
    for month in (1, 4, 7, 10):
        day = date(2026, month, 1)
        assert counted(facts, day) <= (first if month == 1 else ordinary)
    assert without == []
    onboarding = [
        each.day
        for each in facts
        if isinstance(each.fact, MessageSent)
        and each.fact.source in (TALK, TEAM)
        and each.fact.reached is not REFUSED
    ]
    assert all(b - a >= timedelta(days=7) for a, b in pairwise(onboarding))


@given(WISHES)
def test_a_budget_without_room_for_all_duties_still_holds(wishes: list[Wish]) -> None:
    facts, without = lived(wishes, Budget(per_quarter=1, first_quarter=1))
    assert all(counted(facts, date(2026, month, 1)) <= 1 for month in (1, 4, 7, 10))
    assert len(without) >= 4 - sum(
        isinstance(each.fact, ReminderSent) and each.fact.reached is REFUSED for each in facts
    )
