"""Hands an operator the page for the deputy head: as Markdown, or as a file for Word."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import click

from bot.command.operator import Operator
from bot.command.options import Settings, over_a_store
from bot.counting import Look
from bot.documents import word
from bot.recommendations import SPOKEN, page_of
from content.model import Library
from reports.markdown import as_markdown
from storage.ports import Store

FORMATS = ("md", "docx")
NEEDS_A_FILE = "docx"
"""What no terminal can show."""


class Actions(Protocol):
    """What the command does; app.py wires it."""

    def recommendations(self, settings: Settings, words: Mapping[str, str], out: Path | None) -> None:
        """Print or write the open recommendations."""


def add_commands(group: click.Group, operator: Operator, actions: Actions) -> None:
    """Add `recommendations`."""
    speaker = operator.knowing("recommendations.yaml")

    @group.command(help=speaker.says("help.recommendations"))
    @click.option(
        "--format", "kind", type=click.Choice(FORMATS), default="md", help=operator.says("help.format")
    )
    @click.option(
        "--lang",
        type=click.Choice(list(SPOKEN)),
        default="both",
        help=speaker.says("help.recommendations-lang"),
    )
    @click.option(
        "--out",
        type=click.Path(dir_okay=False, path_type=Path),
        callback=operator.writable,
        help=operator.says("help.out"),
    )
    @over_a_store(operator)
    def recommendations(settings: Settings, kind: str, lang: str, out: Path | None) -> None:
        if kind == NEEDS_A_FILE and out is None:
            raise operator.refuses("report.needs-out", 2)
        actions.recommendations(settings, {"format": kind, "lang": lang}, out)


async def recommended(
    store: Store, library: Library, look: Look, kind: str, language: str
) -> str | bytes | None:
    """Return the page of what is open now; None for a format or a language that nobody knows."""
    if kind not in FORMATS or language not in SPOKEN:
        return None
    document = await page_of(store, library, look, language)
    if kind == NEEDS_A_FILE:
        return await asyncio.to_thread(word.written, document)
    return as_markdown(document)
