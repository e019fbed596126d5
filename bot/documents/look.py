"""How a document for Word looks, and what its library has no words for: languages, headers that repeat."""

from collections.abc import Sequence
from typing import Any

from docx.document import Document as File
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Emu, Inches, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FONT = "Arial"
"""There wherever documents are opened, or one as wide as it."""

INK = RGBColor(0x1A, 0x2B, 0x44)
"""Of titles and headings: on white, a contrast of 14 to 1."""

HEADER_SHADE = "D9E2EC"
"""Behind the header row: black on it has a contrast of 16 to 1."""

SIZES = {
    "Normal": 11,
    "Title": 20,
    "Heading 1": 16,
    "Heading 2": 13,
    "Heading 3": 11,
    "Caption": 11,
    "Quote": 11,
}
MARGIN = Inches(1)
WIDTH = Inches(6.5)
"""Of what stands between the margins of a letter page."""

NEWEST_LAYOUT = "15"
"""Without it, Word shows a file as one of an old version."""


def begin(file: File, locale: str) -> None:
    """Set the fonts, the page and the language of everything that names none of its own."""
    for name, size in SIZES.items():
        style = file.styles[name]
        assert isinstance(style, ParagraphStyle)  # noqa: S101 the template has them
        style.font.name, style.font.size = FONT, Pt(size)
        _fonts(style.element.get_or_add_rPr())
        if name not in ("Normal", "Quote"):
            style.font.color.rgb = INK
            style.paragraph_format.keep_with_next = True
    file.styles["Quote"].font.color.rgb = None
    defaults = file.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _language(defaults, locale)
    for setting in file.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), NEWEST_LAYOUT)


def _fonts(properties: Any) -> None:
    """Name one font for every script: the template's own would win over the name otherwise."""
    fonts = _child(properties, "w:rFonts")
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def describe(file: File, title: str, locales: str) -> None:
    """Set what the file says of itself: its title and its languages, and neither an author nor a day."""
    said = file.core_properties
    said.title, said.language = title, locales
    said.author = said.last_modified_by = said.comments = ""
    for each in ("dcterms:created", "dcterms:modified"):
        for found in said._element.findall(qn(each)):  # noqa: SLF001 the library can set a day, not leave it out
            said._element.remove(found)  # noqa: SLF001 as above


def section(file: File, *, first: bool) -> Section:
    """Return the part of a language: the first is there, another begins on a new page with its own footer."""
    found = file.sections[0] if first else file.add_section(WD_SECTION.NEW_PAGE)
    found.left_margin = found.right_margin = found.top_margin = found.bottom_margin = MARGIN
    found.footer.is_linked_to_previous = False
    return found


def page_number(paragraph: Paragraph, locale: str) -> None:
    """Write the number of the page, which Word counts."""
    run = paragraph.add_run()
    spoken(run, locale)
    for kind in ("begin", None, "end"):
        if kind:
            run._r.append(_element("w:fldChar", fldCharType=kind))  # noqa: SLF001 the library has no fields
        else:
            words = _element("w:instrText")
            words.text = "PAGE"
            run._r.append(words)  # noqa: SLF001 as above


def spoken(run: Run, locale: str) -> None:
    """Say which language some words are in."""
    _language(run._r.get_or_add_rPr(), locale)  # noqa: SLF001 the library has no languages


def described(table: Table, title: str, about: str) -> None:
    """Give a table its alternative text, and a header row that repeats on every page; rows stay whole."""
    properties = table._tbl.tblPr  # noqa: SLF001 the library has no alternative texts
    properties.append(_element("w:tblCaption", val=title))
    properties.append(_element("w:tblDescription", val=about))
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        look.set(qn("w:firstColumn"), "0")
        look.set(qn("w:firstRow"), "1")
    for number, row in enumerate(table.rows):
        marks = row._tr.get_or_add_trPr()  # noqa: SLF001 as above
        marks.append(_element("w:cantSplit"))
        if not number:
            marks.append(_element("w:tblHeader"))
            for cell in row.cells:
                shade = _element("w:shd", val="clear", color="auto", fill=HEADER_SHADE)
                cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 as above


def as_wide_as(table: Table, shares: Sequence[int]) -> None:
    """Divide the width of the page among the columns of a table."""
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Emu(WIDTH * share // sum(shares))
        for cell in column.cells:
            cell.width = column.width


def numbering(file: File) -> int:
    """Begin a numbered list of its own, and return its id: otherwise it would go on where another ended."""
    numbers = file.part.numbering_part.numbering_definitions._numbering  # noqa: SLF001 the library cannot begin one
    style = file.styles["List Number"].element.pPr.numPr.numId.val
    kind = numbers.num_having_numId(style).abstractNumId.val
    begun = numbers.add_num(kind)
    begun.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(begun.numId)


def counted(paragraph: Paragraph, number: int) -> None:
    """Put a paragraph into a numbered list."""
    place = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 as above
    place.get_or_add_ilvl().val = 0
    place.get_or_add_numId().val = number


def _language(properties: Any, locale: str) -> None:
    spoken = _child(properties, "w:lang")
    spoken.set(qn("w:val"), locale)
    spoken.set(qn("w:eastAsia"), locale)


def _child(parent: Any, name: str) -> Any:
    found = parent.find(qn(name))
    if found is None:
        found = _element(name)
        parent.append(found)
    return found


def _element(name: str, /, **attributes: str) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made
