"""What a conversation may ask the shell to look up, with the role checked on the server each time."""

from collections.abc import Callable
from datetime import date

import structlog

from bot.counting import on_a_card
from content.model import Library, Text
from dialogs.flow import Answer, OwnRecordAsked, ParticipationAsked, Query
from dialogs.people import Person, Role
from dialogs.which import title
from reports.record import own_record
from storage.ports import DeliveryState, Kept, Life, Store

ADVICE = "coi.advice-request"
"""Notes to the conflict-of-interest office carry a person's name, so they are in that person's record."""

log = structlog.get_logger()


class Queries:
    """Answers the questions of steps."""

    def __init__(self, library: Library, store: Store, random: Callable[[int], bytes]) -> None:
        """Take the words, the store and the source of entropy."""
        self._library, self._store, self._random = library, store, random

    async def answer(self, query: Query, person: Person, life: Life, today: date) -> Answer | None:
        """Run a query for somebody whose role the server has just looked up; None when it is not theirs."""
        match query:
            case OwnRecordAsked():
                return await self._own_record(person, life)
            case ParticipationAsked(which):
                allowed = person.role is Role.SENIOR_OFFICIAL
                log.info("report.asked", allowed=allowed, role=person.role.value)
                if not allowed:
                    return None
                return await on_a_card(
                    self._store, self._library, which, today, role=person.role.value, random=self._random
                )

    async def _own_record(self, person: Person, life: Life) -> Answer:
        """List every row about the person who asks."""
        people, deliveries = self._store.people, self._store.deliveries
        manager = await people.person(person.manager) if person.manager else None
        owed = [
            delivery
            for duty in self._library.duties
            for delivery in await deliveries.find(duty)
            if delivery.key.addressee == person.id and delivery.state is DeliveryState.OWED
        ]
        return own_record(
            life.facts,
            person,
            self._library,
            address_known=await people.address(person.id) is not None,
            manager=manager.name if manager else "",
            places=[place for kept in life.conversations if (place := self._place(kept))],
            named=[note.due.date() for note in await deliveries.find(ADVICE) if note.about == person.id],
            owed=[
                (delivery.due.date(), self._library.duties[delivery.key.source].title) for delivery in owed
            ],
        )

    def _place(self, kept: Kept) -> tuple[Text, Text] | None:
        """Name a conversation and the last button pressed in it."""
        name = title(self._library, kept.conversation.flow, kept.conversation.key)
        verb = self._library.verbs.get(kept.via)
        return (name, verb.label if verb else self._library.sentences["record.none"]) if name else None
