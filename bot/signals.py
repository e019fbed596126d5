"""Looks for what may call for a recommendation, and keeps that somebody looked."""

from dataclasses import dataclass

from bot.action_plan import indicator
from bot.counting import Look, write_down
from bot.voices_words import WordsDesk
from content.model import Library
from dialogs.people import Person, UnitId
from reports import action_plan, signals
from reports.signals import MOST, Signal
from storage.batches import finished
from storage.ports import Store
from storage.written import PLAN

FORM = "feedback"
"""The form whose themes are looked at: the one that stays the same over the quarters."""


@dataclass(frozen=True, slots=True)
class Signals:
    """Finds signals for one official in one turn."""

    library: Library
    store: Store
    look: Look

    async def found(self) -> list[Signal]:
        """Return what there is, lines of the plan first; the look is written down before."""
        await write_down(self.store, self.look, {"what": "signals"})
        return [*await self._goals(), *await self._units(), *await self._themes()][:MOST]

    async def _goals(self) -> list[Signal]:
        today, goals = self.look.today, await PLAN.bodies(self.store)
        standing = {
            id_: now
            for id_, goal in goals.items()
            if action_plan.due_soon(goal, today)
            and (now := await indicator(self.store, self.library, goal, self.look)) is not None
        }
        return list(signals.of_goals(self.library, goals, standing, today))

    async def _units(self) -> list[Signal]:
        """Count the units in which nobody can be reached; each is looked through up to the first who can."""
        units: dict[UnitId, list[Person]] = {}
        here = [each for each in await self.store.people.everyone() if each.here_on(self.look.today)]
        for person in here:
            units.setdefault(person.unit, []).append(person)
        unreached = sum([not await self._reached(people) for people in units.values()])
        return list(signals.of_units(self.library, unreached, len(here)))

    async def _reached(self, people: list[Person]) -> bool:
        for person in people:
            if await self.store.people.address(person.id) is not None:
                return True
        return False

    async def _themes(self) -> list[Signal]:
        """Compare the two newest periods that answers came out of."""
        newest = {each.period: each for each in await finished(self.store) if each.form == FORM}
        periods = sorted(newest)[-2:]
        if len(periods) < 2:  # noqa: PLR2004 - nothing to compare with
            return []
        words = WordsDesk(self.library, self.store, self.look)
        older, newer = [await words.themes(newest[period]) for period in periods]
        return list(signals.of_themes(self.library, newer, older))
