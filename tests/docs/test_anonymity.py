"""What employees and bargaining agents read about answers without a name is true, and the same twice."""

import re
from pathlib import Path

import pytest

from content.model import Language, Library
from content.proofreading import proofread
from content.questionnaires import CHECKS, TAPS
from tests.anonymity import words as said
from tests.anonymity.registry import SUBJECTS
from tests.docs.pages import ROOT, prose, rows, shape, words

ENGLISH, FRENCH = ROOT / "docs" / "anonymity.md", ROOT / "docs" / "anonymat.md"

NOT_RUN = re.compile(r"not run(?: yet)?|(?:pas encore|non) fait")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
TELLS = (
    *("answers", "game", "leaky", "made-up", "bytes"),
    *("réponses", "jeu", "programmes", "mots et", "octets"),
)
"""How the rows of the figures begin."""

both = pytest.mark.parametrize("page", [ENGLISH, FRENCH], ids=lambda path: path.name)


def spaced(page: Path) -> str:
    return words(page).replace("\N{NO-BREAK SPACE}", " ")


def test_the_page_reads_the_same_in_both_languages() -> None:
    assert shape(words(ENGLISH)) == shape(words(FRENCH))
    assert [len(row) for row in rows(words(ENGLISH))] == [len(row) for row in rows(words(FRENCH))]


def test_the_french_page_has_canadian_typography() -> None:
    for sentence in prose(words(FRENCH)):
        if not sentence.startswith("English version: "):
            assert list(proofread({"fr": sentence})) == [], sentence


@both
def test_everything_that_is_asked_without_a_name_has_a_row_with_its_threshold(
    page: Path, library: Library
) -> None:
    found = {code: row for row in rows(words(page)) for code in re.findall(r"`([^`]+)`", row[0])}
    counted = {*library.questionnaires, *TAPS, f"{CHECKS}\N{HORIZONTAL ELLIPSIS}"}
    assert set(found) == counted
    for code, row in found.items():
        least = library.questionnaires[code].least if code in library.questionnaires else 10
        assert row[2] == str(least), code


@both
def test_a_reader_learns_what_nobody_can_promise(page: Path) -> None:
    limits = {
        ENGLISH: (
            "Data and keys together",
            "Ten answers are not always ten people",
            "When all agree",
            "Teams,",
        ),
        FRENCH: ("données et les clés ensemble", "Dix réponses ne sont pas toujours", "s'accorde", "Teams,"),
    }
    for limit in limits[page]:
        assert limit in spaced(page)


@both
def test_a_reader_finds_the_label_on_the_button_as_the_page_says_it(page: Path, library: Library) -> None:
    label = library.verbs["feedback"].label.of("en" if page == ENGLISH else "fr")
    assert f"*{label}*" in words(page)
    stored = library.verbs["what-is-stored"].label.of("en" if page == ENGLISH else "fr")
    assert f"**{stored}**" in words(page)


@both
def test_whoever_runs_the_adversary_finds_what_it_prints_explained(page: Path) -> None:
    language: Language = "en" if page == ENGLISH else "fr"
    for column in (said.LINKED, said.CHANCE, said.GAME):
        assert f"- *{column.of(language)}*" in spaced(page)
    for verdict in (said.KEPT, said.BROKEN):
        assert verdict.of(language).removesuffix(".") in words(page)
    named = re.findall(r"python -m tests\.anonymity ([a-z][a-z-]+)", words(page))
    assert named == ["ethos-folder", "ethos-key-kept"]
    for name in (*named, "ethos-postgres", "read-in-order"):
        assert name in words(page)
        assert name in SUBJECTS


@both
def test_no_tenant_test_is_claimed_without_a_day_and_no_figure_without_a_number(page: Path) -> None:
    listed = [row for row in rows(words(page)) if len(row) == 4 and not re.fullmatch(r"-+", row[0])]
    (tenant, figures) = (
        [row for row in listed if row[0].startswith(begins)]
        for begins in (("Purview", "proxies", "mandataires", "data", "données"), TELLS)
    )
    assert (len(tenant), len(figures)) == (4, 6)
    for row in tenant:
        assert all(NOT_RUN.fullmatch(cell) for cell in row[1:]) or DAY.search(row[2]), row
    for row in figures:
        assert all(NOT_RUN.fullmatch(cell) or re.search(r"\d", cell) for cell in row[2:]), row
