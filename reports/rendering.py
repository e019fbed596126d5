"""Shows a report as JSON, as a spreadsheet, as plain text and as tables of a card; pure."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from content.model import Language, Library, Text
from content.wording import filled, period_in_words
from dialogs.flow import Answer
from dialogs.views import Table, Value
from reports.participation import Cell, Dimension, Measure, Report
from reports.periods import Kind
from reports.spreadsheets import BYTE_ORDER_MARK, csv_line
from reports.tables import aligned, in_words, weight

COLUMNS = (
    "organization",
    "period",
    "measure",
    "definition_en",
    "definition_fr",
    "by",
    "key",
    "name_en",
    "name_fr",
    "people",
    "band_en",
    "band_fr",
    "hidden_cells",
)

ROOM = 8_900
"""Characters for the tables of a card: 25 KB are 12,800, and its words and buttons need the rest."""

FIRST_ON_A_CARD = (
    (Dimension.MODULE, "modules-finished"),
    (Dimension.UNIT, "modules-finished"),
    (Dimension.PATH, "onboarding-finished"),
    (Dimension.MODULE, "courses-reported"),
    (Dimension.UNIT, "reminders-answered"),
)
"""The tables that come before the others where not all of them fit."""

Part = tuple[Report, Measure]
"""A measure as one report splits it."""


def as_json(report: Report) -> dict[str, Any]:
    """Return the report as plain JSON values; a hidden count is null, and in open periods bands appear."""
    return {
        "organization": report.organization.id,
        "period": report.period.id,
        "measures": [
            {
                "id": measure.id,
                "definition": measure.definition.model_dump(),
                "total": measure.total,
                "hidden_cells": measure.hidden_cells,
                "by": {
                    _split(report, measure): [_cell_as_json(report, measure, cell) for cell in measure.cells]
                },
            }
            for measure in report.measures
        ],
    }


def _split(report: Report, measure: Measure) -> str:
    """Name what the cells of a measure are: by module, courses are told apart by course."""
    courses = report.by is Dimension.MODULE and measure.id == "courses-reported"
    return "course" if courses else report.by.value


def _cell_as_json(report: Report, measure: Measure, cell: Cell) -> dict[str, Any]:
    shown: dict[str, Any] = {"key": cell.key, "count": cell.count}
    if report.in_bands(measure):
        shown["band"] = cell.band
    return shown


def as_csv(report: Report, library: Library) -> str:
    """Return the report as lines for a spreadsheet, both languages side by side.

    The text begins with a byte order mark, is to be written as UTF-8, and no cell can act as a formula.
    Each measure begins with a line for the whole organization, whose `by` and `key` are empty.
    """
    lines = [csv_line(COLUMNS)]
    for measure in report.measures:
        head = (
            report.organization.id,
            report.period.id,
            measure.id,
            measure.definition.en,
            measure.definition.fr,
        )
        whole = library.sentences["report.total"]
        lines.append(
            csv_line((*head, "", "", whole.en, whole.fr, measure.total, "", "", measure.hidden_cells))
        )
        for cell in measure.cells:
            band = library.sentences[f"band.{cell.band}"] if cell.band else None
            bands = (band.en, band.fr) if band else ("", "")
            names = (cell.name.en, cell.name.fr)
            split = _split(report, measure)
            lines.append(csv_line((*head, split, cell.key, *names, cell.count, *bands, "")))
    return BYTE_ORDER_MARK + "".join(lines)


def as_text(report: Report, library: Library, language: Language) -> str:
    """Return the report as plain text in one language, with aligned columns."""
    answer = card_tables(report, library)
    blocks = [f"{report.organization.name.of(language)}\n{period_in_words(report.period.id).of(language)}"]
    blocks += [_text_table(table, library, language) for table in answer.tables]
    blocks.append("\n".join(note.of(language) for note in answer.remarks))
    return "\n\n".join(blocks) + "\n"


def _text_table(table: Table, library: Library, language: Language) -> str:
    return "\n".join((table.title.of(language), *aligned(in_words(table, library, language))))


def card_tables(report: Report, library: Library) -> Answer:
    """Return the report as tables: the totals, then one for each measure that has cells.

    A cell is a count, a band in words, or None when it is hidden. The values are `organization`, `period`,
    and its `first` and `last` days; the remarks explain what is shown and what is not.
    """
    return _answer(report, [(report, measure) for measure in report.measures if measure.cells], library)


def on_one_card(reports: Sequence[Report], library: Library, room: int = ROOM) -> Answer:
    """Return several splits of one period for a card: the totals, then the tables there is room for.

    What people ask for first comes first. Where a table is left out, a remark says who can give it. `room` is
    in characters.
    """
    every = [(report, measure) for report in reports for measure in report.measures if measure.cells]
    chosen: list[Part] = []
    room -= weight(_totals(reports[0], library), library)
    for part in sorted(every, key=_urgency):
        needed = weight(_table(*part, library), library)
        if needed <= room:
            chosen.append(part)
            room -= needed
    answer = _answer(reports[0], chosen, library)
    more = () if len(chosen) == len(every) else (library.sentences["report.more"],)
    return replace(answer, remarks=(*more, *answer.remarks))


def _urgency(part: Part) -> int:
    report, measure = part
    asked = (report.by, measure.id)
    return FIRST_ON_A_CARD.index(asked) if asked in FIRST_ON_A_CARD else len(FIRST_ON_A_CARD)


def _answer(report: Report, parts: Sequence[Part], library: Library) -> Answer:
    return Answer(
        {
            "organization": report.organization.name,
            "period": period_in_words(report.period.id),
            "first": report.period.first,
            "last": report.period.last,
        },
        (_totals(report, library), *(_table(*part, library) for part in parts)),
        _notes(report, parts, library),
    )


def _totals(report: Report, library: Library) -> Table:
    sentences = library.sentences
    header = (sentences["report.column.measure"], sentences["report.column.people"])
    rows = tuple((measure.definition, measure.total) for measure in report.measures)
    return Table(sentences["report.total"], header, rows)


def _table(report: Report, measure: Measure, library: Library) -> Table:
    sentences = library.sentences
    split = _split(report, measure)
    header = (sentences[f"report.column.{split}"], sentences["report.column.people"])
    rows = tuple((cell.name, _shown(cell, library)) for cell in measure.cells)
    return Table(filled(sentences[f"report.by.{split}"], {"measure": measure.definition}), header, rows)


def _shown(cell: Cell, library: Library) -> Value | None:
    return library.sentences[f"band.{cell.band}"] if cell.band else cell.count


def _notes(report: Report, parts: Sequence[Part], library: Library) -> tuple[Text, ...]:
    sentences = library.sentences
    hidden = sum(measure.total is None for measure in report.measures)
    hidden += sum(measure.hidden_cells for _, measure in parts)
    return (
        *((sentences["report.open"],) if report.open else ()),
        *(sentences[name] for name in (_banding(report) if _banded(parts) else ())),
        *((sentences["report.small"],) if report.organization.small else ()),
        *((filled(sentences["report.hidden-why"], {"count": hidden}),) if hidden else ()),
        sentences["report.not-counted"],
    )


def _banded(parts: Sequence[Part]) -> bool:
    return any(report.in_bands(measure) for report, measure in parts)


def _banding(report: Report) -> tuple[str, str]:
    """Return what explains the bands: why there are no figures, and what the words mean."""
    month = report.period.kind is Kind.MONTH
    return ("report.month" if month else "report.until-closed", "report.bands")
