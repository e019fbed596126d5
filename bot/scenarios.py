"""Answers the values and ethics office about scenarios that it writes about themes that came back."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import assert_never

import structlog

from bot.counting import Look, write_down
from bot.voices_words import COUNTS, WordsDesk
from content.model import LANGUAGES, Library, Scenario, Text
from content.wording import filled
from dialogs import recognizable, scenario_form, themes
from dialogs.flow import Answer
from dialogs.scenario_questions import (
    ScenarioAsked,
    ScenarioFormAsked,
    ScenarioQuery,
    ScenariosAsked,
    ScenarioTaken,
    ScenarioWritten,
)
from dialogs.scenarios_cards import named_doubts
from dialogs.views import Value
from reports import scenarios
from reports.answers import told
from storage.batches import finished
from storage.ports import Stale, Store
from storage.written import SCENARIOS, Line, same, stamped

CHANGES = (ScenarioWritten, ScenarioTaken)
"""What writes: the role is asked for anew."""

IN_A_PART = 12
"""What a card has room for."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ScenarioDesk:
    """What the office does in one turn; its role was checked a moment ago."""

    library: Library
    store: Store
    look: Look

    async def answer(self, asked: ScenarioQuery) -> Answer:
        """Answer; what is not there any more leads to the list."""
        return await self._answer(asked) or await self._all(ScenariosAsked(), "scenarios.gone")

    async def _answer(self, asked: ScenarioQuery) -> Answer | None:
        match asked:
            case ScenariosAsked():
                return await self._all(asked)
            case ScenarioAsked(id_):
                return await self._one(id_)
            case ScenarioFormAsked():
                return await self._form(asked)
            case ScenarioWritten():
                return await self._written(asked)
            case ScenarioTaken():
                return await self._taken(asked)
            case _:
                assert_never(asked)

    async def _all(self, asked: ScenariosAsked, note: str = "") -> Answer:
        lines = scenarios.ordered(await SCENARIOS.bodies(self.store, withdrawn=asked.withdrawn))
        of = max(1, -(-len(lines) // IN_A_PART))
        part = min(max(asked.part, 1), of)
        shown = lines[(part - 1) * IN_A_PART : part * IN_A_PART]
        options = tuple((id_, scenarios.line(self.library, each)) for id_, each in shown)
        values: dict[str, Value] = {"withdrawn": asked.withdrawn, "part": part, "of": of, "note": note}
        full = "scenarios" if options else "scenarios.none"
        return Answer(values, state="scenarios.taken-back" if asked.withdrawn else full, options=options)

    async def _one(self, id_: str, note: str = "") -> Answer | None:
        found = await SCENARIOS.line(self.store, id_)
        if found is None:
            return None
        body = found.body
        values: dict[str, Value] = {
            "id": id_,
            "revision": found.revision,
            "withdrawn": body.withdrawn,
            "title": body.title,
            "theme": themes.named(self.library, body.theme),
            "day": body.day,
            "situation": body.situation,
            "options": scenarios.ways_out(self.library, body),
            "values": scenarios.values(self.library, body),
            "talk": body.talk,
            "note": note,
        }
        return Answer(values, state="scenarios.one")

    async def _taken(self, asked: ScenarioTaken) -> Answer | None:
        found = await SCENARIOS.line(self.store, asked.id)
        if found is None:
            return None
        did = "scenarios.taken" if asked.withdrawn else "scenarios.brought"
        if found.body.withdrawn is asked.withdrawn:  # Somebody did the same, or this turn is decided anew.
            return await self._one(asked.id, did)
        changed = found.body.model_copy(update={"withdrawn": asked.withdrawn})
        if not await self._kept(asked.id, changed, asked.revision):
            return await self._one(asked.id, "scenarios.changed")
        return await self._one(asked.id, did)

    # The form -------------------------------------------------------------------------------------

    async def _form(self, asked: ScenarioFormAsked) -> Answer | None:
        """Return the form: empty for a new one, for no word of an answer is ever put into it."""
        if not asked.id:
            note = "" if asked.held is None else "scenarios.form-again"
            return await self._filled(asked.batch, asked.held or {}, note)
        found = await SCENARIOS.line(self.store, asked.id)
        if found is None or found.body.withdrawn:
            return None
        if asked.held is not None:
            return self._asked(found, "", asked.held, "scenarios.form-again", revision=0)
        return self._asked(found, "", scenario_form.held_by(found.body))

    async def _filled(self, batch: str, held: Mapping[str, str], note: str = "") -> Answer | None:
        return self._asked(None, batch, held, note, options=await self._themes(batch))

    def _asked(
        self,
        found: Line[Scenario] | None,
        batch: str,
        held: Mapping[str, str],
        note: str = "",
        remarks: tuple[Text, ...] = (),
        *,
        options: tuple[tuple[str, Text], ...] = (),
        anyway: bool = False,
        revision: int | None = None,
    ) -> Answer | None:
        """Return the form with what it holds; None for a new one where no theme may be told."""
        if found is None and not options:
            return None
        values: dict[str, Value] = {
            "id": found.id if found else "",
            "revision": revision if revision is not None else found.revision if found else 0,
            "batch": batch,
            "note": note,
            "anyway": anyway,
        }
        return Answer({**values, **held}, remarks=remarks, state="scenarios.form", options=options)

    async def _themes(self, batch: str) -> tuple[tuple[str, Text], ...]:
        """Return the themes that are told of a batch, or of any; the look at their counts is written down."""
        desk, known = WordsDesk(self.library, self.store, self.look), set[str]()
        released = [each for each in await finished(self.store) if each.id == batch or not batch]
        await write_down(self.store, self.look, {"what": COUNTS, **({"batch": batch} if batch else {})})
        for each in released:
            known |= told(await desk.themes(each), themes.THEMES)[0].keys()
        return tuple((each, themes.named(self.library, each)) for each in themes.THEMES if each in known)

    async def _written(self, asked: ScenarioWritten) -> Answer | None:
        """Keep a form; one with faults or doubts, or that somebody was faster than, comes back as written."""
        id_ = asked.id or self.look.new
        found = await SCENARIOS.line(self.store, id_)
        if asked.id and (found is None or found.body.withdrawn):
            return None
        before = found if asked.id else None
        options = () if before else await self._themes(asked.batch)
        held = {**asked.held, "theme": before.body.theme} if before else asked.held
        known = {held["theme"]} if before else {each for each, _ in options}
        again = partial(self._asked, before, asked.batch, held, options=options, revision=asked.revision)
        if faults := scenario_form.faults(self.library, held, known):
            return again("scenarios.form-faults", faults)
        body = scenario_form.scenario_of(held, self.look.today, found.body if found else None)
        if found is not None and same(body, found.body):  # Nothing is new, or this turn is decided anew.
            return await self._one(id_, "scenarios.saved")
        if not asked.anyway and (doubts := await self._doubts(held)):
            remarks = named_doubts(self.library, doubts)
            return again("scenarios.look", remarks, anyway=True)
        if not await self._kept(id_, body, asked.revision):
            return await self._meanwhile(id_, held)
        return await self._one(id_, "scenarios.saved")

    async def _meanwhile(self, id_: str, held: Mapping[str, str]) -> Answer | None:
        """Return the form as it was written, beside what somebody else wrote."""
        newest = await SCENARIOS.line(self.store, id_)
        if newest is None:
            return None
        said: dict[str, Value] = {"line": scenarios.line(self.library, newest.body)}
        now = (filled(self.library.sentences["plan.says-now"], said),)
        return self._asked(newest, "", held, "scenarios.form-changed", now)

    async def _doubts(self, held: Mapping[str, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return in which fields somebody might be recognized."""
        names = [person.name for person in await self.store.people.everyone() if person.name]
        units = [unit.name.of(each) for unit in self.library.organization.units for each in LANGUAGES]
        # A large staff list takes a moment, and conversations go on meanwhile.
        return await asyncio.to_thread(recognizable.doubts, held, scenario_form.WORDS, names, units)

    async def _kept(self, id_: str, body: Scenario, revision: int) -> bool:
        """Keep a version; False when somebody was faster."""
        try:
            await SCENARIOS.keep(self.store, id_, stamped(body, self.look.today, self.look.role), revision)
        except Stale:
            return False
        log.info("register.changed", what="scenarios", role=self.look.role)
        return True
