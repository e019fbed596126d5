"""Hands out a document as a file for Word; its library is loaded when the first one is made."""

from reports.documents import Document

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def written(document: Document) -> bytes:
    """Return a document as the bytes of a .docx file: each of its languages from a page of its own.

    It takes some hundredths of a second: not for the event loop. It names no author and no program.
    """
    from bot.documents.pages import as_docx  # noqa: PLC0415 half a second that the first page does not wait for

    return as_docx(document)
