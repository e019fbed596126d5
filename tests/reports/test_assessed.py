"""A draft as a document and as it was kept: about some years, in both languages, ticked by people only."""

from datetime import date

import pytest

from content.model import Answered, Library, Note, Text, Title
from reports import assessed_document, composing, documents
from reports.frozen import FrozenUnreadable, from_frozen, to_frozen
from reports.markdown import as_markdown
from reports.material import Draft, Material
from reports.periods import PeriodUnknown
from reports.years import offered, years_named
from tests.bot import assessment_office as office

YEARS = years_named("FY2026-27")
TODAY = date(2026, 11, 23)


# Years ----------------------------------------------------------------------------------------------


def test_a_draft_is_about_one_fiscal_year_or_several_in_a_row() -> None:
    several = years_named("FY2022-23..FY2024-25")
    assert [each.id for each in several.periods] == ["FY2022-23", "FY2023-24", "FY2024-25"]
    assert several.id == "FY2022-23..FY2024-25"
    assert several.in_words.fr == "de l'exercice 2022-2023 à l'exercice 2024-2025"
    assert [each.id for each in offered(TODAY)] == ["FY2025-26", "FY2026-27", "FY2025-26..FY2026-27"]


@pytest.mark.parametrize(
    "words", ["", "2026", "2026-Q3", "2026-Q3..2026-Q4", "FY2026-27..FY2025-26", "FY2015-16..FY2026-27", ".."]
)
def test_other_words_name_no_years(words: str) -> None:
    with pytest.raises(PeriodUnknown):
        years_named(words)


# As a document --------------------------------------------------------------------------------------


def whole(library: Library) -> Draft:
    """Draft the thirteen questions with a line of each register, and three answers."""
    answers = {
        "1": Answered(set_id="pco-2024", version=1, question="1", period="FY2026-27", chosen=("no",)),
        "6": Answered(
            set_id="pco-2024",
            version=0,
            question="6",
            period="FY2026-27",
            chosen=("topics",),
            words=Note(en="We talk.", fr="On en parle."),
        ),
    }
    on_file = {"a": office.TALK, "b": office.ONE_LANGUAGE}
    done = {"a": office.DATED.model_copy(update={"implemented": "fully"})}
    made_of = Material(library, YEARS, TODAY, on_file, done, answers=answers)
    return composing.compose(made_of, library.question_sets["pco-2024"])


def test_the_document_ticks_only_what_a_person_ticked(library: Library) -> None:
    said = as_markdown(assessed_document.document(library, whole(library)), "fr")
    assert said.count("\N{BALLOT BOX WITH X}") == 2
    assert "**Réponse\xa0:**" in said
    assert "On en parle." in said
    assert "Réponse donnée par des cases seulement, sans texte." in said
    assert "Cette réponse a été donnée selon la version 0 des questions." in said
    assert "Faits en français seulement" in said


def test_words_in_one_language_keep_it_in_the_other_version(library: Library) -> None:
    own = Title(fr="Message sur le code")
    line = assessed_document.spaced((Text(en="On:", fr="Le :"), own, Text(en="(1)", fr="(1)")))
    assert documents.pieces(line, "en") == [("On: ", "en"), ("Message sur le code ", "fr"), ("(1)", "en")]


def test_a_kept_draft_reads_back_to_the_same_document(library: Library) -> None:
    draft = whole(library)
    again = from_frozen(to_frozen(draft))
    for language in ("en", "fr"):
        before, after = (assessed_document.document(library, each) for each in (draft, again))
        assert as_markdown(before, language) == as_markdown(after, language)


@pytest.mark.parametrize("broken", [{}, {"v": 2}, {"v": 1}, {"v": 1, "asked": {}}])
def test_what_no_version_wrote_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(FrozenUnreadable):
        from_frozen(broken)
