"""The charter of a team as a document, and the agenda that a small team prints: in both languages."""

from collections.abc import Sequence
from datetime import date

import pytest

from content.model import LANGUAGES, Language, Library
from dialogs.team_sessions.lines import Both
from reports.charter_document import document
from reports.documents import Bullets, Document, Grid, Heading
from reports.markdown import as_markdown
from reports.session_agenda import MINUTES, agenda

MADE, REVIEW = date(2026, 11, 23), date(2027, 3, 1)
LINES = (
    Both("We ask before we assume.", "On demande avant de supposer."),
    Both("Everyone finishes the sentence.", "Chaque personne termine sa phrase."),
    Both("English and French are both normal.", "Le français et l'anglais sont aussi normaux."),
    Both("We say early when something is late.", "On dit tôt quand une chose sera en retard."),
)


def charter(
    library: Library,
    lines: Sequence[Both] = LINES,
    *,
    team: str = "Finance",
    review: date | None = REVIEW,
    verdicts: Sequence[str] = (),
    first: Language = "en",
) -> Document:
    return document(library, lines, team=team, made=MADE, review=review, verdicts=verdicts, first=first)


def read(found: Document, language: Language) -> str:
    return as_markdown(found, language).replace("\N{NO-BREAK SPACE}", " ")


def headings(found: Document) -> list[str]:
    return [each.words.en for each in found.blocks if isinstance(each, Heading) and hasattr(each.words, "en")]


def test_a_team_reads_its_whole_charter_in_english(library: Library) -> None:
    code = library.sentences["charter-document.about.codes"].en
    assert "Demonstration Agency Code of Conduct" in code
    assert [each for each in read(charter(library), "en").splitlines() if each] == [
        "# Values charter: Finance",
        "We wrote this charter together on November 23, 2026.",
        "## In our team",
        "1. We ask before we assume.",
        "2. Everyone finishes the sentence.",
        "3. English and French are both normal.",
        "4. We say early when something is late.",
        "## When we review it",
        "We review this charter on March 1, 2027.",
        "## What this charter is",
        "It belongs to our team.",
        code,
    ]


def test_a_team_reads_its_whole_charter_in_french(library: Library) -> None:
    said = read(charter(library), "fr")
    assert said.startswith("# Charte des valeurs : Finance\n")
    assert "Nous avons rédigé cette charte ensemble le 23 novembre 2026." in said
    assert "2. Chaque personne termine sa phrase.\n" in said
    assert "Nous reverrons cette charte le 1er mars 2027." in said
    assert said.rstrip().endswith("Elle ne remplace ni l'un ni l'autre.")
    assert "We " not in said


def test_either_language_may_come_first_and_the_other_is_never_left_out(library: Library) -> None:
    assert charter(library).languages == ("en", "fr")
    assert charter(library, first="fr").languages == ("fr", "en")
    assert agenda(library, "fr").languages == ("fr", "en")


@pytest.mark.parametrize("team", ["", "  ", "\u200b\ufeff", "\uffff"])
def test_a_team_without_a_name_has_a_charter_too(library: Library, team: str) -> None:
    found = charter(library, team=team)
    assert (found.title.en, found.title.fr) == (
        "Values charter of our team",
        "Charte des valeurs de notre équipe",
    )


def test_a_very_long_name_is_cut_where_people_see_it(library: Library) -> None:
    title = charter(library, team="Équipe " * 600).title
    assert title.en.endswith("\N{HORIZONTAL ELLIPSIS}")
    assert len(title.en) + len(title.fr) < 250
    assert charter(library, team="x" * 80).title.en.endswith("x" * 80)


def test_a_charter_without_a_day_to_look_at_it_again_says_nothing_of_one(library: Library) -> None:
    assert headings(charter(library, review=None)) == ["In our team", "What this charter is"]


def test_after_a_review_a_team_sees_what_stands_and_what_does_not(library: Library) -> None:
    found = charter(library, verdicts=("keep", "drop", "change", "keep"))
    assert headings(found) == [
        "In our team",
        "What we want to say in other words",
        "What we let go",
        "When we review it",
        "What this charter is",
    ]
    kept, changed, dropped = (each for each in found.blocks if isinstance(each, Bullets))
    assert [kept.numbered, changed.numbered, dropped.numbered] == [True, False, False]
    assert [len(each.items) for each in (kept, changed, dropped)] == [2, 1, 1]
    said = read(found, "en")
    assert "We reviewed our charter together on November 23, 2026." in said
    assert said.index("English and French") < said.index("Everyone finishes")


def test_a_team_that_lets_all_its_lines_go_reads_that_none_stands(library: Library) -> None:
    found = charter(library, LINES[:1], verdicts=("drop",))
    assert "No line stays as it is." in read(found, "en")
    assert "Aucune phrase ne reste telle quelle." in read(found, "fr")


def test_a_line_that_nobody_gave_the_other_language_stays_in_its_own(library: Library) -> None:
    found = charter(library, [Both("Only English.", ""), Both("\u200b", "\uffff")])
    (lines,) = (each for each in found.blocks if isinstance(each, Bullets))
    assert len(lines.items) == 1
    assert "1. Only English." in read(found, "fr")


def test_the_steps_of_the_agenda_fill_45_minutes_one_after_the_other(library: Library) -> None:
    (table,) = (each for each in agenda(library).blocks if isinstance(each, Grid))
    minutes = [row[0].fr.split(" à ") for row in table.rows if hasattr(row[0], "fr")]
    assert sum(MINUTES.values()) == 45
    assert minutes[0][0] == "0"
    assert minutes[-1][1] == "45"
    assert [end for _, end in minutes[:-1]] == [begin for begin, _ in minutes[1:]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_agenda_leaves_nothing_to_fill_in(library: Library, language: Language) -> None:
    said = read(agenda(library), language)
    assert "{" not in said
    assert len(said.splitlines()) > 30
