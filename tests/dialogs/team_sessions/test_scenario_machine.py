"""Three hundred people in any order, late and twice: the split is what their last answers say."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from dialogs.team_sessions import scenario
from dialogs.team_sessions.kept import closed, load, save
from dialogs.team_sessions.scenario import Answering, Revealed, Scenario, ScenarioClosed, heard, opened
from dialogs.team_sessions.seats import Act, Heard, Said, Seat
from dialogs.team_sessions.split import InNumbers
from tests.dialogs.team_sessions.people import seats
from tests.dialogs.team_sessions.scenario_oracle import BRANCHES, OPTIONS, Answers, plain
from tests.dialogs.team_sessions.test_charter_machine import HUNT, QUICK

RANDOMS = st.randoms(use_true_random=False)


class ScenarioMachine(RuleBasedStateMachine):
    """A group of 6 to 300 people, an outsider and a clock press whatever they like."""

    def hears(self, state: Scenario, act: Act) -> Heard[Scenario]:
        return heard(state, act)

    @initialize(seed=st.binary(min_size=16, max_size=16), people=st.sampled_from([6, 9, 12, 40, 300]))
    def opens(self, seed: bytes, people: int) -> None:
        self.seats = seats(people)
        first = opened(self.seats, self.seats[0], seed, OPTIONS)
        assert isinstance(first, Answering)
        self.state: Scenario = first
        self.answers = Answers(self.seats, seed)
        self.pressed: list[Act] = []

    @rule(random=RANDOMS, share=st.sampled_from([0.1, 0.5, 1]), options=st.sampled_from([1, 2, 3]))
    def many_answer_some_of_them_twice(self, random: Random, share: float, options: int) -> None:
        """Answer with few options between them, so that groups of one mind are met too."""
        known = random.sample(sorted(BRANCHES), options)
        for seat in random.sample(self.seats, max(1, int(len(self.seats) * share))):
            option = random.choice(known)
            then = random.choice(BRANCHES[option] or ("x",))
            sent = [Act(seat, "pick", {"phase": "0", "option": option})]
            sent += [Act(seat, "then", {"phase": "0", "of": option, "option": then})]
            for act in random.choices(sent, k=random.randrange(1, 4)):
                self.hear(act)

    @rule(option=st.sampled_from(sorted(BRANCHES)), but=st.integers(0, 3))
    def all_agree_but_a_few(self, option: str, but: int) -> None:
        for seat in self.seats[but:]:
            self.hear(Act(seat, "pick", {"phase": "0", "option": option}))

    @rule(random=RANDOMS)
    def old_presses_come_again(self, random: Random) -> None:
        for act in random.sample(self.pressed, min(5, len(self.pressed))):
            self.hear(act)

    @rule(
        who=st.integers(0, 6), verb=st.sampled_from(["pick", "then", "on", "close", "takeaway", "nonsense"])
    )
    def somebody_presses_nonsense(self, who: int, verb: str) -> None:
        seat = [*self.seats[:6], Seat("somebody-else")][who]
        for inputs in ({}, {"phase": "1"}, {"phase": "0", "option": "of-nobody", "of": "wait"}):
            if verb not in ("on", "close") or who:
                self.hear(Act(seat, verb, inputs))

    @rule(who=st.integers(0, 5), verb=st.sampled_from(["leave", "come", "take-over", "come"]))
    def somebody_comes_or_goes(self, who: int, verb: str) -> None:
        self.hear(Act(self.seats[who], verb, {}))

    @rule(sure=st.sampled_from([0, 0, 1]))
    def two_facilitators_reveal(self, sure: int) -> None:
        for seat in (self.seats[0], Seat("")) if sure else ():
            self.hear(Act(seat, "on", {"phase": "0"}, facilitates=True))

    def teardown(self) -> None:
        """Bring the session to its end, with answers that come late."""
        if hasattr(self, "state"):
            self.hear(Act(Seat(""), "on", {"phase": "0"}, facilitates=True))
            for seat in self.seats:
                self.hear(Act(seat, "pick", {"phase": "0", "option": "tell"}))
            self.compare()
            self.hear(Act(Seat(""), "close", {"phase": "1"}, facilitates=True))
            self.compare()

    # What must hold

    def hear(self, act: Act) -> None:
        before = self.state
        result = self.hears(before, act)
        self.state = result.state
        self.answers.hear(act)
        self.pressed.append(act)
        assert result.said == Said.KEPT or (result.state is before and not result.posted)
        if act.verb == "on":
            self.compare()

    def compare(self) -> None:
        """Lay the state beside the recount, after it was saved and loaded."""
        state = load(save(self.state))
        assert isinstance(state, Scenario)
        self.state, told = state, scenario.revealed(state)
        assert state.phase == self.answers.phase
        match state:
            case Answering():
                assert state.answers == self.answers.last()
                assert told is None
            case Revealed() | ScenarioClosed() if told is not None:
                count = len(self.answers.last())
                assert told.people == (count if count >= 5 else None)
                assert plain(told.first) == self.answers.first()
                assert {key: plain(each) for key, each in told.seconds.items()} == self.answers.seconds()
        if isinstance(state, ScenarioClosed):
            assert closed(state) is state
            assert b"seat" not in save(state)


class CountsALateAnswer(ScenarioMachine):
    """An answer that comes after the split changes it."""

    answering: Answering | None = None

    def hears(self, state: Scenario, act: Act) -> Heard[Scenario]:
        result = heard(state, act)
        if isinstance(state, Answering):
            self.answering = state
        if isinstance(state, Revealed) and self.answering and act.verb == "pick":
            late = heard(self.answering, act).state
            again = heard(late, Act(Seat(""), "on", {"phase": "0"}, facilitates=True)).state
            if isinstance(again, Revealed) and again.told != state.told:
                return Heard(replace(state, told=again.told), Said.KEPT, posted=True)
        return result


class ShowsThatAllAgree(ScenarioMachine):
    """Ten people of one mind are shown as ten."""

    def hears(self, state: Scenario, act: Act) -> Heard[Scenario]:
        result = heard(state, act)
        if isinstance(state, Answering) and isinstance(result.state, Revealed):
            chosen = [answer[0] for answer in state.answers.values()]
            if len(chosen) >= 10 and len(set(chosen)) == 1:
                told = replace(result.state.told, first=InNumbers(((chosen[0], len(chosen)),)))
                return replace(result, state=replace(result.state, told=told))
        return result


class CountsTheFirstAnswer(ScenarioMachine):
    """Who changes their mind is not heard."""

    def hears(self, state: Scenario, act: Act) -> Heard[Scenario]:
        if isinstance(state, Answering) and act.verb == "pick" and act.seat in state.answers:
            return Heard(state, Said.SAME)
        return heard(state, act)


def test_a_split_always_is_what_the_last_valid_answer_of_each_seat_says() -> None:
    run_state_machine_as_test(ScenarioMachine, settings=QUICK)


@pytest.mark.parametrize("wrong", [CountsALateAnswer, ShowsThatAllAgree, CountsTheFirstAnswer])
def test_a_split_that_is_wrong_in_one_respect_is_found_out(wrong: type[ScenarioMachine]) -> None:
    with pytest.raises(AssertionError):
        run_state_machine_as_test(wrong, settings=HUNT)
