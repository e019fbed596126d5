"""Hands out a workbook as a file for Excel; its library is loaded when the first one is made."""

from reports.workbook import Workbook

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def written(workbook: Workbook) -> bytes:
    """Return a workbook as the bytes of a .xlsx file: its sheets in each of its languages.

    It takes some hundredths of a second: not for the event loop. It names no author.
    """
    from bot.documents.sheets import as_xlsx  # noqa: PLC0415 the first page does not wait for it

    return as_xlsx(workbook)
