"""Knows whether a campaign may send at this moment, and halts one that no channel takes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import assert_never

import structlog

from content.model import Campaign, DutyRun, Halt, Organization, Stage
from dialogs import occurrences
from dialogs.audience import gone
from dialogs.people import Person, PersonId
from dialogs.sources import WRITTEN
from dialogs.surroundings import zone_of
from scheduler.calendar import allowed_from, office_hours
from scheduler.reach import Miss, Reach
from storage.campaigns import Filed, campaign, campaigns, duty_run, keep
from storage.ports import Delivery, DeliveryState, NotSaved, Settlement, Stale, Store, Unavailable

PAUSED, STOPPED, OVER = "paused", "stopped", "over"
"""The reasons of what waits or does not leave because of its campaign."""

LOOKED_AT_AGAIN = timedelta(minutes=30)
"""How long what is paused waits until it is looked at again, in the addressee's working hours."""

HALTS: Mapping[str, Halt] = {
    "content": Halt.CONTENT,
    "unauthorized": Halt.IDENTITY,
    "no-identity": Halt.IDENTITY,
}
"""What is the same for everybody: going on would only fail for all the others too."""

TRIES = 3
"""How often halting is tried while others write to the same campaign."""

log = structlog.get_logger(__name__)


def campaign_of(delivery: Delivery, organization: Organization) -> str | None:
    """Return the id of the campaign that a delivery belongs to; a duty's occurrence is one too."""
    if delivery.key.source in WRITTEN:
        return delivery.key.occurrence
    if any(reminders.duty == delivery.key.source for reminders in organization.reminders):
        return duty_run(delivery.key.source, occurrences.base(delivery.key.occurrence))
    return None


def waits(
    delivery: Delivery,
    filed: Mapping[str, Filed],
    person: Person | None,
    organization: Organization,
    now: datetime,
) -> Settlement | None:
    """Return why a campaign's message must not leave now, or None when it may; `filed` are all campaigns.

    What is paused waits, and so does what could not be looked up: nothing takes a campaign off the register.
    What is stopped or over is dropped. While it runs, a message that was late keeps the same hours and the
    same last day as one that was not.
    """
    id_ = campaign_of(delivery, organization)
    if id_ is None:
        return None
    found = filed.get(id_)
    if found is None:
        unread = delivery.key.source in WRITTEN
        return _later("later", _at_work(person, organization, now)) if unread else None
    match found.campaign.stage:
        case Stage.PAUSED:
            return _later(PAUSED, _at_work(person, organization, now))
        case Stage.STOPPED:
            return _dropped(STOPPED)
        case Stage.CLOSED | Stage.DRAFT:
            return _dropped(OVER)
        case Stage.RUNNING:
            return None if person is None else _hours(delivery, found.campaign, person, organization, now)
        case _:
            assert_never(found.campaign.stage)


def _hours(
    delivery: Delivery, found: Campaign, person: Person, organization: Organization, now: datetime
) -> Settlement | None:
    if isinstance(found, DutyRun):
        return None
    if gone(organization, found.audience):  # About to be halted; dropped, nobody would get it afterwards.
        return _later(PAUSED, _at_work(person, organization, now))
    reach = Reach(delivery.key.occurrence, found, organization)
    leaves = reach.first(person, now) if delivery.key.nth == 1 else reach.reminder(person, now)
    match leaves:
        case Miss.LATE:
            return _dropped(OVER)
        case Miss():
            return _dropped(leaves.value)
        case _:
            return _later("later", leaves) if leaves > now else None


def _at_work(person: Person | None, organization: Organization, now: datetime) -> datetime:
    """Return when to look again: what waits for days is not touched at night or on a day off."""
    someone = person or Person(PersonId(""))
    zone = zone_of(someone, organization.time_zone)
    return allowed_from(office_hours(organization), zone, now + LOOKED_AT_AGAIN, someone.province)


def _dropped(reason: str) -> Settlement:
    return Settlement(DeliveryState.REFUSED, reason=reason)


def _later(reason: str, due: datetime) -> Settlement:
    return Settlement(DeliveryState.OWED, reason=reason, due=due, attempted=False)


class Stages:
    """The stage of every campaign, as it was when last looked at; the sender looks with each batch."""

    def __init__(self, store: Store, organization: Organization) -> None:
        self._store, self._organization = store, organization
        self._filed: Mapping[str, Filed] = {}

    async def look(self) -> None:
        """Read every stage anew."""
        self._filed = await campaigns(self._store)

    def held_back(self, delivery: Delivery, person: Person | None, now: datetime) -> Settlement | None:
        """Return why a message must not leave now, as far as its campaign goes."""
        return waits(delivery, self._filed, person, self._organization, now)

    async def heed(self, delivery: Delivery, settlement: Settlement) -> None:
        """Halt the campaign of a message that failed for a reason that would meet everybody.

        What is under way ends; failing to halt costs a message or two more, and the next one halts it.
        A lost identity halts no duty: its reminders wait by themselves, and nobody has to resume them.
        """
        halt = HALTS.get(settlement.reason)
        id_ = campaign_of(delivery, self._organization)
        if halt is None or id_ is None or (halt is Halt.IDENTITY and delivery.key.source not in WRITTEN):
            return
        try:
            if await self._halted(id_, delivery, halt):
                log.error("campaign.halted", source=delivery.key.source, reason=halt.value)
            await self.look()
        except (NotSaved, Unavailable) as fault:
            log.error("campaign.not-halted", error=type(fault).__name__)  # noqa: TRY400 - no traceback leaves

    async def _halted(self, id_: str, delivery: Delivery, halt: Halt) -> bool:
        """Pause what still runs; False when somebody else has changed its stage."""
        for _ in range(TRIES):
            found = await campaign(self._store, id_)
            halted: Campaign
            if found is None:
                run = DutyRun(duty=delivery.key.source, occurrence=occurrences.base(delivery.key.occurrence))
                revision, halted = 0, run
            else:
                revision, halted = found.revision, found.campaign
            if halted.stage is not Stage.RUNNING:
                return False
            halted = halted.model_copy(update={"stage": Stage.PAUSED, "halt": halt})
            try:
                await keep(self._store, id_, halted, revision)
            except Stale:
                continue  # Somebody wrote meanwhile: what they wrote decides.
            return True
        return False
