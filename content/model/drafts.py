"""What a values and ethics office has ready: messages of the year, and notes for whoever leads a talk."""

from typing import Annotated, Literal

from pydantic import Field

from content.model.text import ContactKey, Frozen, Slug, Text


class Recurring(Frozen):
    """How often a session usually takes place, and how many minutes it lasts."""

    every: Literal["monthly", "quarterly"]
    minutes: Annotated[int, Field(ge=5, le=600)]


class Draft(Frozen):
    """A message that somebody reads over and sends: to everyone, to managers, or to those who arrive.

    `{link}` stands for where Ethos is found; it is filled when the message is sent. With a `session` it is
    the invitation to one.
    """

    id: Slug
    title: Text
    audience: Literal["everyone", "managers", "newcomers"]
    body: Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]
    session: Recurring | None = None


class Facilitation(Frozen):
    """A private note for whoever leads a team's talk about a module; `id` is the module's.

    `refer` are keys of the organization's directory.
    """

    id: Slug
    purpose: Text
    questions: Annotated[tuple[Text, ...], Field(strict=False, min_length=3, max_length=3)]
    traps: Annotated[tuple[Text, ...], Field(strict=False, min_length=2, max_length=2)]
    close: Text
    refer: Annotated[tuple[ContactKey, ...], Field(strict=False, min_length=1)]
