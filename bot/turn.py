"""One turn: load what is kept, step, commit, answer."""

import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import structlog

from bot.heard import Arrival, Heard, Message, Press, Shown
from bot.queries import Queries
from bot.tokens import Tokens
from content.model import Language, Library
from dialogs import places, reception
from dialogs.desk import FLOWS, Desk, Standing
from dialogs.facts import Dated, LanguageChosen, Stamped
from dialogs.flow import (
    Button,
    Learned,
    Opened,
    Past,
    Pressed,
    Ref,
    Typed,
    View,
)
from dialogs.lexicon import Lexicon
from dialogs.people import Person, PersonId, Role
from dialogs.turned import Card, Moved, Turned, shown
from storage.ports import (
    Conversation,
    Delivery,
    DeliveryKey,
    Keys,
    Life,
    Move,
    NotSaved,
    Stale,
    Store,
    TurnMark,
)

Clock = Callable[[], datetime]
Random = Callable[[int], bytes]

TRIES = 5
"""How often a turn is decided anew when somebody was faster; a person has two devices, not five."""

log = structlog.get_logger()


def local_day(person: Person, library: Library, now: datetime) -> date:
    """Return the person's local date."""
    return now.astimezone(ZoneInfo(person.zone or library.organization.time_zone)).date()


def spoken(person: Person, life: Life) -> Language | None:
    """Return the language the person chose; else the roster's; else None."""
    chosen = [stamped.fact.language for stamped in life.facts if isinstance(stamped.fact, LanguageChosen)]
    return chosen[-1] if chosen else person.language


