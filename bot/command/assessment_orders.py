"""What an operator does with a self-assessment: drafts it, keeps the draft, prints a kept one again."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import click

from bot.assessment import Assessment
from bot.assessment_files import languages
from bot.command.operator import Operator
from bot.command.options import Settings, over_a_store
from bot.counting import Look
from bot.documents import word
from content.model import Library
from reports.assessed_document import document
from reports.documents import Document
from reports.frozen import FrozenUnreadable
from reports.markdown import as_markdown
from reports.material import Draft
from reports.periods import PeriodUnknown
from reports.years import Years, years_named
from storage.ports import Store

SENTENCES = "assessment.yaml"
FORMATS, LANGUAGES = ("md", "docx"), ("en", "fr", "both")
USUAL = "pco-2024"


class Actions(Protocol):
    """What the command does; app.py wires it."""

    def selfassessment(self, settings: Settings, words: Mapping[str, str], out: Path | None) -> None:
        """Draft a self-assessment, keep it, or print a kept one again."""


def add_commands(group: click.Group, operator: Operator, actions: Actions) -> None:
    """Add `selfassessment`."""
    speaker = operator.knowing(SENTENCES)

    @group.command(help=speaker.says("assessment.help"))
    @click.option("--period", default="", help=speaker.says("assessment.help.period"))
    @click.option("--set", "asked", default=USUAL, help=speaker.says("assessment.help.set"))
    @click.option(
        "--format",
        "kind",
        type=click.Choice(FORMATS),
        default="md",
        help=speaker.says("assessment.help.format"),
    )
    @click.option(
        "--lang",
        "which",
        type=click.Choice(LANGUAGES),
        default="both",
        help=speaker.says("assessment.help.language"),
    )
    @click.option("--freeze", is_flag=True, help=speaker.says("assessment.help.freeze"))
    @click.option("--frozen", default="", help=speaker.says("assessment.help.frozen"))
    @click.option(
        "--out",
        type=click.Path(dir_okay=False, path_type=Path),
        callback=operator.writable,
        help=operator.says("help.out"),
    )
    @over_a_store(operator)
    def selfassessment(
        settings: Settings,
        *,
        period: str,
        asked: str,
        kind: str,
        which: str,
        freeze: bool,
        frozen: str,
        out: Path | None,
    ) -> None:
        words = {"period": period, "set": asked, "format": kind, "lang": which, "frozen": frozen}
        if not frozen:
            years(speaker, period)  # A period that nobody understands makes no data folder.
        if kind == "docx" and out is None:
            raise speaker.refuses("assessment.out-needed", 2)
        actions.selfassessment(settings, {**words, "freeze": "yes" if freeze else ""}, out)


def years(operator: Operator, words: str) -> Years:
    """Return the years that the words name; raises a refusal for any other words."""
    try:
        return years_named(words)
    except PeriodUnknown:
        raise operator.refuses("assessment.period-unknown", 2) from None


@dataclass(frozen=True, slots=True)
class Clerk:
    """Carries out one order of an operator."""

    store: Store
    library: Library
    operator: Operator
    look: Look

    async def does(self, words: Mapping[str, str]) -> tuple[str, tuple[str, ...], bytes]:
        """Return the draft as text or as bytes, and a sentence with the id under which it was kept."""
        draft = await self._draft(words)
        kept: tuple[str, ...] = ()
        if words.get("freeze"):
            kept = (self.operator.says("assessment.kept-as", id=await self._assessment.freeze(draft)),)
        found = document(self.library, draft, languages(words.get("lang", "both")))
        return await self._written(found, words, kept)

    async def _written(
        self, found: Document, words: Mapping[str, str], kept: tuple[str, ...]
    ) -> tuple[str, tuple[str, ...], bytes]:
        if words.get("format") == "docx":
            return "", kept, await asyncio.to_thread(word.written, found)
        return as_markdown(found), kept, b""

    @property
    def _assessment(self) -> Assessment:
        return Assessment(self.library, self.store, self.look)

    async def _draft(self, words: Mapping[str, str]) -> Draft:
        """Return the draft that is asked for, of today or a kept one; raises a refusal for neither."""
        if id_ := words.get("frozen"):
            return await self._frozen(id_)
        asked = self.library.question_sets.get(words.get("set", USUAL))
        if asked is None:
            known = ", ".join(self.library.question_sets)
            raise self.operator.refuses("assessment.no-set", 2, known=known)
        return await self._assessment.draft(asked, years(self.operator, words.get("period", "")))

    async def _frozen(self, id_: str) -> Draft:
        try:
            found = await self._assessment.frozen(id_)
        except FrozenUnreadable:
            raise self.operator.refuses("assessment.frozen-unreadable") from None
        if found is None:
            raise self.operator.refuses("assessment.no-frozen", 2)
        return found
