"""What stands in a workbook of counts, without its bytes: sheets, definitions and what charts draw; pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from content.model import LANGUAGES, Language, Library, Text
from content.wording import filled, period_in_words
from dialogs.flow import Answer
from dialogs.views import Value
from reports import evidence, rendering
from reports.documents import Line, grid
from reports.evidence import Told
from reports.participation import Cell, Measure, Report

AROUND_A_TITLE = " ("
"""Where a definition begins to explain itself: what stands before is its title."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A sheet of lines, the first of which is its title."""

    name: Text
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with one table: a header row, which stays in sight, and rows as long as it."""

    name: Text
    header: tuple[Text, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of some rows of a sheet, which all hold a figure: from `first` up to, not including, `last`.

    `about` is what a screen reader reads. `labels` and `figures` are columns, from 0.
    """

    title: Text
    about: Text
    sheet: Sheet
    first: int
    last: int
    labels: int
    figures: int


@dataclass(frozen=True, slots=True)
class Charts:
    """A sheet of charts, one under the other."""

    name: Text
    charts: tuple[Chart, ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook: all its sheets in each of its languages, one language after the other; made on a day."""

    title: Text
    sheets: tuple[Prose | Sheet | Charts, ...]
    day: date
    languages: tuple[Language, ...] = LANGUAGES


def counted(
    report: Report,
    library: Library,
    told: Sequence[Told],
    day: date,
    languages: tuple[Language, ...] = LANGUAGES,
) -> Workbook:
    """Return the workbook of a report. A figure that may not be shown says so, and no chart draws it."""
    answer = rendering.card_tables(report, library)
    whole, cells = _whole(report, library, told), _cells(report, library)
    charts = (*_chart_of_totals(report, library, whole), *_charts(report, library, cells))
    sheets: list[Prose | Sheet | Charts] = [_summary(report, library, answer, day), whole]
    sheets += [cells] if cells.rows else []
    sheets += [Charts(library.sentences["files.sheet.charts"], charts)] if charts else []
    sheets += [
        Sheet(library.sentences["files.sheet.told"], listed.header, listed.rows)
        for listed in (grid(table, library) for table in evidence.tables(library, told))
    ]
    return Workbook(title(report, library), (*sheets, _definitions(report, library)), day, languages)


def title(report: Report, library: Library) -> Text:
    """Return what a file of counts is called."""
    return filled(library.sentences["files.title"], {"period": period_in_words(report.period.id)})


def opening(report: Report, library: Library, answer: Answer, day: date) -> tuple[Line, ...]:
    """Return what is said first: whose figures they are, of when, how to read them, how many are hidden."""
    words = library.sentences
    days: dict[str, Value] = {"first": report.period.first, "last": report.period.last, "day": day}
    hidden = any(measure.total is None or measure.hidden_cells for measure in report.measures)
    return (
        report.organization.name,
        filled(words["files.from-to"], days),
        filled(words["files.made"], days),
        words["files.people"],
        *(() if hidden else (words["files.none-hidden"],)),
        *answer.remarks,
    )


def _summary(report: Report, library: Library, answer: Answer, day: date) -> Prose:
    lines = (title(report, library), *opening(report, library, answer, day))
    return Prose(library.sentences["files.sheet.summary"], lines)


def short(definition: Text) -> Text:
    """Return a definition without what it explains in parentheses."""
    return Text(en=definition.en.partition(AROUND_A_TITLE)[0], fr=definition.fr.partition(AROUND_A_TITLE)[0])


# Figures ------------------------------------------------------------------------------------------


def _whole(report: Report, library: Library, told: Sequence[Told]) -> Sheet:
    """Return the totals; those with a figure come first, so that a chart can draw them."""
    words = library.sentences
    header = (words["report.column.measure"], words["report.column.people"], words["files.column.hidden"])
    hidden = words["report.hidden"]
    measures = sorted(report.measures, key=lambda measure: measure.total is None)
    rows = [
        (each.definition, hidden if each.total is None else each.total, each.hidden_cells)
        for each in measures
    ]
    messages = (words["you-said.definition"], len(told), 0)
    return Sheet(words["files.sheet.whole"], header, (*rows, messages))


def _cells(report: Report, library: Library) -> Sheet:
    words = library.sentences
    header = (
        words["report.column.measure"],
        words["files.column.group"],
        words["report.column.people"],
    )
    rows = tuple(
        (short(measure.definition), cell.name, _figure(cell, library))
        for measure in report.measures
        for cell in _in_order(measure)
    )
    return Sheet(words[f"files.sheet.{report.by.value}"], header, rows)


def _in_order(measure: Measure) -> list[Cell]:
    """Return the cells of a measure; those with a figure come first, so that a chart can draw them."""
    return sorted(measure.cells, key=lambda cell: cell.count is None)


def _figure(cell: Cell, library: Library) -> Text | int:
    if cell.count is not None:
        return cell.count
    return library.sentences[f"band.{cell.band}" if cell.band else "report.hidden"]


# Charts -------------------------------------------------------------------------------------------


def _chart_of_totals(report: Report, library: Library, whole: Sheet) -> Iterator[Chart]:
    shown = sum(measure.total is not None for measure in report.measures)
    if any(measure.total for measure in report.measures):
        name = library.sentences["files.chart.whole"]
        yield _chart(library, name, whole, (0, shown), len(report.measures) - shown)


def _charts(report: Report, library: Library, cells: Sheet) -> Iterator[Chart]:
    first = 0
    for measure in report.measures:
        shown = [cell.count for cell in measure.cells if cell.count is not None]
        if any(shown):
            rows = first, first + len(shown)
            yield _chart(library, short(measure.definition), cells, rows, measure.hidden_cells)
        first += len(measure.cells)


def _chart(library: Library, name: Text, sheet: Sheet, rows: tuple[int, int], hidden: int) -> Chart:
    words = library.sentences
    said = filled(words["files.chart.hidden"], {"title": name, "count": hidden}) if hidden else name
    about: dict[str, Value] = {"title": said, "count": rows[1] - rows[0], "sheet": sheet.name}
    figures = next(n for n, column in enumerate(sheet.header) if column == words["report.column.people"])
    return Chart(said, filled(words["files.chart.about"], about), sheet, *rows, figures - 1, figures)


# What the words mean ------------------------------------------------------------------------------


def _definitions(report: Report, library: Library) -> Sheet:
    words = library.sentences
    rows: list[tuple[Line, ...]] = [(short(each.definition), each.definition) for each in report.measures]
    rows.append((words["files.term.hidden"], words["files.meaning.hidden"]))
    if any(cell.band for measure in report.measures for cell in measure.cells):
        rows.append((words["files.term.words"], words["report.bands"]))
    header = (words["files.column.term"], words["files.column.meaning"])
    return Sheet(words["files.sheet.definitions"], header, tuple(rows))
