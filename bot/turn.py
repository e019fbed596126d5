"""One turn: load what is kept, step, commit, answer."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime

import structlog

from bot.anonymous import Anonymous, Mark, NoMailbox, Puts, Sender
from bot.attendance import Rooms
from bot.campaigns import stands_still
from bot.desks import lay
from bot.heard import Arrival, File, Heard, Message, Press, Shown
from bot.keeping import Outgoing, keep, language_after
from bot.marks import mark
from bot.offices import Notes, notes
from bot.plans import Ahead, NothingPlanned, Plans
from bot.queries import Queries
from bot.reminding import reminded
from bot.roles import ByRoster, Roles
from bot.tokens import Tokens
from content.model import Language, Library
from dialogs import places, reception
from dialogs.desk import FLOWS, Desk
from dialogs.facts import TextOnlyChosen
from dialogs.flow import Learned, Opened, Past, Ref, Typed
from dialogs.lexicon import Lexicon
from dialogs.notes import HALTED, note
from dialogs.people import Person, PersonId
from dialogs.surroundings import local_day, spoken_language, wants_text
from dialogs.turned import Card, Turned, shown
from dialogs.views import Button, Pressed, View
from storage.ports import (
    Keys,
    Life,
    NotSaved,
    Stale,
    Store,
)

Clock = Callable[[], datetime]
Random = Callable[[int], bytes]
Given = tuple[Clock, Random]
"""What nothing else in a turn has: the instant, and chance."""

MOST_GREETED = 100_000
TRIES = 5
"""How often a turn is decided anew when somebody was faster; a person has two devices, not five."""

log = structlog.get_logger()


class Turns:
    """Carries each thing a person says through the pure core and keeps what follows, before the reply."""

    def __init__(
        self,
        library: Library,
        store: Store,
        keys: Keys,
        clock: Clock,
        random: Random,
        *,
        roles: Roles | None = None,
        ahead: Ahead | None = None,
        plans: Plans | None = None,
        mailbox: Puts | None = None,
    ) -> None:
        """Take the words, the store, the keys, the only sources of time and entropy, and who confirms roles.

        Without `roles` the staff list alone decides; without `ahead` nobody knows what comes next, without
        `plans` nothing is planned, and without a `mailbox` nothing is kept that carries no name.
        """
        self._library = library
        self._lexicon = Lexicon(library)
        self._store = store
        self._keys = keys
        self._tokens = Tokens(keys)
        self._clock = clock
        self._random = random
        self._roles = roles or ByRoster()
        self._ahead = ahead
        self._plans = plans or NothingPlanned()
        self._greeted: set[PersonId] = set()
        self._rooms = Rooms(random)
        self._anonymous = Anonymous(mailbox or NoMailbox(), random, library.organization.time_zone)

    async def hear(self, person_id: PersonId, heard: Heard) -> Shown:
        """Answer one person, always. What went wrong is said kindly and logged without a word of theirs."""
        try:
            return await self._hear(person_id, heard)
        except Exception as error:  # noqa: BLE001 the edge of a turn
            log.error("turn.failed", error=type(error).__name__)  # noqa: TRY400 a traceback may hold words
            return Shown(View("unavailable", {}, (Button("home"), Button("help")), both=True), None, "")

    async def _hear(self, person_id: PersonId, heard: Heard) -> Shown:
        known = await self._store.people.person(person_id)
        person = known or Person(person_id)
        now = self._clock()
        card = await self._tokens.read(heard.token) if isinstance(heard, Press) else None
        message = await mark(self._keys, person_id, heard, now)
        holder = await self._roles.confirmed(person)
        queries = self._queries(person, holder, now, pressed(person_id, heard, now))
        for _ in range(TRIES):
            life = await self._store.ledger.life(person_id)
            desk = lay(self._library, self._lexicon, holder, life, now, greeted=person_id in self._greeted)
            try:
                turned = await self._decide(desk, queries, life, heard, card)
            except NotSaved:
                return await self._show(await self._unsaved(desk, queries, life, heard, card), person, life)
            if turned.drops:
                sender = Sender(person_id, heard, card, now)
                turned, again = await self._anonymous.answered(desk, turned, sender)
                return await self._show(turned, person, life, again)
            told = await self._told(turned, person, now)
            try:
                if not await keep(
                    self._store.ledger, desk, person, turned, Outgoing(message, told.deliveries)
                ):
                    turned = await self._looked_up(desk, queries, life, reception.where(desk))
                elif known is None and (life.facts or turned.facts):
                    await self._meet(person)
            except Stale:
                continue
            except NotSaved:
                return await self._show(await self._unsaved(desk, queries, life, heard, card), person, life)
            return await self._show(turned.noted(told.sentence) if told.sentence else turned, person, life)
        log.warning("turn.too-many-at-once")
        return await self._show(await self._unsaved(desk, queries, life, heard, card), person, life)

    async def _told(self, turned: Turned, about: Person, now: datetime) -> Notes:
        """Address what an office is to be told, and what the person wants to be reminded of."""
        reminders = reminded(turned.reminds, about, now, self._library.organization.time_zone)
        if not turned.tells:
            return Notes(reminders)
        told = await notes(
            turned.tells, about, now, store=self._store, library=self._library, random=self._random
        )
        return replace(told, deliveries=(*told.deliveries, *reminders))

    async def _meet(self, person: Person) -> None:
        """Add somebody the roster does not know, once a fact of theirs is kept; failing costs no answer."""
        try:
            await self._store.people.meet(person)
        except NotSaved:
            log.warning("person.not-kept")  # The next turn tries again.

    async def present(self, addressee: PersonId, ref: Ref, about: PersonId | None) -> Shown | None:
        """Render what a delivery points to, now. None when there is nothing to say any more.

        Raises Unconfirmed while nobody can say whether the addressee still holds their role.
        """
        person = await self._store.people.person(addressee) or Person(addressee)
        holder = await self._roles.certain(person)
        life = await self._store.ledger.life(addressee)
        if ref.flow == "note":
            if holder.role is not person.role:
                log.warning("note.withheld", role=person.role.value)
                return None
            subject = await self._store.people.person(about) if about else None
            today = self._today(person)
            if ref.key.startswith(HALTED):
                view = await stands_still(self._store, self._library, ref.key)
            else:
                view = note(self._library, ref.key, subject.name if subject else "", today)
            token = await self._tokens.seal(Card("home", "", 0, "AtHome", "1"))
            language, plain = spoken_language(person, life.facts), wants_text(life.facts)
            return Shown(view, language, token, plain) if view else None
        desk = lay(self._library, self._lexicon, holder, life, self._clock(), arriving=ref.key)
        point = desk.point(ref.flow, ref.key)
        if point is None or point.flow.settled(point.known):
            return None
        turned = shown(point)
        if turned.query is not None:
            answer = await self._queries(person, holder, self._clock()).answer(turned.query, life)
            if answer is None or answer.state in point.flow.silent:
                return None
            # Nobody has acted: the card belongs to the place as it is saved.
            turned = replace(reception.learn(desk, turned, Learned(answer)), place=point.place)
        return await self._show(turned, person, life)

    async def file(self, person_id: PersonId, key: str) -> File | None:
        """Make the file a card offered to a person, for whoever they are now; None when it is not theirs."""
        person = await self._store.people.person(person_id)
        return await self._queries(person, person, self._clock()).file(key) if person else None

    async def in_company(self, person_id: PersonId | None) -> Shown:
        """Show what everybody in a chat may read: in both languages, or to one person in theirs."""
        view = View("company", {}, (Button("company-private"),), both=person_id is None)
        token = await self._tokens.seal(Card("company", "", 0, "InCompany", "1"))
        if person_id is None:
            return Shown(view, None, token, french_first=bool(self._clock().toordinal() % 2))
        language = await self.spoken(person_id)
        return Shown(replace(view, both=language is None), language, token)

    async def spoken(self, person_id: PersonId) -> Language | None:
        """Return the language a person is spoken to in; None when nobody knows yet."""
        person = await self._store.people.person(person_id) or Person(person_id)
        return spoken_language(person, (await self._store.ledger.life(person_id)).facts)

    def _queries(self, person: Person, holder: Person, now: datetime, pressed: str = "") -> Queries:
        look = self._random(16).hex()
        return Queries(
            self._library,
            self._store,
            self._roles,
            person,
            holder,
            now,
            look,
            self._plans,
            self._rooms,
            self._ahead,
            pressed,
        )

    def opening(self, ref: Ref) -> bytes:
        """Return the saved first place of what a delivery points to."""
        flow = FLOWS[ref.flow]
        script = flow.script(self._library, ref.key)
        nothing = Past(self._clock().date(), Person(PersonId("")).path, None, frozenset(), ())
        return places.save(flow, flow.begin(script, flow.know(script, nothing)))

    async def _decide(
        self, desk: Desk, queries: Queries, life: Life, heard: Heard, card: Card | None
    ) -> Turned:
        match heard:
            case Arrival():
                turned = reception.hear(desk, Opened())
            case Message(text):
                turned = reception.hear(desk, Typed(text))
            case Press(verb, _, inputs):
                turned = reception.hear(desk, Pressed(verb, inputs), card)
        return await self._looked_up(desk, queries, life, turned)

    async def _unsaved(
        self, desk: Desk, queries: Queries, life: Life, heard: Heard, card: Card | None
    ) -> Turned:
        """Show where the person still is, or the words of a form, and say that nothing was saved."""
        log.warning("turn.not-saved", flow=card.flow if card else "")
        if isinstance(heard, Press):
            back = reception.rescued(desk, Pressed(heard.verb, heard.inputs), card)
            with suppress(NotSaved):
                back = back and await self._looked_up(desk, queries, life, back)
                if back and back.view:  # Nothing was kept: the card belongs to the place as it is saved.
                    return replace(back, place=back.point.place).noted("not-saved")
        greeting = reception.where(desk)
        point = desk.point(card.flow, card.key) if card else None
        point = point or reception.attended(desk)
        here = Turned(point, point.place, view=point.here())
        return (greeting if greeting.view and greeting.view.both else here).noted("not-saved")

    async def _looked_up(self, desk: Desk, queries: Queries, life: Life, turned: Turned) -> Turned:
        """Answer the question a step asks, once."""
        if turned.query is None:
            return turned
        answer = await queries.answer(turned.query, life)
        learned = reception.learn(desk, turned, Learned(answer))
        if answer is None and not learned.note and queries.unconfirmed(turned.query):
            return learned.noted("role-unconfirmed")
        return learned

    async def _show(self, turned: Turned, person: Person, life: Life, again: Mark | None = None) -> Shown:
        view = turned.view
        if view is None:
            raise LookupError("a turn ends with a view")
        spoken = view.language or language_after(turned, spoken_language(person, life.facts))
        language = None if view.both else spoken
        if view.both:
            self._greet(person.id)
        card = turned.card()
        if turned.point.flow.drops:
            card = self._anonymous.marked(card, self._today(person), again)
        return Shown(view, language, await self._tokens.seal(card), _plain(turned, life))

    def _today(self, person: Person) -> date:
        return local_day(person, self._clock(), self._library.organization.time_zone)

    def _greet(self, person: PersonId) -> None:
        """Remember, in memory only, that the first card was shown; typed words count from then on."""
        if len(self._greeted) >= MOST_GREETED:
            self._greeted.clear()  # Better the first card twice than a list that grows for ever.
        self._greeted.add(person)


def _plain(turned: Turned, life: Life) -> bool:
    chosen = [fact.on for fact in turned.facts if isinstance(fact, TextOnlyChosen)]
    return chosen[-1] if chosen else wants_text(life.facts)


def pressed(person: PersonId, heard: Heard, now: datetime) -> str:
    """Tell one press of one card from another: the same for a second click, and for a try after a failure."""
    if not isinstance(heard, Press):
        return ""
    said = f"{person}\n{now.date()}\n{heard.token}\n{heard.verb}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]
