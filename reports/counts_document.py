"""What stands in a document of counts: the same tables as in the chat, all of them, under headings; pure."""

from collections.abc import Sequence
from datetime import date

from content.model import LANGUAGES, Language, Library
from dialogs.views import Table
from reports import evidence, rendering
from reports.documents import Block, Bullets, Document, Heading, Paragraph, grid
from reports.evidence import Told
from reports.participation import Report
from reports.workbook import opening, title


def counted(
    report: Report,
    library: Library,
    told: Sequence[Told],
    day: date,
    languages: tuple[Language, ...] = LANGUAGES,
) -> Document:
    """Return the document of a report, prepared on a day. A figure that may not be shown says so."""
    words = library.sentences
    answer = rendering.card_tables(report, library)
    organization, *lines = opening(report, library, answer, day)
    whole, *others = answer.tables
    totals = Table(words["files.chart.whole"], whole.header, (*whole.rows, evidence.counted(library, told)))
    blocks: list[Block] = [Paragraph(organization)]
    blocks += [Heading(words["files.how-to-read"]), Bullets(tuple(lines))]
    blocks += [Heading(words["files.sheet.whole"]), grid(totals, library)]
    if others:
        blocks += [Heading(words[f"files.sheet.{report.by.value}"])]
        blocks += [grid(each, library) for each in others]
    for listed in evidence.tables(library, told):
        blocks += [Heading(words["files.sheet.told"]), grid(listed, library)]
    return Document(title(report, library), tuple(blocks), languages)
