"""What is left for the centre of a session of a team: numbers, and no chat, team, person or word."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from content.model.text import Frozen

SessionKind = Literal["charter", "review", "scenario"]


class TeamSessionHeld(Frozen):
    """One session of a team that closed: its kind, its last day, and how many took part.

    `people` is None where fewer than five did. `made` says that it came to its end: a charter was posted,
    a review told what stands, or the split of a scenario was shown.
    """

    kind: SessionKind
    day: Annotated[date, Field(strict=False)]
    people: Annotated[int, Field(ge=5)] | None = None
    made: bool = False
