"""The whole bot in a terminal: what is typed, what is shown, and a transcript that is a test."""

import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Generic, TypeVar

from bot.cards.text import head, text
from bot.heard import Arrival, Heard, Message, Press, Shown
from bot.local.filling import fill, instead, is_form
from bot.turn import Turns
from content.model import Library
from dialogs.flow import Ref
from dialogs.lexicon import Lexicon
from dialogs.people import PersonId
from storage.ports import Address, Store

Ending = TypeVar("Ending")
ADDRESS = Address("terminal")
BARS = 24
"""Characters of the longest bar of a chart."""


class Inbox(Generic[Ending]):
    """The channel to the one person at the terminal. How an attempt ends is said with the words handed in."""

    def __init__(
        self,
        turns: Turns,
        person: PersonId,
        sent: Callable[[str], Ending],
        refused: Callable[[str], Ending],
        elsewhere: Callable[[str], Ending],
    ) -> None:
        """Collect what arrives for one person; everybody else is left to other channels."""
        self.arrived: list[Shown] = []
        self._count = 0
        self._turns, self._person = turns, person
        self._sent, self._refused, self._elsewhere = sent, refused, elsewhere

    async def prepare(
        self,
        addressee: PersonId,
        ref: Ref,
        about: PersonId | None,
        replaces: str = "",
    ) -> Callable[[], Awaitable[Ending]] | Ending:
        """Render what `ref` points to, now, and return what keeps it for printing.

        What is printed cannot be changed: what `replaces` it is printed below, and says itself what it is.
        """
        if addressee != self._person:
            return self._elsewhere("other-channel")
        shown = await self._turns.present(addressee, ref, about)
        return self._refused("answered") if shown is None else partial(self._put, shown, replaces)

    async def _put(self, shown: Shown, replaces: str) -> Ending:
        self.arrived.append(shown)
        self._count += 1
        return self._sent(replaces or str(self._count))


@dataclass(frozen=True, slots=True)
class Exchange:
    """One turn: what was heard, what was shown, which facts were kept, and what arrived unasked."""

    heard: Heard
    shown: Shown
    kept: tuple[str, ...]
    came: tuple[Shown, ...]


class Terminal:
    """One person at a keyboard. After each turn the clock ticks once, so reminders arrive as they would."""

    def __init__(
        self,
        turns: Turns,
        store: Store,
        person: PersonId,
        inbox: Inbox[Ending],
        beat: Callable[[], Awaitable[None]],
    ) -> None:
        """Take the turns, the store they keep in, who types, and what makes time pass."""
        self._turns, self._store, self._person, self._inbox, self._beat = turns, store, person, inbox, beat
        self._shown: Shown | None = None

    async def take(self, heard: Heard) -> Exchange:
        """Take one turn. A press without a token is a press on the last card shown."""
        if isinstance(heard, Press) and not heard.token and self._shown:
            heard = Press(heard.verb, self._shown.token, heard.inputs)
        before = len((await self._store.ledger.life(self._person)).facts)
        self._shown = await self._turns.hear(self._person, heard)
        if not self._shown.view.both:
            await self._store.people.learn(self._person, ADDRESS)
        kept = (await self._store.ledger.life(self._person)).facts[before:]
        await self._beat()
        came = tuple(self._inbox.arrived)
        self._inbox.arrived.clear()
        return Exchange(heard, self._shown, tuple(stamped.fact.kind for stamped in kept), came)

    async def play(
        self, library: Library, lines: Iterable[str], say: Callable[[str], None]
    ) -> list[Exchange]:
        """Play until the lines end; return the exchanges.

        A form is filled here, line by line, and leaves as one press: nothing of it is heard as typed words.
        """
        typed, lexicon = (line.strip() for line in lines), Lexicon(library)
        exchanges = [await self.take(Arrival())]
        _print(library, exchanges[-1], say)
        for line in typed:
            heard: Heard | None = (
                (instead(lexicon, exchanges[-1].shown, line) or Message(line)) if line else None
            )
            while heard:
                exchanges.append(await self.take(heard))
                shown = exchanges[-1].shown
                _print(library, exchanges[-1], say)
                await self._hand_over(shown, say)
                heard = fill(library, lexicon, shown, typed, say) if is_form(shown.view) else None
        return exchanges

    async def _hand_over(self, shown: Shown, say: Callable[[str], None]) -> None:
        """Print the file a card offers, as it would be written."""
        file = await self._turns.file(self._person, shown.view.file) if shown.view.file else None
        if file:
            say(file.body.decode())


def _print(library: Library, exchange: Exchange, say: Callable[[str], None]) -> None:
    """Say what came, then the answer last: a form is asked below it."""
    for shown in (
        (*exchange.came, exchange.shown) if is_form(exchange.shown.view) else (exchange.shown, *exchange.came)
    ):
        if is_form(shown.view):
            say("\n" + head(library, shown.view, shown.language or "en"))
        else:
            say("\n" + text(library, shown, BARS))


def transcript(person: PersonId, organization: str, today: date, exchanges: Iterable[Exchange]) -> str:
    """Write exchanges as a test that `tests/transcripts` replays. It holds what was typed: for demos only."""
    lines = [f"as: {person}", f"organization: {organization}", f"today: {today.isoformat()}", "turns:"]
    for exchange in exchanges:
        match exchange.heard:
            case Arrival():
                lines.append("- open: true")
            case Message(words):
                lines.append(f"- type: {json.dumps(words, ensure_ascii=False)}")
            case Press(verb, _, inputs):
                lines.append(f"- press: {verb}")
                lines += [f"  with: {json.dumps(dict(inputs), ensure_ascii=False)}"] if inputs else []
        lines.append(f"  shows: {_seen(exchange.shown)}")
        lines += [f"  keeps: [{', '.join(exchange.kept)}]"] if exchange.kept else []
        lines += [f"  comes: [{', '.join(_seen(shown) for shown in exchange.came)}]"] if exchange.came else []
    return "\n".join(lines) + "\n"


def _seen(shown: Shown) -> str:
    """Write a view in ids, as « language card » with its note, if any."""
    language = shown.language or "both"
    return f"{language} {shown.view.card}" + (f" {shown.view.note}" if shown.view.note else "")
