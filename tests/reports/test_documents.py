"""What stands in a document, and how it reads as plain text."""

from datetime import date

from content.model import LANGUAGES, Library, Own, Text
from dialogs.views import Table
from reports.documents import (
    Break,
    Bullets,
    Document,
    Grid,
    Heading,
    Paragraph,
    grid,
    paragraphs,
    pieces,
    plain,
    title_of,
)
from reports.markdown import as_markdown


def both(english: str, french: str) -> Text:
    return Text(en=english, fr=french)


TITLE = both("Self-assessment: 2026", "Autoévaluation : 2026")


def test_whoever_reads_in_one_language_gets_words_of_the_other_where_nobody_translated_them() -> None:
    line = (date(2026, 2, 6), ": ", Own(en="Symposium"))
    assert pieces(line, "fr") == [("6 février 2026", "fr"), (": ", "fr"), ("Symposium", "en")]


def test_whoever_pastes_marks_that_nobody_sees_gets_a_document_that_opens() -> None:
    assert plain(Own(fr="Sym\x00po\ufffesium\u202e"), "fr") == "Symposium"


def test_whoever_writes_several_lines_gets_several_paragraphs_and_no_empty_one() -> None:
    line = (both("First.", "Premier."), Own(en="\n\nSecond.\nThird."))
    assert paragraphs(line, "en") == [[("First.", "en")], [("Second.", "en")], [("Third.", "en")]]
    assert paragraphs("", "en") == []


def test_whoever_reads_a_table_sees_in_words_that_a_figure_is_hidden(library: Library) -> None:
    table = Table(both("By unit", "Par unité"), (TITLE,), ((12,), (None,), ((TITLE, TITLE),)))
    made = grid(table, library)
    assert made.rows[0] == (12,)
    assert made.rows[1] == (library.sentences["report.hidden"],)
    assert plain(made.rows[2][0], "fr") == "Autoévaluation : 2026, Autoévaluation : 2026"


def test_a_document_in_both_languages_is_named_in_both() -> None:
    assert title_of(Document(TITLE, ())) == "Self-assessment: 2026 / Autoévaluation : 2026"
    assert title_of(Document(TITLE, (), ("fr",))) == "Autoévaluation : 2026"


def test_whoever_works_with_plain_text_reads_the_whole_document_in_it() -> None:
    document = Document(
        TITLE,
        (
            Heading(both("Question 1", "Question 1")),
            Paragraph(both("Nine messages.", "Neuf messages."), both("Facts.", "Faits.")),
            Paragraph(both("We wrote.\nTwice.", "Nous avons écrit.\nDeux fois."), kind="quote"),
            Bullets((both("one", "un"), both("two", "deux"))),
            Break(),
            Bullets((both("first", "premier"),), numbered=True),
            Grid(
                both("Table", "Tableau"), (both("Unit", "Unité"), both("People", "Personnes")), (("A", 1200),)
            ),
        ),
    )
    assert as_markdown(document, "en") == (
        "# Self-assessment: 2026\n\n## Question 1\n\n**Facts.** Nine messages.\n\n> We wrote.\n>\n> Twice.\n"
        "\n- one\n- two\n\n1. first\n\n**Table**\n\n| Unit | People |\n| --- | --- |\n| A | 1,200 |\n"
    )
    english, french = as_markdown(document).split("\n---\n\n")
    assert (english, french) == tuple(as_markdown(document, each) for each in LANGUAGES)
    assert "| A | 1\u00a0200 |" in french


def test_whatever_people_wrote_cannot_turn_into_a_heading_a_list_a_link_or_a_row() -> None:
    written = (
        "# loud",
        "- item",
        "1. first",
        "[here](https://x.example)",
        "a | b",
        "_so_",
        "snake_case",
        "<b>",
    )
    lines = [as_markdown(Document(TITLE, (Paragraph(each),), ("en",))).splitlines()[2] for each in written]
    assert lines == [
        "\\# loud",
        "\\- item",
        "1\\. first",
        "\\[here\\](https://x.example)",
        "a \\| b",
        "\\_so\\_",
        "snake_case",
        "\\<b\\>",
    ]


def test_a_paragraph_without_a_word_still_shows_what_it_would_be_about() -> None:
    document = Document(TITLE, (Paragraph("", both("Answer:", "Réponse :")), Paragraph("")), ("fr",))
    assert as_markdown(document) == "# Autoévaluation : 2026\n\n**Réponse :**\n"
