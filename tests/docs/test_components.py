"""Whoever must approve what Ethos is made of finds every package, its licence and who uses it."""

from pathlib import Path

import pytest

from tests.docs.packages import importers, licence, needed_by, pinned
from tests.docs.pages import CODE, ROOT, rows, words

FOLDER = ROOT / "docs" / "approvals"
ENGLISH, FRENCH = FOLDER / "en" / "components.md", FOLDER / "fr" / "composants.md"
THROUGH = ("through ", "par ")

both = pytest.mark.parametrize("page", [ENGLISH, FRENCH], ids=lambda path: path.name)


def listed(page: Path) -> dict[str, list[str]]:
    """Return the row of each package."""
    found = [row for row in rows(words(page)) if CODE.fullmatch(row[0])]
    assert len(found) == len({row[0] for row in found}), "a package has one row"
    return {row[0].strip("`"): row for row in found}


def names(cell: str) -> set[str]:
    return {found.strip("`") for found in CODE.findall(cell)}


@both
def test_every_pinned_package_is_listed_and_no_other(page: Path) -> None:
    assert list(listed(page)) == pinned()


@both
def test_a_licence_is_the_one_the_package_names_and_asks_for_no_code_of_ours(page: Path) -> None:
    assert {name: row[1] for name, row in listed(page).items()} == {name: licence(name) for name in pinned()}
    assert not [row for row in listed(page).values() if "GPL" in row[1].upper()]


@both
def test_a_package_is_imported_where_it_is_said_or_another_one_needs_it(page: Path) -> None:
    wrong = {}
    for name, row in listed(page).items():
        said, imported, needed = names(row[3]), importers().get(name, set()), needed_by(name)
        right = said <= needed if row[3].startswith(THROUGH) and not imported else said == imported
        if not said or not right:
            wrong[name] = (row[3], imported, needed)
    assert wrong == {}


@both
def test_nothing_is_left_open_for_a_package(page: Path) -> None:
    assert all(all(row) and len(row) == 5 for row in listed(page).values())


def test_no_version_is_repeated_where_it_would_rot() -> None:
    versions = {
        line.partition("==")[2].split()[0]
        for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    for page in (ENGLISH, FRENCH):
        assert not [version for version in versions if version in words(page)]


def test_both_languages_say_the_same_of_the_network() -> None:
    english, french = (
        [row[4] in {"none", "aucun"} for row in listed(page).values()] for page in (ENGLISH, FRENCH)
    )
    assert english == french
