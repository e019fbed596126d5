"""A document for Word says what a screen reader needs: headings, header rows, languages; and no author."""

import io
import subprocess
import sys
import zipfile

import docx
from docx.document import Document as Opened
from docx.oxml.ns import qn

from bot.documents.word import written
from content.model import Own, Text
from reports.documents import Break, Bullets, Document, Grid, Heading, Paragraph
from tests.app.program import ROOT


def both(english: str, french: str) -> Text:
    return Text(en=english, fr=french)


WHOLE = Document(
    both("Self-assessment: 2026", "Autoévaluation : 2026"),
    (
        Heading(both("Question 1", "Question 1")),
        Paragraph(both("Nine messages.", "Neuf messages."), both("Facts.", "Faits.")),
        Paragraph(Own(en="Only English.\nTwice."), kind="quote"),
        Bullets((both("one", "un"), both("two", "deux"))),
        Bullets((both("first", "premier"), both("second", "deuxième")), numbered=True),
        Bullets((both("again first", "encore premier"),), numbered=True),
        Break(),
        Heading(both("Details", "Précisions"), 2),
        Grid(
            both("People by unit", "Personnes par unité"),
            (both("Unit", "Unité"), both("People", "Personnes")),
            (("A", 1200), ("B", both("hidden", "masqué"))),
            both("Two units.", "Deux unités."),
        ),
    ),
)


def read(document: Document) -> Opened:
    return docx.Document(io.BytesIO(written(document)))


def test_whoever_jumps_from_heading_to_heading_finds_real_ones_in_both_languages() -> None:
    styled = [(each.style.name, each.text) for each in read(WHOLE).paragraphs if each.style]
    headings = [each for each in styled if each[0].startswith(("Title", "Heading"))]
    assert headings == [
        ("Title", "Self-assessment: 2026"),
        ("Heading 1", "Question 1"),
        ("Heading 2", "Details"),
        ("Title", "Autoévaluation : 2026"),
        ("Heading 1", "Question 1"),
        ("Heading 2", "Précisions"),
    ]
    assert ("Quote", "Only English.") in styled
    assert ("Quote", "Twice.") in styled
    assert ("List Bullet", "deux") in styled
    assert ("Normal", "Faits. Neuf messages.") in styled


def test_whoever_hears_the_document_hears_every_word_in_its_own_language() -> None:
    spoken = {
        run.text: run._r.rPr.find(qn("w:lang")).get(qn("w:val"))
        for paragraph in read(WHOLE).paragraphs
        for run in paragraph.runs
        if run.text.strip() and run._r.rPr is not None
    }
    assert (spoken["Nine messages."], spoken["Neuf messages."]) == ("en-CA", "fr-CA")
    assert spoken["Only English."] == "en-CA"
    only = read(Document(WHOLE.title, WHOLE.blocks, ("fr",)))
    default = only.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert default is not None
    assert default.get(qn("w:val")) == "fr-CA"


def test_whoever_reads_a_long_table_finds_its_header_on_every_page_and_hears_what_it_is() -> None:
    english, french = read(WHOLE).tables
    assert [[cell.text for cell in row.cells] for row in french.rows] == [
        ["Unité", "Personnes"],
        ["A", "1\u00a0200"],
        ["B", "masqué"],
    ]
    repeated = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in english.rows]
    assert repeated == [True, False, False]
    said = [french._tbl.tblPr.find(qn(f"w:tbl{each}")) for each in ("Caption", "Description")]
    assert [each.get(qn("w:val")) for each in said if each is not None] == [
        "Personnes par unité",
        "Deux unités.",
    ]


def test_each_numbered_list_begins_at_one() -> None:
    numbered = [each for each in read(WHOLE).paragraphs if each.style and each.style.name == "List Number"]
    lists = [each._p.find(f".//{qn('w:numId')}").get(qn("w:val")) for each in numbered]
    assert len(lists) == 6
    assert lists[0] == lists[1]
    assert len(set(lists)) == 4


def test_a_document_names_its_title_and_its_languages_and_nobody_who_made_it() -> None:
    said = read(WHOLE).core_properties
    assert said.title == "Self-assessment: 2026 / Autoévaluation : 2026"
    assert said.language == "en-CA, fr-CA"
    assert (said.author, said.last_modified_by, said.comments) == ("", "", "")
    assert (said.created, said.modified) == (None, None)
    with zipfile.ZipFile(io.BytesIO(written(WHOLE))) as parts:
        everything = b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".xml"))
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"python-docx" not in everything
    assert written(WHOLE) == written(WHOLE)


def test_nobody_waits_for_the_libraries_before_a_first_file_is_made() -> None:
    code = "import sys, app; print(any(each in sys.modules for each in ('docx', 'lxml', 'xlsxwriter')))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.strip() == b"False"
