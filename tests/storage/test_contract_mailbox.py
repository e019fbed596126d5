"""What whoever answers without a name can count on, in every store."""

import asyncio
import os
from collections import Counter
from collections.abc import Mapping, Sequence

import pytest

from storage.boxes import Span, slots_in
from storage.keys import MemoryKeys
from storage.mailbox import Mailbox
from storage.ports import Box, Closed, NotSaved, Segments, Standing, Store
from storage.sealing import room_in
from tests.storage.answering import AGREE, DISAGREE, FEEDBACK, NEXT, PULSE, card, mailbox_over, opinion
from tests.storage.houses import House


@pytest.fixture
def mailbox(store: Store) -> Mailbox:
    return mailbox_over(store)


def sorted_answers(answers: Sequence[Mapping[str, str]]) -> list[list[tuple[str, str]]]:
    return sorted(sorted(answer.items()) for answer in answers)


async def segments(store: Store, box: Box) -> int:
    async def count(held: Segments) -> int:
        return held.count

    return await store.slots.alone(box, count)


@pytest.mark.parametrize("box", [PULSE, FEEDBACK])
async def test_every_answer_is_there_once_when_its_box_is_opened(mailbox: Mailbox, box: Box) -> None:
    answers = [opinion(number) for number in range(40)]
    for number, answer in enumerate(answers):
        await mailbox.put(box, card(number), answer)

    assert await mailbox.count(box) == 40
    assert sorted_answers(await mailbox.open(box)) == sorted_answers(answers)


async def test_answers_outlive_a_restart(house: House, store: Store) -> None:
    keys = MemoryKeys(os.urandom)
    before = mailbox_over(store, keys)
    await before.put(PULSE, card(1), AGREE)
    await before.put(FEEDBACK, card(1), opinion(7, 600))

    after = mailbox_over(await house.restart(), keys)

    assert [dict(answer) for answer in await after.open(PULSE)] == [AGREE]
    assert [dict(answer) for answer in await after.open(FEEDBACK)] == [opinion(7, 600)]


async def test_the_same_answer_that_comes_twice_is_there_once(mailbox: Mailbox) -> None:
    for _ in range(3):
        await mailbox.put(PULSE, card(1), AGREE)

    assert [dict(answer) for answer in await mailbox.open(PULSE)] == [AGREE]


async def test_the_same_answer_again_writes_nothing(store: Store, mailbox: Mailbox) -> None:
    await mailbox.put(PULSE, card(1), AGREE)
    before = await all_bytes(store, PULSE)

    await mailbox.put(PULSE, card(1), dict(reversed(AGREE.items())))

    assert await all_bytes(store, PULSE) == before


async def test_whoever_answers_the_same_card_otherwise_has_answered_once(mailbox: Mailbox) -> None:
    await mailbox.put(PULSE, card(1), AGREE)
    await mailbox.put(PULSE, card(2), AGREE)
    for _ in range(40):  # more often than a window has slots
        await mailbox.put(PULSE, card(1), AGREE)
        await mailbox.put(PULSE, card(1), DISAGREE)

    assert sorted_answers(await mailbox.open(PULSE)) == sorted_answers([AGREE, DISAGREE])


async def test_two_presses_at_once_are_one_answer_and_two_people_at_once_are_two(mailbox: Mailbox) -> None:
    presses = [(card(number % 10), opinion(number % 10)) for number in range(30)]

    await asyncio.gather(*(mailbox.put(PULSE, *press) for press in presses))

    assert sorted_answers(await mailbox.open(PULSE)) == sorted_answers([opinion(n) for n in range(10)])


async def test_a_box_that_fills_up_gets_more_room(store: Store, mailbox: Mailbox) -> None:
    many = slots_in(0) + 60
    for number in range(many):
        await mailbox.put(PULSE, card(number), opinion(number))

    assert await segments(store, PULSE) == 2
    for number in range(0, many, 7):  # whichever segment they are in, they are found again
        await mailbox.put(PULSE, card(number), opinion(number))
    assert Counter(answer["n"] for answer in await mailbox.open(PULSE)) == Counter(map(str, range(many)))


async def test_an_answer_may_be_as_large_as_its_slot_and_no_larger(mailbox: Mailbox) -> None:
    for box in (PULSE, FEEDBACK):
        room = room_in(box)
        fits = {"q": "x" * (room - 3 - 2 * (room > 300))}

        await mailbox.put(box, card(1), fits)
        with pytest.raises(NotSaved):
            await mailbox.put(box, card(2), {"q": fits["q"] + "x"})

        assert [dict(answer) for answer in await mailbox.open(box)] == [fits]


@pytest.mark.parametrize("words", ["\ud800", "x" * 70_000])
async def test_what_cannot_be_written_is_not_saved(mailbox: Mailbox, words: str) -> None:
    with pytest.raises(NotSaved):
        await mailbox.put(FEEDBACK, card(1), {"q": words})


