"""Connections to PostgreSQL: how they are made, how long one waits for them, and what its errors mean."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from itertools import chain, repeat
from typing import Any

import asyncpg
import structlog

Row = Any
"""A row as the driver hands it out: columns by name or number."""

Link = Any
"""A connection of the driver; one request at a time."""

_log = structlog.get_logger(__name__)


class Trouble(Enum):
    """What an error of the server or of the way there means for a request."""

    LOST = auto()  # The connection is gone, or none can be made now; another may work.
    AGAIN = auto()  # Another replica was faster; the same request works on what is there now.
    BLOCKED = auto()  # Somebody holds what this is about, and does not let it go.
    READ_ONLY = auto()  # This server only answers questions: it is a stand-by.
    REFUSED = auto()  # The server does not want this request, now or later.


class Collided(Exception):
    """Another replica wrote first what a batch wanted to write."""


_FASTER = (
    Collided,
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    # A migration changed a table under a prepared statement; the driver prepares it anew.
    asyncpg.InvalidCachedStatementError,
    asyncpg.OutdatedSchemaCacheError,
)
_GONE = (
    OSError,  # TimeoutError is one of them
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.IdleSessionTimeoutError,
    asyncpg.TransactionTimeoutError,
)


PASSING = frozenset({Trouble.LOST, Trouble.AGAIN, Trouble.BLOCKED})
"""What may be over in a moment."""


def trouble(error: BaseException) -> Trouble | None:
    """Tell what an error means; None: it is no error of the server or of the way there."""
    match error:
        case asyncpg.DataError():  # For the driver also an InterfaceError: a value no column can hold.
            return Trouble.REFUSED
        case asyncpg.ReadOnlySQLTransactionError():
            return Trouble.READ_ONLY
        case asyncpg.LockNotAvailableError() | asyncpg.QueryCanceledError():
            return Trouble.BLOCKED
        case _ if isinstance(error, _FASTER):
            return Trouble.AGAIN
        case _ if isinstance(error, _GONE):
            return Trouble.LOST
        case asyncpg.PostgresError():
            return Trouble.REFUSED
        case _:
            return None


def reason(error: BaseException) -> str:
    """Name an error for the log, without anything it may quote."""
    return f"{type(error).__name__} {getattr(error, 'sqlstate', None) or ''}".rstrip()


def pauses() -> Iterator[float]:
    """Return how long to wait before each further attempt, in seconds, without end."""
    return chain((0.0, 0.01, 0.02, 0.05, 0.1, 0.2), repeat(0.3))


@dataclass(frozen=True, slots=True)
class Patience:
    """How long things may take, in seconds. Whoever asks for something hears after eight at the latest."""

    request: float = 5.0
    """A request waits this long for a server that is away: as long as a restart takes."""

    @property
    def connect(self) -> float:
        """After this long an attempt to connect is given up."""
        return self.request * 0.4

    @property
    def lock(self) -> float:
        """After this long a batch stops waiting for rows that somebody else holds."""
        return self.request * 0.1

    @property
    def statement(self) -> float:
        """After this long the server ends a statement."""
        return self.request * 0.5

    @property
    def answer(self) -> float:
        """After this long a connection that says nothing any more is given up."""
        return self.request * 0.6

    def settings(self) -> dict[str, str]:
        """Return how a connection is set."""
        return {
            "application_name": "ethos",
            "statement_timeout": milliseconds(self.statement),
            "lock_timeout": milliseconds(self.lock),
            # A connection that died in the middle of a batch lets its rows go.
            "idle_in_transaction_session_timeout": milliseconds(self.answer),
            "jit": "off",
        }


def milliseconds(seconds: float) -> str:
    """Write a time as the server's settings want it."""
    return str(int(seconds * 1000))


BY_KEY = {
    # A batch finds its rows by their keys, whatever the statistics of a growing table still say: one plan
    # for each statement, made once, that goes through the index.
    "plan_cache_mode": "force_generic_plan",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "enable_seqscan": "off",
}
"""How the writer's connection is set besides."""


async def connect(url: str, patience: Patience, more: Mapping[str, str] | None = None) -> Link:
    """Connect. A server that falls silent afterwards is waited for as long as the caller likes."""
    settings = {**patience.settings(), **(more or {})}
    return await asyncpg.connect(url, timeout=patience.connect, server_settings=settings)


READER = "reader"
"""Who looks without the writer: whoever reads, and the mailbox."""


class Weather:
    """Says in the log when the database goes away and when it is back, not at every attempt in between."""

    def __init__(self, who: str) -> None:
        self._who, self._log = who, _log.bind(who=who)
        self._said: str | None = None

    def bad(self, error: BaseException) -> None:
        """Tell what is wrong, unless that was said last. That a replica was faster is no trouble.

        Nor is waiting for a lock without the writer: that happens when two answers without a name come at
        once, and when they come is nobody's business.
        """
        kind = trouble(error)
        if kind is Trouble.AGAIN or (kind is Trouble.BLOCKED and self._who == READER):
            self._log.debug("taken-again", error=reason(error))
        elif self._said != (why := reason(error)):
            self._log.warning("database-in-the-way", error=why)
            self._said = why

    def good(self) -> None:
        """Tell that all is well, if something was not."""
        if self._said is not None:
            self._log.info("database-back")
            self._said = None
