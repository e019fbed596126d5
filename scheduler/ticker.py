"""Says "now" at an interval; the one place that knows APScheduler."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger(__name__)

LAST_WORDS_SECONDS = 2
"""How long a beat that was cut off may take to put back what it holds."""


class Ticker:
    """Calls `beat` every so many seconds, never twice at once; a beat that fails does not stop the next."""

    def __init__(self, every_seconds: float, beat: Callable[[], Awaitable[None]]) -> None:
        self._every_seconds = every_seconds
        self._beat = beat
        # Version 3 of the library has no types.
        self._scheduler: Any = AsyncIOScheduler(timezone="UTC")  # type: ignore[no-untyped-call]
        self._beating = asyncio.Lock()

    def start(self) -> None:
        """Begin to tick; the first beat comes after one interval. Needs a running event loop."""
        self._scheduler.add_job(
            self._once,
            "interval",
            seconds=self._every_seconds,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        self._scheduler.start()

    async def stop(self, grace_seconds: float = 10) -> None:
        """Stop ticking. A beat under way may end by itself within `grace_seconds`, then it is cut off.

        Returns only when it has ended: a beat that is cut off still gives back what it holds.
        """
        self._scheduler.pause()
        if not await self._quiet(grace_seconds):
            log.warning("beat-cut-off")
        self._scheduler.shutdown(wait=False)
        if not await self._quiet(LAST_WORDS_SECONDS):
            log.error("beat-stuck")

    async def _quiet(self, within_seconds: float) -> bool:
        """Wait until no beat is under way; False when that takes too long."""
        try:
            async with asyncio.timeout(within_seconds), self._beating:
                return True
        except TimeoutError:
            return False

    async def _once(self) -> None:
        async with self._beating:
            try:
                await self._beat()
            except Exception as error:  # noqa: BLE001 - the edge: one failed beat must not stop the clock
                log.error("beat-failed", error=type(error).__name__)  # noqa: TRY400 - a traceback holds names
