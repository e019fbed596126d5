"""What happens each time the clock says "now": owe what is due, then send it."""

from collections.abc import Callable
from datetime import datetime

from content.model import Organization
from dialogs.flow import Ref
from scheduler.ports import Messenger
from scheduler.sender import Sender
from scheduler.tick import tick
from storage.ports import Store


class Beat:
    """One beat of the clock; call it again and again. `served` names the channels of this process."""

    def __init__(
        self,
        store: Store,
        messenger: Messenger,
        clock: Callable[[], datetime],
        organization: Organization,
        *,
        opening: Callable[[Ref], bytes],
        served: frozenset[str],
    ) -> None:
        self._store, self._clock, self._organization = store, clock, organization
        self._served = served
        self._sender = Sender(store, messenger, clock, organization, opening=opening)

    async def __call__(self) -> None:
        """Owe, then send everything whose time has come."""
        await tick(self._clock(), self._store, self._organization, channels=self._served)
        await self._sender.drain()

    def stop(self) -> None:
        """Begin no message any more; those under way may end."""
        self._sender.stop()
