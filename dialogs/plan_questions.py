"""What may be asked about the action plan and what the Senior Official recommends."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Turn = Literal["reached", "dropped", "reopened", "withdrawn", "restored"]
"""What may become of a line of the plan."""

Outcome = Literal["accepted", "declined", "done", "reopened", "withdrawn", "restored"]
"""What may become of a recommendation."""


@dataclass(frozen=True, slots=True)
class PlanAsked:
    """The lines of the plan, or those that were withdrawn, in parts that fit on a card; the first is 1."""

    part: int = 1
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class GoalAsked:
    """One line as it is now, or every version of it."""

    goal: str
    history: bool = False


@dataclass(frozen=True, slots=True)
class GoalFormAsked:
    """The form of a line as it is now; without an id that of a new one."""

    goal: str = ""


@dataclass(frozen=True, slots=True)
class GoalWritten:
    """A form without faults is to be kept, unless the line is no longer at the `revision` that was read.

    With `anyway`, also where a name seems to stand in it.
    """

    goal: str
    revision: int
    held: Mapping[str, str]
    anyway: bool = False


@dataclass(frozen=True, slots=True)
class FollowUpFormAsked:
    """The form of a follow-up with what it `held`; without an id it asks to which line it belongs."""

    goal: str
    held: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FollowUpWritten:
    """A follow-up without faults is to be added to a line as it is now."""

    goal: str
    held: Mapping[str, str]
    anyway: bool = False


@dataclass(frozen=True, slots=True)
class GoalTurned:
    """Something becomes of a line, unless it is no longer at the `revision` that was read."""

    goal: str
    revision: int
    turn: Turn


@dataclass(frozen=True, slots=True)
class RecommendationsAsked:
    """What is recommended to the deputy head, in parts that fit on a card; or what was withdrawn."""

    part: int = 1
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class RecommendationAsked:
    """One recommendation as it is now."""

    id: str


@dataclass(frozen=True, slots=True)
class RecommendationFormAsked:
    """The form of a recommendation as it is now; a new one may begin with a `signal`, or with words held."""

    id: str = ""
    signal: str = ""
    held: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class RecommendationWritten:
    """A form is to be kept, if it has no fault and the recommendation is still at the `revision` read."""

    id: str
    revision: int
    held: Mapping[str, str]
    anyway: bool = False


@dataclass(frozen=True, slots=True)
class RecommendationTurned:
    """Something becomes of a recommendation, unless it is no longer at the `revision` that was read."""

    id: str
    revision: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class SignalsAsked:
    """What may call for a recommendation."""


@dataclass(frozen=True, slots=True)
class PageAsked:
    """What is open on one page; with a language, "en", "fr" or "both", as a file."""

    language: str = ""


RecommendationQuery = (
    RecommendationsAsked
    | RecommendationAsked
    | RecommendationFormAsked
    | RecommendationWritten
    | RecommendationTurned
    | SignalsAsked
    | PageAsked
)
"""What may be asked about recommendations."""


@dataclass(frozen=True, slots=True)
class MonthAsked:
    """The card of a month such as 2026-10; nothing means the one that ended last."""

    month: str = ""


PlanQuery = (
    PlanAsked | GoalAsked | GoalFormAsked | GoalWritten | FollowUpFormAsked | FollowUpWritten | GoalTurned
)
"""What may be asked about the action plan."""
