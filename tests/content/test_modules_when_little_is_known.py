"""The modules in an organization that has confirmed nothing and has few contacts still make sense."""

import re

import pytest

from content.loader import load
from content.model import LANGUAGES, Library, Module, Page
from tests.content.conftest import Desk

DEMO = "organizations/demo/organization.yaml"
SELDOM = ("senior_officer_disclosure", "political_activities", "ombud", "ai", "icm", "union", "eap")
"""Contacts that some organizations do not have. The Commissioner, the values and ethics office stay."""
OPTIONAL = ("ai.approved_tools", "org.psea_part7_note")


@pytest.fixture
def bare(desk: Desk) -> Library:
    """Load the modules for an organization that supplies as little as it may."""
    path = desk.root / DEMO
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^confirmed:\n(?:(?: .*|#.*)?\n)*", "", text)
    for name in (*SELDOM, *OPTIONAL):
        text, times = re.subn(rf"(?m)^  {re.escape(name)}:\n(?:    .*\n)+", f"  {name}: null\n", text)
        assert times == 1, name
    path.write_text(text, encoding="utf-8")
    return load(desk.root, "demo")


def said(module: Module, language: str) -> str:
    return " ".join(line.en if language == "en" else line.fr for page in module.pages for line in page.lines)


def page(library: Library, module: str, id_: str) -> Page:
    return next(page for page in library.modules[module].pages if page.id == id_)


def test_no_page_is_left_without_a_line(bare: Library, library: Library) -> None:
    for id_, module in bare.modules.items():
        assert [page.id for page in module.pages] == [page.id for page in library.modules[id_].pages]


def test_somebody_who_finds_wrongdoing_has_two_doors_where_there_is_no_senior_officer(bare: Library) -> None:
    doors = page(bare, "M10", "you-choose").lines
    assert "supervisor" in doors[0].en
    assert "supervise" in doors[0].fr
    assert "Office of the Public Sector Integrity Commissioner" in doors[-1].en
    assert "Commissariat à l'intégrité" in doors[-1].fr
    for language, officer in (("en", "senior officer"), ("fr", "agent supérieur")):
        assert officer not in said(bare.modules["M10"], language)


def test_a_manager_who_is_told_of_wrongdoing_is_sent_to_the_commissioner_at_the_least(bare: Library) -> None:
    for id_ in ("when-told", "after-a-disclosure"):
        assert {"manager", "executive"} <= set(page(bare, "M10", id_).paths)
    assert "Integrity Commissioner" in page(bare, "M10", "after-a-disclosure").lines[-1].en


def test_lines_that_nobody_verified_wait_for_the_organization(bare: Library, library: Library) -> None:
    for module, words in (
        ("M06", "Stewardship covers"),
        ("M07", "FASTER"),
        ("M09", "self-assessment tool"),
        ("M09", "reminder goes to all staff"),
    ):
        assert words in said(library.modules[module], "en")
        assert words not in said(bare.modules[module], "en")


def test_managers_and_executives_find_pages_of_their_own(library: Library) -> None:
    for module in ("M06", "M07", "M08", "M09", "M10"):
        pages = library.modules[module].pages
        everyone = [page for page in pages if not page.paths]
        assert 3 <= len(everyone) <= 5
        assert pages[: len(everyone)] == tuple(everyone), "what is for some comes last"
        assert any("manager" in page.paths for page in pages)


def test_the_conversation_about_wrongdoing_begins_by_saying_that_it_is_no_place_to_disclose(
    library: Library,
) -> None:
    first = library.modules["M10"].pages[0].lines[0]
    assert "not a disclosure channel" in first.en
    assert "pas une voie de divulgation" in first.fr


def test_an_option_of_these_modules_fits_on_a_button_line(library: Library) -> None:
    for module in ("M06", "M07", "M08", "M09", "M10"):
        for option in library.modules[module].dilemma.options:
            assert all(len(option.text.of(language)) <= 95 for language in LANGUAGES)
