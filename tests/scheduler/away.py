"""Somebody who was away and comes back, in a store that lives on, beat by beat."""

from dataclasses import replace
from datetime import UTC, date, datetime

from content.model import Library, Organization, Stage
from dialogs.facts import (
    Fact,
    MessageSent,
    ReminderSent,
)
from dialogs.flow import Ref
from dialogs.people import Person
from dialogs.plans import Missed
from scheduler.campaigns import Campaigns
from scheduler.leaving import Leaving
from scheduler.talks import Talks
from scheduler.tick import tick
from scheduler.welcome_back import Missing, Returns
from storage.memory import open_memory
from storage.ports import Store
from tests.scheduler.living import (
    ANA,
    HERE,
    Channel,
    Clock,
    organization,
    sender,
)
from tests.scheduler.sending import communication

AWAY = replace(ANA, leave_from=date(2026, 11, 2), leave_to=date(2026, 11, 20))
"""Back on Saturday, November 21, and at work on Monday morning."""

BACK, TODAY = "2026-11-21", date(2026, 11, 23)
CARD = Ref("welcome-back", BACK)
COI = Missed("coi", "2026-Q4")
GIFTS = Missed("communication", "gifts")
NEWS = communication(first_day=date(2026, 11, 10), last_day=date(2026, 11, 30))
OVER = communication(first_day=date(2026, 11, 10), last_day=date(2026, 11, 13), stage=Stage.CLOSED)

FRIDAY = datetime(2026, 12, 4, 22, 0, tzinfo=UTC)


class Life:
    """A store with somebody away, and beats as app.py makes them."""

    def __init__(self, library: Library, employer: Organization | None = None) -> None:
        self.library, self.organization = library, employer or organization()
        self.store: Store = open_memory()
        self.clock, self.channel = Clock(datetime(2026, 11, 9, 15, 0, tzinfo=UTC)), Channel()
        self.restart()

    def restart(self) -> None:
        lists = self.library.checklists
        self.talks = Talks(self.store, self.organization, lists, HERE)
        self.campaigns = Campaigns(self.store, self.organization, HERE)
        self.returns = Returns(self.store, self.organization, lists, HERE)
        self.leaving = Leaving(self.store, self.organization, lists)

    async def owes(self, *, returns: bool = True) -> None:
        now = self.clock.now
        await tick(now, self.store, self.organization, channels=HERE, merged=self.leaving.merged)
        await self.talks(now)
        await self.campaigns(now)
        if returns:
            await self.returns(now)

    async def sends(self) -> None:
        await sender(
            self.store,
            self.channel,
            self.clock,
            organization=self.organization,
            checklists=self.library.checklists,
        ).drain()

    async def until(self, day: datetime, *, every_minutes: int = 60) -> None:
        while self.clock.now < day:
            await self.owes()
            await self.sends()
            self.clock.forward(minutes=every_minutes)

    def came(self, who: str = "ana") -> list[Ref]:
        return [ref for addressee, ref, _ in self.channel.sent if addressee == who]

    async def facts(self, who: Person = ANA) -> list[Fact]:
        life = await self.store.ledger.life(who.id)
        return [each.fact for each in life.facts if isinstance(each.fact, MessageSent | ReminderSent)]

    async def missed(self, who: Person = AWAY, today: date = TODAY) -> tuple[Missed, ...] | None:
        facts = (await self.store.ledger.life(who.id)).facts
        missing = Missing(self.store, self.organization, self.library.checklists)
        found = await missing.missed(who, facts, today)
        return found[1] if found else None
