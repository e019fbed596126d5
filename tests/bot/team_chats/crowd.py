"""Many people who press at the same time, over several processes, in an order that chance gives."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from bot.heard import Press, Shown
from bot.team_chats.talk import Talk
from dialogs.facts import Stamped
from dialogs.people import PersonId
from storage.memory import open_memory
from storage.ports import Delivery, Keys, Ledger, Life, Move, Store, TurnMark
from tests.bot.team_chats.team import CHAT, Team

NOTHING: Mapping[str, str] = {}


@dataclass
class OthersFirst:
    """A ledger in memory that takes its time: others have their turn first, as often as chance says."""

    ledger: Ledger
    dice: Random

    async def life(self, person: PersonId) -> Life:
        await self._others()
        return await self.ledger.life(person)

    async def commit(
        self,
        move: Move,
        *,
        turn: TurnMark | None = None,
        facts: Sequence[Stamped] = (),
        also: Sequence[Move] = (),
        deliveries: Sequence[Delivery] = (),
    ) -> bool:
        await self._others()
        return await self.ledger.commit(move, turn=turn, facts=facts, also=also, deliveries=deliveries)

    async def facts(self, since: date, until: date) -> Iterable[Stamped]:
        return await self.ledger.facts(since, until)

    async def _others(self) -> None:
        for _ in range(self.dice.randrange(3)):
            await asyncio.sleep(0)


def busy_memory(seed: int) -> Store:
    """Return a store in memory in which presses overtake each other."""
    store = open_memory()
    return replace(store, ledger=OthersFirst(store.ledger, Random(seed)))


@dataclass
class Crowd(Team):
    """A team over several processes. `replicas` are further ways into its store, each with its keys.

    Without any, a second process works over the same store.
    """

    seed: int = 0
    replicas: Sequence[tuple[Store, Keys]] = ()
    dice: Random = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        others = [self.process(*each) for each in self.replicas] or [self.process()]
        self.processes = (self.talk, *others)
        self.dice = Random(self.seed)

    @property
    def any_process(self) -> Talk:
        return self.dice.choice(self.processes)

    async def all_look(self) -> None:
        for who in self.people:
            await self.looks(who)

    async def sends(self, who: str, verb: str, on: Shown, inputs: Mapping[str, str] = NOTHING) -> Shown:
        """Press a card in the process that chance gives, and return what was shown."""
        shown = await self.any_process.press(CHAT, PersonId(who), Press(verb, on.token, inputs))
        assert shown.view.card != "session.away"
        return shown
