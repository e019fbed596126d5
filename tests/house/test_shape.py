"""The shape of the code: short modules, no clock or entropy but in app.py, sentences only in content/."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("bot", "content", "dialogs", "reports", "scheduler", "storage", "tests")
MODULES = [ROOT / "app.py", *(path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py")))]
PRODUCT = [path for path in MODULES if path.relative_to(ROOT).parts[0] != "tests"]

READS_TIME_OR_CHANCE = {
    "now",
    "today",
    "utcnow",
    "token_bytes",
    "token_hex",
    "token_urlsafe",
    "urandom",
    "uuid4",
}


def called(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = {call.attr for call in calls if isinstance(call, ast.Attribute)}
    return named & READS_TIME_OR_CHANCE


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_is_longer_than_300_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 300


def test_the_journal_stays_small() -> None:
    assert len((ROOT / "storage" / "journal.py").read_text().splitlines()) < 600


def test_only_app_reads_the_clock_and_chance() -> None:
    reading = {str(path.relative_to(ROOT)): found for path in PRODUCT if (found := called(path))}
    assert set(reading) <= {"app.py"}, reading


def test_no_step_awaits_anything() -> None:
    for path in sorted((ROOT / "dialogs").rglob("*.py")):
        tree = ast.parse(path.read_text())
        assert not [node for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef | ast.Await)], (
            path
        )


def test_every_module_opens_with_its_duty() -> None:
    for path in MODULES:
        assert ast.get_docstring(ast.parse(path.read_text())), path
