"""The medium of the mailbox in PostgreSQL: one row for each slot, one transaction for each put."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from storage.boxes import HEAD, Span, box_named, name_of, slot_size
from storage.ports import NotSaved, Segments
from storage.replicated.connections import Link, Trouble, reason, trouble
from storage.replicated.queries import query
from storage.replicated.reading import Reading
from storage.rows import Box

A = TypeVar("A")

AT_ONCE = 512
"""How many slots are written or read at a time."""


class PostgresSlots:
    """The slots of a database that replicas share, as `storage.ports.Slots` says."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    async def alone(self, box: Box, work: Callable[[Segments], Awaitable[A]]) -> A:
        """Do something with a box while nobody else does, all of it or nothing.

        A commit whose answer was lost is asked for again: what is done to a box may be done twice.
        """
        removed = False

        async def ask(link: Link) -> A:
            nonlocal removed
            try:
                async with link.transaction():
                    await link.execute(query("begin-alone"))
                    await link.execute(query("hold-box"), name_of(box))
                    held = _Held(box, link, await link.fetchval(query("count-segments"), name_of(box)))
                    answer = await work(held)
            except Exception as error:
                if trouble(error) in {Trouble.REFUSED, Trouble.READ_ONLY}:
                    raise NotSaved(reason(error)) from error
                raise
            removed = held.removed
            return answer

        answer = await self._reading.through(ask)
        if removed:
            await self._reading.tidy("tidy-slots")
        return answer

    async def boxes(self) -> Sequence[Box]:
        """Return every box that has segments."""
        rows = await self._reading.rows("boxes-with-slots")
        return tuple(box for row in rows if (box := box_named(row["box"])) is not None)


class _Held:
    """One box, held alone until the transaction ends."""

    def __init__(self, box: Box, link: Link, count: int) -> None:
        self._box, self._name, self._link = box, name_of(box), link
        self.count = count
        self.removed = False

    async def heads(self, spans: Sequence[Span]) -> Sequence[bytes]:
        """Return the heads of these slots."""
        places = [place for span in spans for place in span.places()]
        segments, numbers = [place[0] for place in places], [place[1] for place in places]
        rows = await self._link.fetch(query("heads-of-slots"), self._name, segments, numbers, HEAD)
        found = {(row["segment"], row["nr"]): row["slot"] for row in rows}
        return [found.get(place, b"") for place in places]

    async def slots(self, span: Span) -> Sequence[bytes]:
        """Return these slots whole."""
        found: dict[int, bytes] = {}
        end = span.first + span.count
        for first in range(span.first, end, AT_ONCE):
            upto = min(first + AT_ONCE, end)
            rows = await self._link.fetch(query("slots-of-segment"), self._name, span.segment, first, upto)
            found |= {row["nr"]: row["slot"] for row in rows}
        return [found.get(number, b"") for _, number in span.places()]

    async def write(self, segment: int, index: int, slot: bytes) -> None:
        """Write one slot."""
        await self._link.execute(query("write-slot"), self._name, segment, index, slot)

    async def add(self, noise: bytes) -> None:
        """Add the next segment."""
        size = slot_size(self._box)
        slots = [noise[at : at + size] for at in range(0, len(noise), size)]
        for first in range(0, len(slots), AT_ONCE):
            some: list[Any] = slots[first : first + AT_ONCE]
            numbers = list(range(first, first + len(some)))
            await self._link.execute(query("add-slots"), self._name, self.count, numbers, some)
        self.count += 1

    async def remove(self) -> None:
        """Remove all segments."""
        self.removed = self.count > 0
        for segment in range(self.count):
            await self._link.execute(query("remove-segment"), self._name, segment)
        self.count = 0
