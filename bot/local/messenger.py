"""Writing first on the local page: what is owed to a person appears in their conversation."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Generic, TypeVar

from bot.heard import Shown
from bot.local.chat import ADDRESS, Listening, LocalChat
from dialogs.flow import Ref
from dialogs.people import PersonId

O = TypeVar("O")  # noqa: E741 (the O of outcome; the scheduler's types stay unknown here)


class PageMessenger(Generic[O]):
    """The channel of local mode. How an attempt ends is said with the words handed in."""

    def __init__(
        self,
        turns: Listening,
        chat: LocalChat,
        sent: Callable[[str], O],
        refused: Callable[[str], O],
        elsewhere: Callable[[str], O],
    ) -> None:
        self._turns = turns
        self._chat = chat
        self._sent = sent
        self._refused = refused
        self._elsewhere = elsewhere

    async def prepare(
        self,
        addressee: PersonId,
        ref: Ref,
        about: PersonId | None,
        replaces: str = "",
    ) -> Callable[[], Awaitable[O]] | O:
        """Render what `ref` points to, now, and return what puts it on the addressee's page.

        Left to other channels when nobody has opened the page as that person; refused with "answered" when
        there is nothing left to say. With `replaces` it takes the place of that card, and is refused as
        "gone" when the page does not hold it any more.
        """
        address = await self._chat.people.address(addressee)
        if address is None:
            return self._elsewhere("no-address")
        if address.channel != ADDRESS.channel:
            return self._elsewhere("other-channel")
        shown = await self._turns.present(addressee, ref, about)
        return self._refused("answered") if shown is None else partial(self._put, addressee, shown, replaces)

    async def _put(self, addressee: PersonId, shown: Shown, replaces: str) -> O:
        if not replaces:
            return self._sent(self._chat.deliver(addressee, shown))
        changed = self._chat.change(addressee, replaces, shown)
        return self._sent(replaces) if changed else self._refused("gone")
