"""Lets an open page wait for what is new."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class News:
    """Wakes everybody who waits."""

    def __init__(self) -> None:
        self._come = asyncio.Event()

    def comes(self) -> None:
        """Wake whoever waits now."""
        self._come.set()
        self._come = asyncio.Event()

    async def first(self, found: Callable[[], tuple[T, ...]], patience: float) -> tuple[T, ...]:
        """Return what is found, as soon as there is any; nothing after `patience` seconds."""
        if now := found():
            return now
        try:
            async with asyncio.timeout(patience):
                await self._come.wait()
        except TimeoutError:
            return ()
        return found()
