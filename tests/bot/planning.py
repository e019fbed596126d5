"""Plans for a test: everybody who is meant gets it on the first day."""

from collections.abc import Sequence
from datetime import date

from content.model import Communication, Session, Stage
from dialogs.audience import holds
from dialogs.people import Person, PersonId
from dialogs.plans import Planned, Rehearsed, Upcoming
from storage.campaigns import campaigns
from storage.ports import Store


class FirstDay:
    """Knows the campaigns of a store, and the `others` it is told of."""

    def __init__(self, store: Store, *others: Planned) -> None:
        self.store, self.others = store, others

    async def rehearsed(self, id_: str, campaign: Communication | Session) -> Rehearsed:
        meant = await self._meant(campaign)
        found = [(person, await self.store.people.address(person.id)) for person in meant]
        there = [person for person, address in found if address]
        days = {campaign.first_day: len(there)} if there else {}
        without = len(meant) - len(there)
        return Rehearsed(len(meant), days, {"no-address": without} if without else {})

    async def receives(self, id_: str, campaign: Communication | Session) -> Sequence[tuple[PersonId, date]]:
        return [(person.id, campaign.first_day) for person in await self._meant(campaign)]

    async def calendar(self, first: date, last: date) -> Sequence[Planned]:
        found = list(self.others)
        for id_, each in (await campaigns(self.store)).items():
            if isinstance(each.campaign, Communication | Session) and each.campaign.stage in {
                Stage.RUNNING,
                Stage.PAUSED,
            }:
                meant = await self._meant(each.campaign)
                running = each.campaign
                found.append(Planned(running.kind, id_, running.first_day, running.last_day, len(meant)))
        return sorted(
            (each for each in found if each.last >= first and each.first <= last), key=lambda each: each.first
        )

    async def upcoming(self, person: Person) -> Sequence[Upcoming]:
        return ()

    async def _meant(self, campaign: Communication | Session) -> list[Person]:
        everyone = await self.store.people.everyone()
        day = campaign.first_day
        return [each for each in everyone if each.here_on(day) and holds(campaign.audience, each, day)]
