"""Writes a document for Word: real headings, table headers that repeat, a language on every word."""

import io
import zipfile
from typing import assert_never

import docx
from docx.document import Document as File
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Pt
from docx.table import Table as Drawn
from docx.text.paragraph import Paragraph as Written

from bot.documents import look
from content.model import Language, Text
from reports.documents import (
    Block,
    Break,
    Bullets,
    Document,
    Grid,
    Heading,
    Line,
    Paragraph,
    paragraphs,
    pieces,
    plain,
    title_of,
)

LOCALES: dict[Language, str] = {"en": "en-CA", "fr": "fr-CA"}
TABLE_STYLE = "Table Grid"
KEPT_TOGETHER = 12
"""Rows; a longer table may go on upon the next page, where its header comes again."""

NARROWEST, WIDEST = 12, 48
"""Characters of a column, as its share of the page is reckoned."""

PAGE = Text(en="Page ", fr="Page ")


def as_docx(document: Document) -> bytes:
    """Return a document as the bytes of a .docx file."""
    file = docx.Document()
    look.begin(file, LOCALES[document.languages[0]])
    look.describe(file, title_of(document), ", ".join(LOCALES[each] for each in document.languages))
    for number, language in enumerate(document.languages):
        section = look.section(file, first=not number)
        writer = _Writer(file, language)
        footer = section.footer.paragraphs[0]
        writer.say(footer, (document.title, " \N{EN DASH} ", PAGE))
        look.page_number(footer, LOCALES[language])
        writer.write(document)
    kept = io.BytesIO()
    file.save(kept)
    return _timeless(kept)


def _timeless(file: io.BytesIO) -> bytes:
    """Return a file without the second in which each of its parts was written: the same in, the same out."""
    kept = io.BytesIO()
    with zipfile.ZipFile(file) as dated, zipfile.ZipFile(kept, "w") as undated:
        for part in dated.namelist():
            undated.writestr(zipfile.ZipInfo(part), dated.read(part), zipfile.ZIP_DEFLATED)
    return kept.getvalue()


class _Writer:
    """Writes the blocks of a document in one language at the end of a file."""

    def __init__(self, file: File, language: Language) -> None:
        self._file = file
        self._language = language

    def write(self, document: Document) -> None:
        """Write the title and every block."""
        self.say(self._file.add_paragraph(style="Title"), document.title)
        for block in document.blocks:
            self._block(block)

    def say(self, paragraph: Written, words: Line, *, bold: bool = False) -> None:
        """Write words at the end of a paragraph, each piece in its own language."""
        for said, spoken in pieces(words, self._language):
            self._run(paragraph, said, spoken, bold=bold)

    def _block(self, block: Block) -> None:
        match block:
            case Heading(words, level):
                self.say(self._file.add_paragraph(style=f"Heading {level}"), words)
            case Paragraph():
                self._paragraph(block)
            case Bullets(items, numbered):
                self._list(items, numbered=numbered)
            case Grid():
                self._grid(block)
            case Break():
                self._file.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            case _:
                assert_never(block)

    def _paragraph(self, block: Paragraph) -> None:
        style = "Quote" if block.kind == "quote" else "Normal"
        for number, each in enumerate(paragraphs(block.words, self._language) or [[]]):
            paragraph = self._file.add_paragraph(style=style)
            if block.label and not number:
                self.say(paragraph, (block.label, " "), bold=True)
            for said, spoken in each:
                self._run(paragraph, said, spoken)

    def _list(self, items: tuple[Line, ...], *, numbered: bool) -> None:
        number = look.numbering(self._file) if numbered else None
        for item in items:
            paragraph = self._file.add_paragraph(style="List Bullet" if number is None else "List Number")
            if number is not None:
                look.counted(paragraph, number)
            self.say(paragraph, item)

    def _grid(self, grid: Grid) -> None:
        self.say(self._file.add_paragraph(style="Caption"), grid.title)
        table = self._file.add_table(len(grid.rows) + 1, len(grid.header), style=TABLE_STYLE)
        title, about = plain(grid.title, self._language), plain(grid.about or grid.title, self._language)
        look.described(table, title, about)
        look.as_wide_as(table, self._widths(grid))
        # Words among figures, such as that one is hidden, stand where the figures do.
        right = [any(isinstance(row[n], int) for row in grid.rows) for n in range(len(grid.header))]
        self._fill(table, 0, grid.header, right, bold=True)
        for number, row in enumerate(grid.rows, 1):
            self._fill(table, number, row, right)
        if len(grid.rows) <= KEPT_TOGETHER:
            for drawn in table.rows[:-1]:
                for cell in drawn.cells:
                    cell.paragraphs[0].paragraph_format.keep_with_next = True
        self._file.add_paragraph(style="Normal").paragraph_format.space_after = Pt(0)

    def _widths(self, grid: Grid) -> list[int]:
        """Return how much of the page each column gets, by its longest cell: figures need little."""
        columns = zip(grid.header, *grid.rows, strict=True)
        longest = [max(len(plain(cell, self._language)) for cell in column) for column in columns]
        return [min(max(each, NARROWEST), WIDEST) for each in longest]

    def _fill(
        self, table: Drawn, row: int, cells: tuple[Line, ...], right: list[bool], *, bold: bool = False
    ) -> None:
        for cell, words, aligned in zip(table.row_cells(row), cells, right, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
            self.say(paragraph, words, bold=bold)
            if aligned:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _run(self, paragraph: Written, said: str, spoken: Language, *, bold: bool = False) -> None:
        run = paragraph.add_run(said)
        run.bold = bold or None
        look.spoken(run, LOCALES[spoken])
