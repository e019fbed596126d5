"""Every module of the library: short, balanced, with more than one door, and no page that empties."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import get_args

import pytest

from content.loader import load
from content.model import LANGUAGES, Language, Library, Module, Option, Page, PathName
from content.overlay import basis_of, texts
from content.shelf import take
from content.yaml_source import Node
from tests.content.conftest import SHIPPED, Desk

SHELF = take(SHIPPED, complete=True)
NAMES = sorted(id_ for kind, id_ in SHELF.entries if kind == "module")
MOST_OPTION = 95
MOST_BALANCE = 1.35
MOST_AT_A_PLACE = 4
LETTER = re.compile(r"\b(?:options?|choix|réponse|answer)\s+[A-D1-4]\b|(?<![\w'])[B-D](?![\w'])")


@pytest.fixture(params=NAMES)
def module(request: pytest.FixtureRequest, library: Library) -> Module:
    return library.modules[request.param]


SECOND = [("M01", "send-as-is"), ("M04", "be-stricter")]
"""The options that lead on to a second choice."""


def test_a_second_choice_gives_nothing_away_either(library: Library) -> None:
    branches = {
        (module.id, option.id): option.then
        for module in library.modules.values()
        for option in module.dilemma.options
        if option.then
    }
    assert list(branches) == SECOND
    places = set()
    for branch in branches.values():
        places.add(tuple(option.support == "strong" for option in branch.options))
        for language in LANGUAGES:
            found = [len(option.text.of(language)) for option in branch.options]
            assert max(found) <= MOST_OPTION
            assert max(found) < MOST_BALANCE * min(found)
            strong = [len(each.text.of(language)) for each in branch.options if each.support == "strong"]
            assert max(found) not in strong or found.count(max(found)) > 1
    assert len(places) == len(branches)


def test_every_dilemma_names_two_different_values_that_pull_apart(module: Module) -> None:
    assert len(set(module.dilemma.tension)) == 2


@pytest.mark.parametrize("name", ["M01", "M04"])
def test_what_the_code_says_stands_with_the_first_and_the_fourth_module(library: Library, name: str) -> None:
    assert len(library.modules[name].dilemma.code_says) == 2


def lengths(module: Module, language: Language) -> list[int]:
    return [len(option.text.of(language)) for option in module.dilemma.options]


def read_by(module: Module, path: PathName) -> list[Page]:
    """List the pages that somebody on a path reads."""
    return [page for page in module.pages if not page.paths or path in page.paths]


def strong(module: Module) -> list[int]:
    """Tell where the strong options stand."""
    return [place for place, option in enumerate(module.dilemma.options) if option.support == "strong"]


def test_a_dilemma_has_four_ways_out_each_with_its_own_feedback(module: Module) -> None:
    options = module.dilemma.options
    assert len({option.id for option in options}) == 4
    for language in LANGUAGES:
        assert len({option.feedback.of(language) for option in options}) == 4


def test_the_length_of_an_option_gives_nothing_away(module: Module) -> None:
    for language in LANGUAGES:
        found = lengths(module, language)
        assert max(found) <= MOST_OPTION
        assert max(found) < MOST_BALANCE * min(found)


def test_at_least_one_option_is_strong_and_at_least_one_is_not(module: Module) -> None:
    assert 1 <= len(strong(module)) < len(module.dilemma.options)


def test_no_place_is_the_right_place(library: Library) -> None:
    places = Counter(place for module in library.modules.values() for place in strong(module))
    assert len(places) == 4
    assert max(places.values()) <= MOST_AT_A_PLACE


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_option_is_not_the_strong_one_more_often_than_not(
    library: Library, language: Language
) -> None:
    told = [
        module.id
        for module in library.modules.values()
        if max(range(4), key=lengths(module, language).__getitem__) in strong(module)
    ]
    assert len(told) * 2 <= len(library.modules), told


def test_feedback_never_calls_an_option_by_a_letter_or_a_number(module: Module) -> None:
    for option in module.dilemma.options:
        for language in LANGUAGES:
            assert not LETTER.search(own_words(option, module, language))


def own_words(option: Option, module: Module, language: Language) -> str:
    """Return the feedback without what the situation itself numbers, such as the third option of a note."""
    situation = " ".join(line.of(language) for line in module.dilemma.situation)
    words = option.feedback.of(language)
    for numbered in re.findall(r"options? \d", situation):
        words = words.replace(numbered, "")
    return words


@pytest.mark.parametrize("words", ["see option B", "B keeps it honest", "voyez l'option C", "passez à D."])
def test_a_letter_would_be_seen(words: str) -> None:
    assert LETTER.search(words)


def test_a_module_leads_to_two_doors_at_least_and_never_only_to_the_manager(
    module: Module, library: Library
) -> None:
    directory = library.organization.contacts
    assert len(set(module.contacts)) == len(module.contacts) >= 2
    assert all(directory.get(key) is not None for key in module.contacts)
    assert set(module.contacts) - {"manager"}


def test_a_page_has_a_name_in_words_and_one_to_three_lines(module: Module) -> None:
    ids = [page.id for page in module.pages]
    assert len(set(ids)) == len(ids)
    assert not any(re.search(r"\d", id_) for id_ in ids)
    assert all(1 <= len(page.lines) <= 3 for page in module.pages)
    assert 1 <= len(module.dilemma.situation) <= 3


def test_an_employee_reads_three_to_five_pages_and_none_that_is_for_managers(module: Module) -> None:
    for path in ("student", "employee"):
        pages = read_by(module, path)
        assert 3 <= len(pages) <= 5
        assert not any(page.paths for page in pages)


def test_a_manager_reads_more_and_an_executive_reads_all_of_it(module: Module) -> None:
    employee, manager, executive = (read_by(module, path) for path in ("employee", "manager", "executive"))
    assert len(employee) < len(manager) <= len(executive)
    assert executive == list(module.pages)
    assert {path for page in module.pages for path in page.paths} <= {"manager", "executive"}


def test_some_pages_are_for_executives_only(library: Library) -> None:
    assert any(page.paths == ("executive",) for module in library.modules.values() for page in module.pages)


def test_every_page_keeps_a_line_when_nothing_is_confirmed(desk: Desk, library: Library) -> None:
    file = desk.root / "organizations/demo/organization.yaml"
    confirmed = re.compile(r"^confirmed:\n(?:[ #].*\n|\n)*", re.MULTILINE)
    bare, found = confirmed.subn("", file.read_text(encoding="utf-8"))
    assert found == 1
    file.write_text(bare, encoding="utf-8")
    cautious = load(desk.root, "demo")
    assert {id_: shape(module) for id_, module in cautious.modules.items()} == {
        id_: shape(module) for id_, module in library.modules.items()
    }
    assert lines(cautious) < lines(library), "the demonstration has confirmed what it shows"


def shape(module: Module) -> list[str]:
    return [page.id for page in module.pages]


def lines(library: Library) -> int:
    return sum(len(page.lines) for module in library.modules.values() for page in module.pages)


def test_every_fact_a_line_rests_on_stands_in_the_sources() -> None:
    known = {id_ for kind, id_ in SHELF.entries if kind == "source"}
    used = {fact for node in modules() for text in texts(node) for fact in basis_of(text)}
    assert used
    assert used <= known


def modules() -> Iterator[Node]:
    return (entry.node for (kind, _), entry in SHELF.entries.items() if kind == "module")


def test_the_old_name_of_the_code_is_only_ever_an_older_name(library: Library) -> None:
    for module in library.modules.values():
        for page in module.pages:
            for line in page.lines:
                assert "Code for the Public Service" not in line.en or "older name" in line.en
                assert "Code de la fonction publique" not in line.fr or "ancien nom" in line.fr


@pytest.mark.parametrize("path", get_args(PathName))
def test_the_first_module_comes_first_and_harassment_among_the_first_three(
    library: Library, path: PathName
) -> None:
    offered = library.paths[path].modules
    assert len(set(offered)) == len(offered)
    assert offered[0] == "M01"
    assert "M03" in offered[:3]


def test_the_module_on_harassment_never_stands_for_the_required_training(library: Library) -> None:
    (page,) = (page for page in library.modules["M03"].pages if page.id == "the-required-training")
    assert not page.paths
    assert any("three months" in line.en and "trois mois" in line.fr for line in page.lines)
    assert any("does not replace" in line.en and "ne remplace pas" in line.fr for line in page.lines)
