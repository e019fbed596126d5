"""Writing first on the local page: what is owed to a person appears in their conversation."""

from collections.abc import Callable
from typing import Generic, TypeVar

from bot.local.chat import ADDRESS, Listening, LocalChat
from dialogs.flow import Ref
from dialogs.people import PersonId

O = TypeVar("O")  # noqa: E741 (the O of outcome; the scheduler's types stay unknown here)


class PageMessenger(Generic[O]):
    """The channel of local mode. How an attempt ends is said with the words handed in."""

    def __init__(
        self, turns: Listening, chat: LocalChat, sent: Callable[[], O], refused: Callable[[str], O]
    ) -> None:
        self._turns = turns
        self._chat = chat
        self._sent = sent
        self._refused = refused

    async def send(self, addressee: PersonId, ref: Ref, about: PersonId | None) -> O:
        """Render what `ref` points to, now, and put it on the addressee's page.

        Refused with "no-address" when nobody has opened the page as that person, and with "answered" when
        there is nothing left to say.
        """
        address = await self._chat.people.address(addressee)
        if address is None or address.channel != ADDRESS.channel:
            return self._refused("no-address")
        shown = await self._turns.present(addressee, ref, about)
        if shown is None:
            return self._refused("answered")
        self._chat.deliver(addressee, shown)
        return self._sent()
