"""Keeps what a turn decided, all of it in one commit."""

from collections.abc import Sequence
from dataclasses import dataclass

from content.model import Language
from dialogs.desk import Desk
from dialogs.facts import LanguageChosen, Stamped
from dialogs.people import Person, PersonId
from dialogs.turned import Moved, Turned
from storage.ports import Conversation, Delivery, Ledger, Move, TurnMark


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is kept besides the turn's own: which message it was, and what an office is told."""

    message: TurnMark | None
    deliveries: Sequence[Delivery]


async def keep(ledger: Ledger, desk: Desk, person: Person, turned: Turned, outgoing: Outgoing) -> bool:
    """Commit a turn if it changed anything; False when this very message had its effect before.

    Raises Stale, NotSaved.
    """
    moved, attention = turned.moved, desk.attention()
    stays = attention is not None and (attention.flow, attention.key) == (moved.flow, moved.key)
    changed = turned.facts or turned.tells or turned.also or moved.next_revision != moved.revision
    if not turned.keep or (stays and not changed):
        return True
    language = language_after(turned, desk.past.language) or "en"
    today = desk.past.today
    return await ledger.commit(
        _move(person.id, moved),
        turn=outgoing.message,
        facts=[Stamped(person.id, today, person.unit, person.path, language, fact) for fact in turned.facts],
        also=[_move(person.id, other) for other in turned.also],
        deliveries=outgoing.deliveries,
    )


def language_after(turned: Turned, before: Language | None) -> Language | None:
    """Return the language a person is spoken to in once a turn is kept."""
    chosen = [fact.language for fact in turned.facts if isinstance(fact, LanguageChosen)]
    return chosen[-1] if chosen else before


def _move(person: PersonId, moved: Moved) -> Move:
    conversation = Conversation(person, moved.flow, moved.key)
    return Move(conversation, moved.revision, moved.next_revision, moved.place, moved.via)
