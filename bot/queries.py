"""What a conversation may ask the shell to look up, with the role checked on the server each time."""

from collections.abc import Callable
from datetime import date

import structlog

from bot.counting import on_a_card
from content.model import Library
from dialogs.flow import Answer, OwnRecordAsked, ParticipationAsked, Query
from dialogs.people import Person, Role
from dialogs.which import title
from reports.record import own_record
from storage.ports import Life, Store

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
        people = self._store.people
        manager = await people.person(person.manager) if person.manager else None
        titles = (
            title(self._library, kept.conversation.flow, kept.conversation.key) for kept in life.conversations
        )
        return own_record(
            life.facts,
            person,
            self._library,
            address_known=await people.address(person.id) is not None,
            manager=manager.name if manager else "",
            places=tuple(text for text in titles if text),
            named=[
                note.due.date()
                for note in await self._store.deliveries.find(ADVICE)
                if note.about == person.id
            ],
        )
