"""Several channels as one messenger: each message takes the channel of the newest address."""

from collections.abc import Awaitable, Callable, Mapping

from dialogs.flow import Ref
from dialogs.people import PersonId
from scheduler.ports import Messenger, Outcome, Refused
from storage.ports import People


class Channels:
    """Sends each message through the channel of the addressee's newest address."""

    def __init__(self, people: People, channels: Mapping[str, Messenger]) -> None:
        """Take a messenger for each channel name of an address."""
        self._people, self._channels = people, channels

    async def send(self, addressee: PersonId, ref: Ref, about: PersonId | None) -> Outcome:
        """Choose the channel; without one the message is refused."""
        address = await self._people.address(addressee)
        messenger = self._channels.get(address.channel) if address else None
        return await messenger.send(addressee, ref, about) if messenger else Refused("no-address")


class Later:
    """A messenger that is still being made: the SDK behind it takes seconds to import."""

    def __init__(self, made: Callable[[], Awaitable[Messenger]]) -> None:
        """Take what waits for it."""
        self._made = made

    async def send(self, addressee: PersonId, ref: Ref, about: PersonId | None) -> Outcome:
        """Send once it is there."""
        return await (await self._made()).send(addressee, ref, about)
