"""Owes everybody who has an earlier text of a campaign the newest one, in the place of the earlier one."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from content.model import Session, Written
from dialogs.sources import COMMUNICATION, CORRECTION, SESSION
from scheduler.calendar import DAY
from scheduler.campaigns import ARRIVED
from scheduler.ports import Refused
from scheduler.tick import AT_A_TIME
from storage.campaigns import campaign, campaigns, corrected_run, of_corrected_run
from storage.ports import Delivery, DeliveryKey, DeliveryState, Store

LOOKED_AT_AGAIN = timedelta(minutes=30)
"""When whatever was under way at the first look has ended; longer than any sender holds a message."""

LONG_AGO = timedelta(days=30)
"""A correction that was begun so long ago is not looked for anew by a process that starts."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """A text that was looked after, and what may still have left with the one before it."""

    version: int
    again: datetime | None = None
    under_way: frozenset[DeliveryKey] = frozenset()


class Corrections:
    """Owes the corrections of every campaign, in whatever stage: the wrong text is still in chats.

    For each text it looks once at everybody who was written to, and once more at those whose message was
    under way just then. Looking again, after a crash or in another process, changes nothing.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._looked: dict[str, _Looked] = {}

    async def __call__(self, now: datetime) -> int:
        """Owe what is to be corrected at an aware instant, and return how many corrections are new."""
        now = now.replace(second=0, microsecond=0)  # no finer time than needed lies beside a person
        new = 0
        for id_, filed in (await campaigns(self._store)).items():
            written = filed.campaign
            if isinstance(written, Written) and written.text_version > 1 and written.corrected is not None:
                new += await self._corrected(id_, written, written.corrected, now)
        return new

    async def _corrected(self, id_: str, written: Written, day: date, now: datetime) -> int:
        """Owe what is not owed yet for the newest text of one campaign, which is of a `day`."""
        looked, version = self._looked.get(id_), written.text_version
        if looked is not None and looked.version == version:
            if looked.again is None or now < looked.again:
                return 0
            sent = [each for each in await self._sent(id_, written) if each.key in looked.under_way]
            return await self._owed(id_, version, sent, now)
        begun_long_ago = now.date() - day > LONG_AGO
        if begun_long_ago and await self._store.deliveries.known(CORRECTION, corrected_run(id_, version)):
            self._looked[id_] = _Looked(version)
            return 0
        # Nothing leaves before it is due; the officer's own day is over a day later in UTC at the latest.
        sent = [each for each in await self._sent(id_, written) if each.due.date() <= day + DAY]
        return await self._owed(id_, version, sent, now)

    async def _sent(self, id_: str, written: Written) -> Sequence[Delivery]:
        source = SESSION if isinstance(written, Session) else COMMUNICATION
        return await self._store.deliveries.find(source, id_)

    async def _owed(self, id_: str, version: int, sent: Sequence[Delivery], now: datetime) -> int:
        """Owe what changes these messages, and note which of them are under way."""
        new, had = 0, [each for each in sent if each.state in ARRIVED]
        for first in range(0, len(had), AT_A_TIME):
            part = [_correction(each, version, now) for each in had[first : first + AT_A_TIME]]
            new += await self._store.deliveries.owe(part)
            await asyncio.sleep(0)
        under_way = frozenset(each.key for each in sent if each.state is DeliveryState.SENDING)
        self._looked[id_] = _Looked(version, now + LOOKED_AT_AGAIN if under_way else None, under_way)
        return new


def _correction(original: Delivery, version: int, now: datetime) -> Delivery:
    """Return what changes one message: at once, for it disturbs nobody."""
    key = original.key
    run = corrected_run(key.occurrence, version)
    return Delivery(
        DeliveryKey(CORRECTION, run, key.nth, key.addressee), original.ref, now, message=original.message
    )


async def pointless(store: Store, correction: Delivery) -> Refused | None:
    """Return why a correction is not to leave, or None when it is.

    "over": there is a newer text, or none at all. "no-id": nobody knows which message to change, because
    its channel gave it no id or it may not have arrived; a second message beside it would only confuse.
    "no-address": the person took the bot away.
    """
    id_, version = of_corrected_run(correction.key.occurrence)
    found = await campaign(store, id_)
    if found is None or not isinstance(found.campaign, Written) or found.campaign.text_version != version:
        return Refused("over")
    if not correction.message:
        return Refused("no-id")
    return None if await store.people.address(correction.key.addressee) else Refused("no-address")
