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
from scheduler.attempts import held_back, settled
from scheduler.ports import Messenger, Outcome, Uncertain
from scheduler.receipts import receipt, reminders_for
from storage.ports import (
    Conversation,
    Delivery,
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
    schedule would overshoot. `lease` must outlast `batch` / `workers` messages of `patience` each.
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
        self._held: deque[Delivery] = deque()
        self._supply = asyncio.Lock()
        self._gate = asyncio.Lock()
        self._stopping = False

    def stop(self) -> None:
        """Take nothing new; messages under way end, the rest goes back and is owed as before."""
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
            if not self._held and not self._stopping:
                now, pace = self._clock(), self._pace
                self._held.extend(await self._store.deliveries.claim(now, pace.batch, pace.lease))
            return self._held.popleft() if self._held and not self._stopping else None

    async def _give_back(self) -> None:
        while self._held:
            delivery = self._held.popleft()
            back = Settlement(DeliveryState.OWED, reason="stopped", due=delivery.due)
            await self._store.deliveries.settle(delivery.key, back)

    async def _deliver(self, delivery: Delivery) -> str:
        try:
            settlement = await self._attempt(delivery)
            await self._store.deliveries.settle(delivery.key, settlement)
        except (Stale, NotSaved, Unavailable) as error:
            # What left is still SENDING in the store: it lapses and is listed as uncertain, never repeated.
            log.error("delivery-unsettled", source=delivery.key.source, error=type(error).__name__)  # noqa: TRY400 - no traceback: it may hold names
            return "unsettled"
        return settlement.state

    async def _attempt(self, delivery: Delivery) -> Settlement:
        reminders = reminders_for(delivery.key, self._organization)
        if reminders is None:  # A note to an office: no hours, no record, no conversation of its own.
            outcome, _ = await self._send(delivery, lambda _ref: b"")
            return settled(delivery, outcome, self._clock())[0]
        person = await self._store.people.person(delivery.key.addressee)
        if person is None:
            return Settlement(DeliveryState.REFUSED, reason="left")
        held = held_back(delivery, reminders, person, self._organization, self._clock())
        if held is not None:
            return held
        outcome, opening = await self._send(delivery, self._opening)
        settlement, reached = settled(delivery, outcome, self._clock())
        if reached is None:
            return settlement
        life = await self._store.ledger.life(person.id)
        fact = receipt(delivery.key, reached, person, life.facts, self._organization, now=self._clock())
        if reached is not Reached.DELIVERED:
            return replace(settlement, facts=(fact,))
        arrived = Conversation(person.id, delivery.ref.flow, delivery.ref.key)
        return replace(settlement, facts=(fact,), arrived=arrived, opening=opening)

    async def _send(self, delivery: Delivery, opens: Callable[[Ref], bytes]) -> tuple[Outcome, bytes]:
        async with self._gate:
            await self._pause(1 / self._pace.per_second)
        try:
            opening = opens(delivery.ref)
            async with asyncio.timeout(self._pace.patience.total_seconds()):
                sent = await self._messenger.send(delivery.key.addressee, delivery.ref, delivery.about)
        except TimeoutError:
            return Uncertain("time-out"), b""
        except Exception as error:  # noqa: BLE001 - the edge: whatever broke, the message may have left
            log.error("delivery-failed", source=delivery.key.source, error=type(error).__name__)  # noqa: TRY400 - no traceback: it may hold names
            return Uncertain("error"), b""
        return sent, opening
