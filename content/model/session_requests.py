"""What a unit asks the values and ethics office for, and talks that took place without it."""

from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints, model_validator

from content.model.evidence import Entered
from content.model.text import Slug

MOST_IN_A_WISH = 300
"""Characters of the one line for the office."""

RequestState = Literal["asked", "agreed", "held", "declined"]
Reason = Literal["no-date", "planned", "elsewhere", "twice", "withdrawn", "other"]
"""Why a session is not held: neither date is possible, one is planned for all, another office has it, it was
asked for twice, the unit no longer needs it, or something else."""

Band = Literal["under-5", "5-9", "10-19", "20-49", "50-more"]

REASONS: tuple[Reason, ...] = get_args(Reason)
BANDS: tuple[Band, ...] = get_args(Band)


class SessionRequest(Entered):
    """A session that a unit asks for; it names the unit, and nobody.

    `first` and `second` are the dates that would suit it. Each state has what belongs to it and nothing else:
    one that is agreed has its date, one that was held its date and about how many `people` came, one that was
    declined a reason. Raises ValueError otherwise.
    """

    day: Annotated[date, Field(strict=False)]
    unit: Slug
    topic: Slug
    spoken: Literal["both", "en", "fr"]
    first: Annotated[date, Field(strict=False)]
    second: Annotated[date, Field(strict=False)]
    wish: Annotated[str, StringConstraints(max_length=MOST_IN_A_WISH)] = ""
    state: RequestState = "asked"
    agreed: Annotated[date, Field(strict=False)] | None = None
    held: Annotated[date, Field(strict=False)] | None = None
    people: Annotated[int, Field(ge=1)] | None = None
    reason: Reason | None = None

    @model_validator(mode="after")
    def _of_its_state(self) -> "SessionRequest":
        there = (self.agreed is not None, self.held is not None, self.people is not None, bool(self.reason))
        needed = (
            self.state == "agreed",
            self.state == "held",
            self.state == "held",
            self.state == "declined",
        )
        if there != needed:
            raise ValueError(f"a request that is {self.state} says what belongs to that, and nothing else")
        return self


class Conversation(Entered):
    """A talk about values that took place: its day, its topic, about how many took part; no word of it."""

    day: Annotated[date, Field(strict=False)]
    topic: Slug
    people: Band
