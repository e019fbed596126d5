"""The channel of a made-up organization: most of it arrives, some is refused, of little nobody can tell."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Generic, TypeVar

from bot.command.simulation.conversation import Hearing
from bot.command.simulation.dice import Dice
from bot.heard import Shown
from dialogs.flow import Ref
from dialogs.people import PersonId

Ending = TypeVar("Ending")
Came = Callable[[PersonId, Ref, Shown], None]
"""Is told what came to somebody."""

BLOCKED, LOST = 0.01, 0.003
"""The share of people whom nothing reaches, and of messages that leave without an answer."""


class Channel(Generic[Ending]):
    """Writes first to the people of a simulation. How an attempt ends is said with the words handed in."""

    def __init__(
        self,
        turns: Hearing,
        dice: Dice,
        sent: Callable[[str], Ending],
        refused: Callable[[str], Ending],
        uncertain: Callable[[str], Ending],
    ) -> None:
        """Begin with nothing sent, and nobody who is told of it."""
        self.came: list[Came] = []
        self._turns, self._dice = turns, dice
        self._sent, self._refused, self._uncertain = sent, refused, uncertain
        self._count = 0

    async def prepare(
        self, addressee: PersonId, ref: Ref, about: PersonId | None, replaces: str = ""
    ) -> Callable[[], Awaitable[Ending]] | Ending:
        """Render what `ref` points to, and return what brings it to its addressee."""
        shown = await self._turns.present(addressee, ref, about)
        return (
            self._refused("answered")
            if shown is None
            else partial(self._put, addressee, ref, shown, replaces)
        )

    async def _put(self, addressee: PersonId, ref: Ref, shown: Shown, replaces: str) -> Ending:
        if self._dice.of("blocked", addressee).chance(BLOCKED):
            return self._refused("blocked")
        self._count += 1
        if self._dice.of("lost", addressee, ref.flow, ref.key).chance(LOST):
            return self._uncertain("timeout")
        for told in self.came:
            told(addressee, ref, shown)
        return self._sent(replaces or str(self._count))
