"""Counts as a file, for who takes them along: lines, a workbook or a document; each is in the access list."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.counting import WHICH, Look, counts, you_said
from bot.documents import word, workbooks
from bot.heard import File
from content.model import LANGUAGES, Language, Library
from content.wording import period_in_words
from dialogs.flow import Answer
from dialogs.questions import FileAsked
from dialogs.views import Value
from reports import counts_document, evidence, workbook
from reports.evidence import Told
from reports.participation import Dimension, Report
from reports.periods import Kind, Period, PeriodUnknown, parse
from storage.ports import Store

MEDIA_TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": workbooks.MEDIA_TYPE,
    "docx": word.MEDIA_TYPE,
}
"""Every format, and how it is named to who receives it."""

USUAL_FORMAT, USUAL_CUT = "csv", Dimension.UNIT
"""What a key that names nothing but a period stands for, as every key did once."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which counts somebody wants as a file: of which period, told apart how, in which format and languages.

    Lines for a spreadsheet have both languages side by side, whatever is chosen.
    """

    period: Period
    by: Dimension = USUAL_CUT
    format: str = USUAL_FORMAT
    languages: tuple[Language, ...] = LANGUAGES

    @property
    def key(self) -> str:
        """Return what stands for it on a card: 2026-Q4, or 2026-Q4.module.xlsx.fr."""
        if (self.by, self.format, self.languages) == (USUAL_CUT, USUAL_FORMAT, LANGUAGES):
            return self.period.id
        return ".".join((self.period.id, self.by.value, self.format, "-".join(self.languages)))

    @property
    def name(self) -> str:
        """Return the name of the file: what differs from the usual is in it."""
        cut = () if self.by is USUAL_CUT else (self.by.value,)
        one = self.languages if len(self.languages) == 1 else ()
        return "-".join(("ethos", self.period.id, *cut, *one)) + f".{self.format}"


def read(key: str) -> Wanted | None:
    """Return what a key stands for; None for what none of ours would be."""
    period, *rest = key.split(".")
    try:
        match rest:
            case []:
                return Wanted(parse(period))
            case [by, form, spoken] if form in MEDIA_TYPES:
                return Wanted(parse(period), Dimension(by), form, languages(form, spoken))
    except (PeriodUnknown, ValueError):
        pass
    return None


def wanted(asked: FileAsked, library: Library, today: date) -> Wanted:
    """Return what a form asked for; a small organization tells people apart by module only."""
    by = Dimension.MODULE if library.organization.small else Dimension(asked.by)
    return Wanted(WHICH[asked.period](today), by, asked.format, languages(asked.format, asked.language))


def languages(form: str, spoken: str) -> tuple[Language, ...]:
    """Return the languages that words name. Lines for a spreadsheet have both."""
    one = tuple(language for language in LANGUAGES if language == spoken)
    return one if one and form != USUAL_FORMAT else LANGUAGES


async def made(store: Store, library: Library, key: str, look: Look) -> File | None:
    """Make the file that a key stands for, and write it down; None when it is not given out.

    In a small organization counts are told apart by module, and are of whole fiscal years only.
    """
    found = read(key)
    if found is None:
        return None
    if library.organization.small:
        if found.period.kind is not Kind.FISCAL_YEAR:
            return None
        found = replace(found, by=Dimension.MODULE)
    return File(found.name, MEDIA_TYPES[found.format], await body(store, library, found, look))


async def body(store: Store, library: Library, file: Wanted, look: Look) -> bytes:
    """Count, write down who takes which format along, and return the bytes of the file."""
    taken = replace(look, as_file=file.format)
    (report,) = await counts(store, library, file.period, (file.by,), taken)
    told = await you_said(store, file.period)
    # A workbook takes a while to write, and conversations go on meanwhile.
    return await asyncio.to_thread(_written, file, report, library, told, look.today)


def _written(file: Wanted, report: Report, library: Library, told: list[Told], day: date) -> bytes:
    match file.format:
        case "xlsx":
            return workbooks.written(workbook.counted(report, library, told, day, file.languages))
        case "docx":
            return word.written(counts_document.counted(report, library, told, day, file.languages))
        case _:
            return evidence.as_csv(report, library, told).encode()


def described(file: File, found: Wanted) -> Answer:
    """Return what a card says of a file that was made."""
    values: dict[str, Value] = {
        "period": period_in_words(found.period.id),
        "first": found.period.first,
        "last": found.period.last,
        "name": file.name,
        "size": -(-len(file.body) // 1_024),
        "key": found.key,
    }
    return Answer(values)
