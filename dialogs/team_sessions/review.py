"""A team looks at its charter again: each line is kept, changed or dropped. It is a session of its own.

Where lines are to change, the team may go on and find new words for them, as it did for its charter.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from dialogs.team_sessions import room as rooms
from dialogs.team_sessions.charter_states import SIZES, Agreeing, Revised, Top, Wording
from dialogs.team_sessions.lines import Both
from dialogs.team_sessions.room import MOVES, TAKE_OVER, Room, barred, keyed, moved
from dialogs.team_sessions.seats import FEW, Act, Heard, Said, Seat, drawn, numbered

KEEP, CHANGE, DROP = VERDICTS = ("keep", "change", "drop")

EVERYBODY = frozenset({"vote"})
LEADING = frozenset({"on", "close"})
PRESSES = EVERYBODY | LEADING | {TAKE_OVER}
"""The verbs that a card of a review may carry."""


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Each seat says of each line, by its place from 1 on, whether to keep, change or drop it."""

    phase: ClassVar[int] = 0
    room: Room
    charter: tuple[Both, ...]
    votes: Mapping[Seat, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What the team decided of each line, in the charter's order. Nothing is left of who voted what.

    `voters` are the seats that voted at all: they find the new words together.
    """

    phase: ClassVar[int] = 1
    room: Room
    charter: tuple[Both, ...]
    verdicts: tuple[str, ...]
    people: int | None
    voters: frozenset[Seat]


@dataclass(frozen=True, slots=True)
class ReviewClosed:
    """What is kept. A review that closed before its end has no verdicts, and the charter stands."""

    phase: ClassVar[int] = 2
    charter: tuple[Both, ...]
    verdicts: tuple[str, ...]
    people: int | None


Review = Reviewing | Reviewed | ReviewClosed
STATES = (Reviewing, Reviewed, ReviewClosed)


def opened(
    members: Iterable[Seat], facilitator: Seat, seed: bytes, charter: Iterable[Both]
) -> Reviewing | Said:
    """Open the review of a charter for 5 to 30 people, or say that they are too few or many."""
    room = rooms.opened(members, facilitator, seed, SIZES)
    return room if isinstance(room, Said) else Reviewing(room, tuple(charter), {})


def heard(state: Review, act: Act) -> Heard[Review | Wording]:
    """Hear one act; a vote never changes the card that everybody sees, but for the number of voters.

    A review that finds new words goes on as a charter whose lines are chosen already.
    """
    after, said = _heard(state, act)
    return Heard(after, said, after is not state and _shared(after) != _shared(state))


def _shared(state: Review | Wording) -> tuple[object, ...]:
    led = isinstance(state, ReviewClosed) or state.room.facilitator is not None
    return state.phase, led, None if isinstance(state, Wording) else voted(state)


def _heard(state: Review, act: Act) -> tuple[Review | Wording, Said]:
    if isinstance(state, ReviewClosed):
        return state, Said.CLOSED
    if act.verb in MOVES or act.verb == TAKE_OVER:
        room, said = moved(state.room, act, SIZES.stop - 1)
        return (state if room is state.room else replace(state, room=room)), said
    refused = barred(state.room, act, EVERYBODY, LEADING) or drawn(act, state.phase)
    if refused == Said.TOO_LATE and act.verb == "on":
        return state, Said.SAME
    if refused:
        return state, refused
    match state, act.verb:
        case Reviewing(), "vote":
            return _voted(state, act)
        case Reviewing(_, _, votes), "on" if len(votes) < FEW:
            return state, Said.TOO_FEW
        case Reviewing(room, charter, votes), "on":
            people = numbered(len(votes))
            return Reviewed(room, charter, _verdicts(state), people, frozenset(votes)), Said.KEPT
        case Reviewing(_, charter, votes), "close":
            return ReviewClosed(charter, (), numbered(len(votes))), Said.KEPT
        case Reviewed(), "on" if changes(state):
            return _worded_anew(state), Said.KEPT
        case Reviewed(_, charter, verdicts, people), "close" | "on":
            return ReviewClosed(charter, verdicts, people), Said.KEPT
        case _:
            return state, Said.NOT_NOW


def _worded_anew(state: Reviewed) -> Wording:
    """Return the lines that stay, each with its words, and those that are to change, without any."""
    names = [keyed(state.room.seed, f"place {place}") for place in _places(state)]
    lines = list(zip(names, state.charter, state.verdicts, strict=True))
    left = tuple(Top(name, line, None) for name, line, verdict in lines if verdict != DROP)
    kept = {name: line for name, line, verdict in lines if verdict == KEEP}
    revised = Revised(state.charter, state.verdicts)
    return Wording(state.room, state.voters, left, kept, revised)


def without_new_words(state: Wording | Agreeing, revised: Revised) -> ReviewClosed:
    """Return what is kept of a review that closes before its new words are agreed: what was decided."""
    return ReviewClosed(revised.charter, revised.verdicts, numbered(len(state.taking)))


def _voted(state: Reviewing, act: Act) -> tuple[Review, Said]:
    line, verdict, own = act.given("line"), act.given("verdict"), state.votes.get(act.seat, {})
    if verdict not in VERDICTS or line not in _places(state):
        return state, Said.UNKNOWN
    if own.get(line) == verdict:
        return state, Said.SAME
    return replace(state, votes={**state.votes, act.seat: {**own, line: verdict}}), Said.KEPT


def _places(state: Reviewing | Reviewed) -> list[str]:
    return [str(place) for place in range(1, len(state.charter) + 1)]


def _verdicts(state: Reviewing) -> tuple[str, ...]:
    """Return what more than half of all who voted say of each line; without such a majority it is kept.

    Those who left a line out count too: else one person alone could decide it, and everybody would know.
    """
    half = len(state.votes) / 2
    return tuple(
        _majority(Counter(own[place] for own in state.votes.values() if place in own), half)
        for place in _places(state)
    )


def _majority(votes: Counter[str], half: float) -> str:
    return next((each for each, count in votes.items() if count > half), KEEP)


def voted(state: Review) -> int | None:
    """Return how many have voted; None under five."""
    return numbered(len(state.votes)) if isinstance(state, Reviewing) else state.people


def changes(state: Review) -> bool:
    """Tell whether the team decided that a line is to change."""
    return CHANGE in verdicts(state)


def verdicts(state: Review) -> tuple[str, ...]:
    """Return what the team decided of each line; empty before that."""
    return () if isinstance(state, Reviewing) else state.verdicts
