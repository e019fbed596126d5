"""Sends what is owed: paced, retried, and every outcome kept, also the ones nobody can be sure of."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from content.model import Organization
from dialogs.facts import Reached
from dialogs.flow import Ref
from dialogs.people import Person
from dialogs.together import MESSAGES
from scheduler.attempts import held_back, settled
from scheduler.ports import Letter, Messenger, NotMade, Outcome, Uncertain
from scheduler.receipts import receipt, reminders_for
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


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast and how patiently messages leave.

    A gap of 1 / `per_second` lies before each message: sliding seconds stay under the limit, which a
    schedule would overshoot. Making a message and sending it may each take `patience`; `lease` must outlast
    both for `batch` / `workers` messages.
    """

    per_second: float = 25
    workers: int = 16
    batch: int = 32
    lease: timedelta = timedelta(minutes=5)
    patience: timedelta = timedelta(seconds=60)


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

    `opening` gives the first place of the conversation a message opens; `pause` waits some seconds.
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
        pace: Pace | None = None,
    ) -> None:
        self._store = store
        self._messenger = messenger
        self._clock = clock
        self._organization = organization
        self._opening = opening
        self._pause = pause
        self._pace = pace or Pace()
        self._stages = Stages(store, organization)
        self._waiting: deque[Delivery] = deque()
        self._unbegun: dict[DeliveryKey, Delivery] = {}
        self._supply = asyncio.Lock()
        self._gate = asyncio.Lock()
        self._stopping = False

    def stop(self) -> None:
        """Begin nothing new; messages under way end, the rest goes back and is owed as before."""
        self._stopping = True

    async def drain(self) -> Drained:
        """Send everything whose time has come and return how it ended.

        One person's failure never holds the rest. Raises what the store raises when it cannot be read.
        """
        ended: list[str] = []

        async def work() -> None:
            while (delivery := await self._next()) is not None:
                ended.append(await self._deliver(delivery))

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
            delivered=ended.count(DeliveryState.DELIVERED),
            refused=ended.count(DeliveryState.REFUSED),
            again=ended.count(DeliveryState.OWED),
            uncertain=ended.count(DeliveryState.UNCERTAIN),
            unsettled=ended.count("unsettled"),
        )

    async def _next(self) -> Delivery | None:
        async with self._supply:
            if not self._waiting and not self._stopping:
                now, pace = self._clock(), self._pace
                claimed = await self._store.deliveries.claim(now, pace.batch, pace.lease)
                self._waiting.extend(claimed)
                self._unbegun.update((delivery.key, delivery) for delivery in claimed)
                if claimed:
                    await self._stages.look()  # Whoever pauses a campaign is heeded within one batch.
            return self._waiting.popleft() if self._waiting and not self._stopping else None

    async def _give_back(self) -> None:
        """Owe again what was taken and not begun, also what waited for its turn when it was cut off."""
        self._waiting.clear()
        while self._unbegun:
            _, delivery = self._unbegun.popitem()
            back = Settlement(DeliveryState.OWED, reason="stopped", due=delivery.due, attempted=False)
            try:
                await self._store.deliveries.settle(delivery.key, back)
            except (Stale, NotSaved, Unavailable) as error:
                _log_failure("delivery-not-given-back", delivery, error)

    async def _deliver(self, delivery: Delivery) -> str:
        try:
            settlement = await self._attempt(delivery)
            if settlement is None:
                return DeliveryState.OWED
            await self._store.deliveries.settle(delivery.key, settlement)
        except (Stale, NotSaved, Unavailable) as error:
            # What left is still SENDING in the store: it lapses and is listed as uncertain, never repeated.
            # What did not is among the unbegun, and is given back.
            _log_failure("delivery-unsettled", delivery, error)
            return DeliveryState.OWED if delivery.key in self._unbegun else "unsettled"
        self._unbegun.pop(delivery.key, None)
        await self._stages.heed(delivery, settlement)
        return settlement.state

    async def _attempt(self, delivery: Delivery) -> Settlement | None:
        """Return how an attempt ended; None when the bot stops before it began."""
        reminders = reminders_for(delivery.key, self._organization)
        person = await self._store.people.person(delivery.key.addressee)
        made: Letter | Outcome
        opening = b""
        try:
            now = self._clock()
            held = self._stages.held_back(delivery, person, now)
            held = held or held_back(delivery, reminders, person, self._organization, now)
            if held is not None:
                return held
            if reminders is not None or delivery.key.source in MESSAGES:
                opening = self._opening(delivery.ref)
            made = await self._prepared(delivery)
        except (Stale, NotSaved, Unavailable):
            raise
        except Exception as error:  # noqa: BLE001 - the edge: whatever broke, nothing has left
            _log_failure("delivery-not-made", delivery, error)
            made = NotMade()
        if callable(made):
            if not await self._begins(delivery):
                return None
            made = await self._sent(delivery, made)
        return await self._ended(delivery, made, None if reminders is None else person, opening)

    async def _prepared(self, delivery: Delivery) -> Letter | Outcome:
        async with asyncio.timeout(self._pace.patience.total_seconds()):
            return await self._messenger.prepare(delivery.key.addressee, delivery.ref, delivery.about)

    async def _begins(self, delivery: Delivery) -> bool:
        """Wait for a message's turn; False when the bot stops meanwhile, and then it has not begun."""
        async with self._gate:
            if not self._stopping:
                await self._pause(1 / self._pace.per_second)
        return not self._stopping and self._unbegun.pop(delivery.key, None) is not None

    async def _sent(self, delivery: Delivery, letter: Letter) -> Outcome:
        try:
            async with asyncio.timeout(self._pace.patience.total_seconds()):
                return await letter()
        except TimeoutError:
            return Uncertain("time-out")
        except Exception as error:  # noqa: BLE001 - the edge: whatever broke, the message may have left
            _log_failure("delivery-failed", delivery, error)
            return Uncertain("error")

    async def _ended(
        self, delivery: Delivery, outcome: Outcome, reminded: Person | None, opening: bytes
    ) -> Settlement:
        """Return how an attempt is kept: a reminder in the person's record, a note in nobody's.

        A message about a talk opens its conversation, and leaves no fact.
        """
        settlement, reached = settled(delivery, outcome, self._clock())
        arrived = Conversation(delivery.key.addressee, delivery.ref.flow, delivery.ref.key)
        if reached is Reached.DELIVERED and delivery.key.source in MESSAGES:
            return replace(settlement, arrived=arrived, opening=opening)
        if reached is None or reminded is None:
            return settlement
        life = await self._store.ledger.life(reminded.id)
        fact = receipt(delivery.key, reached, reminded, life.facts, self._organization, now=self._clock())
        if reached is not Reached.DELIVERED:
            return replace(settlement, facts=(fact,))
        return replace(settlement, facts=(fact,), arrived=arrived, opening=opening)


def _log_failure(event: str, delivery: Delivery, error: Exception) -> None:
    """Log a failure by its kind alone: a traceback may hold names."""
    log.error(event, source=delivery.key.source, error=type(error).__name__)
