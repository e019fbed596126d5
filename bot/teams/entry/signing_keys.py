"""Knows the keys a cloud signs with: fetched beside the turns, rarely, and good for a day without news."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import orjson
import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import InvalidKeyError
from jwt.algorithms import RSAAlgorithm
from yarl import URL

from bot.teams.clouds import Cloud

MOST_READ = 1024 * 1024
SHORTEST_KEY = 2_048
SKEW = timedelta(minutes=5)
"""How far a clock may be set back before what is known counts as unknown."""

log = structlog.get_logger()


class KeysAway(Exception):
    """The keys could not be had. Its text is one word for the log."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One public key, and the channels that its owner lets it speak for."""

    key: RSAPublicKey
    endorsements: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pace:
    """How often the keys are fetched, how long one attempt may take, and how long old ones are good.

    An unknown key id asks again after `pause` at the earliest, so that made-up ids cost nothing; after an
    attempt that failed the next one comes after `retry`. `fresh` is when a known key is looked up again,
    beside the turn.
    """

    pause: timedelta = timedelta(minutes=5)
    retry: timedelta = timedelta(seconds=10)
    fresh: timedelta = timedelta(hours=1)
    good: timedelta = timedelta(hours=24)
    seconds: float = 3.0


@dataclass(slots=True)
class SigningKeys:
    """The keys behind a cloud's OpenID metadata. Nobody waits for them longer than one attempt takes."""

    session: aiohttp.ClientSession
    cloud: Cloud
    clock: Callable[[], datetime]
    pace: Pace = field(default_factory=Pace)
    _keys: Mapping[str, SigningKey] = field(default_factory=dict)
    _fetched: datetime | None = None
    _tried: datetime | None = None
    _failed: bool = False
    _attempt: asyncio.Task[None] | None = None

    async def find(self, key_id: str) -> SigningKey | None:
        """Return a key that is good now, or None. Raises nothing: a key that cannot be had is not known."""
        now = self.clock()
        if key_id in self._known(now):
            if self._older(now, self._fetched, self.pace.fresh):
                self._ask(now)
        elif (attempt := self._ask(now)) is not None:
            await asyncio.shield(attempt)
        return self._known(self.clock()).get(key_id)

    async def fetch(self) -> None:
        """Fetch the keys now. Raises KeysAway, or what aiohttp raises; what was known stays."""
        metadata = await self._read(URL(self.cloud.openid))
        address = metadata.get("jwks_uri")
        if not isinstance(address, str):
            raise KeysAway("no-address")
        found = await self._read(self._beside(address))
        keys = found.get("keys")
        known = dict(filter(None, map(_key, keys))) if isinstance(keys, Sequence) else {}
        if not known:
            raise KeysAway("no-keys")
        self._keys, self._fetched, self._failed = known, self.clock(), False

    def count(self, channel: str = "") -> int:
        """Return how many keys are known, or how many of them may sign for a channel."""
        return sum(not channel or channel in key.endorsements for key in self._keys.values())

    async def close(self) -> None:
        """Stop an attempt that is under way."""
        if self._attempt is not None:
            self._attempt.cancel()
            await asyncio.gather(self._attempt, return_exceptions=True)

    def _known(self, now: datetime) -> Mapping[str, SigningKey]:
        return {} if self._older(now, self._fetched, self.pace.good) else self._keys

    def _ask(self, now: datetime) -> asyncio.Task[None] | None:
        """Return the attempt under way, begun now if one is due; None when it is too early for one."""
        if self._attempt is not None and not self._attempt.done():
            return self._attempt
        if not self._older(now, self._tried, self.pace.retry if self._failed else self.pace.pause):
            return None
        self._tried = now
        self._attempt = asyncio.create_task(self._attempted())
        return self._attempt

    async def _attempted(self) -> None:
        try:
            async with asyncio.timeout(self.pace.seconds):
                await self.fetch()
        except Exception as fault:  # noqa: BLE001 the edge of a background refresh: whoever waits gets no key
            self._failed = True
            reason = str(fault) if isinstance(fault, KeysAway) else type(fault).__name__
            log.warning("keys.not-fetched", reason=reason)

    async def _read(self, url: URL) -> Mapping[str, Any]:
        """Read one JSON object. No redirects: they could lead anywhere."""
        async with self.session.get(url, allow_redirects=False) as response:
            if response.status != 200:  # noqa: PLR2004 HTTP's own
                raise KeysAway(f"status-{response.status}")
            read = await response.content.read(MOST_READ)
            while more := await response.content.read(MOST_READ - len(read)):
                read += more
        try:
            found = orjson.loads(read)
        except orjson.JSONDecodeError as error:
            raise KeysAway("not-json") from error
        if not isinstance(found, dict):
            raise KeysAway("not-an-object")
        return found

    def _beside(self, address: str) -> URL:
        """Return where the keys are; on another host than the metadata they would be somebody else's."""
        try:
            url = URL(address)
            ours = url.origin() == URL(self.cloud.openid).origin()
        except ValueError as error:
            raise KeysAway("address") from error
        if not ours:
            raise KeysAway("other-host")
        return url

    @staticmethod
    def _older(now: datetime, than: datetime | None, age: timedelta) -> bool:
        """Tell whether an instant is that long ago; never counts, and so does one well in the future."""
        return than is None or not -SKEW <= now - than < age


def _key(found: Any) -> tuple[str, SigningKey] | None:
    """Read one key of a set; None for one that is of no use here."""
    if not isinstance(found, Mapping) or found.get("use", "sig") != "sig":
        return None
    key_id, named = found.get("kid"), found.get("endorsements")
    if not isinstance(key_id, str):
        return None
    endorsements = named if isinstance(named, list) else ()
    try:
        key = RSAAlgorithm.from_jwk(dict(found))
    except (InvalidKeyError, ValueError, TypeError):
        return None
    if not isinstance(key, RSAPublicKey) or key.key_size < SHORTEST_KEY:
        return None
    return key_id, SigningKey(key, frozenset(each for each in endorsements if isinstance(each, str)))
