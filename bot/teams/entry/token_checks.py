"""Checks the token an activity comes with: who signed it, for whom, for how long, and for which address."""

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

import jwt
import orjson

from bot.meters import UNMETERED, Meters
from bot.teams.entry.signing_keys import SigningKey, SigningKeys

MOST_REMEMBERED = 10_000

SKEW = 5 * 60.0
"""Seconds that two clocks may be apart."""

LONGEST_LIFE = 24 * 60 * 60.0
"""Seconds from `nbf` to `exp`; a longer one is none of Microsoft's."""

_BEARER = re.compile(r"bearer ([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+", re.IGNORECASE)


class Refused(Exception):
    """Who comes is not let in. `status` is HTTP's, and the text one word for the log."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(slots=True)
class TokenChecks:
    """Checks tokens of one issuer for one app. One that was good is good again for the same address.

    botbuilder accepts a token without `exp`, an activity without `serviceUrl` and a channel without its
    endorsement; here all three are refused (platform facts, section 1). `iat` need not be there, as in
    Microsoft's own example; when it is, it must make sense (ADR 15).
    At `most` so many good ones are remembered, the newest.
    """

    keys: SigningKeys
    issuer: str
    app_id: str
    clock: Callable[[], datetime]
    meters: Meters = UNMETERED
    most: int = MOST_REMEMBERED
    _good: OrderedDict[bytes, float] = field(default_factory=OrderedDict)

    async def check(self, authorization: str, channel: str, service_url: str) -> None:
        """Let in, or raise Refused: 401 for a token that is none, 403 for one that speaks for others."""
        # The lengths keep two different answers from reading the same.
        asked = f"{len(channel)}.{len(service_url)}.{channel}{service_url}{authorization}"
        # A header can hold bytes that are no UTF-8; as halves of pairs they are refused below like any word.
        name, now = sha256(asked.encode(errors="surrogatepass")).digest(), self.clock().timestamp()
        good = self._good.get(name)
        known = good is not None and now < good
        if not known:
            self._remember(name, await self._read(authorization, channel, service_url, now))
        self.meters.checked(cached=known)

    async def _read(self, authorization: str, channel: str, service_url: str, now: float) -> float:
        """Check everything; return until when the token is good, in seconds since 1970."""
        token = _token(authorization)
        header = _header(token)
        key = await self.keys.find(header)
        if key is None:
            raise Refused(401, "unknown-key")
        claims = _claims(token, key)
        self._for_us(claims)
        until = _lasting(claims, now)
        if claims.get("serviceurl") != service_url:
            raise Refused(403, "service-url")
        if channel not in key.endorsements:
            raise Refused(403, "endorsement")
        return until

    def _for_us(self, claims: Mapping[str, Any]) -> None:
        """Refuse what somebody else signed or what is meant for another app; so skills and the emulator."""
        if claims.get("iss") != self.issuer:
            raise Refused(401, "issuer")
        if claims.get("aud") != self.app_id:
            raise Refused(401, "audience")

    def _remember(self, name: bytes, until: float) -> None:
        self._good[name] = until
        if len(self._good) > self.most:
            self._good.popitem(last=False)


def _token(authorization: str) -> str:
    """Return the token of a header."""
    if not _BEARER.fullmatch(authorization):
        raise Refused(401, "no-token")
    return authorization.partition(" ")[2]


def _header(token: str) -> str:
    """Return the id of the key a token names, empty when it names none. Nothing else of it is believed.

    PyJWT refuses an id that is no text.
    """
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, RecursionError) as error:
        raise Refused(401, "token") from error
    if "crit" in header:  # Whatever it is that must be understood.
        raise Refused(401, "critical")
    found: str = header.get("kid", "")
    return found


def _claims(token: str, key: SigningKey) -> Mapping[str, Any]:
    """Return what a token says, once its signature is good. Times are ours to check: PyJWT reads a clock."""
    try:
        signed = jwt.PyJWS().decode(token, key.key, algorithms=["RS256"])
    except (jwt.PyJWTError, ValueError, RecursionError) as error:
        raise Refused(401, "signature") from error
    try:
        claims = orjson.loads(signed)
    except orjson.JSONDecodeError as error:
        raise Refused(401, "claims") from error
    if not isinstance(claims, dict):
        raise Refused(401, "claims")
    return claims


def _lasting(claims: Mapping[str, Any], now: float) -> float:
    """Return until when a token may be used, with the skew."""
    begins, ends = _instant(claims, "nbf"), _instant(claims, "exp")
    if ends - begins > LONGEST_LIFE:
        raise Refused(401, "lifetime")
    if now < begins - SKEW:
        raise Refused(401, "not-yet")
    if now >= ends + SKEW:
        raise Refused(401, "expired")
    if "iat" in claims and now < _instant(claims, "iat") - SKEW:
        raise Refused(401, "issued-later")
    return ends + SKEW


def _instant(claims: Mapping[str, Any], name: str) -> float:
    """Return an instant in seconds since 1970."""
    found = claims.get(name)
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise Refused(401, f"no-{name}")
    return float(found)
