"""What happens each time the clock says "now": owe what is due, send it, look after directory and records."""

from collections.abc import Callable, Mapping
from datetime import datetime

from content.model import Checklist, Organization
from dialogs.flow import Ref
from scheduler.campaigns import Campaigns
from scheduler.disposal import Disposal, Publish
from scheduler.follow_ups import FollowUps
from scheduler.ports import Messenger
from scheduler.reviews import Reviews
from scheduler.sender import Sender
from scheduler.talks import Talks
from scheduler.tick import Settled, tick
from storage.ports import Store


class Beat:
    """One beat of the clock; call it again and again. `served` names the channels of this process.

    `checklists` are those whose talks people are asked about.
    `publish` freezes figures before the facts behind them may go; without it those facts stay.
    """

    def __init__(
        self,
        store: Store,
        messenger: Messenger,
        clock: Callable[[], datetime],
        organization: Organization,
        *,
        opening: Callable[[Ref], bytes],
        served: frozenset[str],
        publish: Publish | None = None,
        checklists: Mapping[str, Checklist] | None = None,
    ) -> None:
        self._store, self._clock, self._organization = store, clock, organization
        self._served = served
        self._sender = Sender(store, messenger, clock, organization, opening=opening)
        self._follow_ups = FollowUps(store, organization, served)
        self._reviews = Reviews(store, organization, served)
        self._talks = Talks(store, organization, checklists or {}, served)
        self._campaigns = Campaigns(store, organization, served)
        self._disposal = Disposal(store, organization, publish)
        self._settled: Settled = {}
        self._stopping = False

    async def __call__(self) -> None:
        """Owe, send everything whose time has come, then the rest; a fault there holds up no message."""
        now, settled = self._clock(), self._settled
        await tick(now, self._store, self._organization, channels=self._served, settled=settled)
        await self._follow_ups(now)
        await self._talks(now)
        await self._campaigns(now)
        await self._sender.drain()
        if not self._stopping:
            await self._reviews(self._clock())
            await self._disposal(self._clock())

    def stop(self) -> None:
        """Begin no message and no disposal any more; those under way may end."""
        self._stopping = True
        self._sender.stop()
