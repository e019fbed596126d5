"""Answers the values and ethics office: what it sees, writes, starts, stops and corrects of what it sends."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot import campaign_progress as reports_on
from bot.campaign_calendar import Calendar
from bot.campaign_cards import Cards
from bot.campaign_writing import Desk
from bot.campaigns import source_of
from bot.counting import Look, write_down
from bot.heard import File
from bot.plans import Plans
from bot.session_planning import Sessions
from content.model import DutyRun, Library
from dialogs import stages
from dialogs.audience import gone
from dialogs.flow import Answer, Ref
from dialogs.people import Person
from dialogs.questions import (
    ActAsked,
    CalendarAsked,
    CampaignAsked,
    CampaignQuery,
    FormAsked,
    PreviewAsked,
    SessionFormAsked,
    SessionWritten,
    UnreachedFileAsked,
    WrittenDown,
)
from dialogs.sources import REHEARSAL
from dialogs.views import Value
from storage.campaigns import Filed, keep
from storage.ports import Delivery, DeliveryKey, Stale, Store

CHANGES = (WrittenDown, SessionWritten, PreviewAsked, ActAsked, UnreachedFileAsked)
"""What writes, or hands out names: the role is asked for anew."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class CampaignDesk:
    """One officer's desk in one turn; their role was checked a moment ago. `look` is what they look at."""

    library: Library
    store: Store
    plans: Plans
    person: Person
    look: Look
    random: Callable[[int], bytes]

    async def answer(self, asked: CampaignQuery) -> Answer:
        """Answer; what cannot be opened here leads to the calendar."""
        return await self._answer(asked) or await self._calendar.answer("campaigns.gone")

    async def _answer(self, asked: CampaignQuery) -> Answer | None:
        match asked:
            case CalendarAsked():
                return await self._calendar.answer()
            case CampaignAsked():
                return await self._cards.opened(asked)
            case FormAsked():
                return await self._desk.form(asked)
            case SessionFormAsked():
                return await self._sessions.form(asked)
            case SessionWritten():
                return await self._sessions.write(asked)
            case WrittenDown():
                return await self._desk.write(asked)
            case PreviewAsked():
                return await self._desk.preview(asked)
            case ActAsked():
                return await self._act(asked)
            case UnreachedFileAsked():
                return await self._described(asked)

    @property
    def _calendar(self) -> Calendar:
        return Calendar(self.library, self.store, self.plans, self.look)

    @property
    def _cards(self) -> Cards:
        return Cards(self.library, self.store, self.plans, self.look)

    @property
    def _desk(self) -> Desk:
        return Desk(self._cards, self.person)

    @property
    def _sessions(self) -> Sessions:
        return Sessions(self._desk, self.random)

    # Acts -----------------------------------------------------------------------------------------

    async def _act(self, asked: ActAsked) -> Answer | None:
        """Do what was asked, unless somebody was faster: then nothing is done, and it is shown as it is."""
        found = await self._cards.find(asked.campaign)
        if found is None:
            return None
        if asked.act == "send-test":
            return await self._test(found)
        changed = None
        if found.revision == asked.revision:
            people = await self._people(found, asked)
            changed = stages.after(found.campaign, asked.act, self.look.today, people)
        if changed is None:
            return await self._as_it_is(asked.campaign, "campaigns.changed")
        try:
            await keep(self.store, found.id, changed, found.revision)
        except Stale:
            return await self._as_it_is(asked.campaign, "campaigns.changed")
        log.info("campaign.changed", what=asked.act, role=self.look.role)
        return await self._as_it_is(asked.campaign, f"campaigns.did.{asked.act}")

    async def _people(self, found: Filed, asked: ActAsked) -> int | None:
        """Return how many would get a draft that is to start; None where its audience is no longer there."""
        if isinstance(found.campaign, DutyRun):
            return 0
        if gone(self.library.organization, found.campaign.audience):
            return None
        if asked.act != "start":
            return 0
        return sum((await self.plans.rehearsed(found.id, found.campaign)).days.values())

    async def _as_it_is(self, id_: str, note: str) -> Answer | None:
        return await self._cards.opened(CampaignAsked(id_), note)

    async def _test(self, found: Filed) -> Answer | None:
        """Send a message as it reads now to the officer and to the test list; once in a turn."""
        if isinstance(found.campaign, DutyRun):
            return None
        ids = {self.person.id, *self.library.organization.test_list}
        everyone = await self.store.people.everyone()
        listed = [each for each in everyone if each.id in ids and await self.store.people.address(each.id)]
        due = self.look.now.replace(second=0, microsecond=0)
        ref, occurrence = Ref(source_of(found.campaign), found.id), f"{found.id}@{self.look.id}"
        await self.store.deliveries.owe(
            [
                Delivery(DeliveryKey(REHEARSAL, occurrence, 1, person.id), ref, due)
                for person in listed
                if person.here_on(self.look.today)
            ]
        )
        log.info("campaign.tested", role=self.look.role)
        return await self._cards.opened(CampaignAsked(found.id, "rehearsal"), "campaigns.test-sent")

    # The list of people ---------------------------------------------------------------------------

    async def file(self, key: str) -> File | None:
        """Write who was not reached, and that a role looked; None for no such campaign."""
        found = await self._cards.names(key.removeprefix(reports_on.FILE))
        if found is None:
            return None
        filed, reasons, everyone = found
        await write_down(self.store, self.look, {"what": "unreached", "campaign": filed.id})
        return reports_on.as_file(self.library, filed.id, reasons, everyone)

    async def _described(self, asked: UnreachedFileAsked) -> Answer | None:
        """Return what the file is called and how large it is."""
        file, found = await self.file(asked.campaign), await self._cards.find(asked.campaign)
        if file is None or found is None:
            return None
        values: dict[str, Value] = {
            "name": file.name,
            "size": -(-len(file.body) // 1_024),
            "key": f"{reports_on.FILE}{found.id}",
        }
        return self._cards.about(
            found, "campaigns.file", stages.Ways(("unreached", "back", "campaigns")), values
        )
