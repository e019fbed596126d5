"""What many tests stand on: the real content of the demo organization, and figures worth printing."""

from collections.abc import Callable
from pathlib import Path

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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures above the summary line."""
    if FIGURES:
        terminalreporter.section("figures")
        for line in FIGURES:
            terminalreporter.write_line(line)
