"""What a press does to a meeting: all of it or nothing, whichever kind of session it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from dialogs.team_sessions import charter, charter_states, review, scenario
from dialogs.team_sessions.kept import Session, room_of
from dialogs.team_sessions.meeting import Meeting
from dialogs.team_sessions.seats import Act, Said, Seat
from dialogs.team_sessions.sight import Doing

DONE = frozenset({Said.KEPT, Said.SAME, Said.LISTENING})
"""What is said of an act that was done, or had been."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a press. `meeting` is the same object when nothing changed.

    `posted` says that the card that everybody sees has changed.
    """

    meeting: Meeting
    said: Said
    posted: bool = False


@dataclass(frozen=True, slots=True)
class Presser:
    """Who presses: their seat, the step for which their card was drawn, and whether they may lead anyway."""

    seat: Seat
    phase: int
    facilitates: bool = False


def decided(meeting: Meeting, presser: Presser, doings: Sequence[Doing]) -> Decided:
    """Hear every act of a press, in order. Where one is refused, none was done.

    Whoever presses in the chat of the session is a member of it from then on.
    """
    before = meeting.session
    if before is None:
        return Decided(meeting, Said.TOO_EARLY)
    state, posted = before, False
    said = Said.SAME
    for doing in _with_arrival(before, presser, doings):
        inputs = {**doing.inputs, "phase": str(presser.phase)}
        after, answer, changed = _heard(state, Act(presser.seat, doing.verb, inputs, presser.facilitates))
        if answer not in DONE:
            return Decided(meeting, answer)
        said = said if answer is Said.SAME else answer
        state, posted = after, posted or changed
    return Decided(meeting if state is before else meeting.at(state), said, posted)


def _with_arrival(state: Session, presser: Presser, doings: Sequence[Doing]) -> Sequence[Doing]:
    room = room_of(state)
    inside = room is None or not presser.seat or presser.seat in room.members
    return doings if inside else (Doing("come"), *doings)


def _heard(state: Session, act: Act) -> tuple[Session, Said, bool]:
    match state:
        case scenario.Answering() | scenario.Revealed() | scenario.ScenarioClosed():
            of_scenario = scenario.heard(state, act)
            return of_scenario.state, of_scenario.said, of_scenario.posted
        case review.Reviewing() | review.Reviewed() | review.ReviewClosed():
            of_review = review.heard(state, act)
            return of_review.state, of_review.said, of_review.posted
        case (
            charter_states.Gathering()
            | charter_states.Writing()
            | charter_states.Grouping()
            | charter_states.Choosing()
            | charter_states.Wording()
            | charter_states.Agreeing()
            | charter_states.Posted()
            | charter_states.Closed()
        ):
            of_charter = charter.heard(state, act)
            return _of_review(state, of_charter.state), of_charter.said, of_charter.posted
        case _:
            assert_never(state)


def _of_review(before: Session, after: charter_states.Charter) -> Session:
    """Return what came of an act; a review that ends without its new words keeps what it decided."""
    match before, after:
        case (
            charter_states.Wording(revised=charter_states.Revised() as revised)
            | charter_states.Agreeing(revised=charter_states.Revised() as revised),
            charter_states.Closed(),
        ):
            return review.without_new_words(before, revised)
        case _:
            return after
