"""Decides with the store, when a message is about to leave, whether it may and what comes along with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from content.model import Checklist, Organization, Written
from dialogs.away import BACK_FOR, returned
from dialogs.bookings import eve
from dialogs.facts import MessageSent, Reached, ReminderSent, Stamped
from dialogs.occurrences import last_day
from dialogs.people import Person
from dialogs.plans import Missed
from dialogs.sources import INVITATION, LEADING, MONTH, WELCOME_BACK, WRITTEN, Priority, Source, source
from dialogs.surroundings import local_day
from dialogs.together import TALK, TEAM, read_key
from dialogs.working_days import talk_due
from scheduler.attempts import ANSWERED, Bounds, duties, held_back
from scheduler.calendar import week_of
from scheduler.receipts import receipts
from scheduler.welcome_back import FEWEST, Missing, card
from storage.campaigns import campaign
from storage.ports import Delivery, DeliveryState, Settlement, Store

TOGETHER = "together"
"""The reason of a message that came with others on one card, or waits for that card."""

CARD_AGAIN = timedelta(minutes=10)
"""How long a message waits for the card on which it may come with others."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A message that may leave: to whom, what happened to them before, and what its card merges."""

    delivery: Delivery
    means: Source
    person: Person
    facts: Sequence[Stamped]
    merged: tuple[Missed, ...] = ()


