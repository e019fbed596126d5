"""The import contracts hold, and each is seen to fail when a file breaks it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "content", "dialogs", "reports", "scheduler", "storage")

BREACHES = [
    ("Imports go down, never up or sideways", "dialogs/home.py", "import storage.ports"),
    ("Imports go down, never up or sideways", "scheduler/due.py", "import bot.heard"),
    ("Imports go down, never up or sideways", "content/wording.py", "import dialogs.flow"),
    ("Teams and the local page never meet", "bot/teams/outgoing.py", "import bot.local.chat"),
    ("Only bot/teams knows the archived SDK", "bot/turn.py", "import botbuilder.schema"),
    ("Only bot/teams knows the archived SDK", "bot/a_new_file.py", "import botframework.connector"),
    ("Only bot/teams knows the archived SDK", "scheduler/a_new_file.py", "import msrest"),
    ("Only bot/teams knows the archived SDK", "bot/command/checkup/a_new_file.py", "import msal"),
    ("Only bot/teams knows the archived SDK", "storage/a_new_file.py", "import jwt"),
    (
        "APScheduler is a clock, and only the ticker winds it",
        "scheduler/tick.py",
        "import apscheduler.triggers",
    ),
    (
        "APScheduler is a clock, and only the ticker winds it",
        "scheduler/a_new_file.py",
        "import apscheduler.triggers",
    ),
    (
        "Only bot/documents knows the libraries that write documents",
        "bot/a_new_file.py",
        "import docx.shared",
    ),
    (
        "Only bot/documents knows the libraries that write documents",
        "reports/documents.py",
        "import xlsxwriter",
    ),
    ("Database drivers stay in storage", "reports/privacy.py", "import tinydb"),
    ("Database drivers stay in storage", "bot/turn.py", "import asyncpg"),
    ("Shells see the ports of storage, never a store", "bot/turn.py", "import storage.tiny"),
    ("Shells see the ports of storage, never a store", "bot/a_new_file.py", "import storage.memory"),
    ("Shells see the ports of storage, never a store", "scheduler/a_new_file.py", "import storage"),
    ("Shells see the ports of storage, never a store", "bot/turn.py", "import storage.a_new_store"),
    ("The web server stays in bot", "storage/ports.py", "import aiohttp"),
    ("Conversations and reports are pure", "dialogs/coi.py", "import random"),
    ("Conversations and reports are pure", "dialogs/desk.py", "import asyncio"),
]


def lint(folder: Path) -> str:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_every_import_contract_holds(copy: Path) -> None:
    assert "0 broken" in lint(copy)


@pytest.mark.parametrize(("contract", "file", "line"), BREACHES)
def test_a_breach_is_seen(copy: Path, contract: str, file: str, line: str) -> None:
    path, store = copy / file, copy / "storage" / "a_new_store.py"
    kept = path.read_text() if path.exists() else None
    path.write_text(f"{kept or ''}\n{line}\n")
    store.touch()
    try:
        assert f"{contract} BROKEN" in lint(copy)
    finally:
        store.unlink()
        if kept is None:
            path.unlink()
        else:
            path.write_text(kept)


def test_nobody_imports_the_place_where_choices_are_made() -> None:
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            assert "import app" not in path.read_text(), path
