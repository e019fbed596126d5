"""Says "now" at an interval; the one place that knows APScheduler."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger(__name__)

LAST_WORDS_SECONDS = 2
"""How long a beat that was cut off may take to put back what it holds."""


class Ticker:
    """Calls each of `beats` every so many seconds, never one of them twice at once.

    They do not wait for each other, and one that fails stops neither its next time nor the others.
    """

    def __init__(self, every_seconds: float, *beats: Callable[[], Awaitable[None]]) -> None:
        self._every_seconds = every_seconds
        self._beats = [(beat, asyncio.Lock()) for beat in beats]
        # Version 3 of the library has no types.
        self._scheduler: Any = AsyncIOScheduler(timezone="UTC")  # type: ignore[no-untyped-call]

    def start(self) -> None:
        """Begin to tick; the first beat comes after one interval. Needs a running event loop."""
        for beat, beating in self._beats:
            self._scheduler.add_job(
                _once,
                "interval",
                args=(beat, beating),
                seconds=self._every_seconds,
                coalesce=True,
                max_instances=2,  # The second finds the first at work and goes; one only would be warned of.
                misfire_grace_time=None,
            )
        self._scheduler.start()

    async def stop(self, grace_seconds: float = 10) -> None:
        """Stop ticking. Beats under way may end by themselves within `grace_seconds`, then they are cut off.

        Returns only when they have ended: a beat that is cut off still gives back what it holds.
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
            async with asyncio.timeout(within_seconds), AsyncExitStack() as all_of_them:
                for _, beating in self._beats:
                    await all_of_them.enter_async_context(beating)
                return True
        except TimeoutError:
            return False


async def _once(beat: Callable[[], Awaitable[None]], beating: asyncio.Lock) -> None:
    if beating.locked():
        return
    async with beating:
        try:
            await beat()
        except Exception as error:  # noqa: BLE001 - the edge: one failed beat must not stop the clock
            log.error("beat-failed", error=type(error).__name__)  # noqa: TRY400 - a traceback holds names
