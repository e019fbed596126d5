"""A charter is a file that everybody can open and hear: in both languages, whatever people wrote in it."""

import io
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as Opened
from docx.oxml.ns import qn
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.documents.charter import agenda_document, charter_document
from bot.documents.word import MEDIA_TYPE
from bot.heard import File
from content.model import LANGUAGES, Language, Library
from dialogs.team_sessions.lines import Both, tidy
from tests.documents import office

MADE, REVIEW = date(2026, 11, 23), date(2027, 2, 23)
LINES = (
    Both("In our team we ask before we assume.", "Dans notre équipe, on demande avant de supposer."),
    Both("In our team everyone finishes.", "Dans notre équipe, chaque personne termine."),
    Both("In our team we say early.", "Dans notre équipe, on le dit tôt."),
    Both("In our team both are normal.", "Dans notre équipe, les deux sont normaux."),
)
LOCALES: dict[Language, str] = {"en": "en-CA", "fr": "fr-CA"}
HOSTILE = (
    "a\x00b\x07c\ud800d\ufffee",
    "<w:t>&amp;</w:t>]]><!-- --><?xml?>",
    "x" * 4_000,
    "\u202e\u062f\u06cc\u0648\u0627\u0631\u202c \u05e9\u05dc\u05d5\u05dd",
    "%s {day} {{org.code_name}} \\n",
    "Ωé̂👩‍👩‍👧‍👦\U0010fffd",
)


def charter(library: Library, lines: Sequence[Both] = LINES, team: str = "Finance", **more: Any) -> File:
    return charter_document(library, lines, team=team, made=MADE, review=REVIEW, **more)


def read(file: File) -> Opened:
    return docx.Document(io.BytesIO(file.body))


def spoken(opened: Opened) -> Iterator[tuple[str, str | None]]:
    """Give the words of every run, tables and footers too, and the language it says it is in."""
    parts = [opened.element.body, *(section.footer._element for section in opened.sections)]
    for part in parts:
        for run in part.iter(qn("w:r")):
            lang = run.find(f"{qn('w:rPr')}/{qn('w:lang')}")
            words = "".join(each.text or "" for each in run.iter(qn("w:t")))
            yield words, None if lang is None else lang.get(qn("w:val"))


def listed(opened: Opened) -> list[str]:
    return [each.text for each in opened.paragraphs if each.style and each.style.name == "List Number"]


def test_a_team_finds_its_charter_under_a_name_in_both_languages(library: Library) -> None:
    assert charter(library).name == "charter-charte-2026-11-23.docx"
    assert charter(library, first="fr").name == "charte-charter-2026-11-23.docx"
    assert agenda_document(library).name == "agenda-ordre-du-jour.docx"
    assert charter(library).media_type == agenda_document(library, "fr").media_type == MEDIA_TYPE


@pytest.mark.parametrize("first", LANGUAGES)
def test_whoever_hears_a_charter_hears_every_word_in_its_language(library: Library, first: Language) -> None:
    opened = read(charter(library, first=first))
    said = list(spoken(opened))
    assert {language for _, language in said} == {"en-CA", "fr-CA"}
    by_words = dict(said)
    for line in LINES:
        assert (by_words[line.en], by_words[line.fr]) == ("en-CA", "fr-CA")
    body = [language for words, language in said if words in {each.of(first) for each in LINES}]
    assert said[0][1] == LOCALES[first]
    assert body == [LOCALES[first]] * len(LINES)


def test_whoever_jumps_from_heading_to_heading_finds_both_halves_alike(library: Library) -> None:
    styled = [(each.style.name, each.text) for each in read(charter(library)).paragraphs if each.style]
    found = [each for each in styled if each[0].startswith(("Title", "Heading"))]
    assert found[: len(found) // 2] == [
        ("Title", "Values charter: Finance"),
        ("Heading 1", "In our team"),
        ("Heading 1", "When we review it"),
        ("Heading 1", "What this charter is"),
    ]
    assert [style for style, _ in found[:4]] == [style for style, _ in found[4:]]
    assert found[4][1] == "Charte des valeurs\N{NO-BREAK SPACE}: Finance"


def test_the_lines_are_a_real_list_that_begins_at_one_in_each_language(library: Library) -> None:
    opened = read(charter(library))
    assert listed(opened) == [*(each.en for each in LINES), *(each.fr for each in LINES)]
    numbered = [each for each in opened.paragraphs if each.style and each.style.name == "List Number"]
    lists = [each._p.find(f".//{qn('w:numId')}").get(qn("w:val")) for each in numbered]
    assert len(set(lists[:4])) == len(set(lists[4:])) == 1
    assert lists[0] != lists[4]


