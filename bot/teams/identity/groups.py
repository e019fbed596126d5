"""Asks Microsoft Graph which of the mapped groups a person is in, and remembers the answer for a while."""

import asyncio
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import aiohttp
import orjson
import structlog
from yarl import URL

from bot.teams.wire.connector import Authorizes, NoIdentity
from dialogs.people import PersonId

PATIENCE = 3.0
"""Seconds for everything together, the token and all calls: a turn waits for this."""

KEPT = timedelta(minutes=15)
FAILURE_KEPT = timedelta(seconds=30)
"""How long an answer counts, and for how long nobody is asked again after none came."""

MOST_KEPT = 10_000
MOST_IN_A_CALL = 20
"""Groups Graph takes in one call."""

MOST_READ = 64 * 1024
UNAUTHORIZED = 401
NOT_FOUND = 404

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

log = structlog.get_logger()


class Silent(Exception):
    """Graph gave no answer that can be used. Its text is one word for the log."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer and how long it counts; None: nobody could say."""

    groups: frozenset[str] | None
    until: datetime


class Groups:
    """Meets `bot.roles.Memberships`: fails closed, and never raises.

    `graph` is the address of the cloud's Graph; whoever opened the session closes it. What is remembered
    stays in memory and is bounded.
    """

    def __init__(
        self,
        groups: Iterable[str],
        graph: str,
        *,
        session: aiohttp.ClientSession,
        authorize: Authorizes,
        clock: Callable[[], datetime],
        patience: float = PATIENCE,
        most: int = MOST_KEPT,
    ) -> None:
        self._groups = sorted({group.lower() for group in groups})
        self._graph = graph
        self._session = session
        self._authorize = authorize
        self._clock = clock
        self._patience = patience
        self._most = most
        self._kept: dict[PersonId, Kept] = {}
        self._asking: dict[PersonId, asyncio.Task[frozenset[str] | None]] = {}

    async def of(self, person: PersonId, *, fresh: bool = False) -> frozenset[str] | None:
        """Return which of the mapped groups a person is in; None when nobody could say."""
        if not self._groups or not _GUID.fullmatch(person):
            return frozenset()  # Whoever Entra does not know is in no group of it.
        kept = self._kept.get(person)
        now = self._clock()
        # A clock that was set back must not make an answer last longer than it should.
        if kept is not None and not fresh and now < kept.until <= now + KEPT:
            return kept.groups
        asking = self._asking.get(person)
        if asking is None:
            asking = self._asking[person] = asyncio.create_task(self._ask(person))
            asking.add_done_callback(lambda _: self._asking.pop(person, None))
        # Whoever came first may leave; the others still want the answer.
        return await asyncio.shield(asking)

    async def _ask(self, person: PersonId) -> frozenset[str] | None:
        """Ask, and keep the answer. A failure does not take the place of an answer that still counts."""
        try:
            async with asyncio.timeout(self._patience):
                found = frozenset(
                    [group for part in self._parts() for group in await self._call(person, part)]
                )
        except (Silent, NoIdentity, aiohttp.ClientError, TimeoutError, OSError) as fault:
            log.warning("groups.unavailable", reason=_reason(fault))
            now, kept = self._clock(), self._kept.get(person)
            if kept is None or kept.groups is None or kept.until <= now:
                self._keep(person, Kept(None, now + FAILURE_KEPT))
            return None
        self._keep(person, Kept(found, self._clock() + KEPT))
        return found

    def _parts(self) -> list[Sequence[str]]:
        """Divide the groups into as many as one call takes."""
        starts = range(0, len(self._groups), MOST_IN_A_CALL)
        return [self._groups[start : start + MOST_IN_A_CALL] for start in starts]

    def _keep(self, person: PersonId, kept: Kept) -> None:
        self._kept.pop(person, None)
        self._kept[person] = kept
        if len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]  # The one that was asked for longest ago.

    async def _call(self, person: PersonId, groups: Sequence[str]) -> list[str]:
        """Ask about some groups; after a 401, once more with another token. Raises Silent, and as aiohttp."""
        status, body = await self._post(person, groups)
        if status == UNAUTHORIZED:
            status, body = await self._post(person, groups)
        if status == NOT_FOUND:
            return []  # Entra does not know this person any more.
        if status != 200:  # noqa: PLR2004 HTTP's own
            raise Silent(f"status-{status}")
        return _named(body, groups)

    async def _post(self, person: PersonId, groups: Sequence[str]) -> tuple[int, bytes]:
        header = await self._authorize.header()
        url = URL(f"{self._graph}/v1.0/users/{quote(person, safe='')}/checkMemberGroups", encoded=True)
        async with self._session.post(
            url,
            data=orjson.dumps({"groupIds": groups}),
            headers={
                "Authorization": header,
                "Content-Type": "application/json",
                "Accept": "application/json",
            },
            allow_redirects=False,
        ) as response:
            if response.status == UNAUTHORIZED:
                self._authorize.refused(header)
            read = b""
            async for chunk in response.content.iter_any():
                read += chunk
                if len(read) > MOST_READ:
                    raise Silent("too-large")
            return response.status, read


def _named(body: bytes, groups: Sequence[str]) -> list[str]:
    """Read which of the groups that were asked about an answer names. Raises Silent for anything else."""
    try:
        answer: Any = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Silent("unreadable") from error
    named = answer.get("value") if isinstance(answer, dict) else None
    if not isinstance(named, list) or not all(isinstance(each, str) for each in named):
        raise Silent("unreadable")
    return [group for group in groups if group in {each.lower() for each in named}]


def _reason(fault: Exception) -> str:
    """Name a fault in one word; what aiohttp says may hold addresses."""
    match fault:
        case Silent():
            return str(fault)
        case NoIdentity():
            return "no-identity"
        case TimeoutError():
            return "time-out"
        case _:
            return "unreachable"