class Leaving:
    """Holds back what must not leave, and writes what is kept of what did."""

    def __init__(self, store: Store, organization: Organization, checklists: Mapping[str, Checklist]) -> None:
        self._store, self._organization, self._checklists = store, organization, checklists
        self._missing = Missing(store, organization, checklists)

    async def ready(self, delivery: Delivery, person: Person | None, now: datetime) -> Ready | Settlement:
        """Return a message to somebody that may leave, or why it must not.

        Whoever has just come back gets one card for all they missed: whatever else is owed to them waits for
        it, and is dropped once it has come. It is decided here, because no two messages to one person are
        under way at once: so nobody gets both.
        """
        means = source(delivery.key.source, duties(self._organization))
        if person is None or not means.keeps_hours:
            held = held_back(delivery, person, (), self._organization, now)
            return held or Ready(delivery, means, person or Person(delivery.key.addressee), ())
        facts = (await self._store.ledger.life(person.id)).facts
        if await self._came_together(delivery, person, facts):
            return Settlement(DeliveryState.REFUSED, reason=TOGETHER)
        merged: tuple[Missed, ...] = ()
        if delivery.key.source == WELCOME_BACK:
            merged = await self._merged(delivery, person, facts, now)
            if len(merged) < FEWEST:
                return Settlement(DeliveryState.REFUSED, reason=ANSWERED)
        bounds = await self._bounds(delivery, merged)
        held = held_back(delivery, person, facts, self._organization, now, bounds=bounds)
        if held is None and means.priority is not None and delivery.key.source != WELCOME_BACK:
            held = await self._waits_for_the_card(delivery, person, facts, now)
        return held or Ready(delivery, means, person, facts, merged)

    async def _bounds(self, delivery: Delivery, merged: Sequence[Missed]) -> Bounds:
        """Return until when a message makes sense, and how urgent a card is: as its most urgent part."""
        key = delivery.key
        if key.source in WRITTEN and key.nth == 1:
            found = await campaign(self._store, key.occurrence)
            return (
                Bounds(found.campaign.last_day) if found and isinstance(found.campaign, Written) else Bounds()
            )
        if key.source in (INVITATION, MONTH):
            return Bounds(last_day(key.occurrence) or date.max)
        if key.source == LEADING:
            return Bounds(eve(key.occurrence))
        if key.source != WELCOME_BACK:
            return Bounds()
        until = date.fromisoformat(key.occurrence) + timedelta(days=BACK_FOR - 1)
        urgencies = self._urgencies(merged)
        return Bounds(until, min(urgencies), urgencies.count(Priority.LEGAL))

    def _urgencies(self, merged: Sequence[Missed]) -> list[Priority]:
        means = (source(each.source, duties(self._organization)) for each in merged)
        return [each.priority for each in means if each.priority is not None]

    # One card for whoever comes back --------------------------------------------------------------

    async def _merged(
        self, delivery: Delivery, person: Person, facts: Sequence[Stamped], now: datetime
    ) -> tuple[Missed, ...]:
        """Return what a card of a return would hold now; nothing when it is about an earlier return."""
        today = local_day(person, now, self._organization.time_zone)
        found = await self._missing.missed(person, facts, today, now=now)
        return found[1] if found and found[0].back.isoformat() == delivery.key.occurrence else ()

    async def _waits_for_the_card(
        self, delivery: Delivery, person: Person, facts: Sequence[Stamped], now: datetime
    ) -> Settlement | None:
        """Have a message wait while a card is on its way; see to it that it is.

        What is more urgent than the card and not on it does not wait: the card may have no room until then.
        """
        today = local_day(person, now, self._organization.time_zone)
        away = returned(person, facts, today)
        if away is None or any(_came(each.fact, WELCOME_BACK, away.back.isoformat()) for each in facts):
            return None
        found = await self._missing.missed(person, facts, today, now=now)
        if found is None or len(found[1]) < FEWEST or self._goes_before(delivery, found[1]):
            return None
        owed = card(person, away, self._organization, now)
        await self._store.deliveries.owe([owed])
        standing = await self._store.deliveries.get(owed.key)
        if standing is None or standing.state not in (DeliveryState.OWED, DeliveryState.SENDING):
            return None
        again = max(standing.due, now) + CARD_AGAIN
        return Settlement(DeliveryState.OWED, reason=TOGETHER, due=again, attempted=False)

    def _goes_before(self, delivery: Delivery, merged: Sequence[Missed]) -> bool:
        """Tell whether a message is more urgent than all that a card holds, and not on it."""
        key = delivery.key
        own = source(key.source, duties(self._organization)).priority
        on_it = Missed(key.source, key.occurrence, key.nth) in merged
        return own is not None and not on_it and own < min(self._urgencies(merged))

    async def _came_together(self, delivery: Delivery, person: Person, facts: Sequence[Stamped]) -> bool:
        """Tell whether a message came already, on the card of a return."""
        key = delivery.key
        together = [each for each in facts if _together(each)]
        if not together:
            return False
        if key.source == TEAM:
            weeks = {week_of(each.day) for each in together if _came(each.fact, TEAM)}
            return key.occurrence in weeks
        if key.source == TALK:
            return await self._talk_came(delivery, person, together)
        if key.source in duties(self._organization):
            fact = ReminderSent(key.source, key.occurrence, key.nth, Reached.TOGETHER)
            return any(each.fact == fact for each in together)
        return key.nth == 1 and any(_came(each.fact, key.source, key.occurrence) for each in together)

    async def _talk_came(self, delivery: Delivery, person: Person, together: Sequence[Stamped]) -> bool:
        """Tell whether a question about a talk came on a card: one since its day, for the same side."""
        named, _, base = delivery.key.occurrence.rpartition("@")
        checklist_id, employee_id = read_key(named)
        checklist = self._checklists.get(checklist_id)
        employee = person if employee_id == person.id else await self._store.people.person(employee_id)
        if checklist is None or employee is None:
            return False
        day = talk_due(
            checklist.talk.within, checklist.counted_from, date.fromisoformat(base), employee.province
        )
        side = TALK if employee_id == person.id else TEAM
        return any(_came(each.fact, side) and each.day >= day for each in together)

    # What is kept ---------------------------------------------------------------------------------

    def kept(self, ready: Ready, reached: Reached, now: datetime) -> tuple[Stamped, ...]:
        """Return what the addressee's record says of a message that left."""
        return receipts(
            ready.delivery.key,
            reached,
            ready.person,
            ready.facts,
            self._organization,
            now=now,
            merged=ready.merged,
        )

    async def merged(self, delivery: Delivery, now: datetime) -> Sequence[Missed]:
        """Return what a card of a return holds that may have arrived; nothing for any other message."""
        person = await self._store.people.person(delivery.key.addressee)
        if person is None or delivery.key.source != WELCOME_BACK:
            return ()
        facts = (await self._store.ledger.life(person.id)).facts
        return await self._merged(delivery, person, facts, now)


def _together(each: Stamped) -> bool:
    return isinstance(each.fact, MessageSent | ReminderSent) and each.fact.reached is Reached.TOGETHER


def _came(fact: object, name: str, occurrence: str = "") -> bool:
    return isinstance(fact, MessageSent) and (fact.source, fact.occurrence) == (name, occurrence)
