"""What a conversation may ask the shell to look up, with the role checked on the server each time."""

from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.counting import Look, on_a_card
from content.model import Library, Text
from dialogs.flow import Answer, OwnRecordAsked, ParticipationAsked, Query
from dialogs.people import Person
from dialogs.surroundings import local_day, zone_of
from dialogs.which import title
from reports.record import own_record
from storage.ports import DeliveryState, Kept, Life, Store

ADVICE = "coi.advice-request"
"""Notes to the conflict-of-interest office carry a person's name, so they are in that person's record."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Queries:
    """Answers the questions of one person's turn, however often it is decided anew.

    `person` is as the server has just looked them up; `look` is a random id, drawn once for the turn.
    """

    library: Library
    store: Store
    person: Person
    now: datetime
    look: str

    async def answer(self, query: Query, life: Life) -> Answer | None:
        """Run a query; None when it is not this person's to ask."""
        match query:
            case OwnRecordAsked():
                return await self._own_record(life)
            case ParticipationAsked(which):
                role = self.person.role.value
                look = Look(
                    self.look, role, self.now, zone_of(self.person, self.library.organization.time_zone)
                )
                allowed = "report" in self.person.may(look.today)
                log.info("report.asked", allowed=allowed, role=role)
                if not allowed:
                    return None
                return await on_a_card(self.store, self.library, which, look)

    async def _own_record(self, life: Life) -> Answer:
        """List every row about the person who asks, with the days as they were where the person is."""
        person, people, deliveries = self.person, self.store.people, self.store.deliveries
        manager = await people.person(person.manager) if person.manager else None
        owed = [
            delivery
            for duty in self.library.duties
            for delivery in await deliveries.find(duty)
            if delivery.key.addressee == person.id and delivery.state is DeliveryState.OWED
        ]
        return own_record(
            life.facts,
            person,
            self.library,
            address_known=await people.address(person.id) is not None,
            manager=manager.name if manager else "",
            places=[place for kept in life.conversations if (place := self._place(kept))],
            named=[
                local_day(person, note.due, self.library.organization.time_zone)
                for note in await deliveries.find(ADVICE)
                if note.about == person.id
            ],
            owed=[
                (
                    local_day(person, delivery.due, self.library.organization.time_zone),
                    self.library.duties[delivery.key.source].title,
                )
                for delivery in owed
            ],
        )

    def _place(self, kept: Kept) -> tuple[Text, Text] | None:
        """Name a conversation and the last button pressed in it."""
        name = title(self.library, kept.conversation.flow, kept.conversation.key)
        verb = self.library.verbs.get(kept.via)
        return (name, verb.label if verb else self.library.sentences["record.none"]) if name else None
