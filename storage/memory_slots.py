"""The medium of the mailbox over plain lists: for tests and play."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from storage.boxes import HEAD, Span, name_of, slot_size
from storage.ports import Segments
from storage.rows import Box

A = TypeVar("A")


class MemorySlots:
    """Slots that live as long as the process, as `storage.ports.Slots` says."""

    def __init__(self) -> None:
        self._segments: dict[Box, list[list[bytes]]] = {}
        self._held: dict[str, asyncio.Lock] = {}

    async def alone(self, box: Box, work: Callable[[Segments], Awaitable[A]]) -> A:
        """Do something with a box while nobody else does."""
        async with self._held.setdefault(name_of(box), asyncio.Lock()):
            return await work(_Held(box, self._segments))

    async def boxes(self) -> Sequence[Box]:
        """Return every box that has segments."""
        return tuple(self._segments)


class _Held:
    """One box, held alone."""

    def __init__(self, box: Box, segments: dict[Box, list[list[bytes]]]) -> None:
        self._box = box
        self._segments = segments

    @property
    def count(self) -> int:
        """Return how many segments there are."""
        return len(self._segments.get(self._box, ()))

    async def heads(self, spans: Sequence[Span]) -> Sequence[bytes]:
        """Return the heads of these slots."""
        return [slot[:HEAD] for span in spans for slot in await self.slots(span)]

    async def slots(self, span: Span) -> Sequence[bytes]:
        """Return these slots whole."""
        return self._segments[self._box][span.segment][span.first : span.first + span.count]

    async def write(self, segment: int, index: int, slot: bytes) -> None:
        """Write one slot."""
        self._segments[self._box][segment][index] = slot

    async def add(self, noise: bytes) -> None:
        """Add the next segment."""
        size = slot_size(self._box)
        slots = [noise[at : at + size] for at in range(0, len(noise), size)]
        self._segments.setdefault(self._box, []).append(slots)

    async def remove(self) -> None:
        """Remove all segments."""
        self._segments.pop(self._box, None)
