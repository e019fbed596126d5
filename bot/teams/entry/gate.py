"""Decides who is let in: with a token in Teams, from this machine alone in local mode."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.teams.entry.activity import Envelope
from bot.teams.entry.token_checks import Refused, TokenChecks

CHANNEL = "msteams"


class Gate(Protocol):
    """Looks at everybody before anything else does."""

    async def recognize(self, authorization: str, body: Mapping[str, Any]) -> None:
        """Say whether whoever speaks is who they must be, or raise Refused. The body is strict JSON."""
        ...

    def admit(self, envelope: Envelope) -> None:
        """Say whether what comes is for us and from ours, or raise Refused."""
        ...


@dataclass(frozen=True, slots=True)
class LocalGate:
    """No token is asked for, so `allows` must hold for this machine only."""

    allows: Callable[[str], bool]

    async def recognize(self, authorization: str, body: Mapping[str, Any]) -> None:
        """Ask for nothing: the address says that it is this machine."""

    def admit(self, envelope: Envelope) -> None:
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

    async def recognize(self, authorization: str, body: Mapping[str, Any]) -> None:
        """Check the token, and that it was given for this address and this channel."""
        named = (body.get("channelId"), body.get("serviceUrl"))
        channel, service_url = (each if isinstance(each, str) else "" for each in named)
        await self.tokens.check(authorization, channel, service_url)

    def admit(self, envelope: Envelope) -> None:
        """Check what the token does not say."""
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
