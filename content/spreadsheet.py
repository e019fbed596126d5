"""Cuts the bytes of a CSV file into rows, whichever program and language saved it."""

import csv
from collections.abc import Iterator
from io import StringIO

Cut = Iterator[tuple[int, list[str] | None]]
"""Rows with the number of their first line, from 1; None where quotes do not close."""


class NotUtf8(ValueError):
    """The bytes are no UTF-8; `line` is the first that is not."""

    def __init__(self, line: int) -> None:
        """Keep the line."""
        super().__init__(str(line))
        self.line = line


def rows(text: str | bytes) -> Cut:
    """Cut a file into its rows, empty ones left out. Raises NotUtf8 before the first of them."""
    if isinstance(text, bytes):
        try:
            text = text.decode()
        except UnicodeDecodeError as error:
            raise NotUtf8(error.object.count(b"\n", 0, error.start) + 1) from None
    lines = list(StringIO(text.removeprefix("\ufeff"), newline=""))
    # A spreadsheet set to French saves with semicolons.
    comma = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    return _rows(lines, comma)


def _rows(lines: list[str], comma: str) -> Cut:
    """Cut lines into rows.

    After a broken row reading starts again at the next line, so that one quote does not swallow the rest.
    """
    start = 0
    while start < len(lines):
        reader = csv.reader(lines[start:], delimiter=comma, strict=True)
        begins = start
        try:
            for row in reader:
                if any(cell.strip() for cell in row):
                    yield begins + 1, row
                begins = start + reader.line_num
        except csv.Error:
            yield begins + 1, None
            start = begins + 1
        else:
            return
