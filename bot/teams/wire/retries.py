"""Tries a reply again for a short while, and reads how long a channel asks to be left alone."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TypeVar

from bot.teams.wire.connector import Declined, NoAnswer, NotReached, Unsent

T = TypeVar("T")

LONGEST_PAUSE = timedelta(minutes=10)
AGAIN = frozenset({412, 429, 502, 503, 504})
"""Statuses that say the message was not taken. A 500 does not: sending again could say it twice."""


@dataclass(frozen=True, slots=True)
class Retries:
    """Exponential back-off with full jitter: `tries` in all, `budget` seconds in all, waiting included.

    `jitter` gives a number from 0 up to 1. The first pause is at most `first` seconds, each next twice that;
    a Retry-After comes on top of it. A pause that would outlast the budget is not begun.
    """

    jitter: Callable[[], float]
    tries: int = 3
    budget: float = 8.0
    first: float = 1.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def insist(self, attempt: Callable[[], Awaitable[T]]) -> T:
        """Return what an attempt returns, or raise how the last ended; NoAnswer when time ran out in it."""
        ended: Unsent | None = None
        left = self.budget
        try:
            async with asyncio.timeout(self.budget):
                for again in range(1, self.tries):
                    try:
                        return await attempt()
                    except (Declined, NotReached) as fault:
                        wait = self._wait(fault, again)
                        if wait is None or wait >= left:
                            raise
                        ended = fault
                    left -= wait
                    await self.sleep(wait)
                    ended = None
                return await attempt()
        except TimeoutError as error:
            raise ended or NoAnswer from error

    def _wait(self, fault: Declined | NotReached, again: int) -> float | None:
        """Say how long to wait before the next try, in seconds; None when there is to be none."""
        backing_off = self.jitter() * self.first * 2.0 ** (again - 1)
        if isinstance(fault, NotReached):
            return backing_off
        if fault.status not in AGAIN:
            return None
        asked = pause(fault.retry_after, instant(fault.date))
        # Never earlier than asked, and not everybody at the very moment that was named.
        return backing_off if asked is None else asked.total_seconds() + backing_off


def pause(retry_after: str, now: datetime | None) -> timedelta | None:
    """Read a Retry-After header, seconds or a date, at most ten minutes; None when it makes no sense."""
    named = retry_after.strip()
    if named.isascii() and named.isdigit():
        # Nine digits hold thirty years; more could only overflow.
        return min(timedelta(seconds=int(named[:9])), LONGEST_PAUSE)
    until = instant(named)
    return min(until - now, LONGEST_PAUSE) if until and now and until > now else None


def instant(header: str) -> datetime | None:
    """Read the date of an HTTP header, or None."""
    try:
        found = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
