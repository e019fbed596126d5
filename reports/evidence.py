"""Lists in a report what was done about what people said: messages, not people; pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from content.model import Language, Library, Text
from content.wording import filled, number
from dialogs import themes
from dialogs.flow import Answer
from dialogs.views import Table, Value
from reports import rendering
from reports.participation import Report
from reports.periods import Period
from reports.spreadsheets import csv_line
from reports.tables import aligned, in_words, weight

MEASURE = "you-said-we-did"
"""What is counted, beside the measures of people. The sentence `you-said.definition` defines it."""

MOST_ON_A_CARD = 4
"""The newest; files and what an operator prints have them all."""

AROUND_A_REMARK = 200
"""Characters of a card that saying so takes."""


@dataclass(frozen=True, slots=True)
class Told:
    """A message about what people said: the day it ended, its title, its theme; empty where none is named."""

    day: date
    title: Text
    theme: str


def within(told: Sequence[Told], period: Period) -> list[Told]:
    """Return those that ended in a period, oldest first."""
    found = [each for each in told if period.first <= each.day <= period.last]
    return sorted(found, key=lambda each: (each.day, each.title.en))


def tables(library: Library, told: Sequence[Told]) -> tuple[Table, ...]:
    """Return a table of messages with day, title and theme; nothing where there is none."""
    words = library.sentences
    header = tuple(words[f"you-said.column.{each}"] for each in ("day", "title", "theme"))
    rows = tuple((each.day, each.title, _theme(library, each)) for each in told)
    return (Table(words["you-said.table"], header, rows),) if rows else ()


def _theme(library: Library, told: Told) -> Text:
    known = told.theme in themes.THEMES
    return themes.named(library, told.theme) if known else library.sentences["you-said.no-theme"]


def counted(library: Library, told: Sequence[Told]) -> tuple[Value | None, ...]:
    """Return the row that says how many there were, with the definition."""
    return (library.sentences["you-said.definition"], len(told))


def needs(library: Library, told: Sequence[Told]) -> int:
    """Return about how many characters of a card all of this takes."""
    row = Table(library.sentences["report.total"], (), (counted(library, told),))
    listed = tables(library, told[-MOST_ON_A_CARD:])
    return sum(weight(table, library) for table in (row, *listed)) + AROUND_A_REMARK


def on_a_card(answer: Answer, library: Library, told: Sequence[Told]) -> Answer:
    """Return a report with the number under its totals, and the newest of the messages at its end."""
    totals, *others = answer.tables
    counts = replace(totals, rows=(*totals.rows, counted(library, told)))
    listed = tables(library, told[-MOST_ON_A_CARD:])
    more = len(told) - MOST_ON_A_CARD
    remarks = (filled(library.sentences["you-said.more"], {"count": more}),) if more > 0 else ()
    return replace(answer, tables=(counts, *others, *listed), remarks=(*remarks, *answer.remarks))


# With a report ------------------------------------------------------------------------------------


def as_csv(report: Report, library: Library, told: Sequence[Told]) -> str:
    """Return a report as lines for a spreadsheet, then the number of messages and one line for each."""
    words = library.sentences
    definition, whole = words["you-said.definition"], words["report.total"]
    head = (report.organization.id, report.period.id, MEASURE, definition.en, definition.fr)
    lines = [csv_line((*head, "", "", whole.en, whole.fr, len(told), "", "", ""))]
    for each in told:
        theme = _theme(library, each)
        names = (f"{each.title.en} ({theme.en})", f"{each.title.fr} ({theme.fr})")
        lines.append(csv_line((*head, "message", each.day.isoformat(), *names, None, "", "", "")))
    return rendering.as_csv(report, library) + "".join(lines)


def as_json(report: Report, told: Sequence[Told]) -> dict[str, Any]:
    """Return a report as plain JSON values, with the messages."""
    listed = [
        {"day": each.day.isoformat(), "title": each.title.model_dump(), "theme": each.theme or None}
        for each in told
    ]
    return {**rendering.as_json(report), "you_said_we_did": listed}


def as_text(report: Report, library: Library, told: Sequence[Told], language: Language) -> str:
    """Return a report as plain text in one language, then the number of messages and one line for each."""
    lines = [library.sentences["you-said.definition"].of(language), number(len(told), language)]
    for table in tables(library, told):
        lines += aligned(in_words(table, library, language))
    return rendering.as_text(report, library, language) + "\n" + "\n".join(lines) + "\n"
