"""Says when a message may begin: evenly, never too many in one second, slower while the channel is full."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from math import inf

FULL = "status-429"
"""The reason of a channel that has had too much from all of us, not only for one person."""

SECOND = 1.015
"""The second that is kept, in seconds: the rest is for what messages lose or gain on their way out."""

CALM = 5.0
"""So many seconds after the channel was last full the pace begins to recover."""

RECOVERY = 10.0
"""In so many seconds a slowed pace doubles."""

HOLD = 5.0
"""For how many seconds the floor is taken."""

Timer = Callable[[], float]
"""Returns seconds since some moment in the past; it never goes back."""

Floor = Callable[[float], Awaitable[bool]]
"""Asks to be the one process that begins messages, for some seconds from the question on; False: another is.

What it raises is what the store raises when it cannot be reached.
"""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast and how patiently messages leave.

    At most `per_second` begin in any second, also across replicas; while the channel is full fewer, down to
    `slowest`. `workers` bounds how many are under way, `ready` how many are taken and not yet begun: after a
    crash nobody can tell these apart from what left. Making a message and sending it may each take
    `patience`; `lease` must outlast both, the wait of `ready` messages at the slowest pace, and clocks of
    replicas that are minutes apart.
    """

    per_second: int = 25
    slowest: float = 1
    workers: int = 33
    ready: int = 8
    lease: timedelta = timedelta(minutes=15)
    patience: timedelta = timedelta(seconds=60)


def pace_of(per_second: int) -> Pace:
    """Return the pace for a rate: as many under way as begin in a second, and those that are made ready.

    So the rate holds while the channel takes a second to answer, and the store a tenth of one.
    """
    ready = max(8, per_second // 4)
    return Pace(per_second=per_second, workers=per_second + ready, ready=ready)


async def alone(_: float) -> bool:
    """Have the floor: no other process sends for this app."""
    return True


@dataclass(slots=True)
class Turn:
    """When a message began, and once it has left, when that was."""

    moment: float


class Pacer:
    """Lets messages begin one after another.

    Two rules hold. Between a message and the one `per_second` before it lies a whole second, counted from
    when that one had left: so no second, wherever it starts, holds more. And messages have slots a gap apart:
    who comes late, because waiting takes longer than it should, makes the next wait shorter, but by no more
    than half a gap.

    `pause` waits some seconds; `timer` tells when they are over. Without one only the pauses count as time,
    which is slower and as safe.
    """

    def __init__(
        self,
        pace: Pace,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        timer: Timer | None = None,
        floor: Floor = alone,
    ) -> None:
        self.pace = pace
        self._pause = pause
        self._paused = 0.0
        self._timer = timer or (lambda: self._paused)
        self._floor = floor
        self._fastest, self._slowest = SECOND / pace.per_second, SECOND / pace.slowest
        self._begun = deque([Turn(-inf)] * pace.per_second, maxlen=pace.per_second)
        self._slot = -inf
        self._slowed, self._full = self._fastest, -inf
        self._until = -inf
        self._gate = asyncio.Lock()
        self._turning = asyncio.Lock()

    async def has_floor(self) -> bool:
        """Tell whether this process may begin messages now, and ask for it in time."""
        async with self._gate:
            asked = self._timer()
            if asked < self._until - HOLD / 2:
                return True
            if await self._floor(HOLD):
                # Whoever has it next begins a second after our last message.
                self._until = asked + HOLD - SECOND
                return True
            self._until = -inf
            return False

    async def turn(self, stopping: Callable[[], bool]) -> Turn | None:
        """Wait for the turn of the next message; None: it may not begin."""
        async with self._turning:
            while (wait := self._due() - self._timer()) > 0:
                if stopping():
                    return None
                await self._pause(wait)
                self._paused += wait
            if stopping() or not await self.has_floor() or (now := self._timer()) >= self._until:
                return None
            gap = self.gap(now)
            idle = now - self._slot > SECOND
            self._slot = (now if idle else max(self._slot, now - gap / 2)) + gap
            turn = Turn(now)
            self._begun.append(turn)
            return turn

    def _due(self) -> float:
        return max(self._slot, self._begun[0].moment + SECOND)

    def left(self, turn: Turn) -> None:
        """Learn that a message has left by now: a machine that was busy may have kept it for a while."""
        turn.moment = self._timer()

    def gap(self, now: float) -> float:
        """Return how many seconds lie between two messages."""
        calm = now - self._full - CALM
        if calm <= 0:
            return self._slowed
        # Far out, a power of two would be larger than any float.
        return max(self._fastest, self._slowed / 2 ** min(calm / RECOVERY, 64))

    def ended(self, reason: str, turn: Turn) -> None:
        """Learn how a message ended that had this turn: a full channel doubles the gap.

        What was under way already when the gap doubled says nothing new about it.
        """
        if reason != FULL:
            return
        now = self._timer()
        if turn.moment > self._full:
            self._slowed = min(2 * self.gap(now), self._slowest)
            self._full = now


def paced(per_second: int, timer: Timer, floor: Floor) -> Pacer:
    """Return a pacer that begins at most so many messages in a second, by a timer."""
    return Pacer(pace_of(per_second), timer=timer, floor=floor)


def hurried() -> Pacer:
    """Return a pacer for messages that nobody reads: its time passes without anybody waiting."""

    async def at_once(_: float) -> None:
        return None

    return Pacer(pace_of(48), at_once)
