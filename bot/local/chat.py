"""The conversations of one run of the local page: each person's cards, in memory, and who waits for news."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any, Protocol

import structlog

from bot.heard import Arrival, File, Heard, Press, Shown
from bot.local.news import News
from bot.local.sessions import Session
from content.model import Library
from dialogs.flow import Ref
from dialogs.people import PersonId
from storage.ports import Address, NotSaved, People, Unavailable

Card = Mapping[str, Any]
"""An Adaptive Card, as JSON."""

REMEMBERED = 200
"""How many cards of one person stay on the page; older ones fall off."""

ADDRESS = Address("local")

log = structlog.get_logger()


class Listening(Protocol):
    """What the page and its messenger need of the turns."""

    async def hear(self, person: PersonId, heard: Heard) -> Shown:
        """Take one turn and return what to show. Never raises for what a person may say."""
        ...

    async def present(self, addressee: PersonId, ref: Ref, about: PersonId | None) -> Shown | None:
        """Render what a delivery points to, now; None when there is nothing to say any more."""
        ...

    async def file(self, person: PersonId, key: str) -> File | None:
        """Make the file a card offered; None when it is not theirs."""
        ...

    async def in_company(self, person: PersonId | None) -> Shown:
        """Show what everybody in a chat of several people may read, to all or to one person."""
        ...


@dataclass(frozen=True, slots=True)
class Posted:
    """One card on the page. `id` counts from 1 for each person; `first` marks a card we sent unasked.

    `changed` is 0, or where in the same count its card was last changed unasked.
    """

    id: int
    card: Card
    first: bool = False
    changed: int = 0

    @property
    def at(self) -> int:
        """Say where in the person's count something last happened to it."""
        return max(self.id, self.changed)


@dataclass(slots=True)
class Thread:
    """One person's conversation in this run. A person's own words are never here, nor answers in passing.

    `turn` is held while something is answered: two open tabs are one conversation.
    """

    posted: list[Posted] = field(default_factory=list)
    last: int = 0
    arrived: bool = False
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    news: News = field(default_factory=News)


class LocalChat:
    """The local page's memory. Everything in it is gone when the program stops.

    What stands in `beside` is closed with it.
    """

    def __init__(
        self,
        turns: Listening,
        people: People,
        library: Library,
        session: Session,
        draw: Callable[[Shown], Card],
    ) -> None:
        self.people = people
        self.library = library
        self.session = session
        self.closed = False
        self.draw = draw
        self.beside: list[Callable[[], None]] = []
        self._turns = turns
        # A card of an earlier run is on no page any more: its id must not name one of this run.
        self._run = blake2b(session.key.encode(), digest_size=8).hexdigest()
        self._threads: dict[PersonId, Thread] = {}

    async def open(self, person: PersonId) -> tuple[Posted, ...]:
        """Show a person's conversation so far; the first time in a run it begins with their arrival."""
        thread = self._thread(person)
        async with thread.turn:
            if not thread.arrived:
                self._post(person, await self._turn(person, Arrival()))
                thread.arrived = True
            return tuple(thread.posted)

    async def hear(self, person: PersonId, heard: Heard) -> Posted:
        """Take one turn; the answer is a new card below the others."""
        async with self._thread(person).turn:
            return self._post(person, await self._turn(person, heard))

    async def press(self, person: PersonId, press: Press, card: int) -> Posted:
        """Take one turn by a button; the answer takes the place of the card it was on.

        A card that is no longer remembered (0, or from an earlier run) is answered below instead. An answer
        in passing is on the screen only: who comes back finds the card that was there before, if any.
        """
        thread = self._thread(person)
        async with thread.turn:
            shown = await self._turn(person, press)
            where = _where(thread, card)
            if where is None:
                return self._post(person, shown)
            answer = Posted(card, self.draw(shown), any(each.first for each in thread.posted[where]))
            if not shown.view.passing:
                thread.posted[where] = [answer]
            return answer

    async def file(self, person: PersonId, key: str) -> File | None:
        """Make the file a card on the page offered."""
        return await self._turns.file(person, key)

    async def in_company(self, person: PersonId) -> Shown:
        """Show somebody what Ethos says in a chat of several people."""
        return await self._turns.in_company(person)

    async def _turn(self, person: PersonId, heard: Heard) -> Shown:
        """Take one turn; once the first contact is over the person can be written to.

        The turn is kept by then: an address that is not costs no answer, and the next turn tries again.
        """
        shown = await self._turns.hear(person, heard)
        if not shown.view.both:
            try:
                await self.people.learn(person, ADDRESS)
            except (NotSaved, Unavailable) as fault:
                log.warning("address.not-kept", fault=type(fault).__name__)
        return shown

    def deliver(self, person: PersonId, shown: Shown) -> str:
        """Put a card nobody asked for on a person's page, wake whoever watches it, and return its name."""
        posted = self._post(person, shown, first=True)
        self._thread(person).news.comes()
        return f"{self._run}:{posted.id}"

    def change(self, person: PersonId, name: str, shown: Shown) -> bool:
        """Change a card we sent where it stands, whatever it shows by now; False when it is not there."""
        thread = self._thread(person)
        for at, posted in enumerate(thread.posted):
            if name == f"{self._run}:{posted.id}":
                thread.last += 1
                thread.posted[at] = replace(posted, card=self.draw(shown), changed=thread.last)
                self._thread(person).news.comes()
                return True
        return False

    async def news(self, person: PersonId, after: int, patience: float) -> tuple[Posted, ...]:
        """Return the cards sent or changed unasked after a moment of the person's count, in that order.

        It waits up to `patience` seconds for the first.
        """
        thread = self._thread(person)
        return await thread.news.first(lambda: _unasked(thread, after), 0 if self.closed else patience)

    def close(self) -> None:
        """Let everybody who waits go home, so that the server can stop at once."""
        self.closed = True
        for thread in self._threads.values():
            thread.news.comes()
        for close in self.beside:
            close()

    async def leave(self, _: object) -> None:
        """Do the same when the application shuts down."""
        self.close()

    def _thread(self, person: PersonId) -> Thread:
        return self._threads.setdefault(person, Thread())

    def _post(self, person: PersonId, shown: Shown, *, first: bool = False) -> Posted:
        thread = self._thread(person)
        thread.last += 1
        posted = Posted(thread.last, self.draw(shown), first)
        if first or not shown.view.passing:
            thread.posted.append(posted)  # What nobody asked for stays, also what would be said in passing.
        del thread.posted[:-REMEMBERED]
        return posted


def _where(thread: Thread, card: int) -> slice | None:
    """Return which cards one takes the place of: itself, or none where it was there in passing."""
    before = sum(posted.id < card for posted in thread.posted)
    if any(posted.id == card for posted in thread.posted):
        return slice(before, before + 1)
    return slice(before, before) if before and card <= thread.last else None


def _unasked(thread: Thread, after: int) -> tuple[Posted, ...]:
    found = (posted for posted in thread.posted if posted.first and posted.at > after)
    return tuple(sorted(found, key=lambda posted: posted.at))
