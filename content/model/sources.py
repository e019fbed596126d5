"""Where a statement comes from, and whether it may be shown before the organization has confirmed it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from content.model.text import Frozen, Slug, Text, Words


class Source(Frozen):
    """What a line rests on (`basis` names it by id): the fact in our words, its origin, and how sure it is.

    A line that rests on a fact `to-confirm` is hidden until the organization has confirmed that fact.
    """

    status: Literal["verified", "to-confirm"]
    statement: Text
    origin: Words
    as_of: Annotated[date, Field(strict=False)]


class Confirmation(Frozen):
    """That an organization has confirmed a fact: which, by which office, on which day."""

    fact: Slug
    by: Text
    on: Annotated[date, Field(strict=False)]