def test_a_charter_names_its_title_and_its_languages_and_no_person_and_no_hour(library: Library) -> None:
    said = read(charter(library)).core_properties
    assert said.title == "Values charter: Finance / Charte des valeurs\N{NO-BREAK SPACE}: Finance"
    assert said.language == "en-CA, fr-CA"
    assert (said.author, said.last_modified_by, said.comments) == ("", "", "")
    assert (said.created, said.modified) == (None, None)


def test_the_steps_of_an_agenda_are_a_table_with_a_header_row_in_each_language(library: Library) -> None:
    opened = read(agenda_document(library))
    english, french = opened.tables
    assert [cell.text for cell in english.rows[0].cells] == ["Minutes", "Step", "What you do"]
    assert [cell.text for cell in french.rows[1].cells][:2] == ["0 à 3", "Accueil"]
    for table in opened.tables:
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
        assert len(table.rows) == 9
        assert all(cell.text for row in table.rows for cell in row.cells)
    assert {language for _, language in spoken(opened)} == {"en-CA", "fr-CA"}


WORDS = st.one_of(st.text(max_size=40), st.text(st.characters(), max_size=20), st.sampled_from(HOSTILE))


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.builds(Both, WORDS, WORDS), max_size=6),
    WORDS,
    st.sampled_from(LANGUAGES),
    st.lists(st.sampled_from(("keep", "change", "drop")), max_size=6),
)
@example([Both(each, each) for each in HOSTILE], "x" * 4_000, "fr", [])
@example([], "\ud800<&>", "en", ["drop"])
def test_whatever_people_wrote_their_charter_opens_and_is_the_same_each_time(
    library: Library, lines: list[Both], team: str, first: Language, verdicts: list[str]
) -> None:
    file = charter(library, lines, team, first=first, verdicts=verdicts)
    assert charter(library, lines, team, first=first, verdicts=verdicts).body == file.body
    opened = read(file)
    assert all(language in LOCALES.values() for _, language in spoken(opened))
    everything = "\n".join(each.text for each in opened.paragraphs)
    for each in lines:
        for said in (each.en, each.fr):
            assert tidy(said.replace("\ufffe", "").replace("\uffff", "")) in everything


@pytest.fixture(scope="module")
def prints(library: Library, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What LibreOffice prints of charters and of an agenda, opened in one call."""
    folder = tmp_path_factory.mktemp("charters")
    made = {
        "charter": charter(library),
        "review": charter(library, first="fr", verdicts=("keep", "change", "drop", "keep")),
        "hostile": charter(library, [Both(each, each) for each in HOSTILE], HOSTILE[3]),
        "agenda": agenda_document(library),
    }
    for name, file in made.items():
        (folder / f"{name}.docx").write_bytes(file.body)
    printed = office.printed([folder / f"{name}.docx" for name in made], folder)
    return {pdf.stem: pdf for pdf in printed}


def pages(pdf: Path) -> list[str]:
    return [" ".join(page.replace("\N{NO-BREAK SPACE}", " ").split()) for page in office.pages(pdf)]


def test_a_printed_charter_has_one_page_in_each_language(prints: dict[str, Path]) -> None:
    english, french = pages(prints["charter"])
    assert english.startswith("Values charter: Finance We wrote this charter together on November 23, 2026.")
    assert "1. In our team we ask before we assume. 2." in english
    assert french.startswith("Charte des valeurs : Finance")
    assert "4. Dans notre équipe, les deux sont normaux. Quand nous la reverrons" in french
    assert "Elle ne remplace ni l'un ni l'autre." in french


def test_a_printed_review_begins_with_the_language_that_was_asked_for(prints: dict[str, Path]) -> None:
    french, english = pages(prints["review"])
    assert "Ce que nous voulons dire autrement" in french
    assert "What we let go" in english


def test_a_printed_agenda_shows_every_step_in_both_languages(prints: dict[str, Path]) -> None:
    whole = " ".join(pages(prints["agenda"]))
    for said in ("0 to 3 Welcome", "44 to 45 Close", "0 à 3 Accueil", "44 à 45 Conclure"):
        assert said.replace(" ", "") in whole.replace(" ", "")
    assert len(pages(prints["agenda"])) <= 4


def test_what_is_hostile_prints_as_the_words_it_is(prints: dict[str, Path]) -> None:
    whole = " ".join(pages(prints["hostile"]))
    assert "<w:t>&amp;</w:t>" in whole
    assert "abcde" in whole
    assert "{day} {{org.code_name}}" in whole
