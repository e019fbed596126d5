"""What an office writes about a theme that came back: a situation to talk about, in both languages."""

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from content.model.evidence import Entered
from content.model.text import Frozen, Slug, Text, Value

FEWEST_OPTIONS, MOST_OPTIONS = 2, 4


class WayOut(Frozen):
    """One thing that somebody could do, and what follows from it."""

    text: Text
    consequence: Text


class Scenario(Entered):
    """A situation written anew about a theme, never about a person; `day` is the first on which it was kept.

    `holds` is the number, from 1, of the option that the writers think holds up best; it is for the file of a
    module only, and shown to nobody who takes part. Raises ValueError for one that is not among the options.
    """

    day: Annotated[date, Field(strict=False)]
    theme: Slug
    title: Text
    situation: Text
    options: Annotated[
        tuple[WayOut, ...], Field(strict=False, min_length=FEWEST_OPTIONS, max_length=MOST_OPTIONS)
    ]
    tension: Annotated[
        tuple[Annotated[Value, Field(strict=False)], ...], Field(strict=False, min_length=2, max_length=2)
    ]
    holds: Annotated[int, Field(ge=1, le=MOST_OPTIONS)]
    talk: Text

    @model_validator(mode="after")
    def _among(self) -> "Scenario":
        if self.holds > len(self.options):
            raise ValueError(f"there is no option {self.holds}")
        return self
