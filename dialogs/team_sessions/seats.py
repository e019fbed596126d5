"""What a team session hears and answers: seats, acts and kind answers; it never knows who sits where."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, NewType, TypeVar

S = TypeVar("S")

Seat = NewType("Seat", str)
"""A member of one session. The same person has another seat in the next one."""

FEW = 5
"""No number of people is said below it."""

PHASES = tuple("01234567")
"""The numbers of phases, as cards carry them; no kind of session has more."""


class Said(StrEnum):
    """The answer to the one who acted. Each has a sentence and a way on."""

    KEPT = "kept"
    SAME = "same"
    LISTENING = "listening"
    TOO_LATE = "too-late"
    TOO_EARLY = "too-early"
    NOT_NOW = "not-now"
    NOT_YOURS = "not-yours"
    NOT_TAKING_PART = "not-taking-part"
    OUTSIDER = "outsider"
    EMPTY = "empty"
    TOO_LONG = "too-long"
    TOO_MANY = "too-many"
    TOO_FEW = "too-few"
    GONE = "gone"
    UNFINISHED = "unfinished"
    NOT_AGREED = "not-agreed"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Act:
    """One act in a session. `facilitates` is the shell's word that this seat may facilitate.

    A press carries in `inputs` the number of the phase for which its card was drawn. The act of a clock has
    the empty seat, and facilitates.
    """

    seat: Seat
    verb: str
    inputs: Mapping[str, str]
    facilitates: bool = False

    def given(self, name: str) -> str:
        """Return an input; empty where there is none."""
        return self.inputs.get(name, "")


@dataclass(frozen=True, slots=True)
class Heard(Generic[S]):
    """What became of an act. `state` is the same object when nothing changed.

    `posted` says that the card that everybody sees has changed.
    """

    state: S
    said: Said
    posted: bool = False


def drawn(act: Act, phase: int) -> Said | None:
    """Tell a press from a card of an earlier or a later phase; None when its card is of this one."""
    given = act.given("phase")
    if given not in PHASES:
        return Said.UNKNOWN
    if given == str(phase):
        return None
    return Said.TOO_LATE if given in PHASES[:phase] else Said.TOO_EARLY


def numbered(people: int) -> int | None:
    """Return a number of people, or None where it is too small to be said."""
    return people if people >= FEW else None
