"""Reads who is in a conversation, as the connector lists them; names and e-mail addresses are left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LARGEST_PAGE = 500
"""What the connector gives at once, whatever is asked for."""
MOST_PAGES = 60
"""A channel has at most 25,000 members: 50 of the largest pages."""


@dataclass(frozen=True, slots=True)
class Member:
    """One of those in a conversation. `object_id`, `tenant` and `role` are empty when nothing is said.

    `role` is the channel's word: "user", "guest", "anonymous", "bot" and what is still to come.
    """

    id: str
    object_id: str
    tenant: str
    role: str


@dataclass(frozen=True, slots=True)
class Team:
    """A team: how the connector calls it and how Entra does."""

    id: str
    group_id: str


def member(found: Any) -> Member | None:
    """Read one member, or None when it is none."""
    if not isinstance(found, Mapping) or not (name := _word(found, "id")):
        return None
    # The connector's document says aadObjectId, Teams writes objectId.
    person = _word(found, "aadObjectId") or _word(found, "objectId")
    return Member(name, person.lower(), _word(found, "tenantId"), _word(found, "userRole"))


def team(found: Mapping[str, Any]) -> Team | None:
    """Read a team, or None when it is none."""
    name = _word(found, "id")
    return Team(name, _word(found, "aadGroupId")) if name else None


def page(found: Mapping[str, Any]) -> tuple[tuple[Member, ...], str] | None:
    """Read a page of members and what asks for the next, empty after the last; None when it is no page."""
    listed = found.get("members")
    if not isinstance(listed, list):
        return None
    read = tuple(each for each in map(member, listed) if each is not None)
    return (read, _word(found, "continuationToken")) if len(read) == len(listed) else None


def _word(found: Mapping[str, Any], name: str) -> str:
    value = found.get(name)
    return value if isinstance(value, str) else ""
