"""Whoever reads a document finds everything there is, in both languages, and nothing that is not."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from app import CONTENT, command_line
from bot.command.operator import Operator
from content.proofreading import proofread
from dialogs.facts import FACTS
from tests.docs.pages import DOCUMENTS, ROOT, anchors, halves, links, prose, rows, shape, words

README, LISEZMOI = ROOT / "README.md", ROOT / "docs" / "LISEZMOI.md"
PRIVACY, CHANGELOG = ROOT / "docs" / "privacy.md", ROOT / "CHANGELOG.md"
DECISIONS = ROOT / "docs" / "adr"
TESTS = ("tests/browser/*.py", "tests/documents/*.py", "tests/storage/*.py")
CODE = ("app.py", "bot/**/*.py", "scheduler/**/*.py", "storage/**/*.py", *TESTS)
PAGE = 45
"""Lines; a decision is read in one go."""

both_readmes = pytest.mark.parametrize("readme", [README, LISEZMOI], ids=lambda path: path.name)


def every_command() -> list[tuple[str, click.Command]]:
    operator = Operator(CONTENT, {})
    return list(_below(command_line(operator), "python app.py"))


def _below(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield name, command
        return
    for part, child in command.commands.items():
        yield from _below(child, f"{name} {part}")


def every_option() -> list[click.Option]:
    return [
        option
        for _, command in every_command()
        for option in command.params
        if isinstance(option, click.Option)
    ]


def default_of(option: click.Option) -> str:
    """Return the default as a document writes it, empty when there is none."""
    default = option.default
    return (
        f"{default:g}"
        if isinstance(default, float)
        else str(default)
        if isinstance(default, str | int | Path)
        else ""
    )


# The two READMEs ----------------------------------------------------------------------------------


@both_readmes
def test_an_operator_finds_every_setting_with_its_variable_and_its_default(readme: Path) -> None:
    table = {(row[0], row[1]): row for row in rows(words(readme)) if len(row) == 4}
    settings = {option.opts[0]: option for option in every_option() if option.envvar}
    assert settings
    for name, option in settings.items():
        row = table.get((f"`{name}`", f"`{option.envvar}`"))
        assert row, f"{name} has no row with {option.envvar}"
        assert f"`{default_of(option)}`" in row[2] or not default_of(option), f"{name}: {row[2]}"
        assert row[3], f"{name} is not explained"


@both_readmes
def test_an_operator_finds_every_environment_variable_and_none_that_means_nothing(readme: Path) -> None:
    read = {
        name
        for pattern in CODE
        for file in ROOT.glob(pattern)
        for name in re.findall(r"\bETHOS_[A-Z_]*[A-Z]\b", file.read_text(encoding="utf-8"))
    }
    assert set(re.findall(r"\bETHOS_[A-Z_]+\b", words(readme))) == read


@both_readmes
def test_an_operator_finds_every_command(readme: Path) -> None:
    first = [row[0] for row in rows(words(readme))]
    for name, _ in every_command():
        assert any(re.match(rf"`{name}\b", cell) for cell in first), f"{name} has no row"


@both_readmes
def test_an_operator_finds_every_option_and_none_that_does_not_exist(readme: Path) -> None:
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", words(readme)))
    assert named == {option.opts[0] for option in every_option()}


@both_readmes
def test_a_newcomer_is_led_to_the_decisions_the_privacy_page_and_the_changes(readme: Path) -> None:
    led = {(readme.parent / link.partition("#")[0]).resolve() for link in links(words(readme))}
    assert {DECISIONS / "README.md", PRIVACY, CHANGELOG} <= led


def test_a_newcomer_reads_the_same_in_both_languages() -> None:
    assert shape(words(README)) == shape(words(LISEZMOI))


# Privacy ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("half", [0, 1], ids=["en", "fr"])
def test_a_person_finds_every_kind_of_fact_and_none_that_is_not_kept(half: int) -> None:
    listed = {row[0] for row in rows(halves(PRIVACY)[half])}
    assert {cell for cell in listed if cell.startswith("`")} == {f"`{fact.kind}`" for fact in FACTS}


@pytest.mark.parametrize("document", [PRIVACY, CHANGELOG], ids=lambda path: path.name)
def test_a_person_reads_the_same_in_both_halves(document: Path) -> None:
    english, french = halves(document)
    assert shape(english) == shape(french)


# Decisions ----------------------------------------------------------------------------------------


def test_a_developer_finds_every_decision_in_the_index() -> None:
    files = sorted(file.name for file in DECISIONS.glob("[0-9]*.md"))
    assert links(words(DECISIONS / "README.md")) == files
    assert [int(name[:4]) for name in files] == list(range(1, len(files) + 1))


@pytest.mark.parametrize("decision", sorted(DECISIONS.glob("[0-9]*.md")), ids=lambda path: path.name)
def test_a_developer_reads_on_one_page_what_was_decided_and_given_up(decision: Path) -> None:
    text = words(decision)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
        "Context",
        "Decision",
        "Consequences",
        "What we gave up",
    ]
    assert text.startswith(f"# {int(decision.name[:4])}. ")
    assert len(text.splitlines()) <= PAGE


# All documents ------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_reader_who_follows_a_link_arrives(document: Path) -> None:
    for link in links(words(document)):
        if re.match(r"https?://|mailto:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(words(target)), link


@pytest.mark.parametrize(
    "french",
    [words(LISEZMOI), halves(PRIVACY)[1], halves(CHANGELOG)[1]],
    ids=[LISEZMOI.name, PRIVACY.name, CHANGELOG.name],
)
def test_a_reader_of_french_sees_canadian_typography(french: str) -> None:
    for sentence in prose(french):
        if not sentence.startswith("English version: "):
            assert list(proofread({"fr": sentence})) == [], sentence
