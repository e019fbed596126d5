"""Releases that are cut off, refused or doubled, and who may release and when."""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from content.model import Library
from dialogs.anonymous import offered
from scheduler.releases import Releases, coming, release
from storage.keys import MemoryKeys
from storage.mailbox import Mailbox
from storage.memory import open_memory
from storage.ports import Box, NotSaved, Standing, Store, Unavailable
from tests.scheduler.releasing import (
    DUE,
    ENDED,
    FEEDBACK,
    HOUR,
    LATER,
    PULSE,
    answered,
    asking,
    found,
    mailbox_over,
)


@pytest.fixture
def asked(library: Library) -> Library:
    return asking(library)


@pytest.fixture
def store() -> Store:
    return open_memory()


@pytest.fixture
def mailbox(store: Store) -> Mailbox:
    return mailbox_over(store)


# What is in the way --------------------------------------------------------------------------------


class Stubborn(Mailbox):
    """A mailbox that refuses some steps, as often as it is told to."""

    refuses: dict[str, list[Exception]]

    async def destroy(self, box: Box) -> None:
        """Destroy, or not."""
        if left := self.refuses.get(f"destroy {box.form}"):
            raise left.pop()
        await super().destroy(box)

    async def carry(self, box: Box, into: Box) -> int:
        """Carry, or only a part of it."""
        if left := self.refuses.get(f"carry {box.form}"):
            raise left.pop()
        return await super().carry(box, into)


def stubborn(store: Store, **refuses: list[Exception]) -> Stubborn:
    box = Stubborn(store.slots, MemoryKeys(os.urandom), os.urandom)
    box.refuses = {step.replace("_", " "): errors for step, errors in refuses.items()}
    return box


@pytest.mark.parametrize("error", [NotSaved, Unavailable])
async def test_a_box_that_cannot_be_destroyed_now_is_destroyed_later_and_counted_once(
    store: Store, asked: Library, error: type[Exception]
) -> None:
    mailbox = stubborn(store, destroy_pulse=[error(), error()])
    await answered(mailbox, PULSE, 10)
    await answered(mailbox, FEEDBACK, 12)

    with capture_logs() as logs:
        await release(store, mailbox, asked, DUE, os.urandom)
    assert [batch.form for batch in await found(store)] == ["feedback", "pulse"]
    assert [line["event"] for line in logs] == ["mailbox.failed", "mailbox.released"]
    assert await mailbox.boxes() == [PULSE]
    for _ in range(2):
        await release(store, mailbox, asked, DUE, os.urandom)

    assert await mailbox.boxes() == []
    assert [batch.answers for batch in await found(store)] == [12, 10]


async def test_later_boxes_of_a_form_wait_for_the_one_that_could_not_be_carried(
    store: Store, asked: Library
) -> None:
    mailbox, following = stubborn(store, carry_pulse=[NotSaved()]), Box("pulse", 2, "2027-Q1")
    await answered(mailbox, PULSE, 4)
    await answered(mailbox, following, 6)

    await release(store, mailbox, asked, LATER, os.urandom)
    assert await mailbox.standing(following) is Standing.OPEN
    await release(store, mailbox, asked, LATER, os.urandom)

    assert [batch.answers for batch in await found(store)] == [10]


async def test_where_the_next_box_is_closed_already_answers_go_into_the_one_of_today(
    store: Store, mailbox: Mailbox, asked: Library
) -> None:
    await answered(mailbox, PULSE, 4)
    await mailbox.close(Box("pulse", 2, "2027-Q1"))

    await release(store, mailbox, asked, LATER, os.urandom)

    assert await mailbox.count(Box("pulse", 2, "2027-Q2")) == 4


async def test_two_that_release_at_once_keep_one_batch(
    store: Store, mailbox: Mailbox, asked: Library
) -> None:
    await answered(mailbox, PULSE, 10)

    class Slow(Mailbox):
        async def open(self, box: Box) -> Any:
            """Open it, and let somebody else be faster with the rest."""
            answers = await super().open(box)
            await release(store, mailbox, asked, DUE, os.urandom)
            return answers

    slow = Slow(store.slots, MemoryKeys(os.urandom), os.urandom)
    slow._keys = mailbox._keys
    with capture_logs() as logs:
        await release(store, slow, asked, DUE, os.urandom)

    assert [batch.answers for batch in await found(store)] == [10]
    assert len(logs) == 1


# The beat -----------------------------------------------------------------------------------------


async def floor() -> bool:
    return True


def releases(store: Store, mailbox: Mailbox, library: Library, has: Callable[[], Any] = floor) -> Releases:
    return Releases(store, mailbox, library, os.urandom, has)


async def test_the_boxes_of_a_period_are_there_before_anybody_answers(
    store: Store, mailbox: Mailbox, asked: Library
) -> None:
    beat = releases(store, mailbox, asked)

    await beat(ENDED - timedelta(days=8))
    assert {box.period for box in await mailbox.boxes()} == {"2026-Q4"}
    await beat(ENDED - timedelta(days=6))

    boxes = await mailbox.boxes()
    assert {(box.form, box.version, box.large) for box in boxes if box.period == "2027-Q1"} == {
        (form, each.version, each.large) for form, each in offered(asked).items()
    }
    assert set(boxes) == set(coming(asked, ENDED - timedelta(days=6)))
    assert set(await store.slots.boxes()) == set(boxes)
    assert not any([await mailbox.count(box) for box in boxes])


async def test_boxes_that_nobody_used_go_without_a_trace_in_the_batches(
    store: Store, mailbox: Mailbox, asked: Library
) -> None:
    beat = releases(store, mailbox, asked)
    await beat(ENDED - timedelta(days=1))

    with capture_logs() as logs:
        await beat(DUE)

    assert {box.period for box in await mailbox.boxes()} == {"2027-Q1"}
    assert (await found(store), logs) == ([], [])


async def test_only_who_has_the_floor_releases_and_only_once_an_hour(
    store: Store, mailbox: Mailbox, asked: Library
) -> None:
    asked_for = 0
    has = [False, True, True]

    async def changing() -> bool:
        nonlocal asked_for
        asked_for += 1
        return has.pop(0)

    beat = releases(store, mailbox, asked, changing)
    await answered(mailbox, PULSE, 10)

    await beat(DUE)
    assert await found(store) == []
    await beat(DUE)
    assert len(await found(store)) == 1
    await answered(mailbox, FEEDBACK, 12)
    await beat(DUE + timedelta(minutes=59))
    assert asked_for == 2
    await beat(DUE + HOUR)
    assert len(await found(store)) == 2


async def test_a_box_that_cannot_be_made_ready_is_made_later(store: Store, asked: Library) -> None:
    class Full(Mailbox):
        refuses = 5

        async def prepare(self, box: Box) -> None:
            """Make it, when there is room."""
            if self.refuses:
                self.refuses -= 1
                raise NotSaved
            await super().prepare(box)

    mailbox = Full(store.slots, MemoryKeys(os.urandom), os.urandom)
    beat = releases(store, mailbox, asked)

    await beat(ENDED - timedelta(days=30))
    assert len(await mailbox.boxes()) == len(offered(asked)) - 5
    await beat(ENDED - timedelta(days=29))
    assert len(await mailbox.boxes()) == len(offered(asked))
