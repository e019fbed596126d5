"""Stand-ins for what lives above and below the door: turns, people, a clock, the network's names."""

import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.heard import Arrival, File, Heard, Message, Press, Shown
from content.model import Language, Text
from dialogs.flow import Ref
from dialogs.people import Person, PersonId
from dialogs.views import View
from storage.ports import Address, Changes

SENTENCES = {
    "answered-below": Text(en="Below", fr="Plus bas"),
    "note-for-you": Text(en="A note waits", fr="Un mot attend"),
    "talk-in-private": Text(en="Privately, please", fr="En privé, merci"),
    "unavailable": Text(en="That did not work", fr="Rien n'a marché"),
}
START = datetime(2026, 10, 1, 13, 0, tzinfo=UTC)


@dataclass
class ScriptedTurns:
    """Turns that write down what they hear, and show a card named after it."""

    heard: list[tuple[PersonId, Heard]] = field(default_factory=list)
    presented: list[tuple[PersonId, Ref, PersonId | None]] = field(default_factory=list)
    language: Language | None = "fr"
    fault: Exception | None = None
    answered: bool = False

    async def hear(self, person: PersonId, heard: Heard) -> Shown:
        self.heard.append((person, heard))
        if self.fault:
            raise self.fault
        match heard:
            case Arrival():
                return Shown(View("welcome"), None, "")
            case Press(verb):
                return Shown(View(f"after {verb}"), self.language, "")
            case Message():
                return Shown(View("current"), self.language, "")

    async def present(self, addressee: PersonId, ref: Ref, about: PersonId | None) -> Shown | None:
        self.presented.append((addressee, ref, about))
        if self.fault:
            raise self.fault
        return None if self.answered else Shown(View(f"{ref.flow} {ref.key}"), self.language, "")

    async def in_company(self, person: PersonId | None) -> Shown:
        if self.fault:
            raise self.fault
        language = self.language if person else None
        return Shown(View("company"), language, "")

    async def spoken(self, person: PersonId) -> Language | None:
        return self.language

    async def file(self, person: PersonId, key: str) -> File | None:
        return File(f"{key}.csv", "text/csv; charset=utf-8", b"a,b\r\n") if key == "2026-Q4" else None


def draw(shown: Shown) -> dict[str, Any]:
    """Draw a card that says which view it is."""
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": [{"type": "TextBlock", "text": shown.view.card}],
    }


def drawn(card: dict[str, Any]) -> str:
    """Read back which view a card shows."""
    text: str = card["body"][0]["text"]
    return text


@dataclass
class Directory:
    """People of whom only the addresses are known."""

    addresses: dict[PersonId, Address] = field(default_factory=dict)
    fault: Exception | None = None

    async def person(self, person: PersonId) -> Person | None:
        return None

    async def everyone(self) -> Sequence[Person]:
        return ()

    async def bring_in(self, rows: Sequence[Person]) -> Changes:
        return Changes((), (), (), ())

    async def meet(self, person: Person) -> None:
        pass

    async def address(self, person: PersonId) -> Address | None:
        return self.addresses.get(person)

    async def learn(self, person: PersonId, address: Address) -> None:
        if self.fault:
            raise self.fault
        self.addresses[person] = address

    async def forget(self, person: PersonId) -> None:
        self.addresses.pop(person, None)


@dataclass
class SetClock:
    """A clock that goes when it is told to."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def go(self, step: timedelta) -> None:
        self.now += step


@dataclass
class NoNames(AbstractResolver):
    """A resolver that knows no name, and remembers which were asked for."""

    asked: list[str] = field(default_factory=list)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        raise OSError(f"no such name: {host}")

    async def close(self) -> None:
        pass
