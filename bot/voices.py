"""Answers two offices: the counts of what people said without their names, and how they changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from bot.counting import Look, write_down
from bot.voices_words import COUNTS, WordsDesk, opened, readable
from content.model import Library, Text
from content.wording import filled, period_in_words
from dialogs.flow import Answer
from dialogs.views import Table, Value
from dialogs.voice_questions import (
    BatchAsked,
    TextRedirected,
    TextsAsked,
    ThemesGiven,
    TrendAsked,
    VoicesAsked,
    VoicesQuery,
)
from reports import voices
from reports.answers import Sheet, with_years
from reports.asked import Form, form, sheet_of
from reports.parts import parts
from storage.batches import Batch, finished
from storage.ports import Store

READS = "feedback"
"""What whoever reads words may."""

CHANGES = (ThemesGiven, TextRedirected)
"""What writes: the role is asked for anew."""

MOST_BATCHES = 24
"""What a form's list has room for; the newest."""


@dataclass(frozen=True, slots=True)
class Voices:
    """What one office sees in one turn; its role was checked a moment ago. `reads` lets it read words."""

    library: Library
    store: Store
    look: Look
    reads: bool

    async def answer(self, asked: VoicesQuery) -> Answer:
        """Answer; what is not there any more leads to the list of forms."""
        return await self._answer(asked) or await self._forms("voices.gone")

    async def _answer(self, asked: VoicesQuery) -> Answer | None:
        match asked:
            case VoicesAsked():
                return await self._forms()
            case TrendAsked(id_, part):
                return await self._trend(id_, part)
            case BatchAsked(batch, part):
                return await self._batch(batch, part)
            case TextsAsked() | ThemesGiven() | TextRedirected():
                return await self._words.answer(asked)
            case _:
                assert_never(asked)

    @property
    def _words(self) -> WordsDesk:
        return WordsDesk(self.library, self.store, self.look)

    async def _forms(self, note: str = "") -> Answer:
        """List the forms of which something was released; none of their counts."""
        found = dict.fromkeys(each.form for each in await finished(self.store))
        own = [id_ for id_ in self.library.questionnaires if id_ in found]
        titles = {id_: form(self.library, id_).title for id_ in (*own, *found)}
        options = tuple(titles.items())
        return Answer({"note": note}, state="voices" if options else "voices.none", options=options)

    async def _trend(self, id_: str, part: int) -> Answer | None:
        """Return a form over its periods, and a choice of what was released of it."""
        found = [each for each in await finished(self.store) if each.form == id_]
        if not found:
            return None
        await write_down(self.store, self.look, {"what": COUNTS, "form": id_})
        asked, words = form(self.library, id_), self.library.sentences
        newest = max(each.version for each in found)
        sheets = with_years(sheet_of(asked, each) for each in found if each.version == newest)
        answer = self._in_parts(voices.trend(self.library, asked, sheets), part)
        remarks = [*_other_version(asked, newest, words)]
        remarks += [words["voices.earlier-versions"]] if any(each.version < newest for each in found) else []
        newest_sheets = sheets[-voices.MOST_PERIODS :]
        hidden = sum(each.answers is None for seen in newest_sheets for each in seen.questions)
        remarks += [filled(words["voices.hidden"], {"count": hidden, "least": asked.least})] if hidden else []
        latest = sorted(found, key=lambda each: (each.period, each.version), reverse=True)[:MOST_BATCHES]
        options = tuple((each.id, self._named(each, newest)) for each in latest)
        values = {**answer.values, "form": id_, "title": asked.title}
        return replace(answer, values=values, remarks=tuple(remarks), state="voices.form", options=options)

    def _named(self, batch: Batch, newest: int) -> Text:
        period = period_in_words(batch.period)
        if batch.version == newest:
            return period
        said: dict[str, Value] = {"period": period, "version": batch.version}
        return filled(self.library.sentences["voices.version"], said)

    async def _batch(self, id_: str, part: int) -> Answer | None:
        """Return what was released together: counts by question, by factor, themes and other doors."""
        found = await opened(self.store, self.look, id_, COUNTS)
        if found is None:
            return None
        asked, words = form(self.library, found.form), self.library.sentences
        seen = sheet_of(asked, found)
        counted = await self._words.themes(found)
        themes, themes_hidden = voices.of_themes(self.library, counted)
        doors, doors_hidden = voices.of_doors(self.library, await self._words.doors(found))
        tables = [*voices.whole(self.library, asked, seen), *themes, *doors]
        answer = self._in_parts([*tables, *voices.apart(self.library, asked, found)], part)
        hidden = seen.hidden + voices.hidden_apart(asked, found)
        said: dict[str, Value] = {"count": hidden, "least": asked.least}
        remarks = [*_other_version(asked, found.version, words), *themes_hidden, *doors_hidden]
        remarks += [filled(words["voices.hidden"], said)] if hidden else []
        values: dict[str, Value] = {
            "batch": id_,
            "title": asked.title,
            "period": period_in_words(found.period),
            "answers": self._answers(seen, asked),
            "reads": " ".join(self._may(found, drafts=bool(themes))),
        }
        return replace(
            answer, values={**answer.values, **values}, remarks=tuple(remarks), state="voices.batch"
        )

    def _answers(self, seen: Sheet, asked: Form) -> Text:
        """Say how many answered, or only that there were enough where the number would tell more."""
        words = self.library.sentences
        if seen.answers is None:
            return filled(words["voices.enough"], {"least": asked.least})
        return filled(words["voices.number"], {"count": seen.answers})

    def _may(self, batch: Batch, *, drafts: bool) -> Sequence[str]:
        if not self.reads:
            return ()
        reads = ("read-texts",) if readable(self.library, batch) else ()
        return (*reads, "you-said", *(("draft-scenario",) if drafts else ()))

    def _in_parts(self, tables: Sequence[Table], part: int) -> Answer:
        found = parts(tables, self.library)
        number = min(max(part, 1), len(found))
        return Answer({"part": number, "of": len(found)}, found[number - 1])


def _other_version(asked: Form, version: int, words: Mapping[str, Text]) -> tuple[Text, ...]:
    """Say that a form read otherwise when it was answered."""
    if asked.version in (None, version):
        return ()
    return (filled(words["voices.other-version"], {"version": version}),)
