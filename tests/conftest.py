"""What many tests stand on: the real content of the demo organization, and figures worth printing."""

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from content.loader import load
from content.model import Library

CONTENT = Path(__file__).parents[1] / "content"

REACHING = tuple(f"tests/{name}/" for name in ("dialogs", "reports", "scheduler", "transcripts", "bot"))
"""The tests that reach every branch of what is pure."""

ELSEWHERE = (
    *("tests/scheduler/test_ten_zones.py", "tests/scheduler/faults/", "tests/bot/teams/"),
    *("tests/bot/checkup/", "tests/bot/test_connections.py", "tests/bot/test_room.py"),
    *("tests/bot/test_library_walk.py", "tests/bot/test_talks_any_order.py", "tests/reports/test_across.py"),
    *("tests/reports/test_subtraction.py", "tests/reports/test_answers_subtraction.py"),
)
"""What has nothing to do with what is pure, or reaches nothing that others do not, and takes long."""

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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Where branches are counted, count those that the tests of what is pure reach: looking takes time."""
    counting = getattr(item.config.pluginmanager.getplugin("_cov"), "cov_controller", None)
    if counting is None or (item.nodeid.startswith(REACHING) and not item.nodeid.startswith(ELSEWHERE)):
        return (yield)
    counting.pause()
    try:
        return (yield)
    finally:
        counting.resume()


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
