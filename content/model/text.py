"""The smallest parts of everything a person reads: a text in both languages, an id, a value."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = ("en", "fr")

PathName = Literal["student", "employee", "manager", "executive"]
"""The onboarding paths, as files write them."""

RoleName = Literal["manager", "senior-official", "ve-officer", "coi-officer", "atip-contact"]
"""The roles that somebody can hold, as files write them."""

Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]*$")]
ContactKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
"""A key of the directory, such as ve_office; {{contact.ve_office}} names it in a sentence."""
GroupId = Annotated[
    str, StringConstraints(pattern=r"^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$", to_lower=True)
]
"""The object id of an Entra group."""
Words = Annotated[str, StringConstraints(min_length=1)]


class Frozen(BaseModel):
    """A value that is checked once, at loading, and never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Text(Frozen):
    """One text in both official languages; neither may be empty."""

    en: Words
    fr: Words

    def of(self, language: Language) -> str:
        """Return the text in one language."""
        return self.en if language == "en" else self.fr


class Value(StrEnum):
    """The five values of the Values and Ethics Code for the Public Sector, or all of them."""

    DEMOCRACY = "democracy"
    PEOPLE = "people"
    INTEGRITY = "integrity"
    STEWARDSHIP = "stewardship"
    EXCELLENCE = "excellence"
    ALL = "all"
