"""Which office read and approved which version of a text, in each language, and on which day."""

from datetime import date
from typing import Annotated

from pydantic import Field

from content.model.text import Frozen, Slug, Text


class Approved(Frozen):
    """An office, never a person, and the day."""

    by: Text
    on: Annotated[date, Field(strict=False)]


class Approval(Frozen):
    """One version of one text, with what has been approved of it so far.

    `second` is another office's, for texts about conflict of interest or disclosure.
    """

    text: Slug
    version: Annotated[int, Field(ge=1)]
    english: Approved | None = None
    french: Approved | None = None
    second: Approved | None = None
