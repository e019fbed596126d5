"""Questions that are answered without a name: feedback, a pulse, a poll, the rating of a session."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from content.model.campaigns import Audience
from content.model.text import Frozen, Slug, Text

LEAST = 10
"""Answers before anybody reads any; never fewer in a published form."""

MOST_CHARACTERS = 300
"""Of one answer in words."""


class AnswerOption(Frozen):
    """One answer of a list."""

    id: Slug
    text: Text


class AskedQuestion(Frozen):
    """One question; every one may be skipped.

    `one` of its options, `several` up to `most` of them, or `words` of up to `most` characters.
    """

    id: Slug
    text: Text
    kind: Literal["one", "several", "words"] = "one"
    options: Annotated[tuple[AnswerOption, ...], Field(strict=False, max_length=12)] = ()
    most: Annotated[int, Field(ge=1, le=MOST_CHARACTERS)] = MOST_CHARACTERS
    hint: Text | None = None


class Factor(Frozen):
    """What a person may say of themselves, so that results can be told apart by it: one of its options.

    It is asked last, may be skipped, and `opening` says so before the first field. A library holds it only
    where the organization's file names the decision of its privacy office.
    """

    id: Slug
    text: Text
    options: Annotated[tuple[AnswerOption, ...], Field(strict=False, min_length=2, max_length=12)]
    opening: Text


class Questionnaire(Frozen):
    """A form whose answers carry no name. What it promises is frozen with its version.

    `least` is how many answers there have to be before anybody reads any. `opening` and `closing` may name
    {end}, the first day on which answers are read, and {least}. A poll is open to its `audience` from
    `first_day` to `last_day`; one without days waits for an organization to give them.
    """

    id: Slug
    version: int
    kind: Literal["feedback", "pulse", "poll", "rating"]
    title: Text
    opening: Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]
    closing: Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]
    questions: Annotated[tuple[AskedQuestion, ...], Field(strict=False, min_length=1, max_length=8)]
    least: Annotated[int, Field(ge=LEAST)] = LEAST
    audience: Audience = Field(default_factory=Audience)
    first_day: Annotated[date, Field(strict=False)] | None = None
    last_day: Annotated[date, Field(strict=False)] | None = None
    factor: Factor | None = None

    @property
    def wordy(self) -> bool:
        """Tell whether an answer may hold words, and so needs the larger room."""
        return any(question.kind == "words" for question in self.questions)

    @property
    def before(self) -> tuple[Text, ...]:
        """Return everything that is said before the first field."""
        return (*self.opening, self.factor.opening) if self.factor else self.opening

    def open_on(self, today: date) -> bool:
        """Tell whether it can be answered on a day: a poll between its days, anything else always."""
        if self.kind != "poll":
            return True
        return bool(self.first_day and self.last_day and self.first_day <= today <= self.last_day)
