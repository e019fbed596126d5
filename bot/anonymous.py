"""Puts answers without a name where they belong, and draws what their cards need. Nothing here is logged."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple, Protocol

from bot.heard import Heard, Press
from bot.limiter import MOST, Limiter
from dialogs import anonymous
from dialogs.desk import Desk
from dialogs.flow import Drop
from dialogs.people import PersonId
from dialogs.questionnaire import LATE, NOT_SENT, OVER, TOO_MANY
from dialogs.turned import Card, Turned, took
from dialogs.views import Pressed
from storage.ports import Box, Closed, NotSaved, Unavailable

Random = Callable[[int], bytes]

NONCE = 12
"""Bytes."""


class Puts(Protocol):
    """The mailbox, as far as answers are put into it."""

    async def put(self, box: Box, nonce: bytes, answer: Mapping[str, str]) -> None:
        """Keep an answer durably, once for each nonce. Raises NotSaved, Closed, Unavailable."""
        ...


class NoMailbox:
    """There is none: nothing can be kept."""

    async def put(self, *_: object) -> None:
        """Refuse."""
        raise NotSaved


class Mark(NamedTuple):
    """What a card carries so that its answer is kept once: the period it asks in, and a nonce."""

    period: str
    nonce: str


@dataclass(frozen=True, slots=True)
class Sender:
    """Who pressed what, on which card and when: for the limiter and the end of the period, and then gone."""

    person: PersonId
    heard: Heard
    card: Card | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Anonymous:
    """Where one process puts answers; `zone` is the organization's, in which a period ends."""

    mailbox: Puts
    random: Random
    zone: str
    limiter: Limiter = field(init=False)

    def __post_init__(self) -> None:
        """Draw the limiter's key."""
        object.__setattr__(self, "limiter", Limiter(self.random(32)))

    def marked(self, card: Card, today: date, mark: Mark | None = None) -> Card:
        """Return a card's token with the period it asks in and a nonce of its own, unless it has a mark."""
        period, nonce = mark or self._fresh(today)
        return replace(card, period=period, nonce=nonce)

    def _fresh(self, today: date) -> Mark:
        return Mark(anonymous.period_on(today), self.random(NONCE).hex())

    async def answered(self, desk: Desk, turned: Turned, sender: Sender) -> tuple[Turned, Mark | None]:
        """Put what a turn dropped into the mailbox, and return what is shown. Nothing else of it is kept.

        Where a form could not be kept it says so, with what was written, and the form keeps its mark: should
        the answer have been kept after all, sending it again changes nothing. A press that is only counted
        is not worth an apology.
        """
        today = desk.past.today
        mark = self._mark(turned.drops, sender, today)
        fate = await self._put(turned.drops, sender, mark, today)
        if not fate or all(each.once for each in turned.drops):
            return turned, None
        inputs = sender.heard.inputs if isinstance(sender.heard, Press) else {}
        told = took(desk, turned.point, Pressed(fate, inputs))
        return (told.noted("not-saved"), mark) if fate == NOT_SENT else (told, None)

    def _mark(self, drops: tuple[Drop, ...], sender: Sender, today: date) -> Mark:
        """Return the mark of the card that was pressed.

        A card without one, such as one whose door is open from anywhere, gets one that nobody sees; so does
        an old card on which something is only counted, for that belongs to no period but today's.
        """
        card = sender.card
        if card is None or not card.nonce:
            return self._fresh(today)
        over = self._over(card.period, sender.now) and all(each.once for each in drops)
        return self._fresh(today) if over else Mark(card.period, card.nonce)

    def _over(self, period: str, now: datetime) -> bool:
        until = anonymous.taken_until(period, self.zone)
        return until is None or now >= until

    async def _put(self, drops: tuple[Drop, ...], sender: Sender, mark: Mark, today: date) -> str:
        """Put answers into their boxes; return why not, or that they came late, or an empty word."""
        if self._over(mark.period, sender.now):
            return OVER
        for each in drops:
            what = f"{each.form}/{','.join(each.answer)}" if each.once else each.form
            own = hashlib.sha256(f"{mark.nonce}/{what}".encode()).digest()[:16]
            if not self.limiter.allows(sender.person, what, today, own, most=1 if each.once else MOST):
                return TOO_MANY
            try:
                await self.mailbox.put(
                    Box(each.form, each.version, mark.period, each.large), own, each.answer
                )
            except Closed:
                return OVER
            except (NotSaved, Unavailable):
                return NOT_SENT
        return "" if mark.period == anonymous.period_on(today) else LATE
