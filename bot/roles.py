"""Who holds which role: the staff list names it, and where a group is mapped, the group must confirm it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, Protocol

import structlog

from content.model import Organization
from dialogs.people import Person, PersonId, Role

Why = Literal["group", "no-group", "unavailable"]

log = structlog.get_logger()


class Unconfirmed(Exception):
    """Nobody could say whether a role is held; what waits for it is asked again later."""


class Roles(Protocol):
    """What a person of the staff list may be taken for: never for more. Employees are not asked about."""

    async def confirmed(self, person: Person, *, fresh: bool = False) -> Person:
        """Return the person with the role they hold now; `fresh` wants an answer of this moment."""
        ...

    async def certain(self, person: Person) -> Person:
        """Return the same for what can wait. Raises Unconfirmed where nobody could say."""
        ...


class ByRoster:
    """The staff list alone decides."""

    async def confirmed(self, person: Person, *, fresh: bool = False) -> Person:
        """Return the person as they are."""
        del fresh  # the staff list was read a moment ago
        return person

    async def certain(self, person: Person) -> Person:
        """Return the person as they are."""
        return person


class Memberships(Protocol):
    """Knows who is in which group."""

    async def of(self, person: PersonId, *, fresh: bool = False) -> frozenset[str] | None:
        """Return which of the mapped groups a person is in; None when nobody could say. Never raises.

        An answer may be some minutes old, unless it is to be `fresh`.
        """
        ...


@dataclass(frozen=True, slots=True)
class ByGroups:
    """A role with a mapped group is held by whoever both the staff list and the group name.

    Where the group does not, or cannot be asked, the person is an employee: better an official who waits
    than somebody who left the office and still reads its papers.
    """

    groups: Mapping[Role, str]
    memberships: Memberships

    async def confirmed(self, person: Person, *, fresh: bool = False) -> Person:
        """Return the person, as an employee unless their role is confirmed."""
        confirmed, _ = await self._asked(person, fresh=fresh)
        return confirmed

    async def certain(self, person: Person) -> Person:
        """Return the same, but raise Unconfirmed when the group could not be asked."""
        confirmed, why = await self._asked(person, fresh=False)
        if why == "unavailable":
            raise Unconfirmed
        return confirmed

    async def _asked(self, person: Person, *, fresh: bool) -> tuple[Person, Why | None]:
        """Ask where there is something to ask; no reason when there is not."""
        group = self.groups.get(person.role)
        if group is None or person.role is Role.EMPLOYEE:
            return person, None
        found = await self.memberships.of(person.id, fresh=fresh)
        why: Why = "unavailable" if found is None else "group" if group in found else "no-group"
        allowed = why == "group"
        log.info("role.asked", role=person.role.value, allowed=allowed, reason=why, now=fresh)
        return person if allowed else replace(person, role=Role.EMPLOYEE), why


def mapped(organization: Organization) -> Mapping[Role, str]:
    """Return the group that must confirm each role, as the organization's file names them."""
    return {Role(name): group for name, group in organization.groups.items()}
