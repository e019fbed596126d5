"""Writes lines for a spreadsheet in which no cell can act as a formula; pure."""

from collections.abc import Sequence

BYTE_ORDER_MARK = "\ufeff"
"""Without it a spreadsheet program reads French accents wrongly."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_line(values: Sequence[str | int | None]) -> str:
    """Return one line, its end included; None is an empty cell."""
    return ",".join(_csv_value(value) for value in values) + "\r\n"


def _csv_value(value: str | int | None) -> str:
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    harmless = f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return '"' + harmless.replace('"', '""') + '"'
