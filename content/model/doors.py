"""The doors somebody can knock at, and the organization's directory behind them."""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from content.model.text import ContactKey, Frozen, Text, Words

DOORS = ("suggestion", "dilemma", "wrongdoing", "harassment", "ear")
"""The five doors, in the order in which they are shown. Each has its button, so there are no others."""

SENSITIVE = frozenset({"wrongdoing", "harassment"})
"""Doors where nobody should depend on one person: two ways at least stand behind them."""

GENERAL = "general"
"""The key of the line that stands in for whatever is missing or was not checked in time."""

WARNED = timedelta(days=30)
"""How long before its review date the office that owns the directory hears of a contact."""

Review = Literal["current", "soon", "past"]
"""How a contact stands: checked, soon to be checked again, or past the day by which it should have been."""


class Door(Frozen):
    """One plain door: what belongs there, what the law protects, and which contacts stand behind it."""

    title: Text
    about: Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]
    protects: Annotated[tuple[Text, ...], Field(strict=False)] = ()
    contacts: Annotated[tuple[ContactKey, ...], Field(strict=False, min_length=1)]


class Contact(Frozen):
    """An office of the directory, never a person. `name` stands in the middle of a sentence.

    `checked` is when somebody last made sure of it; after `review` the general line is shown beside it.
    """

    name: Text
    address: Text | None = None
    phone: Words | None = None
    hours: Text | None = None
    note: Text | None = None
    checked: Annotated[date, Field(strict=False)]
    review: Annotated[date, Field(strict=False)]

    @property
    def reached(self) -> tuple[Text, ...]:
        """Return where it is reached: address and phone; nothing for one like "your manager"."""
        phone = Text(en=self.phone, fr=self.phone) if self.phone else None
        return tuple(each for each in (self.address, phone) if each)

    def standing(self, today: date) -> Review:
        """Tell how it stands on a day. What cannot be reached from here has nothing to check."""
        if not self.reached or today < self.review - WARNED:
            return "current"
        return "past" if today > self.review else "soon"
