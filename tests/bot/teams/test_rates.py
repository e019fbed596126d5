"""Nobody gets more turns than the buckets hold, however they ask, and nobody is remembered for ever."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.teams.entry.rates import MOST_PEOPLE, Rate, Rates, Verdict
from dialogs.people import PersonId
from tests.bot.teams.fakes import SetClock

ADA, BO = PersonId("ada"), PersonId("bo")
LOOSE = Rate(burst=1e9, each_second=1e9)


@pytest.fixture
def rates(clock: SetClock) -> Rates:
    return Rates(clock)


def asks(rates: Rates, person: PersonId, times: int) -> list[Verdict]:
    return [rates.ask(person) for _ in range(times)]


def test_thirty_turns_pass_at_once_and_then_one_a_second(rates: Rates, clock: SetClock) -> None:
    assert asks(rates, ADA, 31) == [Verdict.ANSWER] * 30 + [Verdict.SAY]
    clock.go(timedelta(seconds=3))
    assert asks(rates, ADA, 4) == [Verdict.ANSWER] * 3 + [Verdict.SILENCE]


def test_too_much_is_said_once_in_ten_seconds(rates: Rates, clock: SetClock) -> None:
    said = 0
    for _ in range(60):
        said += asks(rates, ADA, 40).count(Verdict.SAY)
        clock.go(timedelta(seconds=1))
    assert said == 6


def test_one_person_costs_another_nothing(rates: Rates) -> None:
    asks(rates, ADA, 4_000)
    assert asks(rates, BO, 30) == [Verdict.ANSWER] * 30


def test_whoever_waited_is_heard_as_at_the_first_day_and_not_more(rates: Rates, clock: SetClock) -> None:
    asks(rates, ADA, 100)
    clock.go(timedelta(days=400))
    assert asks(rates, ADA, 40).count(Verdict.ANSWER) == 30


def test_all_together_have_a_bucket_too(rates: Rates, clock: SetClock) -> None:
    crowd = [PersonId(str(number)) for number in range(600)]
    heard = [rates.ask(person) for person in crowd]
    assert heard.count(Verdict.ANSWER) == 500
    assert heard.count(Verdict.SAY) == 100
    clock.go(timedelta(seconds=1))
    assert [rates.ask(person) for person in crowd].count(Verdict.ANSWER) == 250


def test_a_clock_set_back_silences_nobody_for_longer(rates: Rates, clock: SetClock) -> None:
    asks(rates, ADA, 31)
    clock.go(timedelta(hours=-5))
    assert rates.ask(ADA) is Verdict.SAY
    clock.go(timedelta(seconds=2))
    assert asks(rates, ADA, 2) == [Verdict.ANSWER] * 2


MOMENTS = st.lists(
    st.tuples(st.sampled_from([0, 0, 0, 0.001, 0.1, 0.5, 1, 2.5, 10, 45]), st.integers(0, 3)), max_size=300
)
TOLERANCE = 1e-6
"""What adding up many small numbers may cost."""


@given(MOMENTS, st.integers(1, 8), st.sampled_from([0.1, 0.5, 1, 4]))
def test_in_no_stretch_of_time_does_anybody_get_more_than_the_burst_and_the_rate(
    moments: Sequence[tuple[float, int]], burst: int, each_second: float
) -> None:
    clock = SetClock()
    rate, everybody = Rate(burst, each_second), Rate(2 * burst, 2 * each_second)
    rates = Rates(clock, rate, everybody)
    answered: list[tuple[float, int]] = []
    now = 0.0
    for gap, who in moments:
        clock.go(timedelta(seconds=gap))
        now += gap
        if rates.ask(PersonId(str(who))) is Verdict.ANSWER:
            answered.append((now, who))
    assert_within(answered, everybody)
    for who in range(4):
        assert_within([each for each in answered if each[1] == who], rate)


def assert_within(answered: Sequence[tuple[float, int]], rate: Rate) -> None:
    """Look at every stretch from one answer to a later one."""
    for first, (begins, _) in enumerate(answered):
        for last, (ends, _) in enumerate(answered[first:]):
            assert last + 1 <= rate.burst + (ends - begins) * rate.each_second + TOLERANCE


@given(MOMENTS, st.integers(1, 8), st.sampled_from([0.1, 0.5, 1, 4]))
def test_somebody_who_keeps_to_the_rate_is_always_answered(
    moments: Sequence[tuple[float, int]], burst: int, each_second: float
) -> None:
    clock = SetClock()
    rates = Rates(clock, Rate(burst, each_second), LOOSE)
    for gap, who in moments:
        clock.go(timedelta(seconds=gap + 1 / each_second + 0.001))
        assert rates.ask(PersonId(str(who))) is Verdict.ANSWER


def test_of_many_people_only_so_many_are_remembered(rates: Rates, clock: SetClock) -> None:
    most = 0
    for number in range(3 * MOST_PEOPLE):
        rates.ask(PersonId(str(number)))
        clock.go(timedelta(milliseconds=5))
        most = max(most, len(rates._people))
    assert most <= MOST_PEOPLE


def test_whoever_is_still_too_loud_is_not_forgotten_for_the_sake_of_those_who_left(clock: SetClock) -> None:
    rates = Rates(clock, everybody=LOOSE)
    for number in range(MOST_PEOPLE - 1):
        rates.ask(PersonId(f"left-{number}"))
    clock.go(timedelta(seconds=60))
    asks(rates, ADA, 31)
    rates.ask(PersonId("one more"))
    assert rates.ask(ADA) is Verdict.SILENCE
