"""Gathers what is on file for a self-assessment of the organization, and has the draft made of it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from bot.counting import Look, counts, write_down, you_said
from bot.own_evidence import gathered
from bot.voices_words import WordsDesk
from content.model import Answered, Frozen, Holding, Library, QuestionSet
from reports.answers import Sheet, with_years
from reports.asked import form, sheet_of
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
    CONVERSATIONS,
    EVIDENCE,
    PLAN,
    RECOMMENDATIONS,
    SCENARIOS,
    TEAM_SESSIONS,
    TRAINING_PLANS,
    Book,
    Line,
)

T = TypeVar("T", bound=Frozen)

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
            evidence=await self._standing(EVIDENCE),
            training_plans=await self._standing(TRAINING_PLANS),
            code_steps=await self._standing(CODE_REVIEW),
            goals=await self._standing(PLAN),
            recommendations=await self._standing(RECOMMENDATIONS),
            reports=await self._reports(years) if wanted & COUNTED else (),
            sheets=self._sheets(released, years),
            tagged=await self._tagged(released, years),
            sent=await gathered(self.store, self.library, years, self.look.today),
            told=tuple([told for year in years.periods for told in await you_said(self.store, year)]),
            answers=await self._answers(asked, years),
            scenarios=await self._standing(SCENARIOS),
            team_sessions=tuple((await self._standing(TEAM_SESSIONS)).values()),
            conversations=await self._standing(CONVERSATIONS),
        )

    async def _standing(self, book: Book[T]) -> Mapping[str, T]:
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
        found = [
            sheet_of(form(self.library, each.form), each) for each in released if _in(years, each.period)
        ]
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
