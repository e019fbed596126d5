"""What happens each time the clock says "now": owe what is due, send it, look after directory and records."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from content.model import Checklist, Organization
from dialogs.flow import Ref
from scheduler.campaigns import Campaigns
from scheduler.corrections import Corrections
from scheduler.disposal import Disposal, Publish
from scheduler.follow_ups import FollowUps
from scheduler.invitations import Invitations
from scheduler.leaving import Leaving
from scheduler.months import Months
from scheduler.pace import Pacer
from scheduler.ports import Messenger
from scheduler.reviews import Reviews
from scheduler.sender import Sender
from scheduler.talks import Talks
from scheduler.tick import Settled, tick
from scheduler.welcome_back import Returns
from storage.ports import Store


class Beat:
    """One beat of the clock; call it again and again. `served` names the channels of this process.

    Sending a campaign takes an hour, so where people are served `look` and `send` beat beside each other;
    called as a whole, they follow one another.
    `checklists` are those whose talks people are asked about.
    `publish` freezes figures before the facts behind them may go; without it those facts stay.
    `pacer` says when a message may begin. `releases` takes answers without a name through their life, and
    `rounds` goes through the open sessions of teams.
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
        pacer: Pacer | None = None,
        releases: Callable[[datetime], Awaitable[None]] | None = None,
        rounds: Callable[[datetime], Awaitable[None]] | None = None,
    ) -> None:
        self._store, self._clock, self._organization = store, clock, organization
        self._served = served
        lists = checklists or {}
        self._sender = Sender(
            store, messenger, clock, organization, opening=opening, pacer=pacer, checklists=lists
        )
        self._follow_ups = FollowUps(store, organization, served)
        self._months = Months(store, organization, served)
        self._reviews = Reviews(store, organization, served)
        self._talks = Talks(store, organization, lists, served)
        self._returns = Returns(store, organization, lists, served)
        self._merged = Leaving(store, organization, lists).merged
        self._campaigns = Campaigns(store, organization, served)
        self._invitations = Invitations(store, organization, served)
        self._corrections = Corrections(store)
        self._disposal = Disposal(store, organization, publish)
        self._wards = [each for each in (releases, rounds) if each is not None]
        self._settled: Settled = {}
        self._stopping = False

    async def __call__(self) -> None:
        """Owe, send everything whose time has come, then the rest; a fault there holds up no message."""
        await self._owe()
        await self.send()
        await self._tidy()

    async def look(self) -> None:
        """Owe what is due, and look after directory and records."""
        await self._owe()
        await self._tidy()

    async def send(self) -> None:
        """Send everything whose time has come."""
        await self._sender.drain()

    async def _owe(self) -> None:
        now, settled = self._clock(), self._settled
        await tick(
            now,
            self._store,
            self._organization,
            channels=self._served,
            settled=settled,
            merged=self._merged,
        )
        await self._follow_ups(now)
        await self._talks(now)
        await self._campaigns(now)
        await self._invitations(now)
        await self._returns(now)
        await self._months(now)
        await self._corrections(now)

    async def _tidy(self) -> None:
        if not self._stopping:
            await self._reviews(self._clock())
            await self._disposal(self._clock())
            for looks_after in self._wards:
                await looks_after(self._clock())

    def stop(self) -> None:
        """Begin no message, release or disposal any more; those under way may end."""
        self._stopping = True
        self._sender.stop()
