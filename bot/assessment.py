"""Gathers what is on file for a self-assessment of the organization, and has the draft made of it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.counting import Look, counts, write_down, you_said
from bot.own_evidence import gathered
from bot.voices_words import WordsDesk
from content.model import Answered, Holding, Library, QuestionSet
from reports.answers import Sheet, sheet, with_years
from reports.asked import form
from reports.composing import compose
from reports.frozen import FrozenUnreadable, from_frozen, to_frozen
from reports.material import Draft, Material, Tagged
from reports.participation import Dimension, Report
from reports.periods import parse
from reports.years import Years
from storage.batches import Batch, finished
from storage.ports import Stale, Store
from storage.written import (
    ANSWERS,
    CODE_REVIEW,
    EVIDENCE,
    PLAN,
    RECOMMENDATIONS,
    SCENARIOS,
    TRAINING_PLANS,
    Book,
    Line,
)

WHAT = "self-assessment"
"""What the access list calls a look at a draft."""

FROZEN = "self-assessment-frozen"
"""A register: a draft as it stood on a day, under a random id. Nobody changes one."""

COUNTED: frozenset[Holding] = frozenset(
    {"participation", "onboarding", "talks", "courses", "reminders", "code"}
)
"""What is looked up among the counts of people."""


def answer_id(asked: str, period: str, question: str) -> str:
    """Return the one id that the answer to a question about a period can have."""
    return f"{asked}@{period}@{question}"


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one look finds; the role was checked a moment ago."""

    library: Library
    store: Store
    look: Look

    async def draft(self, asked: QuestionSet, years: Years) -> Draft:
        """Draft a whole set; the look is written down before anything is read."""
        said = {"what": WHAT, "set": asked.id, "period": years.id}
        await write_down(self.store, self.look, said)
        return compose(await self._material(asked, years), asked)

    async def answer(self, asked: str, years: Years, question: str) -> Line[Answered] | None:
        """Return what somebody answered to a question, or None."""
        return await ANSWERS.line(self.store, answer_id(asked, years.id, question))

    async def freeze(self, draft: Draft) -> str:
        """Keep a draft as it stands, under the id of this press."""
        with suppress(Stale):  # It was kept when the turn was decided the first time.
            await self.store.registers.put(FROZEN, self.look.new, to_frozen(draft), 0)
        return self.look.new

    async def frozen(self, id_: str) -> Draft | None:
        """Return a draft that was kept, or None; the look is written down first."""
        entry = await self.store.registers.get(FROZEN, id_)
        if entry is None:
            return None
        await write_down(self.store, self.look, {"what": WHAT, "frozen": id_})
        return from_frozen(entry.body)

    async def all_frozen(self) -> Sequence[tuple[str, Draft]]:
        """Return the drafts that were kept, newest first, by id. One that cannot be read is left out."""
        found: list[tuple[str, Draft]] = []
        for entry in await self.store.registers.find(FROZEN):
            with suppress(FrozenUnreadable):
                found.append((entry.id, from_frozen(entry.body)))
        return sorted(found, key=lambda each: (each[1].day, each[0]), reverse=True)

    async def _material(self, asked: QuestionSet, years: Years) -> Material:
        wanted = {holding for question in asked.questions for holding in question.holdings}
        released = await finished(self.store)
        return Material(
            self.library,
            years,
            self.look.today,
            await self._standing(EVIDENCE),
            await self._standing(TRAINING_PLANS),
            await self._standing(CODE_REVIEW),
            await self._standing(PLAN),
            await self._standing(RECOMMENDATIONS),
            await self._reports(years) if wanted & COUNTED else (),
            self._sheets(released, years),
            await self._tagged(released, years),
            await gathered(self.store, self.library, years, self.look.today),
            tuple([told for year in years.periods for told in await you_said(self.store, year)]),
            await self._answers(asked, years),
            await self._standing(SCENARIOS),
        )

    async def _standing(self, book: Book[Any]) -> Mapping[str, Any]:
        return {id_: line.body for id_, line in (await book.lines(self.store)).items()}

    async def _reports(self, years: Years) -> tuple[Report, ...]:
        """Return the counts of each year: exact totals of the organization, as they were first published."""
        begun = [year for year in years.periods if year.first <= self.look.today]
        found = [
            await counts(self.store, self.library, year, (Dimension.MODULE,), self.look) for year in begun
        ]
        return tuple(report for reports in found for report in reports)

    def _sheets(self, released: Sequence[Batch], years: Years) -> tuple[Sheet, ...]:
        """Return what may be shown of the answers that were released for the quarters of the years."""
        found = [_sheet(self.library, batch) for batch in released if _in(years, batch.period)]
        return with_years(found)

    async def _tagged(self, released: Sequence[Batch], years: Years) -> tuple[Tagged, ...]:
        words = WordsDesk(self.library, self.store, self.look)
        return tuple(
            [
                Tagged(batch.form, batch.period, await words.themes(batch))
                for batch in released
                if _in(years, batch.period)
            ]
        )

    async def _answers(self, asked: QuestionSet, years: Years) -> Mapping[str, Answered]:
        found = {}
        for question in asked.questions:
            line = await self.answer(asked.id, years, question.id)
            if line is not None:
                found[question.id] = line.body
        return found


def _in(years: Years, period: str) -> bool:
    return years.first <= parse(period).first <= years.last


def _sheet(library: Library, batch: Batch) -> Sheet:
    asked = form(library, batch.form)
    known = asked.version in (None, batch.version)
    questions = [each.id for each in asked.questions] if known else []
    return sheet(batch, questions, asked.several, asked.least, asked.about)
