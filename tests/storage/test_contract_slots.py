"""The law of the medium under the mailbox, for every store: equal slots, alone, kept as they were written."""

import asyncio
import os

import pytest

from storage.boxes import HEAD, Span, slot_size, slots_in
from storage.ports import Box, Segments, Store
from tests.storage.answering import FEEDBACK, PULSE
from tests.storage.houses import House


def noise(box: Box, segment: int) -> bytes:
    return os.urandom(slots_in(segment) * slot_size(box))


async def whole(store: Store, box: Box, span: Span) -> list[bytes]:
    async def read(held: Segments) -> list[bytes]:
        return list(await held.slots(span))

    return await store.slots.alone(box, read)


@pytest.mark.parametrize("box", [PULSE, FEEDBACK])
async def test_slots_are_as_they_were_written_also_after_a_restart(house: House, box: Box) -> None:
    store, size = await house.open(), slot_size(box)
    first, second, written = noise(box, 0), noise(box, 1), os.urandom(size)

    async def work(held: Segments) -> int:
        await held.add(first)
        await held.add(second)
        await held.write(0, 255, written)
        await held.write(1, 0, written)
        return held.count

    assert await store.slots.alone(box, work) == 2
    store = await house.restart()

    slots = await whole(store, box, Span(0, 0, slots_in(0)))
    assert b"".join(slots) == first[:-size] + written
    assert await whole(store, box, Span(1, 0, 2)) == [written, second[size : 2 * size]]


async def test_of_many_slots_only_the_beginnings_are_read_in_the_order_asked_for(store: Store) -> None:
    async def work(held: Segments) -> list[bytes]:
        await held.add(noise(FEEDBACK, 0))
        await held.add(noise(FEEDBACK, 1))
        return list(await held.heads([Span(1, 500, 12), Span(0, 3, 2), Span(1, 0, 1)]))

    heads = await store.slots.alone(FEEDBACK, work)

    spans = [Span(1, 500, 12), Span(0, 3, 2), Span(1, 0, 1)]
    assert heads == [slot[:HEAD] for span in spans for slot in await whole(store, FEEDBACK, span)]
    assert {len(head) for head in heads} == {HEAD}


async def test_nobody_else_is_at_a_box_meanwhile_and_others_are_at_other_boxes(store: Store) -> None:
    inside, most = 0, 0
    together = asyncio.Barrier(2)

    async def alone(_: Segments) -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0)
        inside -= 1

    async def meeting(_: Segments) -> None:
        await together.wait()

    await asyncio.gather(*(store.slots.alone(PULSE, alone) for _ in range(8)))
    await asyncio.wait_for(
        asyncio.gather(store.slots.alone(PULSE, meeting), store.slots.alone(FEEDBACK, meeting)), 5
    )

    assert most == 1


async def test_a_box_that_is_removed_is_gone_and_the_others_stay(house: House, store: Store) -> None:
    async def make(held: Segments) -> None:
        await held.add(os.urandom(slots_in(0) * 128))

    async def remove(held: Segments) -> int:
        await held.remove()
        await held.remove()
        return held.count

    other = Box("pulse", 2, "2026-Q4")
    await store.slots.alone(PULSE, make)
    await store.slots.alone(other, make)
    assert set(await store.slots.boxes()) == {PULSE, other}

    assert await store.slots.alone(PULSE, remove) == 0
    store = await house.restart()

    assert list(await store.slots.boxes()) == [other]
    assert len(await whole(store, other, Span(0, 0, slots_in(0)))) == slots_in(0)


async def test_what_a_task_raises_reaches_whoever_asked(store: Store) -> None:
    async def work(_: Segments) -> None:
        raise LookupError("nothing there")

    with pytest.raises(LookupError):
        await store.slots.alone(PULSE, work)
    await store.slots.alone(PULSE, lambda held: held.remove())


@pytest.mark.parametrize("form", ["", ".pulse", "../pulse", "a/b", "pulse@1", "a b", "a\0"])
async def test_a_form_is_a_plain_word(store: Store, form: str) -> None:
    with pytest.raises(ValueError, match="not a box"):
        await store.slots.alone(Box(form, 1, "2026-Q4"), lambda held: held.add(b""))
