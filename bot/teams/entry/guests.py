"""Tells who works here from who is only invited; whoever the staff list knows is asked about no further."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

import structlog

from bot.teams.entry.activity import Envelope
from bot.teams.wire.connector import Unsent
from bot.teams.wire.members import Member
from dialogs.people import PersonId
from storage.ports import People

MOST_REMEMBERED = 10_000
REMEMBERED = timedelta(hours=1)
PATIENCE = 4.0
"""Seconds for a look-up, the token included: the turn comes after it, and Teams waits 15 for both."""

log = structlog.get_logger()


class Standing(Enum):
    """Whether somebody may talk with Ethos."""

    BELONGS = "belongs"
    GUEST = "guest"
    UNKNOWN = "unknown"


class Looks(Protocol):
    """Who can say what a member is."""

    async def member(self, service_url: str, conversation: str, member: str) -> Member:
        """Look one member up. Raises Unsent."""
        ...


@dataclass(slots=True)
class Guests:
    """Asks the connector about people the staff list does not name; without an answer nobody is let in."""

    people: People
    looks: Looks
    clock: Callable[[], datetime]
    patience: float = PATIENCE
    _known: OrderedDict[PersonId, tuple[Standing, datetime]] = field(default_factory=OrderedDict)

    async def standing(self, envelope: Envelope, person: PersonId) -> Standing:
        """Return how a person stands in the organization this tenant is of. Raises Unavailable."""
        if await self.people.person(person) is not None:
            return Standing.BELONGS
        known, now = self._known.get(person), self.clock()
        if known is not None and timedelta(0) <= now - known[1] < REMEMBERED:
            return known[0]
        try:
            async with asyncio.timeout(self.patience):
                member = await self.looks.member(envelope.service_url, envelope.conversation, envelope.user)
        except (Unsent, TimeoutError) as fault:
            log.warning("member.unknown", fault=type(fault).__name__)
            return Standing.UNKNOWN
        standing = _standing(member, envelope, person)
        if standing is Standing.UNKNOWN:  # An answer about nobody is none; the next one may be better.
            log.warning("member.unknown", fault="other-member")
            return standing
        self._known[person] = (standing, now)
        if len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        return standing


def _standing(member: Member, envelope: Envelope, person: PersonId) -> Standing:
    """Read what the connector says."""
    if member.object_id != person:
        return Standing.UNKNOWN
    return Standing.BELONGS if belongs(member, envelope.tenant) else Standing.GUEST


def belongs(member: Member, tenant: str) -> bool:
    """Tell a member from a guest. Teams calls members "user"; a word it does not use is no member's."""
    home = member.tenant.lower() == tenant
    named = member.role == "user" and (home or not member.tenant)
    return named or (home and not member.role)
