"""What a record says of talks that others confirmed, were asked about, or are in the middle of."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.talks import called
from content.model import Library, Text
from content.wording import filled
from dialogs import places, team
from dialogs.facts import Side, Stamped, TalkConfirmed
from dialogs.people import Person, PersonId, Role
from dialogs.surroundings import local_day
from dialogs.together import TALK, TEAM, opens, read_key
from dialogs.views import Value
from dialogs.which import title
from storage.ports import Delivery, Kept, Store

Told = list[tuple[date, Text]]
AT_A_TIME = 200
"""How many lives are read together: a large organization has thousands of managers."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Finds what is kept with others and names a person; `everyone` is the staff list."""

    library: Library
    store: Store
    person: Person
    everyone: Sequence[Person]

    async def shared(self, facts: Sequence[Stamped]) -> Told:
        """Return what the others of the person's own talks confirmed, once both have.

        Both taps have to be about the same first day, or the same departure: what somebody said in an earlier
        year must not show what the other one says in this.
        """
        found: Told = []
        for mine in dict.fromkeys(each.fact for each in facts if isinstance(each.fact, TalkConfirmed)):
            split = self._split(mine)
            own = {each.day >= split for each in facts if each.fact == mine}
            opposite = Side.MANAGER if mine.side is Side.EMPLOYEE else Side.EMPLOYEE
            theirs = TalkConfirmed(mine.checklist, opposite, self.person.id)
            for stamped in (await self.store.ledger.life(mine.other)).facts:
                if stamped.fact == theirs and (stamped.day >= split) in own:
                    found.append((stamped.day, self._in_words(mine.other, theirs)))
        return found

    def _split(self, mine: TalkConfirmed) -> date:
        """Return the day that divides earlier talks from the one of today."""
        employee = self.person.id if mine.side is Side.EMPLOYEE else mine.other
        checklist = self.library.checklists.get(mine.checklist)
        return opens(checklist, self._known(employee)) if checklist else date.min

    def _known(self, who: PersonId) -> Person:
        return next((each for each in self.everyone if each.id == who), Person(who))

    def _in_words(self, who: PersonId, fact: TalkConfirmed) -> Text:
        listed = self.library.checklists.get(fact.checklist)
        about = "talk-confirmed-about" if fact.side is Side.MANAGER else "talk-confirmed-with"
        name, said = called(self._known(who)), listed.talk.title if listed else fact.checklist
        return self._says(about, name, {"checklist": said})

    def _says(self, sentence: str, name: str, values: dict[str, Value]) -> Text:
        return filled(self.library.sentences[f"record.{sentence}"], {"name": name, **values})

    # For a request under the law ------------------------------------------------------------------

    async def everything(self) -> tuple[Told, list[tuple[Text, Text]]]:
        """Return all confirmations and messages of others that name the person, and their places that do."""
        told: Told = []
        confirmed: set[PersonId] = set()
        for stamped in await self.store.ledger.facts(date.min, date.max):
            match stamped.fact:
                case TalkConfirmed(_, _, self.person.id) as fact:
                    told.append((stamped.day, self._in_words(stamped.person, fact)))
                    confirmed.add(stamped.person)
                case _:
                    pass
        talks, weekly = [await self.store.deliveries.find(each) for each in (TALK, TEAM)]
        told += [self._message(each) for each in talks if each.about == self.person.id]
        managers = {each.id for each in self.everyone if each.role is Role.MANAGER}
        managers |= {each.manager for each in self.everyone if each.manager is not None}
        managers |= {each.key.addressee for each in (*talks, *weekly)} | confirmed
        return told, await self._places(sorted(managers - {self.person.id}))

    def _message(self, delivery: Delivery) -> tuple[date, Text]:
        addressee = self._known(delivery.key.addressee)
        day = local_day(addressee, delivery.due, self.library.organization.time_zone)
        return day, self._says(
            "message-about", called(addressee), {"message": self.library.verbs[TALK].label}
        )

    async def _places(self, managers: Sequence[PersonId]) -> list[tuple[Text, Text]]:
        found: list[tuple[Text, Text]] = []
        for first in range(0, len(managers), AT_A_TIME):
            some = managers[first : first + AT_A_TIME]
            lives = await asyncio.gather(*(self.store.ledger.life(each) for each in some))
            for who, life in zip(some, lives, strict=True):
                kept = [each for each in life.conversations if self.person.id in _names(each)]
                found += [row for each in kept if (row := self._place(who, each))]
        return found

    def _place(self, who: PersonId, kept: Kept) -> tuple[Text, Text] | None:
        name = title(self.library, kept.conversation.flow, kept.conversation.key)
        verb = self.library.verbs.get(kept.via)
        if name is None:
            return None
        said = self._says("place-about", called(self._known(who)), {"conversation": name})
        return said, verb.label if verb else self.library.sentences["record.none"]


def _names(kept: Kept) -> Iterator[PersonId]:
    """Give the people whom a manager's place names."""
    if kept.conversation.flow == TALK:
        yield read_key(kept.conversation.key)[1]
    elif kept.conversation.flow == TEAM:
        try:
            place = places.load(team.FLOW, kept.place)
        except places.UnreadablePlace:
            return
        if isinstance(place, team.AtTeam):
            yield from (read_key(key)[1] for key in place.talks.split())
