"""Answers two offices about recommendations to the deputy head: one of them writes, both may read."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

import structlog

from bot.counting import Look
from bot.documents import word
from bot.heard import File
from bot.named_people import mentioned
from bot.signals import Signals
from content.model import LANGUAGES, Language, Library, Recommendation, Text
from content.wording import filled
from dialogs import recommendation_form
from dialogs.flow import Answer
from dialogs.plan_questions import (
    Outcome,
    PageAsked,
    RecommendationAsked,
    RecommendationFormAsked,
    RecommendationQuery,
    RecommendationsAsked,
    RecommendationTurned,
    RecommendationWritten,
    SignalsAsked,
)
from dialogs.views import Value
from reports import action_plan, recommendations
from reports.documents import Document
from storage.ports import Stale, Store
from storage.written import PLAN, RECOMMENDATIONS, Line, same, stamped

CHANGES = (RecommendationWritten, RecommendationTurned)
"""What writes: the role is asked for anew."""

FILE = "recommendations/"
"""What the key of the page as a file begins with; a period's never does."""

IN_A_PART, LINES_TO_CHOOSE = 12, 12
"""What a card has room for."""

TURNED: Mapping[Outcome, Mapping[str, object]] = {
    "accepted": {"state": "accepted"},
    "declined": {"state": "declined"},
    "done": {"state": "done"},
    "reopened": {"state": "open"},
    "withdrawn": {"withdrawn": True},
    "restored": {"withdrawn": False},
}
FOLLOWING: Mapping[str, tuple[str, ...]] = {
    "open": ("recommendation-accepted", "recommendation-declined", "recommendation-done"),
    "accepted": ("recommendation-done", "recommendation-reopened"),
    "declined": ("recommendation-reopened",),
    "done": ("recommendation-reopened",),
}
"""The verbs that lead on from each state."""

SPOKEN: Mapping[str, tuple[Language, ...]] = {"both": LANGUAGES, "en": ("en",), "fr": ("fr",)}


async def page_of(store: Store, library: Library, look: Look, language: str) -> Document:
    """Return what is open on one page, as a document in a language, or in each from a page of its own."""
    spoken = SPOKEN[language]
    shown = recommendations.page(await RECOMMENDATIONS.bodies(store), spoken)
    return recommendations.document(library, shown, await PLAN.bodies(store), look.today, spoken)


async def as_file(store: Store, library: Library, key: str, look: Look) -> File | None:
    """Write the page that a key names as a file for Word; None for a key that names none."""
    language = key.removeprefix(FILE)
    if language not in SPOKEN:
        return None
    document = await page_of(store, library, look, language)
    body = await asyncio.to_thread(word.written, document)
    return File(f"ethos-recommendations-{look.today.isoformat()}-{language}.docx", word.MEDIA_TYPE, body)