class Turns:
    """Carries each thing a person says through the pure core and keeps what follows, before the reply."""

    def __init__(self, library: Library, store: Store, keys: Keys, clock: Clock, random: Random) -> None:
        """Take the words, the store, the keys, and the only sources of time and entropy."""
        self._library = library
        self._lexicon = Lexicon(library)
        self._store = store
        self._keys = keys
        self._tokens = Tokens(keys)
        self._queries = Queries(library, store, random)
        self._clock = clock
        self._random = random

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
        mark = await self._mark(person_id, heard, now)
        for _ in range(TRIES):
            life = await self._store.ledger.life(person_id)
            desk = self._desk(person, life, now)
            turned = await self._decide(desk, person, life, heard, card)
            try:
                if known is None and turned.facts:
                    await self._store.people.meet(person)
                if not await self._keep(desk, person, turned, mark, now):
                    turned = shown(reception.attended(desk))
                    turned = await self._looked_up(desk, person, life, turned)
            except Stale:
                continue
            except NotSaved:
                log.warning("turn.not-saved", flow=turned.point.flow.name)
                return await self._show(_unsaved(turned), person, life)
            return await self._show(turned, person, life)
        log.warning("turn.too-many-at-once")
        return await self._show(_unsaved(turned), person, life)

    async def present(self, addressee: PersonId, ref: Ref, about: PersonId | None) -> Shown | None:
        """Render what a delivery points to, now. None when there is nothing to say any more."""
        person = await self._store.people.person(addressee) or Person(addressee)
        life = await self._store.ledger.life(addressee)
        if ref.flow == "note":
            subject = await self._store.people.person(about) if about else None
            view = View(ref.key, {"name": subject.name if subject else ""}, (Button("home"),))
            return Shown(
                view, spoken(person, life), await self._tokens.seal(Card("home", "", 0, "AtHome", 1))
            )
        desk = self._desk(person, life, self._clock())
        point = desk.point(ref.flow, ref.key)
        if point is None or (ref.flow == "coi" and point.known.answer is not None):
            return None
        turned = Turned(point, point.place, view=point.here())
        return await self._show(turned, person, life)

    def opening(self, ref: Ref) -> bytes:
        """Return the saved first place of what a delivery points to."""
        flow = FLOWS[ref.flow]
        script = flow.script(self._library, ref.key)
        nothing = Past(self._clock().date(), Person(PersonId("")).path, None, frozenset(), ())
        return places.save(flow, flow.begin(script, flow.know(script, nothing)))

    async def _mark(self, person: PersonId, heard: Heard, now: datetime) -> TurnMark | None:
        """Digest a typed message under the key of the day; buttons repeat themselves harmlessly."""
        if not isinstance(heard, Message) or not heard.id:
            return None
        key = await self._keys.daily("turns", now.astimezone(UTC).date())
        digest = hmac.new(key.secret, f"{person}\0{heard.id}".encode(), hashlib.sha256).digest()
        return TurnMark(digest, _hour(now))

    def _desk(self, person: Person, life: Life, now: datetime) -> Desk:
        """Lay out what one turn may look at, without id, name and unit."""
        may = frozenset({"report"} if person.role is Role.SENIOR_OFFICIAL else ())
        happened = tuple(Dated(stamped.day, stamped.language, stamped.fact) for stamped in life.facts)
        past = Past(local_day(person, self._library, now), person.path, spoken(person, life), may, happened)
        standing = tuple(
            Standing(
                kept.conversation.flow,
                kept.conversation.key,
                kept.revision,
                kept.place,
                kept.via,
                kept.acted,
                kept.arrived,
            )
            for kept in life.conversations
        )
        return Desk(self._library, self._lexicon, past, standing)

    async def _decide(
        self, desk: Desk, person: Person, life: Life, heard: Heard, card: Card | None
    ) -> Turned:
        match heard:
            case Arrival():
                turned = reception.hear(desk, Opened())
            case Message(text):
                turned = reception.hear(desk, Typed(text))
            case Press(verb, _, inputs):
                turned = reception.hear(desk, Pressed(verb, inputs), card)
        return await self._looked_up(desk, person, life, turned)

    async def _looked_up(self, desk: Desk, person: Person, life: Life, turned: Turned) -> Turned:
        """Answer the question a step asks, once."""
        if turned.query is None:
            return turned
        answer = await self._queries.answer(turned.query, person, life, desk.past.today)
        return reception.learn(desk, turned, Learned(answer))

    async def _keep(
        self, desk: Desk, person: Person, turned: Turned, mark: TurnMark | None, now: datetime
    ) -> bool:
        """Commit a turn if it changed anything; False when this very message had its effect before."""
        moved, attention = turned.moved, desk.attention()
        stays = attention is not None and (attention.flow, attention.key) == (moved.flow, moved.key)
        changed = turned.facts or turned.tells or turned.also or moved.next_revision != moved.revision
        if not turned.keep or (stays and not changed):
            return True
        language = _language(turned, desk.past.language) or "en"
        today = desk.past.today
        return await self._store.ledger.commit(
            _move(person.id, moved),
            turn=mark,
            facts=[
                Stamped(person.id, today, person.unit, person.path, language, fact) for fact in turned.facts
            ],
            also=[_move(person.id, other) for other in turned.also],
            deliveries=[
                delivery
                for tell in turned.tells
                for delivery in await self._owed(tell.audience, tell.ref, person, now)
            ],
        )

    async def _owed(self, audience: str, ref: Ref, about: Person, now: datetime) -> list[Delivery]:
        """Address a note to everybody who holds an office today."""
        occurrence = self._random(16).hex()
        holders = [
            person.id for person in await self._store.people.everyone() if person.role.value == audience
        ]
        if not holders:
            log.warning("office.empty", office=audience)
        return [
            Delivery(DeliveryKey(ref.key, occurrence, 1, holder), ref, due=_hour(now), about=about.id)
            for holder in holders
        ]

    async def _show(self, turned: Turned, person: Person, life: Life) -> Shown:
        view = turned.view
        if view is None:
            raise LookupError("a turn ends with a view")
        language = None if view.both else _language(turned, spoken(person, life))
        return Shown(view, language, await self._tokens.seal(turned.card()))


def _language(turned: Turned, before: Language | None) -> Language | None:
    chosen = [fact.language for fact in turned.facts if isinstance(fact, LanguageChosen)]
    return chosen[-1] if chosen else before


def _hour(now: datetime) -> datetime:
    """Return the full hour: nobody needs the minute in which a person said something."""
    return now.replace(minute=0, second=0, microsecond=0)


def _move(person: PersonId, moved: Moved) -> Move:
    conversation = Conversation(person, moved.flow, moved.key)
    return Move(conversation, moved.revision, moved.next_revision, moved.place, moved.via)


def _unsaved(turned: Turned) -> Turned:
    """Show where the person still is, and say that nothing was saved."""
    point = turned.point
    return Turned(point, point.place, view=point.here().noted("not-saved"))
