"""Cut off or run by several at once, the disposal log says what happened, no more and no less."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.facts import NoticeSeen
from reports.dispositions import State
from scheduler.disposal import Disposal
from storage.ports import NotSaved, Store
from tests.scheduler.disposing import ANA, DAY, OLD, hold, keeping, languages, lines, old_facts
from tests.scheduler.living import MONDAY, happen


class Crash(Exception):
    """The process stops here."""


@dataclass
class Port:
    """A port of a store with something that happens around each call."""

    port: Any
    around: Callable[[str, Any], Any]

    def __getattr__(self, name: str) -> Any:
        return lambda *given: self.around(name, lambda: getattr(self.port, name)(*given))


@dataclass
class CutOff:
    """Lets so many calls through; the next one is cut off before or after it took effect."""

    calls: int
    after: bool
    removed: list[int] = field(default_factory=list)

    async def __call__(self, name: str, call: Any) -> Any:
        self.calls -= 1
        if self.calls < 0 and not self.after:
            raise Crash
        answer = await call()
        if name == "dispose":
            self.removed.append(answer)
        if self.calls < 0:
            raise Crash
        return answer


def around(store: Store, what: Callable[[str, Any], Any]) -> Store:
    registers: Any = Port(store.registers, what)
    records: Any = Port(store.records, what)
    return replace(store, registers=registers, records=records)


@pytest.mark.parametrize("calls", range(12))
@pytest.mark.parametrize(("after", "held"), [*product([False, True], repeat=2)])
async def test_cut_off_anywhere_the_log_says_what_happened(calls: int, *, after: bool, held: bool) -> None:
    store = await old_facts()
    await happen(store, ANA, NoticeSeen(2), day=OLD)
    employer = keeping("language-chosen", "notice-seen")
    cut = CutOff(calls, after)
    try:
        await Disposal(around(store, cut), employer)(MONDAY)
    except Crash:
        await Disposal(store, employer)(MONDAY)  # The same day, after a restart.
    if held:
        await hold(store)
    gone = 3 + 2 - await store.records.due("language-chosen", MONDAY.date() - 700 * DAY)
    gone -= await store.records.due("notice-seen", MONDAY.date() - 700 * DAY)
    await Disposal(store, employer)(MONDAY + DAY)
    told = await lines(store)
    assert all(line.state is not State.BEGUN for line in told)
    assert sum(line.removed for line in told) == (gone if held else 5)
    assert all(line.removed == 0 for line in told if line.state is State.STOPPED)
    assert await languages(store) == (1 if gone >= 3 or not held else 4)


async def test_a_medium_that_refuses_leaves_everything_and_says_nothing_false() -> None:
    store = await old_facts()

    async def full(name: str, call: Any) -> Any:
        if name == "dispose":
            raise NotSaved
        return await call()

    with pytest.raises(NotSaved):
        await Disposal(around(store, full), keeping("language-chosen"))(MONDAY)
    await Disposal(store, keeping("language-chosen"))(MONDAY + DAY)
    assert [(line.state, line.removed) for line in await lines(store)] == [
        (State.STOPPED, 0),
        (State.DONE, 3),
    ]


async def test_a_hold_pressed_after_the_intent_is_in_time() -> None:
    store = await old_facts()

    async def contact_presses(name: str, call: Any) -> Any:
        answer = await call()
        if name == "put" and answer.revision == 1:
            await hold(store)
        return answer

    await Disposal(around(store, contact_presses), keeping("language-chosen"))(MONDAY)
    assert await languages(store) == 4
    assert [(line.state, line.removed) for line in await lines(store)] == [(State.STOPPED, 0)]


async def test_a_process_that_was_frozen_over_midnight_tells_what_it_did() -> None:
    store = await old_facts()

    async def frozen(name: str, call: Any) -> Any:
        if name == "dispose":
            await Disposal(store, keeping())(MONDAY + DAY)
            assert [line.state for line in await lines(store)] == [State.STOPPED]
        return await call()

    await Disposal(around(store, frozen), keeping("language-chosen"))(MONDAY)
    assert [(line.state, line.removed, line.inferred) for line in await lines(store)] == [
        (State.DONE, 3, False)
    ]


async def test_a_line_that_was_begun_today_is_left_to_whoever_began_it() -> None:
    store = await old_facts()

    async def another_starts(name: str, call: Any) -> Any:
        if name == "dispose":
            await Disposal(store, keeping("language-chosen"))(MONDAY)
            assert [line.state for line in await lines(store)] == [State.BEGUN]
        return await call()

    await Disposal(around(store, another_starts), keeping("language-chosen"))(MONDAY)
    assert [(line.state, line.removed) for line in await lines(store)] == [(State.DONE, 3)]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), processes=st.integers(2, 4), days=st.integers(1, 3))
def test_several_processes_at_once_write_one_line_for_one_disposal(
    seed: int, processes: int, days: int
) -> None:
    asyncio.run(_several(Random(seed), processes, days))


async def _several(chance: Random, processes: int, days: int) -> None:
    store = await old_facts()
    employer = keeping("language-chosen", "notice-seen")
    removed = list[int]()

    async def slowly(name: str, call: Any) -> Any:
        for _ in range(chance.randrange(4)):
            await asyncio.sleep(0)
        answer = await call()
        if name == "dispose":
            removed.append(answer)
        for _ in range(chance.randrange(4)):
            await asyncio.sleep(0)
        return answer

    def now() -> datetime:
        return MONDAY + chance.randrange(days) * DAY

    await asyncio.gather(*(Disposal(around(store, slowly), employer)(now()) for _ in range(processes)))
    told = await lines(store)
    assert sum(removed) == 4
    assert sum(line.removed for line in told) == 4
    assert len([line for line in told if line.removed]) == 2
