"""Part of the staff: how files and campaigns say it, and the audiences that an organization maintains."""

from typing import Annotated

from pydantic import Field, StringConstraints

from content.model.text import Frozen, PathName, RoleName, Slug, Text

PERSON = r"^(?:[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[^\s@,;<>()\"]+@[^\s@,;<>()\"]+)$"
"""How somebody is listed: by the id of the staff list, or by an email."""

Listed = Annotated[str, StringConstraints(pattern=PERSON, to_lower=True)]
ListFile = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z0-9][A-Za-z0-9._-]*\.csv$")]
"""The name of a file beside the one that names it."""


class Among(Frozen):
    """Part of the staff: whoever every list that is given holds; no list at all means everyone.

    `newcomers_days` are those who began at most so many days ago.
    """

    units: Annotated[tuple[Slug, ...], Field(strict=False)] = ()
    roles: Annotated[tuple[RoleName, ...], Field(strict=False)] = ()
    paths: Annotated[tuple[PathName, ...], Field(strict=False)] = ()
    newcomers_days: Annotated[int, Field(ge=1, le=1000)] | None = None


class NamedAudience(Among):
    """An audience that an organization maintains under a name: whoever every list that is given holds.

    `people` are ids and emails in small letters; those of `people_file` are among them once it was read.
    """

    id: Slug
    name: Text
    people: Annotated[frozenset[Listed], Field(strict=False, min_length=1)] = frozenset()
    people_file: ListFile | None = None

    @property
    def by_list(self) -> bool:
        """Tell whether only those may belong to it who are listed one by one."""
        return bool(self.people) or self.people_file is not None

    @property
    def narrows(self) -> bool:
        """Tell whether it means anything less than everyone."""
        return bool(self.by_list or self.units or self.roles or self.paths or self.newcomers_days)
