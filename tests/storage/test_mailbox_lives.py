"""Whatever happens to boxes, in any order and across restarts: a dictionary says what is in them."""

import os
from collections import Counter
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.keys import FolderKeys
from storage.mailbox import Mailbox
from storage.ports import Box, Closed
from tests.storage.answering import NEXT, PULSE, card, mailbox_over
from tests.storage.houses import HOUSES

BOXES = st.sampled_from([PULSE, NEXT])
ACTS = st.one_of(
    st.tuples(st.just("put"), BOXES, st.integers(0, 6), st.integers(0, 3)),
    st.tuples(st.just("put"), BOXES, st.integers(0, 6), st.integers(0, 3)),
    st.tuples(st.sampled_from(["count", "count", "prepare", "close", "open", "destroy"]), BOXES),
    st.tuples(st.sampled_from(["restart", "carry"])),
)


@dataclass
class Model:
    """What ought to be there: the answer under each card, and what takes no more."""

    answers: dict[Box, dict[Hashable, str]] = field(default_factory=lambda: {PULSE: {}, NEXT: {}})
    closed: set[Box] = field(default_factory=set)

    def put(self, box: Box, key: Hashable, answer: str) -> None:
        if box in self.closed:
            raise Closed
        self.answers[box][key] = answer

    def carry(self) -> int:
        self.closed.add(PULSE)
        for key, answer in self.answers[PULSE].items():
            self.put(NEXT, ("carried", key), answer)
        return len(self.answers[PULSE])

    def destroy(self, box: Box) -> None:
        self.closed.add(box)
        self.answers[box] = {}

    def there(self, box: Box) -> Counter[str]:
        return Counter(self.answers[box].values())


async def opened(mailbox: Mailbox, box: Box) -> Counter[str]:
    return Counter(answer["q"] for answer in await mailbox.open(box))


async def act(mailbox: Mailbox, model: Model, what: tuple[object, ...]) -> None:
    """Do the same to both, and compare."""
    match what:
        case ("put", Box() as box, int(number), int(answer)):
            expected = said(lambda: model.put(box, number, f"a{answer}"))
            assert await heard(mailbox.put(box, card(number), {"q": f"a{answer}"})) == expected
        case ("carry",):
            assert await heard(mailbox.carry(PULSE, NEXT)) == said(model.carry)
        case ("count", Box() as box):
            assert await mailbox.count(box) == len(model.answers[box])
        case ("prepare", Box() as box):
            if box not in model.closed:
                await mailbox.prepare(box)
        case ("close", Box() as box):
            await mailbox.close(box)
            model.closed.add(box)
        case ("open", Box() as box):
            model.closed.add(box)
            assert await opened(mailbox, box) == model.there(box)
        case ("destroy", Box() as box):
            model.destroy(box)
            await mailbox.destroy(box)
        case _:
            raise AssertionError(what)


def said(what: Callable[[], int | None]) -> int | type[Closed] | None:
    try:
        return what()
    except Closed:
        return Closed


async def heard(what: Awaitable[int | None]) -> int | type[Closed] | None:
    try:
        return await what
    except Closed:
        return Closed


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(acts=st.lists(ACTS, max_size=25))
async def test_the_mailbox_is_what_a_dictionary_says(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[object, ...]]
) -> None:
    await live("memory", tmp_path_factory.mktemp("house"), acts)


@pytest.mark.parametrize("medium", ["tiny", "postgres"])
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(acts=st.lists(ACTS, max_size=25))
async def test_the_mailbox_of_every_medium_is_what_a_dictionary_says(
    medium: str, tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[object, ...]]
) -> None:
    await live(medium, tmp_path_factory.mktemp("house"), acts)


async def live(medium: str, folder: Path, acts: list[tuple[object, ...]]) -> None:
    house, model = HOUSES[medium](folder), Model()
    keys = FolderKeys(folder / "keys", os.urandom, data=folder / "data")
    try:
        mailbox = mailbox_over(await house.open(), keys)
        for what in acts:
            if what == ("restart",):
                keys = FolderKeys(folder / "keys", os.urandom, data=folder / "data")
                mailbox = mailbox_over(await house.restart(), keys)
            else:
                await act(mailbox, model, what)
        for box in (PULSE, NEXT):
            assert await opened(mailbox, box) == model.there(box)
    finally:
        await house.close()
