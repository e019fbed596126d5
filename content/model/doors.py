"""The doors somebody can knock at, and the organization's directory behind them."""

from datetime import date
from typing import Annotated

from pydantic import Field

from content.model.text import ContactKey, Frozen, Text, Words


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
