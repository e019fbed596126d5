"""Sends what is owed: paced, retried, and every outcome kept, also the ones nobody can be sure of."""

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from content.model import Checklist, Organization
from dialogs.facts import Reached
from dialogs.flow import Ref
from dialogs.sources import CORRECTION
from scheduler.attempts import FIRST_RETRY, settled
from scheduler.corrections import pointless
from scheduler.leaving import Leaving, Ready
from scheduler.pace import Pace, Pacer, Turn
from scheduler.ports import Letter, Messenger, NotMade, Outcome, Retry, Uncertain
from scheduler.stages import Stages
from storage.ports import (
    Conversation,
    Delivery,
    DeliveryKey,
    DeliveryState,
    NotSaved,
    Settlement,
    Stale,
    Store,
    Unavailable,
)

log = structlog.get_logger(__name__)

NOW = timedelta()

LOOK_AGAIN_SECONDS = 5
"""While messages are under way, and nothing was owed, so often somebody looks again."""


@dataclass(frozen=True, slots=True)
class Drained:
    """How the attempts of one drain ended; `again` were put back, `unsettled` will lapse."""

    delivered: int = 0
    refused: int = 0
    again: int = 0
    uncertain: int = 0
    unsettled: int = 0


class Sender:
    """Empties the list of what is owed and due through one channel.

    `opening` gives the first place of the conversation a message opens; `checklists` are those whose talks
    people are asked about. Without a `pacer` messages leave at the usual pace, and only what was waited with
    `pause` counts as time.
    """

    def __init__(
        self,
        store: Store,
        messenger: Messenger,
        clock: Callable[[], datetime],
        organization: Organization,
        *,
        opening: Callable[[Ref], bytes],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        pacer: Pacer | None = None,
        checklists: Mapping[str, Checklist] | None = None,
    ) -> None:
        self._store = store
        self._messenger = messenger
        self._clock = clock
        self._leaving = Leaving(store, organization, checklists or {})
        self._opening = opening
        self._stages = Stages(store, organization)
        self._pacer = pacer or Pacer(Pace(), pause)
        self._pace = self._pacer.pace
        self._waiting: deque[Delivery] = deque()
        self._unbegun: dict[DeliveryKey, Delivery] = {}
        self._making: set[DeliveryKey] = set()
        self._room = asyncio.Event()
        self._supply = asyncio.Lock()
        self._busy = 0
        self._dry = self._stopping = False

    def stop(self) -> None:
        """Begin nothing new; messages under way end, the rest goes back and is owed as before."""
        self._stopping = True
        self._room.set()

    async def drain(self) -> Drained:
        """Send everything whose time has come and return how it ended, however long that takes.

        One person's failure never holds the rest. Raises what the store raises when it cannot be read.
        """
        ended: Counter[str] = Counter()
        self._busy, self._dry = 0, False

        async def work() -> None:
            while (delivery := await self._next()) is not None:
                try:
                    ended[await self._deliver(delivery)] += 1
                finally:
                    self._busy -= 1
                    self._room.set()

        try:
            # A worker whose store fails must not cut off messages that others have half sent.
            results = await asyncio.gather(
                *(work() for _ in range(self._pace.workers)), return_exceptions=True
            )
        finally:
            await self._give_back()
        for result in results:
            if isinstance(result, BaseException):
                raise result
        return Drained(
            delivered=ended[DeliveryState.DELIVERED],
            refused=ended[DeliveryState.REFUSED],
            again=ended[DeliveryState.OWED],
            uncertain=ended[DeliveryState.UNCERTAIN],
            unsettled=ended["unsettled"],
        )

    async def _next(self) -> Delivery | None:
        """Return what is to be sent next, as soon as there is room for it; None: nothing is left.

        While something is under way, more may become owed, or due: then all workers are still there for it.
        """
        async with self._supply:
            while not self._stopping:
                if self._waiting:
                    self._busy += 1
                    return self._waiting.popleft()
                room = self._pace.ready - len(self._making)
                if 2 * room >= self._pace.ready and not self._dry:  # Some at a time costs less than each.
                    await self._claim(room)
                elif self._dry and not self._busy:
                    break
                else:
                    await self._something_ends()
            return None

    async def _something_ends(self) -> None:
        """Wait until a message has left or ended, or so long that it is worth another look."""
        self._room.clear()
        try:
            async with asyncio.timeout(LOOK_AGAIN_SECONDS):
                await self._room.wait()
        except TimeoutError:
            self._dry = False

    async def _claim(self, room: int) -> None:
        """Take some of what is owed; when there is none, or another process sends, nobody looks again."""
        self._dry = not await self._pacer.has_floor()
        if self._dry:
            return
        claimed = await self._store.deliveries.claim(self._clock(), room, self._pace.lease)
        self._dry = not claimed
        self._unbegun.update((delivery.key, delivery) for delivery in claimed)
        if claimed:
            await self._stages.look()  # Whoever pauses a campaign is heeded within one claim.
        self._waiting.extend(claimed)  # Only now: nobody takes one whose campaign could not be looked at.
        self._making.update(delivery.key for delivery in claimed)

    async def _give_back(self) -> None:
        """Owe again what was taken and not begun, also what waited for its turn when it was cut off."""
        self._waiting.clear()
        self._making.clear()
        for delivery in list(self._unbegun.values()):
            await self._return(delivery)
        self._unbegun.clear()

    async def _return(self, delivery: Delivery, reason: str = "stopped", after: timedelta = NOW) -> None:
        due = self._clock() + after if after else delivery.due
        back = Settlement(DeliveryState.OWED, reason=reason, due=due, attempted=False)
        try:
            await self._store.deliveries.settle(delivery.key, back)
        except (Stale, NotSaved, Unavailable) as error:
            _log_failure("delivery-not-given-back", delivery, error)
        else:
            self._unbegun.pop(delivery.key, None)

    async def _deliver(self, delivery: Delivery) -> str:
        try:
            settlement = await self._attempt(delivery)
            if settlement is None:
                await self._return(delivery)
                return DeliveryState.OWED
            await self._store.deliveries.settle(delivery.key, settlement)
        except (Stale, NotSaved, Unavailable) as error:
            _log_failure("delivery-unsettled", delivery, error)
            if delivery.key not in self._unbegun:
                # It left, and is still SENDING in the store: it lapses and is listed, never repeated.
                return "unsettled"
            await self._return(delivery, "unread", FIRST_RETRY)  # At once it would hold up the rest.
            return DeliveryState.OWED
        finally:
            self._made(delivery)
        self._unbegun.pop(delivery.key, None)
        self._dry = False  # Another one for the same person may have waited for this one.
        await self._stages.heed(delivery, settlement)
        return settlement.state

    def _made(self, delivery: Delivery) -> None:
        """Make room for the next."""
        self._making.discard(delivery.key)
        self._room.set()

    async def _attempt(self, delivery: Delivery) -> Settlement | None:
        """Return how an attempt ended; None when the bot stops before it began."""
        ready: Ready | None = None
        made: Letter | Outcome
        opening = b""
        try:
            person = await self._store.people.person(delivery.key.addressee)
            now = self._clock()
            held = self._stages.held_back(delivery, person, now)
            looked = held or await self._leaving.ready(delivery, person, now)
            if isinstance(looked, Settlement):
                return looked
            ready = looked
            if ready.means.opens:
                opening = self._opening(delivery.ref)
            made = await self._prepared(delivery)
        except (Stale, NotSaved, Unavailable):
            raise
        except Exception as error:  # noqa: BLE001 - the edge: whatever broke, nothing has left
            _log_failure("delivery-not-made", delivery, error)
            made = NotMade()
        if callable(made):
            if (turn := await self._begins(delivery)) is None:
                return None
            made = await self._sent(delivery, made, turn)
        return self._ended(delivery, made, ready, opening)

    async def _prepared(self, delivery: Delivery) -> Letter | Outcome:
        key = delivery.key
        async with asyncio.timeout(self._pace.patience.total_seconds()):
            if key.source == CORRECTION and (ended := await pointless(self._store, delivery)):
                return ended
            return await self._messenger.prepare(
                key.addressee, delivery.ref, delivery.about, delivery.message
            )

    async def _begins(self, delivery: Delivery) -> Turn | None:
        """Wait for a message's turn; None when it does not begin."""
        turn = await self._pacer.turn(lambda: self._stopping)
        if turn is None or self._unbegun.pop(delivery.key, None) is None:
            return None
        self._made(delivery)
        return turn

    async def _sent(self, delivery: Delivery, letter: Letter, turn: Turn) -> Outcome:
        # By the time the loop has come round twice, the request is written.
        loop = asyncio.get_running_loop()
        loop.call_soon(loop.call_soon, self._pacer.left, turn)
        try:
            async with asyncio.timeout(self._pace.patience.total_seconds()):
                outcome = await letter()
        except TimeoutError:
            return _unanswered(delivery, "time-out")
        except Exception as error:  # noqa: BLE001 - the edge: whatever broke, the message may have left
            _log_failure("delivery-failed", delivery, error)
            return _unanswered(delivery, "error")
        if isinstance(outcome, Retry):
            self._pacer.ended(outcome.reason, turn)
        return outcome

    def _ended(self, delivery: Delivery, outcome: Outcome, ready: Ready | None, opening: bytes) -> Settlement:
        """Return how an attempt is kept: most messages in the person's record, a note in nobody's."""
        now = self._clock()
        ends = ready is not None and ready.means.priority is not None  # What counts has a last day.
        settlement, reached = settled(delivery, outcome, now, ends=ends)
        if ready is None or reached is None:
            return settlement
        settlement = replace(settlement, facts=self._leaving.kept(ready, reached, now))
        if reached is not Reached.DELIVERED or not ready.means.opens:
            return settlement
        arrived = Conversation(delivery.key.addressee, delivery.ref.flow, delivery.ref.key)
        return replace(settlement, arrived=arrived, opening=opening)


def _unanswered(delivery: Delivery, reason: str) -> Outcome:
    """Say what it means that no answer came: nobody can tell, but to correct a message twice does no harm."""
    return Retry(reason) if delivery.key.source == CORRECTION else Uncertain(reason)


def _log_failure(event: str, delivery: Delivery, error: Exception) -> None:
    """Log a failure by its kind alone: a traceback may hold names."""
    log.error(event, source=delivery.key.source, error=type(error).__name__)
