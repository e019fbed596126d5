"""What a conversation may ask the shell to look up, or an office to be done; the role is checked there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ParticipationAsked:
    """The counts of one period, such as 2026-Q4."""

    period: str


@dataclass(frozen=True, slots=True)
class OwnRecordAsked:
    """Every row about the person who asks."""


@dataclass(frozen=True, slots=True)
class RecordAsked:
    """Every row about one person, found by email or id, for a request known by its number."""

    person: str
    request: str


@dataclass(frozen=True, slots=True)
class DisposalAsked:
    """Whether disposal is on hold, and what was disposed of; `hold` True or False changes it first."""

    hold: bool | None = None


Query = ParticipationAsked | OwnRecordAsked | RecordAsked | DisposalAsked
