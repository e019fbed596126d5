"""Lists what is kept about one person: for themselves, or for whoever answers a request under the law."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.counting import Look, write_down
from bot.talks import called
from bot.told import Elsewhere
from bot.unanswered import ADVICE
from content.model import Library, Text, Written
from dialogs.facts import MessageSent, SessionAttended, TalkConfirmed
from dialogs.flow import Answer
from dialogs.notes import title as note_title
from dialogs.people import Person, PersonId
from dialogs.records import FOUND, UNKNOWN
from dialogs.sources import CAMPAIGNS, SOURCES
from dialogs.surroundings import local_day
from dialogs.which import title
from reports.parts import parts
from reports.record import own_record
from storage.campaigns import campaigns
from storage.ports import Delivery, Kept, Life, Store


@dataclass(frozen=True, slots=True)
class PersonRecords:
    """Reads records in one turn; whoever looks at somebody else's was checked a moment ago."""

    library: Library
    store: Store
    look: Look

    async def own(self, person: Person, life: Life, part: int) -> Answer:
        """List what is kept about the person who asks."""
        return self._part(await self._record(person, life, everything=False), part)

    async def of_request(self, who: str, request: str, part: int) -> Answer:
        """Find a person's record for a request; the look is kept before it is shown, without the person."""
        found = await self._find(who.casefold())
        if found is None:
            return Answer(state=UNKNOWN)
        await write_down(self.store, self.look, {"what": "record", "request": request})
        life = await self.store.ledger.life(found.id)
        record = self._part(await self._record(found, life, everything=True), part)
        return replace(record, values={**record.values, "who": who}, state=FOUND)

    def _part(self, record: Answer, part: int) -> Answer:
        """Return one part of a record; one that there is not any more is the last."""
        found = parts(record.tables, self.library)
        number = min(max(part, 1), len(found))
        return Answer({"part": number, "of": len(found)}, found[number - 1])

    async def _find(self, who: str) -> Person | None:
        """Find the one person with an id or an email, also one whose row is gone while other records stay."""
        everyone = await self.store.people.everyone()
        named = [person for person in everyone if who in (person.id, person.email.casefold())]
        if named:
            return named[0] if len(named) == 1 else None
        gone = PersonId(who)
        known = await self.store.ledger.life(gone) != Life() or await self.store.people.address(gone)
        return Person(gone) if known else None

    async def _record(self, person: Person, life: Life, *, everything: bool) -> Answer:
        """List every row about a person, with the days as they were where the person is.

        What the other one of a talk has confirmed stays hidden from the person themselves until both have,
        but not from a request under the law, which sees `everything` that others have and that names them.
        """
        store, zone = self.store, self.library.organization.time_zone
        everyone = await store.people.everyone()
        notes = await store.deliveries.find(ADVICE)
        known = {*self.library.duties, *SOURCES, ADVICE}
        met = {each.fact.other for each in life.facts if isinstance(each.fact, TalkConfirmed)}
        elsewhere = Elsewhere(self.library, store, person, everyone)
        told, named = await elsewhere.everything() if everything else (await elsewhere.shared(life.facts), [])
        sent = [each for each in await store.deliveries.addressed_to(person.id) if each.key.source in known]
        titles = await self._titles(life, sent)
        return own_record(
            life.facts,
            person,
            self.library,
            address_known=await store.people.address(person.id) is not None,
            manager=next((each.name for each in everyone if each.id == person.manager), ""),
            manages=sum(each.manager == person.id for each in everyone),
            places=[*(place for kept in life.conversations if (place := self._place(kept))), *named],
            named=[local_day(person, note.due, zone) for note in notes if note.about == person.id],
            messages=[
                (local_day(person, each.due, zone), self._title(each, titles), each.state.value)
                for each in sent
            ],
            told=told,
            names={each.id: called(each) for each in everyone if each.id in met},
            titles=titles,
        )

    async def _titles(self, life: Life, sent: Sequence[Delivery]) -> Mapping[str, Text]:
        """Return the titles of the campaigns that a person's facts or messages name, by id."""
        named = any(isinstance(each.fact, MessageSent | SessionAttended) for each in life.facts)
        if not named and not any(each.key.source in SOURCES for each in sent):
            return {}
        found = await campaigns(self.store)
        return {id_: each.campaign.title for id_, each in found.items() if isinstance(each.campaign, Written)}

    def _title(self, delivery: Delivery, titles: Mapping[str, Text]) -> Text:
        """Name a message as its card does, or a campaign by its title."""
        name, occurrence = delivery.key.source, delivery.key.occurrence.partition("@")[0]
        if duty := self.library.duties.get(name):
            return duty.title
        if delivery.ref.flow == "note" and name not in CAMPAIGNS:
            return note_title(self.library, delivery.ref.key)
        return titles.get(occurrence) or self.library.sentences[f"record.message.{name}"]

    def _place(self, kept: Kept) -> tuple[Text, Text] | None:
        """Name a conversation and the last button pressed in it."""
        name = title(self.library, kept.conversation.flow, kept.conversation.key)
        verb = self.library.verbs.get(kept.via)
        return (name, verb.label if verb else self.library.sentences["record.none"]) if name else None
