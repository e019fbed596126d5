"""Gets tokens for what goes out, as one registered app, and keeps each as long as it lives."""

import asyncio
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import aiohttp
import msal
import structlog
from yarl import URL

from bot.teams.clouds import Cloud
from bot.teams.identity.carrier import Carrier, NotCarried, in_a_thread, on_this_machine
from bot.teams.identity.registration import Certificate, ManagedIdentity, Registration, Secret
from bot.teams.wire.connector import NoIdentity

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=5)
"""How long nothing is asked after a failure; it doubles from one to the other."""

LONGEST_PAUSE = timedelta(minutes=10)
"""How long the token service may ask us to wait."""

AHEAD = timedelta(minutes=5)
SHARE = 5
"""A token is renewed when less than `AHEAD`, or one part in `SHARE` of its life, is left."""

YOUNG = timedelta(minutes=5)
"""A token refused at this age, after another was, was no good from the beginning; nor would the next be."""

LONGEST_LIFE = timedelta(hours=24)

BAD = 400

_CODE = re.compile(r"[a-z][a-z0-9_]{1,60}")
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]{1,16384}=*")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: for one answer of the token service, and for a token altogether."""

    answer: float = 5.0
    altogether: float = 8.0


@dataclass(frozen=True, slots=True)
class Token:
    """A token as the header that shows it, with the instants between which it counts."""

    header: str = field(repr=False)
    since: datetime
    until: datetime

    @property
    def renewed_from(self) -> datetime:
        """Return from when on another one is to be had; a short one is renewed at half its life."""
        life = self.until - self.since
        return self.until - max(min(AHEAD, life / 2), life / SHARE)


class Credentials:
    """What one app shows to whom; every resource has a token of its own.

    All requests go over `session`: what it knows of proxies and certificates holds here too. Only the cloud's
    authority is asked, or this machine for a managed identity.
    """

    def __init__(
        self,
        registration: Registration,
        cloud: Cloud,
        *,
        session: aiohttp.ClientSession,
        clock: Callable[[], datetime],
        patience: Patience | None = None,
    ) -> None:
        # MSAL logs addresses and answers; what we need of them is in our own lines.
        logging.getLogger("msal").setLevel(logging.CRITICAL + 1)
        self._registration = registration
        self._cloud = cloud
        self._session = session
        self._clock = clock
        self._patience = patience or Patience()
        self._bearers: dict[str, Bearer] = {}

    def for_resource(self, resource: str) -> "Bearer":
        """Return who shows the token for a resource, such as `cloud.graph`; the same one each time."""
        if resource not in self._bearers:
            self._bearers[resource] = Bearer(
                resource, self._carrier, self._acquire, self._clock, self._patience
            )
        return self._bearers[resource]

    async def close(self) -> None:
        """Cut off what is under way."""
        for bearer in self._bearers.values():
            await bearer.close()

    def _carrier(self) -> Carrier:
        return Carrier(self._session, self._may_ask, self._patience.answer)

    def _may_ask(self, url: URL) -> bool:
        """Tell whether an address may see what proves who we are; MSAL reads one from an answer."""
        if isinstance(self._registration.proof, ManagedIdentity):
            return on_this_machine(url)
        return url.origin() == URL(self._cloud.authority).origin() and url.user is None

    def _acquire(self, resource: str, carrier: Carrier) -> Any:
        """Ask once, in MSAL's thread. A client lives as long as one question, and so caches nothing."""
        app_id = self._registration.app_id
        match self._registration.proof:
            case ManagedIdentity():
                who = msal.UserAssignedManagedIdentity(client_id=app_id)
                return msal.ManagedIdentityClient(who, http_client=carrier).acquire_token_for_client(
                    resource=resource
                )
            case Secret(value):
                proof: str | Mapping[str, str] = value
            case Certificate(key, pem):
                proof = {"private_key": key, "public_certificate": pem}
        client = msal.ConfidentialClientApplication(
            app_id,
            client_credential=proof,
            authority=f"{self._cloud.authority}/{self._registration.tenant}",
            http_client=carrier,
            instance_discovery=False,  # It would ask the public cloud whether it knows this authority.
        )
        return client.acquire_token_for_client(scopes=[f"{resource}/.default"])


