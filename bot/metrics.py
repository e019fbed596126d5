"""`GET /metrics`: the counts of `bot.meters` and the state of the store, as Prometheus reads them.

The page stands still for a minute, and times are rounded up to a few steps. Whoever reads it often still
cannot tell the second of a turn, nor a turn that wrote from one that did not by how long it took: what is
ordinary ends in the first step. Every series is there from the start, for one that appears tells when.
"""

import asyncio
import hmac
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import structlog
from aiohttp import web

from bot.command.operator import Operator
from bot.meters import Channel, Ending
from bot.private_files import NotPrivate, private
from bot.teams_settings import Given
from bot.web import from_this_machine
from content.model import Text
from storage.ports import Backlog, Deliveries, DeliveryState

Gauges = dict[str, dict[str, float]]
"""What is so just now: by name, then by label; "" where there is none."""

STILL = 60.0
"""Seconds for which the page stays as it is."""

STEPS = (0.25, 1.0, 2.5, 5.0, 15.0, 60.0)
"""Seconds up to which a turn's time is rounded. Teams sends a message again when 15 have passed."""

SHORTEST_KEY = 32
"""Letters that the key for this page has at least."""

BUSY = 429
STATUSES = ("2xx", "3xx", "4xx", "429", "5xx", "none")
OUTCOMES = ("answered", "malformed")
OTHER = "other"

CONTENT_TYPE = "text/plain; version=1.0.0; charset=utf-8"
"""How Prometheus is told what it reads; a test compares it with what the package says."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Sources:
    """What is asked when the page is made. What is None has no line on it."""

    deliveries: Deliveries
    backlog: Callable[[], Backlog] | None = None


@dataclass(slots=True)
class Counts:
    """Counts turns, activities, requests and tokens; meets `bot.meters.Meters`.

    `reasons` are the words for why an activity can be refused; any other word counts as "other".
    """

    reasons: frozenset[str] = frozenset()
    turns: Counter[tuple[Channel, Ending]] = field(default_factory=Counter)
    steps: Counter[tuple[Channel, int]] = field(default_factory=Counter)
    activities: Counter[str] = field(default_factory=Counter)
    requests: Counter[str] = field(default_factory=Counter)
    tokens: Counter[bool] = field(default_factory=Counter)

    def turned(self, channel: Channel, ending: Ending, seconds: float) -> None:
        """Count a turn, and the step its time ends in; the time itself is not kept."""
        self.turns[channel, ending] += 1
        self.steps[channel, bisect_left(STEPS, seconds)] += 1

    def received(self, outcome: str) -> None:
        """Count an activity by how it was received."""
        self.activities[outcome if outcome in self.outcomes else OTHER] += 1

    def requested(self, status: int | None) -> None:
        """Count a request of ours by the class of its status."""
        word = "429" if status == BUSY else f"{status // 100}xx" if status else "none"
        self.requests[word if word in STATUSES else "none"] += 1

    def checked(self, *, cached: bool) -> None:
        """Count a token that was good."""
        self.tokens[cached] += 1

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Return every word for how an activity can be received."""
        return (*OUTCOMES, *sorted(self.reasons), OTHER)


class Metrics:
    """The page. `words` are the library's sentences; `timer` returns seconds and never goes back."""

    def __init__(
        self, counts: Counts, sources: Sources, words: Mapping[str, Text], timer: Callable[[], float]
    ) -> None:
        """Take what was counted, what is asked, and what each line is called."""
        self._counts = counts
        self._sources = sources
        self._words = words
        self._timer = timer
        self._making = asyncio.Lock()
        self._page = b""
        self._until = float("-inf")

    async def page(self) -> bytes:
        """Return the page, a new one when the last one had its minute. A store that is away is told on it."""
        async with self._making:
            if self._timer() >= self._until:
                self._page = self._written(await self._states())
                self._until = self._timer() + STILL
            return self._page

    async def _states(self) -> Mapping[DeliveryState, int] | None:
        try:
            return await self._sources.deliveries.tally()
        except Exception as error:  # noqa: BLE001 the page says that the store is away instead of failing
            log.warning("metrics.store-away", error=type(error).__name__)
            return None

    def _written(self, states: Mapping[DeliveryState, int] | None) -> bytes:
        # Imported here: the package registers collectors of its own for the whole process.
        from bot.exposition import written  # noqa: PLC0415

        return written(self._counts, self._gauges(states), self._words)

    def _gauges(self, states: Mapping[DeliveryState, int] | None) -> Gauges:
        """Return what is so just now, by name, and by label where there is one."""
        found: Gauges = {"store_up": {"": 0 if states is None else 1}}
        if states is not None:
            found["deliveries"] = {state.value: states.get(state, 0) for state in DeliveryState}
        if self._sources.backlog:
            backlog = self._sources.backlog()
            found["writes_waiting"] = {"": backlog.waiting}
            found["oldest_write_waiting_seconds"] = {"": backlog.oldest}
        return found


def key_of(operator: Operator, given: Given) -> str | None:
    """Return the key that opens the page, from its variable or its private file; None when there is none.

    Raises the operator's refusal.
    """
    key = given.metrics_key
    if given.metrics_key_file is not None:
        try:
            key = private(given.metrics_key_file)
        except NotPrivate as fault:
            raise operator.refuses(f"metrics-key.{fault.reason}", 2, file=fault.file.name) from None
    key = key.strip()
    if key and len(key) < SHORTEST_KEY:
        raise operator.refuses("metrics-key.short", 2, least=SHORTEST_KEY)
    return key or None


def metrics_route(metrics: Metrics, key: str | None, *, open: bool = False) -> web.RouteDef:  # noqa: A002 as --open would say
    """Return the route. With a `key` it is for whoever shows it; without one, and `open`, for this machine.

    Everybody else hears 404: that there is such a page is nobody else's business.
    """

    async def page(request: web.Request) -> web.Response:
        if not (_shows(request, key) if key else open and from_this_machine(request)):
            return web.Response(status=404)
        headers = {"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"}
        return web.Response(body=await metrics.page(), headers=headers)

    return web.get("/metrics", page)


def _shows(request: web.Request, key: str) -> bool:
    scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
    same = hmac.compare_digest(_bytes(shown.strip()), _bytes(key))
    return same and scheme.lower() == "bearer"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
