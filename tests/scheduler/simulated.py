"""Time that passes only when everybody waits, and then at once: hours of sending in a blink."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from functools import partial
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any, TypeVar

from dialogs.flow import Ref
from dialogs.people import Person, PersonId
from scheduler.ports import Letter, Outcome
from scheduler.tick import tick
from storage.memory import open_memory
from storage.ports import Store
from tests.scheduler.living import HERE, MONDAY, always, organization, settle_in

T = TypeVar("T")

DEMO = organization(reminders=[always()])

STEPS = 200
"""After so many rounds of the event loop everybody waits, for nobody here does more in a row."""


class World:
    """A timer and the pauses it measures. Each pause lasts `late()` seconds longer than it should."""

    def __init__(self, late: Callable[[], float] = lambda: 0.0) -> None:
        self.now = 0.0
        self._late = late
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = count()

    def timer(self) -> float:
        return self.now

    async def pause(self, seconds: float) -> None:
        done = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (self.now + seconds + self._late(), next(self._numbers), done))
        await done

    async def live(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something, however long it takes."""
        task = asyncio.create_task(work)
        while True:
            for _ in range(STEPS):
                await asyncio.sleep(0)
            if task.done():
                return task.result()
            self.now, _, done = heappop(self._waiting)
            if not done.done():  # who waited may have been cut off
                done.set_result(None)


class Alone(World):
    """The same for one who waits alone: the pause is over when it begins."""

    async def pause(self, seconds: float) -> None:
        self.now += seconds + self._late()


def fullest_second(begun: list[float], second: float = 1.0) -> int:
    """Return how many of these moments, in order, the fullest second holds, wherever it starts."""
    first = most = 0
    for last, moment in enumerate(begun):
        while moment - begun[first] >= second:
            first += 1
        most = max(most, last - first + 1)
    return most


async def owed_to(people: int) -> Store:
    store = open_memory()
    await settle_in(store, *(Person(PersonId(f"p{number:04}")) for number in range(people)))
    await tick(MONDAY, store, DEMO, channels=HERE)
    return store


@dataclass
class Slow:
    """A channel that takes its time, and remembers when each message began."""

    world: World
    chance: Random
    outcomes: list[Outcome]
    slowest: float
    begun: list[float] = field(default_factory=list)

    async def prepare(
        self, addressee: PersonId, ref: Ref, about: PersonId | None, replaces: str = ""
    ) -> Letter | Outcome:
        return partial(self._send)

    async def _send(self) -> Outcome:
        self.begun.append(self.world.now)
        await self.world.pause(self.chance.random() * self.slowest)
        return self.chance.choice(self.outcomes)
