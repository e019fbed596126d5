"""What many tests stand on: the real content of the demo organization, and figures worth printing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from content.loader import load
from content.model import Library

CONTENT = Path(__file__).parents[1] / "content"

settings.register_profile("no-deadline", deadline=None)  # Nothing is timed here: machines are shared.
settings.load_profile("no-deadline")

Figure = Callable[[str], None]
FIGURES: list[str] = []


@pytest.fixture(scope="session")
def library() -> Library:
    return load(CONTENT, "demo")


@pytest.fixture
def figure() -> Figure:
    """Print one line at the end of the run."""
    return FIGURES.append


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the figures over, where the tests run beside each other in processes of their own."""
    if (handed := getattr(session.config, "workeroutput", None)) is not None:
        handed["figures"] = FIGURES


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take the figures over from such a process."""
    FIGURES.extend(getattr(node, "workeroutput", {}).get("figures", ()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures above the summary line."""
    if FIGURES:
        terminalreporter.section("figures")
        for line in FIGURES:
            terminalreporter.write_line(line)