class Bearer:
    """Meets `Authorizes` for one resource: one question at a time, ahead of time and never in a hurry."""

    def __init__(
        self,
        resource: str,
        carrier: Callable[[], Carrier],
        acquire: Callable[[str, Carrier], Any],
        clock: Callable[[], datetime],
        patience: Patience,
    ) -> None:
        self._resource = resource
        self._carrier = carrier
        self._acquire = acquire
        self._clock = clock
        self._patience = patience
        self._token: Token | None = None
        self._asking: asyncio.Task[None] | None = None
        self._not_before: datetime | None = None
        self._failures = 0
        self._refusals = 0

    async def header(self) -> str:
        """Return the value of Authorization. Raises NoIdentity when no token is there and none can be had.

        A token is used as long as it lives; another one is asked for before that, while this one serves.
        """
        token = self._living()
        if token is None:
            if asking := self._ask():
                # Whoever came first may leave; the others still want the token.
                await asyncio.shield(asking)
            token = self._living()
        elif self._clock() >= token.renewed_from:
            self._ask()
        if token is None:
            raise NoIdentity
        return token.header

    def refused(self, header: str) -> None:
        """Learn that a 401 came. The token is dropped; when its replacement is refused too, we wait."""
        token, now = self._token, self._clock()
        if token is None or token.header != header:
            return
        self._token = None
        again = self._refusals > 0 and now - token.since < YOUNG
        if again:
            self._not_before = now + _wait(self._refusals)
        self._refusals = self._refusals + 1 if again else 1
        log.warning("token.not-taken", resource=URL(self._resource).host, again=again)

    async def close(self) -> None:
        """Cut off what is under way."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait([self._asking])

    def _living(self) -> Token | None:
        token = self._token
        # A clock that was set back must not make a token live longer than it does.
        return token if token and token.since - YOUNG <= self._clock() < token.until else None

    def _ask(self) -> asyncio.Task[None] | None:
        """Ask, or join whoever asks; None while the service is left in peace."""
        if self._asking is not None and not self._asking.done():
            return self._asking
        now = self._clock()
        # A clock that was set back must not make the wait longer than it may be.
        if self._not_before is not None and now < self._not_before <= now + LONGEST_PAUSE:
            return None
        self._asking = asyncio.create_task(self._renew())
        return self._asking

    async def _renew(self) -> None:
        """Get a token, or note why there is none and for how long nobody asks again."""
        since = self._clock()
        carrier = self._carrier()
        try:
            async with asyncio.timeout(self._patience.altogether):
                found = await in_a_thread(partial(self._attempt, carrier, since))
        except TimeoutError:
            found = "time-out"
        finally:
            carrier.end()
        where = URL(self._resource).host
        if isinstance(found, Token):
            self._token, self._failures, self._not_before = found, 0, None
            log.info(
                "token.received", resource=where, seconds=int((found.until - found.since).total_seconds())
            )
            return
        self._failures += 1
        wait = max(_wait(self._failures), _asked_for(carrier.retry_after))
        self._not_before = self._clock() + wait
        log.warning("token.missing", resource=where, reason=found, seconds=int(wait.total_seconds()))

    def _attempt(self, carrier: Carrier, since: datetime) -> Token | str:
        """Return a token, or why there is none in one word. MSAL's own descriptions are never looked at."""
        try:
            return _token(self._acquire(self._resource, carrier), since)
        except NotCarried as fault:
            return str(fault)
        except Exception:  # noqa: BLE001 the edge of MSAL, which raises whatever its reading stumbles over
            return f"status-{carrier.status}" if carrier.status >= BAD else "unreadable"


def _token(answer: Any, since: datetime) -> Token | str:
    """Read what the service answered; a word from its error code when it gave no token."""
    if not isinstance(answer, Mapping):
        return "unreadable"
    if "access_token" not in answer:
        code = answer.get("error")
        return code if isinstance(code, str) and _CODE.fullmatch(code) else "unreadable"
    token, seconds, kind = (answer.get(name) for name in ("access_token", "expires_in", "token_type"))
    if not isinstance(token, str) or not _TOKEN.fullmatch(token) or str(kind).lower() != "bearer":
        return "unreadable"
    if not isinstance(seconds, int) or seconds <= 0:
        return "unreadable"
    life = min(timedelta(seconds=min(seconds, 10**9)), LONGEST_LIFE)
    return Token(f"Bearer {token}", since, since + life)


def _wait(failures: int) -> timedelta:
    return min(FIRST_WAIT * (1 << min(failures - 1, 10)), LONGEST_WAIT)


def _asked_for(retry_after: str) -> timedelta:
    """Read a Retry-After in seconds, the only kind the token service sends; anything else is none."""
    named = retry_after.strip()
    seconds = int(named[:9]) if named.isascii() and named.isdigit() else 0
    return min(timedelta(seconds=seconds), LONGEST_PAUSE)
