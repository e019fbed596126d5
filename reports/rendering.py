"""Shows a report as JSON, as a spreadsheet, as plain text and as tables; pure."""

from collections.abc import Collection, Sequence
from typing import Any

from content.model import Language, Library, Text
from content.wording import filled, period_in_words
from dialogs.flow import Answer
from dialogs.views import Table, Value
from reports import cuts
from reports.participation import Cell, Measure, Report
from reports.periods import Kind
from reports.spreadsheets import BYTE_ORDER_MARK, csv_line
from reports.tables import aligned, in_words

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
    """Name what the cells of a measure are: by module, courses are told apart by course, and so on."""
    return cuts.split(report.by, measure.id)


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
    parts = [(report, measure) for measure in report.measures if measure.cells]
    found = (totals(report, library), *(table_of(*part, library) for part in parts))
    return Answer(values_of(report), found, notes(report, parts, library, report.measures))


def values_of(report: Report) -> dict[str, Value]:
    """Return what a card says of the period."""
    return {
        "organization": report.organization.name,
        "period": period_in_words(report.period.id),
        "first": report.period.first,
        "last": report.period.last,
    }


def totals(report: Report, library: Library, without: Collection[str] = ()) -> Table:
    """Return each measure with its definition and its total; those in `without` are left out."""
    sentences = library.sentences
    header = (sentences["report.column.measure"], sentences["report.column.people"])
    told = (measure for measure in report.measures if measure.id not in without)
    rows = tuple((measure.definition, measure.total) for measure in told)
    return Table(sentences["report.total"], header, rows)


def table_of(report: Report, measure: Measure, library: Library) -> Table:
    """Return the cells of one measure."""
    sentences = library.sentences
    split = _split(report, measure)
    header = (sentences[f"report.column.{split}"], sentences["report.column.people"])
    rows = tuple((cell.name, _shown(cell, library)) for cell in measure.cells)
    return Table(filled(sentences[f"report.by.{split}"], {"measure": measure.definition}), header, rows)


def _shown(cell: Cell, library: Library) -> Value | None:
    return library.sentences[f"band.{cell.band}"] if cell.band else cell.count


def notes(
    report: Report, parts: Sequence[Part], library: Library, whole: Sequence[Measure]
) -> tuple[Text, ...]:
    """Return what explains the tables; `whole` are the measures whose totals are shown beside them."""
    sentences = library.sentences
    hidden = sum(measure.total is None for measure in whole)
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
