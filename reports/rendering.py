"""Shows a report as JSON, as a spreadsheet, as plain text and as tables of a card; pure."""

from collections.abc import Sequence
from typing import Any

from content.model import Language, Library, Text
from content.wording import filled, period_in_words
from dialogs.flow import Answer
from dialogs.views import Table, Value
from reports.participation import Cell, Measure, Report
from reports.periods import Kind
from reports.tables import aligned, in_words

BYTE_ORDER_MARK = "\ufeff"
"""Without it a spreadsheet program reads French accents wrongly."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")

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
                "by": {report.by.value: [_cell_as_json(report, cell) for cell in measure.cells]},
            }
            for measure in report.measures
        ],
    }


def _cell_as_json(report: Report, cell: Cell) -> dict[str, Any]:
    shown: dict[str, Any] = {"key": cell.key, "count": cell.count}
    if report.in_bands:
        shown["band"] = cell.band
    return shown


def as_csv(report: Report, library: Library) -> str:
    """Return the report as lines for a spreadsheet, both languages side by side.

    The text begins with a byte order mark, is to be written as UTF-8, and no cell can act as a formula.
    Each measure begins with a line for the whole organization, whose `by` and `key` are empty.
    """
    lines = [_csv_line(COLUMNS)]
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
            _csv_line((*head, "", "", whole.en, whole.fr, measure.total, "", "", measure.hidden_cells))
        )
        for cell in measure.cells:
            band = library.sentences[f"band.{cell.band}"] if cell.band else None
            bands = (band.en, band.fr) if band else ("", "")
            names = (cell.name.en, cell.name.fr)
            lines.append(_csv_line((*head, report.by.value, cell.key, *names, cell.count, *bands, "")))
    return BYTE_ORDER_MARK + "".join(lines)


def _csv_line(values: Sequence[str | int | None]) -> str:
    return ",".join(_csv_value(value) for value in values) + "\r\n"


def _csv_value(value: str | int | None) -> str:
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    harmless = f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return '"' + harmless.replace('"', '""') + '"'


def as_text(report: Report, library: Library, language: Language) -> str:
    """Return the report as plain text in one language, with aligned columns."""
    answer = card_tables(report, library)
    blocks = [f"{report.organization.name.of(language)}\n{period_in_words(report.period.id).of(language)}"]
    blocks += [_text_table(table, library, language) for table in answer.tables]
    blocks.append("\n".join(note.of(language) for note in _notes(report, library)))
    return "\n\n".join(blocks) + "\n"


def _text_table(table: Table, library: Library, language: Language) -> str:
    return "\n".join((table.title.of(language), *aligned(in_words(table, library, language))))


def card_tables(report: Report, library: Library) -> Answer:
    """Return the report for a card: a table of totals, then one for each measure that has cells.

    A cell is a count, a band in words, or None when it is hidden. The values are `organization`, `period`,
    and its `first` and `last` days; the remarks explain what is shown and what is not.
    """
    parts = (_table(report, measure, library) for measure in report.measures if measure.cells)
    return Answer(
        {
            "organization": report.organization.name,
            "period": period_in_words(report.period.id),
            "first": report.period.first,
            "last": report.period.last,
        },
        (_totals(report, library), *parts),
        _notes(report, library),
    )


def _totals(report: Report, library: Library) -> Table:
    sentences = library.sentences
    header = (sentences["report.column.measure"], sentences["report.column.people"])
    rows = tuple((measure.definition, measure.total) for measure in report.measures)
    return Table(sentences["report.total"], header, rows)


def _table(report: Report, measure: Measure, library: Library) -> Table:
    sentences = library.sentences
    header = (sentences[f"report.column.{report.by.value}"], sentences["report.column.people"])
    rows = tuple((cell.name, _shown(cell, library)) for cell in measure.cells)
    by = sentences[f"report.by.{report.by.value}"]
    return Table(filled(by, {"measure": measure.definition}), header, rows)


def _shown(cell: Cell, library: Library) -> Value | None:
    return library.sentences[f"band.{cell.band}"] if cell.band else cell.count


def _notes(report: Report, library: Library) -> tuple[Text, ...]:
    sentences = library.sentences
    hidden = sum(measure.hidden_cells + (measure.total is None) for measure in report.measures)
    return (
        *((sentences["report.open"],) if report.open else ()),
        *(sentences[name] for name in (_banding(report) if report.in_bands else ())),
        *((filled(sentences["report.hidden-why"], {"count": hidden}),) if hidden else ()),
        sentences["report.not-counted"],
    )


def _banding(report: Report) -> tuple[str, str]:
    """Return what explains the bands: why there are no figures, and what the words mean."""
    month = report.period.kind is Kind.MONTH
    return ("report.month" if month else "report.until-closed", "report.bands")
