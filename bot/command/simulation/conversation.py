"""One person in front of the bot: what they press and type, as they would."""

from typing import Protocol

from bot.command.simulation.dice import Dice
from bot.heard import Arrival, Heard, Message, Press, Shown
from dialogs.flow import Ref
from dialogs.people import PersonId
from dialogs.views import Choice, DateInput, Input, TextInput, WordsInput


class Hearing(Protocol):
    """What answers people, and makes what is written to them."""

    async def hear(self, person_id: PersonId, heard: Heard) -> Shown:
        """Take one turn and return what to show."""

    async def present(self, addressee: PersonId, ref: Ref, about: PersonId | None) -> Shown | None:
        """Render what a delivery points to; None when there is nothing to say any more."""


class Conversation:
    """What one person says, and the card in front of them."""

    def __init__(self, turns: Hearing, who: PersonId, shown: Shown | None = None) -> None:
        """Begin in front of a card that came unasked, or of nothing yet."""
        self._turns, self._who, self._shown = turns, who, shown

    @property
    def shown(self) -> Shown:
        """Return the card in front of them; whoever has none yet opens the bot first."""
        if self._shown is None:
            raise LookupError("nothing was shown yet")
        return self._shown

    @property
    def card(self) -> str:
        """Return which card it is."""
        return self.shown.view.card

    def offers(self, verb: str) -> bool:
        """Tell whether the card has a button."""
        return any(button.verb == verb for button in self.shown.view.buttons)

    async def opens(self) -> None:
        """Open the bot."""
        self._shown = await self._turns.hear(self._who, Arrival())

    async def types(self, words: str) -> None:
        """Type some words."""
        self._shown = await self._turns.hear(self._who, Message(words))

    async def presses(self, verb: str, **inputs: str) -> None:
        """Press a button, on the card in front of them where there is one."""
        token = self._shown.token if self._shown else ""
        self._shown = await self._turns.hear(self._who, Press(verb, token, inputs))

    def filled(self, dice: Dice, words: str = "", **known: str) -> dict[str, str]:
        """Fill the form in front of them: what is known, what it holds already, and the rest by chance."""
        return {
            each.id: known.get(each.id, "") or each.value or _chosen(each, dice, words)
            for each in self.shown.view.inputs
        }


def _chosen(asked: Input, dice: Dice, words: str) -> str:
    match asked:
        case Choice(options=options, required=required) if options and (required or dice.chance(0.9)):
            return dice.one_of(options)[0]
        case WordsInput(required=False) | WordsInput(lines=True):
            return words
        case Choice() | DateInput() | TextInput() | WordsInput():
            return ""