async def test_any_text_comes_back_as_it_was(mailbox: Mailbox) -> None:
    answer = {"q1": "", "q2": "\0 \x1f\n\N{RIGHT-TO-LEFT OVERRIDE}", "q3": "é" * 300, "q4": "🙂" * 200}
    await mailbox.put(FEEDBACK, card(1), answer)
    await mailbox.put(FEEDBACK, card(2), {})

    assert sorted_answers(await mailbox.open(FEEDBACK)) == sorted_answers([answer, {}])


# The life of a box --------------------------------------------------------------------------------


async def test_a_box_that_was_opened_takes_no_answer(mailbox: Mailbox) -> None:
    await mailbox.put(PULSE, card(1), AGREE)
    await mailbox.open(PULSE)

    for number in (1, 2):
        with pytest.raises(Closed):
            await mailbox.put(PULSE, card(number), AGREE)
    with pytest.raises(Closed):
        await mailbox.prepare(PULSE)
    assert len(await mailbox.open(PULSE)) == 1


async def test_a_destroyed_box_never_comes_back(house: House, store: Store) -> None:
    keys = MemoryKeys(os.urandom)
    mailbox = mailbox_over(store, keys)
    await mailbox.put(PULSE, card(1), AGREE)
    for _ in range(2):
        await mailbox.destroy(PULSE)

    mailbox = mailbox_over(await house.restart(), keys)

    assert await mailbox.standing(PULSE) is Standing.DESTROYED
    assert await mailbox.boxes() == []
    assert await mailbox.open(PULSE) == []
    assert await mailbox.carry(PULSE, NEXT) == 0
    with pytest.raises(Closed):
        await mailbox.put(PULSE, card(1), AGREE)
    assert await mailbox.boxes() == []


async def test_an_answer_on_its_way_while_the_box_closes_is_read_or_told_so(mailbox: Mailbox) -> None:
    told = await asyncio.gather(
        *(mailbox.put(PULSE, card(number), opinion(number)) for number in range(5)),
        mailbox.close(PULSE),
        *(mailbox.put(PULSE, card(number), opinion(number)) for number in range(5, 10)),
        return_exceptions=True,
    )

    kept = [number for number, each in enumerate([*told[:5], *told[6:]]) if each is None]
    assert {type(each) for each in told} <= {type(None), Closed}
    assert sorted(int(answer["n"]) for answer in await mailbox.open(PULSE)) == kept


async def test_too_few_answers_are_carried_once_however_often_one_tries(mailbox: Mailbox) -> None:
    for number in range(6):
        await mailbox.put(PULSE, card(number), opinion(number))
    await mailbox.put(NEXT, card(0), opinion(100))

    assert await mailbox.carry(PULSE, NEXT) == 6
    assert await mailbox.carry(PULSE, NEXT) == 6
    await mailbox.destroy(PULSE)
    assert await mailbox.carry(PULSE, NEXT) == 0

    assert sorted(int(answer["n"]) for answer in await mailbox.open(NEXT)) == [*range(6), 100]
    with pytest.raises(Closed):
        await mailbox.put(PULSE, card(1), AGREE)


async def test_each_box_is_listed_with_where_it_is_in_its_life(mailbox: Mailbox) -> None:
    assert await mailbox.standing(PULSE) is Standing.OPEN
    await mailbox.prepare(NEXT)
    await mailbox.prepare(NEXT)
    await mailbox.put(PULSE, card(1), AGREE)
    await mailbox.close(PULSE)

    assert await mailbox.boxes() == [PULSE, NEXT]
    assert [await mailbox.standing(box) for box in (PULSE, NEXT)] == [Standing.CLOSED, Standing.OPEN]
    assert [await mailbox.count(box) for box in (PULSE, NEXT, FEEDBACK)] == [1, 0, 0]


async def test_without_its_key_a_box_tells_nothing_and_still_takes_new_answers(store: Store) -> None:
    before = mailbox_over(store)
    await before.put(PULSE, card(1), AGREE)

    other = mailbox_over(store)

    assert await other.standing(PULSE) is Standing.LOST
    assert (await other.count(PULSE), await other.boxes()) == (0, [PULSE])
    await other.put(PULSE, card(2), DISAGREE)
    assert [dict(answer) for answer in await other.open(PULSE)] == [DISAGREE]


async def test_the_order_in_which_answers_come_out_says_nothing(mailbox: Mailbox) -> None:
    for number in range(30):
        await mailbox.put(PULSE, card(number), opinion(number))

    first = [answer["n"] for answer in await mailbox.open(PULSE)]
    second = [answer["n"] for answer in await mailbox.open(PULSE)]

    assert first != second
    assert sorted(first) == sorted(second)


async def all_bytes(store: Store, box: Box) -> bytes:
    async def read(held: Segments) -> bytes:
        return b"".join(
            [b"".join(await held.slots(Span(each, 0, slots_in(each)))) for each in range(held.count)]
        )

    return await store.slots.alone(box, read)
