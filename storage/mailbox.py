"""The mailbox: puts an answer where no name is, and gives answers back when their box is closed."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TypeVar

from storage.boxes import MOST, Span, slot_size, slots_in
from storage.ports import Keys, NotSaved, Segments, Slots, Standing
from storage.rows import Box
from storage.sealing import EDITIONS, NONCE, Seal, read, room_in, tag_in, written

A = TypeVar("A")

Random = Callable[[int], bytes]
"""Returns that many random bytes."""


class Mailbox:
    """Answers in sealed slots, as `storage.ports.Mailbox` says.

    A put looks at a window of slots in every segment. What it finds under its own tag is the earlier answer
    of the same card; else it takes the first empty slot of the first segment that has one in its window. A
    changed answer goes into another slot, with a higher edition, before the old one becomes noise: whatever
    breaks in between, one of the two is whole.
    """

    def __init__(self, slots: Slots, keys: Keys, random: Random) -> None:
        """Take the medium, the keys, and where chance comes from."""
        self._slots = slots
        self._keys = keys.boxes
        self._random = random

    async def put(self, box: Box, nonce: bytes, answer: Mapping[str, str]) -> None:
        """Keep an answer durably."""
        try:
            body = written(answer)
        except ValueError as error:
            raise NotSaved("an answer is text") from error
        await self._put(box, nonce, body)

    async def prepare(self, box: Box) -> None:
        """Make the key and the first segment ahead."""

        async def work(held: Segments) -> None:
            await _of_medium(self._keys.of_box(box))
            if not held.count:
                await self._add(box, held)

        await self._slots.alone(box, work)

    async def boxes(self) -> Sequence[Box]:
        """Return every box that has a key or slots."""
        found = {*await self._slots.boxes(), *await _of_medium(self._keys.boxes())}
        return sorted(found, key=lambda box: (box.period, box.form, box.version, box.large))

    async def standing(self, box: Box) -> Standing:
        """Tell where a box is in its life."""
        closed = await _of_medium(self._keys.closed(box))
        if await _of_medium(self._keys.found(box)) is not None:
            return Standing.CLOSED if closed else Standing.OPEN
        if closed:
            return Standing.DESTROYED
        return Standing.LOST if box in await self._slots.boxes() else Standing.OPEN

    async def count(self, box: Box) -> int:
        """Return how many answers there are."""
        return len(await self._bodies(box))

    async def close(self, box: Box) -> None:
        """Take no answer any more."""
        # Alone, so that an answer on its way is in its slot before, or comes too late.
        await self._slots.alone(box, lambda _: _of_medium(self._keys.close(box)))

    async def open(self, box: Box) -> Sequence[Mapping[str, str]]:
        """Close a box and return its answers, shuffled."""
        await self.close(box)
        bodies = (await self._bodies(box)).values()
        return [read(body) for body in sorted(bodies, key=lambda _: self._random(16))]

    async def carry(self, box: Box, into: Box) -> int:
        """Close a box and put its answers into another one."""
        await self.close(box)
        key = await _of_medium(self._keys.found(box))
        if key is None:
            return 0
        seal, bodies = Seal(box, key.secret), await self._bodies(box)
        for tag, body in sorted(bodies.items(), key=lambda _: self._random(16)):
            await self._put(into, seal.carried(tag), body)
        return len(bodies)

    async def destroy(self, box: Box) -> None:
        """Destroy the key, then the slots."""

        async def work(held: Segments) -> None:
            await _of_medium(self._keys.destroy(box))
            await held.remove()

        await self._slots.alone(box, work)

    # One answer -----------------------------------------------------------------------------------

    async def _put(self, box: Box, nonce: bytes, body: bytes) -> None:
        if len(body) > room_in(box):
            raise NotSaved("the answer is too large for its box")
        await self._slots.alone(box, partial(self._put_alone, box, nonce, body))

    async def _put_alone(self, box: Box, nonce: bytes, body: bytes, held: Segments) -> None:
        seal = Seal(box, (await _of_medium(self._keys.of_box(box))).secret)
        tag = seal.tag(nonce)
        if not held.count:
            await self._add(box, held)
        windows = [span for segment in range(held.count) for span in seal.window(segment, tag)]
        places = [place for span in windows for place in span.places()]
        heads = dict(zip(places, await held.heads(windows), strict=True))
        own = [place for place in places if tag_in(heads[place]) == tag and seal.full(place, heads[place])]
        edition, before = await _newest(seal, held, own)
        if before == body:
            return
        if edition == EDITIONS:
            raise NotSaved("a card changes its answer only so often")
        empty = next((place for place in places if not seal.full(place, heads[place])), None)
        if empty is None:
            await self._add(box, held)
            first = seal.window(held.count - 1, tag)[0]
            empty = first.segment, first.first
        await held.write(*empty, seal.seal(empty, tag, edition + 1, body, self._random(NONCE)))
        for place in own:
            # The newer edition counts; what cannot be cleared now is cleared with the box.
            with suppress(NotSaved):
                await held.write(*place, self._random(slot_size(box)))

    async def _add(self, box: Box, held: Segments) -> None:
        """Add a segment, filled with noise."""
        if held.count == MOST:
            raise NotSaved("the box is full")
        size = slots_in(held.count) * slot_size(box)
        await held.add(await asyncio.to_thread(self._random, size))

    # All answers ----------------------------------------------------------------------------------

    async def _bodies(self, box: Box) -> Mapping[bytes, bytes]:
        """Return each answer under its tag."""
        key = await _of_medium(self._keys.found(box))
        if key is None:
            return {}
        seal = Seal(box, key.secret)
        newest: dict[bytes, tuple[int, bytes]] = {}
        # One segment at a time, so that neither memory nor a transaction has to hold a large box.
        for segment in range(MOST):
            span = Span(segment, 0, slots_in(segment))
            slots = await self._slots.alone(box, partial(_slots_of, span))
            if not slots:
                break
            for tag, found in await asyncio.to_thread(_unsealed, seal, span, slots):
                newest[tag] = max(found, newest.get(tag, found))
        return {tag: body for tag, (_, body) in newest.items()}


async def _slots_of(span: Span, held: Segments) -> Sequence[bytes]:
    """Return the slots of a segment; none when there is no such segment."""
    return await held.slots(span) if span.segment < held.count else ()


def _unsealed(seal: Seal, span: Span, slots: Sequence[bytes]) -> list[tuple[bytes, tuple[int, bytes]]]:
    pairs = zip(span.places(), slots, strict=True)
    full = ((tag_in(slot), seal.unseal(slot)) for place, slot in pairs if seal.full(place, slot))
    return [(tag, found) for tag, found in full if found is not None]


async def _newest(seal: Seal, held: Segments, own: Sequence[tuple[int, int]]) -> tuple[int, bytes | None]:
    """Return the edition and the body of the newest answer in these slots; 0 when there is none."""
    slots = [(await held.slots(Span(*place, 1)))[0] for place in own]
    found = [each for each in map(seal.unseal, slots) if each is not None]
    return max(found) if found else (0, None)


async def _of_medium(asked: Awaitable[A]) -> A:
    """Ask the keys. Raises NotSaved when their folder refuses."""
    try:
        return await asked
    except OSError as error:
        raise NotSaved(error.strerror) from error
