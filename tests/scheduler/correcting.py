"""A campaign with a wrong text, a channel that holds what stands in each chat, and a bot that corrects it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from content.model import Communication, Stage, Text, Written
from dialogs.flow import Ref
from dialogs.people import Person, PersonId
from dialogs.sources import COMMUNICATION, CORRECTION
from scheduler.corrections import Corrections
from scheduler.pace import Pace
from scheduler.ports import Letter, Outcome, Refused, Sent
from scheduler.sender import Drained
from scheduler.tick import tick
from storage.campaigns import campaign, corrected_run, keep
from storage.memory import open_memory
from storage.ports import (
    Delivery,
    DeliveryKey,
    Store,
)
from tests.scheduler.living import HERE, MONDAY, Clock, organization, sender, settle_in

ANA, BEN, CLEO = (Person(PersonId(name)) for name in ("ana", "ben", "cleo"))
TODAY = MONDAY.date()
LEASE = Pace().lease


DONE = ("delivered", "")
"""How a correction ended that took its place."""


@dataclass
class Chats:
    """A channel that holds what stands in each chat, and draws from the register as a turn does.

    `trouble` is how a person's next messages end: a refusal is none, anything else was taken all the same.
    `meanwhile` happens once, while the next message is under way. Without `ids` nobody learns theirs.
    """

    store: Store
    standing: dict[tuple[str, str], str] = field(default_factory=dict)
    left: list[tuple[str, str, str]] = field(default_factory=list)
    trouble: dict[str, list[Outcome | Exception]] = field(default_factory=dict)
    meanwhile: Callable[[], Awaitable[None]] | None = None
    ids: bool = True

    async def prepare(
        self, addressee: PersonId, ref: Ref, about: PersonId | None, replaces: str = ""
    ) -> Letter | Outcome:
        found = await campaign(self.store, ref.key)
        assert found is not None
        assert isinstance(found.campaign, Written)
        return partial(self._send, addressee, f"{ref.flow}: {found.campaign.title.en}", replaces)

    async def _send(self, addressee: PersonId, text: str, replaces: str) -> Outcome:
        if self.meanwhile is not None:
            meanwhile, self.meanwhile = self.meanwhile, None
            await meanwhile()
        self.left.append((addressee, text, replaces))
        trouble = self.trouble.get(addressee, [])
        ended = trouble.pop(0) if trouble else None
        if isinstance(ended, Refused):
            return ended
        if replaces and (addressee, replaces) not in self.standing:
            return Refused("gone")
        name = replaces or f"1:{len(self.left)}"
        self.standing[addressee, name] = text
        if isinstance(ended, Exception):
            raise ended
        return ended or Sent(name if self.ids else "")

    def of(self, person: Person) -> list[str]:
        return [text for (who, _), text in self.standing.items() if who == person.id]


class Office:
    """A store with people and one campaign, and one process that serves it."""

    def __init__(self, store: Store | None = None) -> None:
        self.store = store or open_memory()
        self.clock = Clock()
        self.chats = Chats(self.store)
        self.corrections = Corrections(self.store)

    async def has(self, *people: Person) -> None:
        await settle_in(self.store, *people)

    async def writes(self, id_: str = "gifts", **changes: Any) -> None:
        """Start a campaign with the text "wrong"."""
        await keep(self.store, id_, written(**changes), 0)

    async def corrects(self, words: str, id_: str = "gifts", **changes: Any) -> None:
        """Change its text as an officer does."""
        found = await campaign(self.store, id_)
        assert found is not None
        assert isinstance(found.campaign, Written)
        newer = {"title": Text(en=words, fr=words), "text_version": found.campaign.text_version + 1}
        dated = {"corrected": self.clock().date(), **changes}
        await keep(self.store, id_, found.campaign.model_copy(update=newer | dated), found.revision)

    async def owes(
        self, *people: Person, id_: str = "gifts", source: str = COMMUNICATION, nth: int = 1, flow: str = ""
    ) -> None:
        await self.store.deliveries.owe(
            [
                Delivery(DeliveryKey(source, id_, nth, each.id), Ref(flow or source, id_), self.clock())
                for each in people
            ]
        )

    async def drains(self, **changes: Any) -> Drained:
        return await sender(self.store, self.chats, self.clock, **changes).drain()

    async def has_sent(self, *people: Person) -> None:
        """Have a campaign with the wrong text stand in these people's chats."""
        await self.has(*people)
        await self.writes()
        await self.owes(*people)
        await self.drains()

    async def closes_what_lapsed(self) -> None:
        await tick(self.clock(), self.store, organization(reminders=[]), channels=HERE)

    async def ended(self, version: int = 2, id_: str = "gifts") -> dict[str, tuple[str, str]]:
        found = await self.store.deliveries.find(CORRECTION, corrected_run(id_, version))
        return {each.key.addressee: (each.state.value, each.reason) for each in found}


def written(**changes: Any) -> Communication:
    fields: dict[str, Any] = {
        "title": Text(en="wrong", fr="faux"),
        "body": (Text(en="…", fr="…"),),
        "first_day": TODAY,
        "last_day": TODAY + timedelta(days=20),
        "stage": Stage.RUNNING,
    }
    return Communication(**{**fields, **changes})
