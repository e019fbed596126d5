"""Twelve people in any order, late, twice and against each other: the charter is what their dots imply."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from dialogs.team_sessions.charter import heard
from dialogs.team_sessions.charter_phases import onward
from dialogs.team_sessions.charter_states import Charter, Choosing, Closed, Grouping, Wording, Writing
from dialogs.team_sessions.lines import Both
from dialogs.team_sessions.seats import Act, Heard, Said
from tests.dialogs.team_sessions.charter_machine import CharterMachine

QUICK = settings(
    max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
HUNT = settings(QUICK, derandomize=True, database=None, report_multiple_bugs=False, phases=[Phase.generate])


class CountsALateDot(CharterMachine):
    """Dots that come while lines are worded change what was chosen."""

    choosing: Choosing | None = None

    def hears(self, state: Charter, act: Act) -> Heard[Charter]:
        if isinstance(state, Choosing):
            self.choosing = state
        if isinstance(state, Wording) and self.choosing and act.verb == "choose":
            late = heard(self.choosing, Act(act.seat, act.verb, {**act.inputs, "phase": "3"})).state
            assert isinstance(late, Choosing)
            after, _ = onward(late)
            if isinstance(after, Wording) and after.chosen != state.chosen:
                return Heard(replace(state, chosen=after.chosen), Said.KEPT, posted=True)
        return heard(state, act)


class BreaksTiesByFirstCome(CharterMachine):
    """Among equals, the line that had the first dot comes first."""

    def hears(self, state: Charter, act: Act) -> Heard[Charter]:
        result = heard(state, act)
        if isinstance(state, Choosing) and isinstance(result.state, Wording):
            came = ",".join(each.inputs["lines"] for each in self.pressed if each.verb == "choose")
            ranked = sorted(
                result.state.chosen, key=lambda each: (-(each.dots or 0), came.find(each.name) % 10**6)
            )
            return replace(result, state=replace(result.state, chosen=tuple(ranked)))
        return result


class KeepsAnAuthor(CharterMachine):
    """Lines are named by who wrote them."""

    def hears(self, state: Charter, act: Act) -> Heard[Charter]:
        result = heard(state, act)
        if isinstance(state, Writing) and isinstance(result.state, Grouping):
            author = {name: seat for seat, own in state.lines.items() for name in own}
            signed = {f"{author.get(name)} {name}": line for name, line in result.state.lines.items()}
            return replace(result, state=replace(result.state, lines=signed))
        return result


class LeavesASeatInWhatIsKept(CharterMachine):
    """What is kept of a closed session says who closed it."""

    def hears(self, state: Charter, act: Act) -> Heard[Charter]:
        result = heard(state, act)
        if isinstance(result.state, Closed) and not isinstance(state, Closed):
            (first, *_) = self.seats
            by = (*result.state.charter, Both(f"closed by {first}", f"fermé par {first}"))
            return replace(result, state=replace(result.state, charter=by))
        return result


class StillHearsThoseWhoLeft(CharterMachine):
    """Somebody who left the chat is still heard, and still counted among those who must agree."""

    def hears(self, state: Charter, act: Act) -> Heard[Charter]:
        result = heard(state, act)
        if act.verb == "leave" and result.said == Said.KEPT and not isinstance(result.state, Closed):
            room = replace(result.state.room, members=result.state.room.members | {act.seat})
            return replace(result, state=replace(result.state, room=room))
        return result


def test_a_charter_always_is_what_the_last_valid_act_of_each_seat_implies() -> None:
    run_state_machine_as_test(CharterMachine, settings=QUICK)


@pytest.mark.parametrize(
    "wrong",
    [
        CountsALateDot,
        BreaksTiesByFirstCome,
        KeepsAnAuthor,
        LeavesASeatInWhatIsKept,
        StillHearsThoseWhoLeft,
    ],
)
def test_a_charter_that_is_wrong_in_one_respect_is_found_out(wrong: type[CharterMachine]) -> None:
    with pytest.raises(AssertionError):
        run_state_machine_as_test(wrong, settings=HUNT)
