"""The shape of the code: short modules, no clock or entropy but in app.py, sentences only in content/."""

import ast
import io
import tokenize
from pathlib import Path

import pytest

from tests.conftest import ELSEWHERE, LONGEST, REACHING

ROOT = Path(__file__).parents[2]
FOLDERS = ("bot", "content", "dialogs", "reports", "scheduler", "storage", "tests")
MODULES = [ROOT / "app.py", *(path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py")))]
PRODUCT = [path for path in MODULES if path.relative_to(ROOT).parts[0] != "tests"]

SOURCES = {"random", "secrets", "time", "uuid"}
"""Modules that are nothing but a clock or chance; os and datetime are needed for other things too."""

ALWAYS = {"monotonic", "perf_counter", "urandom", "getrandom", "utcnow"} | {
    f"token_{kind}" for kind in ("bytes", "hex", "urlsafe")
}
"""Named at all, called or handed on."""

CALLED = {"now", "today", "time"}
"""Called without saying of what; `now` and `today` are also what a value is called, and a time has hours."""


def reads_time_or_chance(code: str) -> list[str]:
    """Return what in a module reads the clock or chance, whichever way it is imported, named or called."""
    found: list[str] = []
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Import(names):
                found += [each.name for each in names if each.name in SOURCES]
            case ast.ImportFrom(module, names):
                found += [str(module)] if module in SOURCES else []
                found += [each.name for each in names if each.name in ALWAYS]
            case ast.Attribute(attr=name) | ast.Name(id=name) if name in ALWAYS:
                found.append(name)
            case ast.Attribute(value=ast.Name(id="datetime" | "date"), attr="now" | "today" as name):
                found.append(name)
            case ast.Call(func=ast.Attribute(attr=name)) if name in CALLED:
                found.append(name)
            case ast.Call(func=ast.Name(id=name), args=[], keywords=[]) if name in CALLED:
                found.append(name)
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_is_longer_than_300_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 300


def test_the_journal_stays_small() -> None:
    folder, parts = ROOT / "storage" / "embedded", ("disk", "lines", "journal", "image", "upkeep")
    assert sum(lines_of_code((folder / f"{part}.py").read_text()) for part in parts) < 600


def lines_of_code(source: str) -> int:
    """Count lines that hold code: no blank ones, comments or docstrings."""
    silent = {
        *(tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE),
        *(tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER),
    }
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    lines = {
        number
        for token in tokens
        if token.type not in silent
        for number in range(token.start[0], token.end[0] + 1)
    }
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Expr(value=ast.Constant(value=str()), lineno=first, end_lineno=int(last)):
                lines -= set(range(first, last + 1))
    return len(lines)


def test_only_app_reads_the_clock_and_chance() -> None:
    reading = {
        str(path.relative_to(ROOT)): found
        for path in PRODUCT
        if (found := reads_time_or_chance(path.read_text()))
    }
    assert set(reading) == {"app.py"}, reading


@pytest.mark.parametrize(
    "code",
    [
        "import secrets",
        "import random as chance",
        "from secrets import token_hex",
        "from uuid import uuid4 as name",
        "from time import time",
        "from os import urandom as chance",
        "token_hex()",
        "time()",
        "now()",
        "datetime.now(UTC)",
        "date.today()",
        "keys(os.urandom)",
        "field(default_factory=datetime.now)",
        "asyncio.get_running_loop().time()",
    ],
)
def test_every_way_of_reading_the_clock_or_chance_is_seen(code: str) -> None:
    assert reads_time_or_chance(code)


@pytest.mark.parametrize(
    "code", ["known.today", "due(now, today)", "self._clock()", "from datetime import time", "time(9, 30)"]
)
def test_an_instant_that_was_handed_in_is_no_clock(code: str) -> None:
    assert not reads_time_or_chance(code)


def test_no_step_awaits_anything() -> None:
    for path in sorted((ROOT / "dialogs").rglob("*.py")):
        tree = ast.parse(path.read_text())
        assert not [node for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef | ast.Await)], (
            path
        )


def test_every_module_opens_with_its_duty() -> None:
    for path in MODULES:
        assert ast.get_docstring(ast.parse(path.read_text())), path


def test_every_file_of_tests_that_is_named_is_there() -> None:
    assert [name for name in (*LONGEST, *REACHING, *ELSEWHERE) if not (ROOT / name).exists()] == []
    assert len(set(LONGEST)) == len(LONGEST)
