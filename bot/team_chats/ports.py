"""What a channel and the sessions of teams need of each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.heard import File, Press, Shown
from dialogs.people import PersonId


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat of several people. `id` names it for good, `name` is what its people call it, empty if unknown.

    `where` is all that its channel needs to write there later; its entry `via` names the channel.
    """

    id: str
    where: Mapping[str, str]
    name: str = ""


class Chats(Protocol):
    """What a channel does in the chats of its teams. A failure raises ChatAway, and nothing was said."""

    async def members(self, where: Mapping[str, str]) -> Sequence[PersonId]:
        """List who is in a chat, Ethos left out."""
        ...

    async def post(self, where: Mapping[str, str], shown: Shown) -> str:
        """Put a card before everybody, and return what the channel calls it; empty when it does not say.

        Where a channel can, each person's own client then asks for their own view of it.
        """
        ...

    async def change(self, where: Mapping[str, str], card: str, shown: Shown) -> None:
        """Put another card in the place of one that everybody sees. Raises CardGone where it is not there."""
        ...


class ChatAway(Exception):
    """The channel could not reach a chat."""


class CardGone(ChatAway):
    """The chat was reached, and the card that was to be changed is not in it any more."""


class TeamTalk(Protocol):
    """What a channel asks of the sessions of teams. Nothing here raises for what a person may do."""

    def means(self, text: str) -> str | None:
        """Return the verb of a session that typed words mean, or None: anything else is not answered here."""
        ...

    def knows(self, press: Press) -> bool:
        """Tell whether a button belongs to a session of a team."""
        ...

    async def look(self, chat: Chat, person: PersonId) -> Shown:
        """Show somebody their own view of the session that is open in a chat, or how one begins."""
        ...

    async def again(self, chat: Chat) -> bool:
        """Put the card that everybody sees into a chat once more, below what was said since.

        That one is changed from then on. False when no session is open there, and nothing was said.
        """
        ...

    async def press(self, chat: Chat, person: PersonId, press: Press) -> Shown:
        """Hear a button; what everybody sees is changed through `Chats` before this returns."""
        ...

    async def left(self, chat: Chat, person: PersonId) -> None:
        """Hear that somebody is no longer in a chat."""
        ...

    async def file(self, chat: Chat, person: PersonId, key: str) -> File | None:
        """Make the file that a card of this chat offered; None when it is not theirs."""
        ...
