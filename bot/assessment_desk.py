"""Answers the Senior Official about the self-assessment: drafts, their own answers, kept drafts, files."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import assert_never

import structlog

from bot.assessment import Assessment, answer_id
from bot.assessment_answers import About, body_of, held_by
from bot.assessment_files import DRAFT, made, named
from bot.counting import Look
from bot.heard import File
from bot.named_people import naming
from content.model import Answered, Library, QuestionSet, Text
from content.wording import filled
from dialogs.assessment_cards import BETWEEN, OF, WORDS
from dialogs.assessment_cards import named as question_named
from dialogs.assessment_questions import (
    AnswerAsked,
    AnswerGiven,
    AssessmentAsked,
    AssessmentQuery,
    DraftAsked,
    DraftFileAsked,
    FreezeAsked,
    FrozenAsked,
    QuestionAsked,
)
from dialogs.flow import Answer
from dialogs.views import Table, Value
from reports import assessed_cards
from reports.frozen import FrozenUnreadable
from reports.material import Draft
from reports.parts import parts
from reports.periods import PeriodUnknown
from reports.years import Years, offered, years_named
from storage.ports import Stale, Store
from storage.written import ANSWERS, Line

__all__ = ["CHANGES", "DRAFT", "AssessmentDesk"]

CHANGES = (AnswerGiven, FreezeAsked, DraftFileAsked)
"""What writes or leaves: the role is asked for anew."""

MOST_FROZEN = 24
"""What a list has room for; the newest."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class AssessmentDesk:
    """What one official sees in one turn; their role was checked a moment ago."""

    library: Library
    store: Store
    look: Look

    async def answer(self, asked: AssessmentQuery) -> Answer:
        """Answer; what is not there any more leads to the list of sets."""
        try:
            found = await self._answer(asked)
        except (PeriodUnknown, FrozenUnreadable):
            found = None
        return found or self._start("assessment.gone")

    async def file(self, key: str) -> File | None:
        """Make the file that a card named; None where there is nothing of it any more."""
        wanted = named(key)
        if wanted is None:
            return None
        try:
            return await self._made(wanted)
        except (PeriodUnknown, FrozenUnreadable):
            return None

    async def _answer(self, asked: AssessmentQuery) -> Answer | None:
        match asked:
            case AssessmentAsked():
                return self._start()
            case DraftAsked(set_id, period, part):
                return await self._draft(set_id, period, part)
            case QuestionAsked(set_id, period, id_, part):
                return await self._question(self._about(set_id, period, id_), part)
            case AnswerAsked(set_id, period, id_, held):
                return await self._form(self._about(set_id, period, id_), held)
            case AnswerGiven(set_id, period, id_):
                return await self._given(self._about(set_id, period, id_), asked)
            case FreezeAsked(set_id, period):
                return await self._freeze(set_id, period)
            case FrozenAsked():
                return await self._frozen()
            case DraftFileAsked():
                return await self._described(asked)
            case _:
                assert_never(asked)

    @property
    def _assessment(self) -> Assessment:
        return Assessment(self.library, self.store, self.look)

    def _about(self, set_id: str, period: str, id_: str) -> About | None:
        asked = self.library.question_sets.get(set_id)
        question = next((each for each in asked.questions if each.id == id_), None) if asked else None
        return About(asked, years_named(period), question) if asked and question else None

    # Lists ----------------------------------------------------------------------------------------

    def _start(self, note: str = "") -> Answer:
        """List every set for the years that can be chosen; nothing of them is read."""
        found = self.library.question_sets.values()
        options = tuple(
            (f"{each.id}{BETWEEN}{years.id}", self._title(each.title, years))
            for each in found
            for years in offered(self.look.today)
        )
        return Answer({"note": note}, state="assessment", options=options)

    def _title(self, title: Text, years: Years) -> Text:
        said: dict[str, Value] = {"set": title, "period": years.in_words}
        return filled(self.library.sentences["assessment.set-and-period"], said)

    async def _draft(self, set_id: str, period: str, part: int, note: str = "") -> Answer | None:
        asked = self.library.question_sets.get(set_id)
        if asked is None:
            return None
        draft = await self._assessment.draft(asked, years_named(period))
        values: dict[str, Value] = {
            "asked": set_id,
            "period_id": period,
            "title": asked.title,
            "period": years_named(period).in_words,
            "note": note,
        }
        options = tuple((each.id, question_named(self.library, each.id)) for each in asked.questions)
        answer = self._in_parts(assessed_cards.overview(self.library, draft), part, values)
        return replace(answer, state="assessment.draft", options=options, remarks=self._unconfirmed(asked))

    def _unconfirmed(self, asked: QuestionSet) -> tuple[Text, ...]:
        return tuple(self.library.sentences[f"assessment.unconfirmed-{each}"] for each in asked.unconfirmed)

    async def _question(self, about: About | None, part: int, note: str = "") -> Answer | None:
        if about is None:
            return None
        alone = about.asked.model_copy(update={"questions": (about.question,)})
        draft = await self._assessment.draft(alone, about.years)
        (found,) = draft.questions
        values = self._values(about, note)
        values |= {"answer": assessed_cards.state_of(self.library, found)}
        tables = assessed_cards.tables(self.library, found)
        answer = self._in_parts(tables, part, values)
        must_not = (about.question.must_not,) if about.question.must_not else ()
        return replace(answer, state="assessment.question", remarks=must_not)

    def _values(self, about: About, note: str) -> dict[str, Value]:
        ids = [each.id for each in about.asked.questions]
        following = ids[ids.index(about.question.id) + 1 :]
        return {
            "asked": about.asked.id,
            "period_id": about.years.id,
            "id": about.question.id,
            "after": following[0] if following else "",
            "question": question_named(self.library, about.question.id),
            "text": about.question.text,
            "period": about.years.in_words,
            "note": note,
        }

    def _in_parts(self, tables: list[Table], part: int, values: Mapping[str, Value]) -> Answer:
        found = parts(tables, self.library)
        number = min(max(part, 1), len(found))
        return Answer({**values, "part": number, "of": len(found)}, found[number - 1])

    # Answers --------------------------------------------------------------------------------------

    async def _form(self, about: About | None, held: Mapping[str, str]) -> Answer | None:
        """Return the form with the answer on file, or with what was written, beside what is on file."""
        if about is None:
            return None
        line = await self._assessment.answer(about.asked.id, about.years, about.question.id)
        if held:
            return self._as_written(about, line, held, "assessment.form-again")
        return self._filled(about, line.revision if line else 0, held_by(line), "")

    def _filled(self, about: About, revision: int, held: Mapping[str, str], note: str) -> Answer:
        values = self._values(about, note)
        return Answer({**values, "revision": revision, **held}, state="assessment.form")

    def _as_written(
        self, about: About, line: Line[Answered] | None, held: Mapping[str, str], note: str
    ) -> Answer:
        """Return the form as it was written; what is on file by now stands beside it."""
        found = self._filled(about, line.revision if line else 0, held, note)
        if line is None:
            return found
        return replace(found, remarks=assessed_cards.on_file(self.library, about.question, line.body))

    async def _given(self, about: About | None, asked: AnswerGiven) -> Answer | None:
        """Keep an answer, unless somebody was faster: then nothing is lost, and theirs stands beside it.

        One in which somebody seems to be named comes back once; whoever wrote it may keep it all the same.
        """
        if about is None:
            return None
        held, revision, body = asked.held, asked.revision, body_of(about, asked.held)
        line = await self._assessment.answer(about.asked.id, about.years, about.question.id)
        if line is not None and line.body == body:  # The same form once more; it is kept already.
            return await self._question(about, 1, "assessment.saved")
        if (line.revision if line else 0) != revision:
            return self._as_written(about, line, held, "assessment.meanwhile")
        if not asked.anyway and (doubts := await self._doubts(held)):
            again = self._filled(about, revision, {**held, "doubted": "yes"}, "assessment.form-names")
            return replace(again, remarks=doubts)
        id_ = answer_id(about.asked.id, about.years.id, about.question.id)
        try:
            await ANSWERS.keep(self.store, id_, body, revision)
        except Stale:
            now = await self._assessment.answer(about.asked.id, about.years, about.question.id)
            return self._as_written(about, now, held, "assessment.meanwhile")
        log.info("assessment.answered", role=self.look.role)
        return await self._question(about, 1, "assessment.saved")

    async def _doubts(self, held: Mapping[str, str]) -> tuple[Text, ...]:
        """Say in which language somebody seems to be named."""
        words = self.library.sentences
        return tuple(
            filled(words["registers.doubt"], {"field": words[f"assessment.field.{field}"]})
            for field in await naming(self.store, held, WORDS)
        )

    # Kept drafts and files ------------------------------------------------------------------------

    async def _freeze(self, set_id: str, period: str) -> Answer | None:
        asked = self.library.question_sets.get(set_id)
        if asked is None:
            return None
        await self._assessment.freeze(await self._assessment.draft(asked, years_named(period)))
        log.info("assessment.frozen", role=self.look.role)
        return await self._frozen("assessment.frozen-now")

    async def _frozen(self, note: str = "") -> Answer:
        """List the drafts that were kept, newest first: of which set, for which years, on which day."""
        found = await self._assessment.all_frozen()
        options = tuple((id_, self._kept(draft)) for id_, draft in found[:MOST_FROZEN])
        state = "assessment.frozen" if options else "assessment.frozen-none"
        return Answer({"note": note}, state=state, options=options)

    def _kept(self, draft: Draft) -> Text:
        period = years_named(draft.period).in_words
        said: dict[str, Value] = {"set": draft.asked.title, "period": period, "day": draft.day}
        return filled(self.library.sentences["assessment.kept"], said)

    async def _described(self, asked: DraftFileAsked) -> Answer | None:
        """Name a draft as a file, and say how large it is."""
        file = await self._made(asked)
        if file is None:
            return None
        parts_ = (asked.kind, asked.frozen or f"{asked.asked}{BETWEEN}{asked.period}")
        values: dict[str, Value] = {
            "name": file.name,
            "size": -(-len(file.body) // 1_024),
            "key": DRAFT + BETWEEN.join(parts_),
        }
        return Answer(values, state="assessment.file")

    async def _made(self, asked: DraftFileAsked) -> File | None:
        taken = replace(self.look, as_file=asked.kind.partition(OF)[0])
        assessment = Assessment(self.library, self.store, taken)
        if asked.frozen:
            draft = await assessment.frozen(asked.frozen)
        elif found := self.library.question_sets.get(asked.asked):
            draft = await assessment.draft(found, years_named(asked.period))
        else:
            draft = None
        return await asyncio.to_thread(made, self.library, draft, asked.kind) if draft else None
