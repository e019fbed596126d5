"""What may be asked about sessions that units ask for, and about talks that are logged."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

StepTaken = Literal["agree", "hold", "decline"]
"""What the office writes into a request: a date, that it was held, or why it is not."""


@dataclass(frozen=True, slots=True)
class AskFormAsked:
    """The form with which a manager asks for a session.

    `held` is what was written on a card that is no longer the current one: it comes back.
    """

    held: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class AskWritten:
    """A form to send to the office; `anyway` sends what was doubted."""

    held: Mapping[str, str]
    anyway: bool = False


@dataclass(frozen=True, slots=True)
class RequestsAsked:
    """What is open, oldest first, or what was held or declined, in parts; the first is 1."""

    part: int = 1
    answered: bool = False


@dataclass(frozen=True, slots=True)
class RequestAsked:
    """One request as it is now."""

    id: str


@dataclass(frozen=True, slots=True)
class RequestFormAsked:
    """The form of a step; `held` is what was written on a card that is no longer the current one."""

    id: str
    step: StepTaken
    held: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class RequestAnswered:
    """A form of a step to keep, read as of a revision."""

    id: str
    revision: int
    step: StepTaken
    held: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RequestReopened:
    """A request that was held or declined is open again, read as of a revision."""

    id: str
    revision: int


@dataclass(frozen=True, slots=True)
class LogAsked:
    """The card with which a talk is logged; `held` is what it held, where it comes back."""

    held: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class TalkLogged:
    """A talk to log."""

    held: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TalkUnlogged:
    """A talk that was logged by mistake, by its id, which stands on the card of whoever logged it."""

    id: str


AskQuery = AskFormAsked | AskWritten
"""What a manager may ask for."""

RequestQuery = RequestsAsked | RequestAsked | RequestFormAsked | RequestAnswered | RequestReopened
"""What the values and ethics office may ask for."""

LogQuery = LogAsked | TalkLogged | TalkUnlogged
"""What both may ask for."""
