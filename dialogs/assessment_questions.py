"""What the Senior Official may ask about the self-assessment of the organization."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

FileKind = Literal["docx-both", "docx-en", "docx-fr", "md-en", "md-fr"]
"""A document or plain text, and its languages."""


@dataclass(frozen=True, slots=True)
class AssessmentAsked:
    """Which sets of questions there are, for which fiscal years."""


@dataclass(frozen=True, slots=True)
class DraftAsked:
    """A set for some years: what is on file for each question and what is missing; in parts from 1."""

    asked: str
    period: str
    part: int = 1


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """One question with its facts, gaps and boxes, in parts too."""

    asked: str
    period: str
    question: str
    part: int = 1


@dataclass(frozen=True, slots=True)
class AnswerAsked:
    """The form of the answer to a question; with `held`, as somebody wrote it on a card of an earlier day."""

    asked: str
    period: str
    question: str
    held: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """An answer is to be kept, unless it is no longer at the `revision` that was read.

    `held` are the boxes that were ticked by hand, and words in one language or both; `anyway` keeps words in
    which somebody seems to be named.
    """

    asked: str
    period: str
    question: str
    revision: int
    held: Mapping[str, str]
    anyway: bool = False


@dataclass(frozen=True, slots=True)
class FreezeAsked:
    """The draft is to be kept as it stands now."""

    asked: str
    period: str


@dataclass(frozen=True, slots=True)
class FrozenAsked:
    """Which drafts were kept."""


@dataclass(frozen=True, slots=True)
class DraftFileAsked:
    """A draft as a file: that of today, or the one that was kept under an id."""

    kind: FileKind
    asked: str = ""
    period: str = ""
    frozen: str = ""


AssessmentQuery = (
    AssessmentAsked
    | DraftAsked
    | QuestionAsked
    | AnswerAsked
    | AnswerGiven
    | FreezeAsked
    | FrozenAsked
    | DraftFileAsked
)
"""What may be asked about the self-assessment of the organization."""
