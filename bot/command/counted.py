"""Counts as the command line gives them out: printed here, or taken along as a file."""

from dataclasses import replace

import orjson

from bot.counting import Look, counts, you_said
from bot.counts_file import Wanted, body
from content.model import Language, Library
from reports.evidence import as_json, as_text
from storage.ports import Store

FILES = ("xlsx", "docx")
"""What no terminal can show."""


async def counted(
    store: Store, library: Library, wanted: Wanted, look: Look, language: Language
) -> str | bytes | None:
    """Count a period, and write the look down with the format that is taken along; None for no format."""
    if wanted.format in FILES:
        return await body(store, library, wanted, look)
    if wanted.format == "csv":
        return (await body(store, library, wanted, look)).decode()
    if wanted.format not in ("table", "json"):
        return None
    here = wanted.format == "table"
    seen = look if here else replace(look, as_file=wanted.format)
    (report,) = await counts(store, library, wanted.period, (wanted.by,), seen)
    told = await you_said(store, wanted.period)
    if here:
        return as_text(report, library, told, language)
    return orjson.dumps(as_json(report, told), option=orjson.OPT_INDENT_2).decode() + "\n"