log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class RecommendationDesk:
    """What an office does in one turn; its role was checked a moment ago. `writes` lets it recommend."""

    library: Library
    store: Store
    look: Look
    writes: bool

    async def answer(self, asked: RecommendationQuery) -> Answer:
        """Answer; what is not there any more leads to the list."""
        return await self._answer(asked) or await self._all(RecommendationsAsked(), "recommendations.gone")

    async def _answer(self, asked: RecommendationQuery) -> Answer | None:
        match asked:
            case RecommendationsAsked():
                return await self._all(asked)
            case RecommendationAsked(id_):
                return await self._one(id_)
            case RecommendationFormAsked():
                return await self._form(asked)
            case RecommendationWritten():
                return await self._written(asked)
            case RecommendationTurned():
                return await self._turned(asked)
            case SignalsAsked():
                return await self._signals()
            case PageAsked(language):
                return await (self._file(language) if language else self._page())
            case _:
                assert_never(asked)

    # The list, one of them, and the page ----------------------------------------------------------

    async def _all(self, asked: RecommendationsAsked, note: str = "") -> Answer:
        lines = recommendations.ordered(await RECOMMENDATIONS.bodies(self.store, withdrawn=asked.withdrawn))
        of = max(1, -(-len(lines) // IN_A_PART))
        part = min(max(asked.part, 1), of)
        shown = lines[(part - 1) * IN_A_PART : part * IN_A_PART]
        options = tuple((id_, recommendations.line(self.library, each)) for id_, each in shown)
        values: dict[str, Value] = {"withdrawn": asked.withdrawn, "part": part, "of": of, "note": note}
        full = "recommendations" if options else "recommendations.none"
        return Answer(values, state="recommendations.withdrawn" if asked.withdrawn else full, options=options)

    async def _one(self, id_: str, note: str = "") -> Answer | None:
        found = await RECOMMENDATIONS.line(self.store, id_)
        if found is None:
            return None
        body = found.body
        lines = recommendations.about(self.library, body, await PLAN.bodies(self.store))
        values: dict[str, Value] = {
            **self._ways(found),
            "title": action_plan.in_words(body.title),
            "lines": lines,
            "because": action_plan.in_words(body.because),
            "note": note,
        }
        return Answer(values, state="recommendations.one")

    def _ways(self, found: Line[Recommendation]) -> dict[str, Value]:
        more = (*FOLLOWING[found.body.state], "withdraw-recommendation")
        ways: tuple[str, ...] = ("open", "edit-recommendation")
        if found.body.withdrawn:
            more, ways = ("restore-recommendation",), ("open",)
        if not self.writes:
            more, ways = (), ()
        ids: dict[str, Value] = {"id": found.id, "revision": found.revision}
        return {**ids, "ways": " ".join((*ways, "recommendations", "home")), "more": " ".join(more)}

    async def _page(self) -> Answer:
        shown = recommendations.page(await RECOMMENDATIONS.bodies(self.store))
        lines = recommendations.on_a_card(self.library, shown)
        none = (self.library.sentences["recommendations.page.none"],)
        values: dict[str, Value] = {"day": self.look.today, "lines": lines or none}
        return Answer(values, state="recommendations.page")

    async def _file(self, language: str) -> Answer | None:
        key = f"{FILE}{language}"
        file = await as_file(self.store, self.library, key, self.look)
        if file is None:
            return None
        size = -(-len(file.body) // 1_024)
        return Answer({"name": file.name, "size": size, "key": key}, state="recommendations.file")

    async def _turned(self, asked: RecommendationTurned) -> Answer | None:
        found = await RECOMMENDATIONS.line(self.store, asked.id)
        if found is None:
            return None
        changed = found.body.model_copy(update=dict(TURNED[asked.outcome]))
        if same(changed, found.body):  # Somebody did the same, or this turn is decided anew.
            return await self._one(asked.id, f"recommendations.{asked.outcome}")
        if found.revision != asked.revision:
            return await self._one(asked.id, "recommendations.changed")
        if not await self._kept(asked.id, changed, found.revision):
            return await self._one(asked.id, "recommendations.changed")
        return await self._one(asked.id, f"recommendations.{asked.outcome}")

    async def _kept(self, id_: str, body: Recommendation, revision: int) -> bool:
        """Keep a version; False when somebody was faster."""
        kept = stamped(body, self.look.today, self.look.role)
        try:
            await RECOMMENDATIONS.keep(self.store, id_, kept, revision)
        except Stale:
            return False
        log.info("register.changed", what=RECOMMENDATIONS.register, role=self.look.role)
        return True

    # Signals --------------------------------------------------------------------------------------

    async def _signals(self) -> Answer:
        found = await Signals(self.library, self.store, self.look).found()
        options = tuple((each.id, each.text) for each in found)
        return Answer(state="signals" if options else "signals.none", options=options)

    # The form -------------------------------------------------------------------------------------

    async def _form(self, asked: RecommendationFormAsked) -> Answer | None:
        if asked.held is not None:
            return await self._filled(asked.id, 0, asked.held, "recommendations.form-again")
        if asked.id:
            found = await RECOMMENDATIONS.line(self.store, asked.id)
            held = recommendation_form.held_by(found.body) if found else {}
            return await self._filled(asked.id, found.revision, held) if found else None
        held = {"day": self.look.today.isoformat()}
        if asked.signal:
            known = await Signals(self.library, self.store, self.look).found()
            chosen = next((each for each in known if each.id == asked.signal), None)
            if chosen is None:
                return None
            held |= {"because_en": chosen.text.en, "because_fr": chosen.text.fr, "goal": chosen.goal}
        answer = await self._filled("", 0, held)
        return Answer({**answer.values, "signal": asked.signal}, state=answer.state, options=answer.options)

    async def _filled(
        self,
        id_: str,
        revision: int,
        held: Mapping[str, str],
        note: str = "",
        remarks: tuple[Text, ...] = (),
        *,
        anyway: bool = False,
    ) -> Answer:
        """Return the form with what it holds; a line of the plan it is about is always to choose from."""
        goals = await PLAN.bodies(self.store)
        ordered = [id_ for id_, _ in action_plan.ordered(goals)]
        own = held.get("goal", "")
        first = [*([own] if own in goals else []), *(each for each in ordered if each != own)]
        options = tuple((each, action_plan.in_words(goals[each].title)) for each in first[:LINES_TO_CHOOSE])
        values: dict[str, Value] = {"id": id_, "revision": revision, "note": note, "anyway": anyway}
        return Answer({**values, **held}, remarks=remarks, state="recommendations.form", options=options)

    async def _written(self, asked: RecommendationWritten) -> Answer | None:
        """Keep a form; one with faults, or that somebody was faster than, comes back as it was written."""
        id_, held = asked.id or self.look.new, asked.held
        faults = recommendation_form.faults(self.library, self.look.today, held)
        if faults:
            return await self._filled(asked.id, asked.revision, held, "recommendations.form-faults", faults)
        found = await RECOMMENDATIONS.line(self.store, id_)
        if asked.id and found is None:
            return None
        body = recommendation_form.recommendation_of(held, found.body if found else None)
        if found is not None and same(body, found.body):  # Nothing is new, or this turn is decided anew.
            return await self._one(id_, "recommendations.saved")
        if found is not None and found.revision != asked.revision:
            return await self._meanwhile(found, held)
        if not asked.anyway and await mentioned(self.store, held):
            warned = (self.library.sentences["plan.names"],)
            return await self._filled(asked.id, asked.revision, held, "plan.look", warned, anyway=True)
        if not await self._kept(id_, body, asked.revision):
            newest = await RECOMMENDATIONS.line(self.store, id_)
            return await self._meanwhile(newest, held) if newest else None
        return await self._one(id_, "recommendations.saved")

    async def _meanwhile(self, newest: Line[Recommendation], held: Mapping[str, str]) -> Answer:
        said: dict[str, Value] = {"line": recommendations.line(self.library, newest.body)}
        now = (filled(self.library.sentences["plan.says-now"], said),)
        return await self._filled(newest.id, newest.revision, held, "recommendations.form-changed", now)
