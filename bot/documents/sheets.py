"""Writes a workbook for Excel: tables with headers that stay in sight, native charts, and no formula."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from content.model import Language
from reports.documents import Line, plain
from reports.workbook import Chart, Charts, Prose, Sheet, Workbook

HARMLESS: Mapping[str, Any] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""What people wrote stays words: no formula, no link, no number. Nothing touches the disk."""

WIDEST, NARROWEST, AROUND_A_WORD = 70, 10, 3
"""Characters of a column."""

CHART_WIDTH, CHART_LEAST, CHART_ROW = 960, 200, 28
"""Pixels of a chart: how wide it is, how high without bars, and what each bar adds."""

LINE = 20
"""Pixels of a row of a sheet."""

INK, RULE = "#1A4F86", "#B0B8C4"
"""Of bars and headers: on white, and white on it, a contrast of 8 to 1; and of the line under a row."""

LINE_POINTS = 15
"""Of one line of words. Not every program reckons how high a row has to be."""


def as_xlsx(workbook: Workbook) -> bytes:
    """Return a workbook as the bytes of a .xlsx file."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, dict(HARMLESS)) as file:
        title = " / ".join(plain(workbook.title, each) for each in workbook.languages)
        day = workbook.day
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        file.set_properties({"title": title, "author": "", "created": midnight})
        for language in workbook.languages:
            writer = _Writer(file, language)
            for sheet in workbook.sheets:
                writer.write(sheet)
    return kept.getvalue()


class _Writer:
    """Writes sheets in one language."""

    def __init__(self, file: xlsxwriter.Workbook, language: Language) -> None:
        self._file = file
        self._language = language
        self._title: Format = file.add_format({"bold": True, "font_size": 14})
        cell = {"valign": "top", "text_wrap": True}
        ruled = {**cell, "bottom": 1, "bottom_color": RULE}
        self._prose: Format = file.add_format(cell)
        self._head: Format = file.add_format({**cell, "bold": True, "font_color": "white", "bg_color": INK})
        self._words: Format = file.add_format(ruled)
        self._figure: Format = file.add_format({**ruled, "num_format": "#,##0"})
        self._right: Format = file.add_format({**ruled, "align": "right"})

    def write(self, sheet: Prose | Sheet | Charts) -> None:
        """Write one sheet."""
        drawn = self._file.add_worksheet(self._said(sheet.name))
        drawn.set_landscape()
        drawn.set_paper(1)  # Letter
        drawn.fit_to_pages(1, 0)
        drawn.hide_gridlines(2)
        match sheet:
            case Prose(_, lines):
                self._lines(drawn, lines)
            case Sheet():
                self._table(drawn, sheet)
            case Charts(_, charts):
                self._charts(drawn, charts)

    def _lines(self, drawn: Worksheet, lines: tuple[Line, ...]) -> None:
        drawn.set_column(0, 0, WIDEST)
        for row, line in enumerate(lines):
            drawn.write_string(row, 0, self._said(line), self._prose if row else self._title)
            drawn.set_row(row, LINE_POINTS * (_lines(self._said(line), WIDEST) + (not row)))

    def _table(self, drawn: Worksheet, sheet: Sheet) -> None:
        last = max(len(sheet.rows), 1), len(sheet.header) - 1
        drawn.add_table(0, 0, *last, {"columns": self._columns(sheet)})
        drawn.freeze_panes(1, 0)
        drawn.repeat_rows(0)
        widths = [self._width(sheet, column) for column in range(len(sheet.header))]
        for column, width in enumerate(widths):
            drawn.set_column(column, column, width)
        for number, row in enumerate((sheet.header, *sheet.rows)):
            cells = zip(row, widths, strict=True)
            drawn.set_row(number, LINE_POINTS * max(_lines(self._said(cell), width) for cell, width in cells))
        for column in range(len(sheet.header)):
            self._column(drawn, sheet, column)

    def _column(self, drawn: Worksheet, sheet: Sheet, column: int) -> None:
        cells = [row[column] for row in sheet.rows]
        # Words among figures, such as that one is hidden, stand where the figures do.
        words = self._right if any(isinstance(cell, int) for cell in cells) else self._words
        for number, cell in enumerate(cells, 1):
            if isinstance(cell, int):
                drawn.write_number(number, column, cell, self._figure)
            else:
                drawn.write_string(number, column, self._said(cell), words)

    def _columns(self, sheet: Sheet) -> list[dict[str, Any]]:
        return [{"header": self._said(title), "header_format": self._head} for title in sheet.header]

    def _width(self, sheet: Sheet, column: int) -> int:
        longest = max(len(self._said(row[column])) for row in (sheet.header, *sheet.rows))
        return min(max(longest + AROUND_A_WORD, NARROWEST), WIDEST)

    def _charts(self, drawn: Worksheet, charts: tuple[Chart, ...]) -> None:
        row = 0
        for chart in charts:
            height = CHART_LEAST + CHART_ROW * (chart.last - chart.first)
            drawn.insert_chart(row, 0, self._bars(chart, height), {"description": self._said(chart.about)})
            row += height // LINE + 2

    def _bars(self, chart: Chart, height: int) -> Any:
        name = self._said(chart.sheet.name)
        # A row of a sheet is one further down: the header is the first.
        first, last = chart.first + 1, chart.last
        made: Any = self._file.add_chart({"type": "bar"})
        made.add_series(
            {
                "name": [name, 0, chart.figures],
                "categories": [name, first, chart.labels, last, chart.labels],
                "values": [name, first, chart.figures, last, chart.figures],
                "fill": {"color": INK},
                "data_labels": {"value": True},
                "gap": 60,
            }
        )
        made.set_title({"name": self._said(chart.title), "name_font": {"size": 12}, "overlay": False})
        made.set_legend({"none": True})
        made.set_y_axis({"reverse": True, "num_font": {"size": 9}})
        made.set_x_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
        made.set_size({"width": CHART_WIDTH, "height": height})
        return made

    def _said(self, line: Line) -> str:
        return plain(line, self._language)


def _lines(words: str, width: int) -> int:
    """Return about how many lines words take in a column: it has room for more letters than figures."""
    return max(1, -(-len(words) // width))
