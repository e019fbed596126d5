"""Knows all connections of the server, closes those that are too slow, and makes room for new ones."""

import asyncio
import resource
from collections import Counter
from dataclasses import dataclass
from math import ceil
from typing import Protocol

import structlog

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Limits:
    """What one connection and all of them may take.

    Seconds: `headers` and `request` run from connecting, or from the first byte of a later request, to the
    end of its headers or of its body; `answer` is how long what we said may lie unread; `idle` is between
    two requests; `every` is how often we look, and how much later than it is due a connection may go; `end`
    is what a request in work gets when we stop, and once more to be broken off.
    `per_peer` counts the connections of one address without a request in work; `total` counts all, and
    leaves a quarter of the file descriptors for the rest of the program.
    """

    headers: float = 5.0
    request: float = 7.0
    answer: float = 5.0
    idle: float = 75.0
    every: float = 0.5
    end: float = 4.0
    header_bytes: int = 32 * 1024
    per_peer: int = 256
    total: int = 2048

    def rounds(self, seconds: float) -> int:
        """Return after how many looks that time is certainly over."""
        return ceil(seconds / self.every) + 1

    def room(self) -> int:
        """Return how many connections there is room for."""
        return min(self.total, resource.getrlimit(resource.RLIMIT_NOFILE)[0] * 3 // 4)


LIMITS = Limits()


class Watched(Protocol):
    """One connection, as far as it has to be known to be closed or kept."""

    peer: str
    """The address it comes from."""
    answers: int
    """How often it asked something and was answered."""

    def overdue(self, limits: Limits) -> str:
        """Count one look and say what took too long, or nothing."""

    def abort(self) -> None:
        """Close it now, whatever is still to be written."""


class Resting:
    """Connections without a request in work: strangers, those answered once, and those answered more often.

    Of each kind in the order in which they came to rest.
    """

    def __init__(self) -> None:
        self._kinds: tuple[dict[Watched, None], ...] = ({}, {}, {})

    def __len__(self) -> int:
        return sum(len(kind) for kind in self._kinds)

    def oldest(self) -> Watched | None:
        """Return the one to close when there is no room: of the largest kind, the one that waits longest.

        So a flood of one kind leaves the others alone, and a newcomer has the time to speak.
        """
        largest: dict[Watched, None] = max(self._kinds, key=len)
        return next(iter(largest), None)

    def add(self, one: Watched) -> None:
        """Put it last."""
        self._kinds[min(one.answers, len(self._kinds) - 1)][one] = None

    def drop(self, one: Watched) -> None:
        """Take it out, if it is there."""
        for kind in self._kinds:
            kind.pop(one, None)


class Watch:
    """Knows all connections, looks round at them, and makes room."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._room = limits.room()
        self._open: dict[Watched, None] = {}
        self._resting = Resting()
        self._peers: dict[str, Resting] = {}
        self._noted: Counter[str] = Counter()
        self._timer: asyncio.TimerHandle | None = None

    def admits(self, one: Watched) -> bool:
        """Take a new connection in, in the place of another if need be; only when all work is it refused."""
        if len(self._open) >= self._room:
            oldest = self._resting.oldest()
            if oldest is None:
                self.note("refused")
                return False
            self.close(oldest, "displaced")
        self._open[one] = None
        self.rests(one)
        return True

    def rests(self, one: Watched) -> None:
        """Hear that a connection has no request in work."""
        if one not in self._open:  # Its caller hung up meanwhile.
            return
        others = self._peers.get(one.peer)
        if others and len(others) >= self.limits.per_peer and (oldest := others.oldest()):
            self.close(oldest, "displaced")
        self._peers.setdefault(one.peer, Resting()).add(one)
        self._resting.add(one)

    def works(self, one: Watched) -> None:
        """Hear that a connection has a request in work: it is not closed to make room."""
        self._resting.drop(one)
        if others := self._peers.get(one.peer):
            others.drop(one)
            if not others:
                del self._peers[one.peer]

    def forget(self, one: Watched) -> None:
        """Hear that a connection is gone."""
        self._open.pop(one, None)
        self.works(one)

    def close(self, one: Watched, reason: str) -> None:
        """Close a connection now, whatever is still to be written."""
        self.forget(one)
        self.note(reason)
        one.abort()

    def note(self, reason: str) -> None:
        """Count something for the next line of the log."""
        self._noted[reason] += 1

    def look(self) -> None:
        """Close what is overdue, now and from now on; many that go together are one line in the log."""
        for one in list(self._open):
            if reason := one.overdue(self.limits):
                self.close(one, reason)
        del self._noted["idle"]
        if self._noted:
            log.warning("connections.closed", **self._noted)
            self._noted.clear()
        self._timer = asyncio.get_running_loop().call_later(self.limits.every, self.look)

    def stop(self) -> None:
        """Look no more."""
        if self._timer:
            self._timer.cancel()
