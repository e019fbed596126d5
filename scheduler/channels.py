"""Several channels as one messenger: each message takes the channel of the newest address."""

from collections.abc import Awaitable, Callable, Mapping

from dialogs.flow import Ref
from dialogs.people import PersonId
from scheduler.ports import Elsewhere, Letter, Messenger, Outcome
from storage.ports import People


class Channels:
    """Prepares each message for the channel of the addressee's newest address; `served` names them all."""

    def __init__(self, people: People, channels: Mapping[str, Messenger]) -> None:
        """Take a messenger for each channel name of an address."""
        self.served = frozenset(channels)
        self._people, self._channels = people, channels

    async def prepare(
        self, addressee: PersonId, ref: Ref, about: PersonId | None, replaces: str = ""
    ) -> Letter | Outcome:
        """Choose the channel; what this process does not serve is left to one that does."""
        address = await self._people.address(addressee)
        if address is None:
            return Elsewhere("no-address")
        if address.channel not in self._channels:
            return Elsewhere("other-channel")
        return await self._channels[address.channel].prepare(addressee, ref, about, replaces)


class Later:
    """A messenger that is still being made: the SDK behind it takes seconds to import."""

    def __init__(self, made: Callable[[], Awaitable[Messenger]]) -> None:
        """Take what waits for it."""
        self._made = made

    async def prepare(
        self, addressee: PersonId, ref: Ref, about: PersonId | None, replaces: str = ""
    ) -> Letter | Outcome:
        """Prepare once it is there."""
        return await (await self._made()).prepare(addressee, ref, about, replaces)
