"""The questions that a Senior Official answers about the organization, as versioned data."""

from typing import Annotated, Literal

from pydantic import Field

from content.model.evidence import Kind
from content.model.text import LANGUAGES, Frozen, Language, Slug, Text

Holding = Literal[
    "evidence",
    "planned",
    "training-plans",
    "code-review",
    "goals",
    "risks",
    "recommendations",
    "participation",
    "reach",
    "code",
    "onboarding",
    "talks",
    "courses",
    "sessions",
    "messages",
    "you-said",
    "themes",
    "feedback",
    "pulse",
    "polls",
    "checks",
    "doors",
    "directory",
    "reminders",
    "charters",
    "factors",
    "tools",
    "headings",
]
"""What a question's facts are looked for in; each is one part of what the composer lists."""


class Box(Frozen):
    """One option of a question. `kinds`: evidence of any of these speaks for it. It is never ticked by us."""

    id: Slug
    text: Text
    kinds: Annotated[tuple[Kind, ...], Field(strict=False)] = ()


class OfficialQuestion(Frozen):
    """One question: its words, its options, what is asked besides, and where facts about it are found.

    `several` of its boxes may be chosen. `kinds` is the evidence that is listed, all of it where empty.
    `must_not` is what the draft leaves to the person who answers.
    """

    id: Slug
    part: Slug
    text: Text
    boxes: Annotated[tuple[Box, ...], Field(strict=False)] = ()
    several: bool = False
    besides: Text | None = None
    holdings: Annotated[tuple[Holding, ...], Field(strict=False, min_length=1)]
    kinds: Annotated[tuple[Kind, ...], Field(strict=False)] = ()
    must_not: Text | None = None


class Part(Frozen):
    """A heading above several questions."""

    id: Slug
    title: Text


class QuestionSet(Frozen):
    """A set of questions of one source and year. `unconfirmed` names languages whose wording is not official.

    An organization confirms one by pasting the official questions into a file of its own.
    """

    id: Slug
    version: int
    title: Text
    source: Text
    unconfirmed: Annotated[tuple[Language, ...], Field(strict=False, max_length=len(LANGUAGES))] = ()
    parts: Annotated[tuple[Part, ...], Field(strict=False, min_length=1)]
    questions: Annotated[tuple[OfficialQuestion, ...], Field(strict=False, min_length=1)]
