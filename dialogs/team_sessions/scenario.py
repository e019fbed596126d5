"""Up to 300 people answer a scenario alone; then the split is revealed, and the answers are forgotten."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from dialogs.team_sessions import room as rooms
from dialogs.team_sessions.lines import Written, written
from dialogs.team_sessions.room import MOVES, TAKE_OVER, Room, barred, moved
from dialogs.team_sessions.seats import Act, Heard, Said, Seat, drawn, numbered
from dialogs.team_sessions.split import InNumbers, Split, split

SIZES = range(1, 301)
OPTIONS = range(2, 5)
TAKEAWAY = 200
"""Characters of the one line at the end."""

TOO_FEW = "too-few"
"""What an act to go on carries as `unless`, to be refused while too few have answered to show a split."""

EVERYBODY = frozenset({"pick", "then"})
LEADING = frozenset({"on", "takeaway", "close"})
PRESSES = EVERYBODY | LEADING | {TAKE_OVER}
"""The verbs that a card of a scenario may carry."""

Options = tuple[tuple[str, tuple[str, ...]], ...]
"""The options of a scenario in its order, each with those of its second step; none where it has no second."""


@dataclass(frozen=True, slots=True)
class Answering:
    """Everybody answers alone. An answer is an option, and one of its second step where that was reached."""

    phase: ClassVar[int] = 0
    room: Room
    options: Options
    answers: Mapping[Seat, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Told:
    """What may be told for good: how many answered, the split of the first step and of each second one."""

    people: int | None
    first: Split
    seconds: Mapping[str, Split]


@dataclass(frozen=True, slots=True)
class Revealed:
    """The split is shown. Nothing is left of who answered what. `takeaway` is the one line at the end."""

    phase: ClassVar[int] = 1
    room: Room
    told: Told
    takeaway: Written | None


@dataclass(frozen=True, slots=True)
class ScenarioClosed:
    """What is kept; `told` is None when the session closed before the split was revealed."""

    phase: ClassVar[int] = 2
    told: Told | None
    takeaway: Written | None


Scenario = Answering | Revealed | ScenarioClosed
STATES = (Answering, Revealed, ScenarioClosed)
Answer = tuple[Scenario, Said]


def opened(
    members: Iterable[Seat], facilitator: Seat, seed: bytes, options: Iterable[tuple[str, Iterable[str]]]
) -> Answering | Said:
    """Open a scenario for up to 300 people, the facilitator among them, or say that they are too many.

    Raises ValueError unless there are 2 to 4 options, and each second step has none or 2 to 4.
    """
    known: Options = tuple((option, tuple(then)) for option, then in options)
    steps = [[option for option, _ in known], *(list(then) for _, then in known if then)]
    if not all(len(set(step)) == len(step) in OPTIONS for step in steps):
        raise ValueError("a step has two to four different options")
    room = rooms.opened(members, facilitator, seed, SIZES)
    return room if isinstance(room, Said) else Answering(room, known, {})


def heard(state: Scenario, act: Act) -> Heard[Scenario]:
    """Hear one act. An answer looks at no other answer, and never changes the card that everybody sees."""
    if isinstance(state, ScenarioClosed):
        return Heard(state, Said.CLOSED)
    if act.verb in MOVES or act.verb == TAKE_OVER:
        room, said = moved(state.room, act, SIZES.stop - 1)
        after = state if room is state.room else replace(state, room=room)
        return Heard(after, said, _led(room) != _led(state.room))
    refused = barred(state.room, act, EVERYBODY, LEADING) or drawn(act, state.phase)
    if refused == Said.TOO_LATE and act.verb == "on":
        refused = Said.SAME
    next_, said = (state, refused) if refused else _in_phase(state, act)
    return Heard(next_, said, next_ is not state and act.verb in LEADING)


def _led(room: Room) -> bool:
    return room.facilitator is not None


def _in_phase(state: Answering | Revealed, act: Act) -> Answer:
    match state, act.verb:
        case Answering(), "pick":
            return _picked(state, act.seat, act.given("option"))
        case Answering(), "then":
            return _picked_again(state, act.seat, act.given("of"), act.given("option"))
        case Answering(), "on" if act.given("unless") == TOO_FEW and answered(state) is None:
            return state, Said.TOO_FEW
        case Answering(room), "on":
            return Revealed(room, _told(state), None), Said.KEPT
        case Answering(), "close":
            return ScenarioClosed(None, None), Said.KEPT
        case Revealed(), "takeaway":
            return _taken_away(state, act)
        case Revealed(_, told, takeaway), "close" | "on":
            return ScenarioClosed(told, takeaway), Said.KEPT
        case _:
            return state, Said.NOT_NOW


def _picked(state: Answering, seat: Seat, option: str) -> Answer:
    """Pick an option; another one than before begins again, without a second step."""
    if option not in (known for known, _ in state.options):
        return state, Said.UNKNOWN
    if state.answers.get(seat, ("",))[0] == option:
        return state, Said.SAME
    return replace(state, answers={**state.answers, seat: (option,)}), Said.KEPT


def _picked_again(state: Answering, seat: Seat, of: str, option: str) -> Answer:
    """Pick in the second step of the option one has picked; one that was left since is for another time."""
    if option not in (each for known, then in state.options if known == of for each in then):
        return state, Said.UNKNOWN
    own = state.answers.get(seat, ("",))
    if own[0] != of:
        return state, Said.NOT_NOW
    if own == (of, option):
        return state, Said.SAME
    return replace(state, answers={**state.answers, seat: (of, option)}), Said.KEPT


def _taken_away(state: Revealed, act: Act) -> Answer:
    line = written(act, TAKEAWAY)
    if isinstance(line, Said):
        return state, line
    return (state, Said.SAME) if line == state.takeaway else (replace(state, takeaway=line), Said.KEPT)


def _told(state: Answering) -> Told:
    """Count once, and keep what may be told.

    Second steps are told only where the first has numbers: that one has enough answers to be shown would be
    a number of the first.
    """
    answers, seed = Counter(state.answers.values()), state.room.seed
    firsts = {
        option: sum(answers[option, *rest] for rest in ((), *((each,) for each in then)))
        for option, then in state.options
    }
    first = split(seed, firsts)
    seconds = {
        option: split(seed, {each: answers[option, each] for each in then})
        for option, then in state.options
        if then and isinstance(first, InNumbers)
    }
    return Told(numbered(len(state.answers)), first, seconds)


def answered(state: Scenario) -> int | None:
    """Return how many have answered; None under five."""
    match state:
        case Answering(answers=answers):
            return numbered(len(answers))
        case Revealed(told=Told(people=people)) | ScenarioClosed(told=Told(people=people)):
            return people
        case _:
            return None


def own_answer(state: Scenario, seat: Seat) -> tuple[str, ...]:
    """Return what a seat has picked, for that seat alone; empty once the answers are forgotten."""
    return state.answers.get(seat, ()) if isinstance(state, Answering) else ()


def revealed(state: Scenario) -> Told | None:
    """Return the split as it may be shown, or None before the facilitator has revealed it."""
    return None if isinstance(state, Answering) else state.told
