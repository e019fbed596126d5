"""The data dictionary names every kind that is kept, in both languages, and none that is not."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.model import RecordKind
from content.proofreading import proofread
from content.rules import IMPERSONAL, LEAST_MONTHS, TRANSITORY
from dialogs.facts import FACTS
from storage.decisions import RECORDS
from tests.docs.pages import ROOT, prose, rows, shape, words

ENGLISH, FRENCH = ROOT / "docs" / "data-dictionary.md", ROOT / "docs" / "dictionnaire-des-donnees.md"
FOLDERS = [ROOT / "bot", ROOT / "scheduler", ROOT / "storage"]
SHELLS = [file for folder in FOLDERS for file in sorted(folder.rglob("*.py"))]
USES = {"get", "put", "history", "find"}

both = pytest.mark.parametrize("dictionary", [ENGLISH, FRENCH], ids=lambda path: path.name)


def registers_in(code: str) -> Iterator[str]:
    """Give the kind of every register that a module reads or writes; it stands there as a word or a name."""
    tree = ast.parse(code)
    named = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Attribute(attr="registers") | ast.Name(id="registers"), attr=use)
            ) if use in USES:
                first = node.args[0]
                if isinstance(first, ast.Attribute):  # A book's own register: see where it is made.
                    continue
                found = named[first.id] if isinstance(first, ast.Name) else ast.literal_eval(first)
                assert isinstance(found, str)
                yield found
            case ast.Call(func=ast.Name(id="Book"), args=[ast.Constant(value=str(found)), *_]):
                yield found
            case _:
                pass


def listed(dictionary: Path) -> dict[str, list[str]]:
    """Return the row of each kind."""
    found = [row for row in rows(words(dictionary)) if row[0].startswith("`")]
    assert len(found) == len({row[0] for row in found}), "a kind has one row"
    return {row[0].strip("`"): row for row in found}


def test_a_register_is_seen_whether_its_kind_is_a_word_or_a_name() -> None:
    code = 'HOLD = "hold"\nasync def read(store):\n    await store.registers.get(HOLD, "a")\n'
    assert list(registers_in(code + '    await self._store.registers.put("plan", "a", {}, 0)\n')) == [
        "hold",
        "plan",
    ]
    given = 'BATCH = "batch"\nasync def keep(registers):\n    await registers.put(BATCH, "a", {}, 0)\n'
    assert list(registers_in(given)) == ["batch"]
    assert list(registers_in('PLAN = Book("plan", Goal)\n')) == ["plan"]


@both
def test_a_person_finds_every_kind_that_is_kept_and_none_that_is_not(dictionary: Path) -> None:
    registers = {kind for file in SHELLS for kind in registers_in(file.read_text(encoding="utf-8"))}
    kept = {fact.kind for fact in FACTS} | RECORDS | registers
    assert set(listed(dictionary)) == kept


@both
def test_a_person_finds_for_each_kind_what_why_how_long_and_who_sees_it(dictionary: Path) -> None:
    for kind, row in listed(dictionary).items():
        assert len(row) == 5, kind
        assert all(row), kind


@pytest.mark.parametrize(
    ("dictionary", "transitory", "impersonal"),
    [(ENGLISH, "transitory", "as written"), (FRENCH, "éphémère", "selon ce qui est inscrit")],
    ids=lambda value: getattr(value, "name", ""),
)
def test_the_least_time_is_the_one_the_checker_asks_for(
    dictionary: Path, transitory: str, impersonal: str
) -> None:
    found = listed(dictionary)
    for kind in RecordKind:
        how_long = found[kind.value][3]
        assert (transitory in how_long) == (kind in TRANSITORY), kind
        assert (how_long == impersonal) == (kind in IMPERSONAL), kind
        assert str(LEAST_MONTHS) in how_long or kind in IMPERSONAL, kind


def test_the_dictionary_reads_the_same_in_both_languages() -> None:
    assert shape(words(ENGLISH)) == shape(words(FRENCH))
    assert list(listed(ENGLISH)) == list(listed(FRENCH))


def test_the_dictionary_has_canadian_typography_in_french() -> None:
    for sentence in prose(words(FRENCH)):
        if not sentence.startswith("English version: "):
            assert list(proofread({"fr": sentence})) == [], sentence
