"""Decides who is let in: with a token in Teams, from this machine alone in local mode."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.teams.activity import Envelope
from bot.teams.token_checks import Refused, TokenChecks

CHANNEL = "msteams"


class Gate(Protocol):
    """Looks at everybody before anything else does."""

    async def admit(self, authorization: str, envelope: Envelope) -> None:
        """Let in, or raise Refused."""
        ...


@dataclass(frozen=True, slots=True)
class LocalGate:
    """No token is asked for, so `allows` must hold for this machine only."""

    allows: Callable[[str], bool]

    async def admit(self, authorization: str, envelope: Envelope) -> None:  # noqa: ARG002 nobody signs here
        """Let in what is answered on this machine."""
        if not self.allows(envelope.service_url):
            raise Refused(403, "service-url")
        _somebody(envelope)


@dataclass(frozen=True, slots=True)
class TeamsGate:
    """Lets in what the one tenant says to the one app, over an address that may be written to."""

    tokens: TokenChecks
    allows: Callable[[str], bool]
    app_id: str
    tenant: str

    async def admit(self, authorization: str, envelope: Envelope) -> None:
        """Check the token first, then what it does not say."""
        await self.tokens.check(authorization, envelope.channel, envelope.service_url)
        if not self.allows(envelope.service_url):
            raise Refused(403, "service-url")
        if envelope.channel != CHANNEL:
            raise Refused(403, "channel")
        if envelope.bot != f"28:{self.app_id}":
            raise Refused(403, "recipient")
        if envelope.tenants != (self.tenant, self.tenant):
            raise Refused(403, "tenant")
        _somebody(envelope)


def _somebody(envelope: Envelope) -> None:
    """Refuse a private conversation with nobody: without an Entra id there is no person to talk with."""
    if envelope.private and envelope.person is None and envelope.heard:
        raise Refused(403, "no-entra-id")
