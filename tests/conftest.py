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

LONGEST = (
    *(
        "tests/anonymity/test_linkage.py",
        "tests/year/test_a_year.py",
        "tests/scheduler/faults/test_campaign.py",
    ),
    *("tests/anonymity/test_broken_product.py", "tests/anonymity/test_mutants.py"),
    *("tests/bot/test_library_walk.py", "tests/browser/test_every_card.py", "tests/living/test_living.py"),
    *("tests/reports/test_answers_subtraction.py", "tests/scheduler/faults/test_replicas.py"),
    *("tests/scheduler/test_ten_zones.py", "tests/storage/test_tiny_crashes.py"),
    *("tests/app/test_commands_while_serving.py", "tests/app/test_migrate.py", "tests/app/test_commands.py"),
    *("tests/app/test_teams_mode.py", "tests/app/test_copied.py", "tests/browser/test_first_conversation.py"),
    *("tests/browser/test_reminder.py", "tests/browser/test_plan.py", "tests/browser/test_self_check.py"),
    *(
        "tests/browser/test_voices.py",
        "tests/browser/test_communications.py",
        "tests/browser/test_sessions.py",
    ),
    *("tests/anonymity/test_nothing_found.py", "tests/content/test_bad_input.py"),
    *(
        "tests/content/test_single_file.py",
        "tests/bot/teams/test_fuzz.py",
        "tests/storage/test_mailbox_kills.py",
    ),
    *("tests/bot/test_talks_any_order.py", "tests/bot/team_chats/test_any_order_scenario.py"),
    *("tests/app/test_simulate.py", "tests/app/test_replicas.py"),
)
"""What takes longest comes first: a long file that came last would be waited for by every other process."""

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest; the tests of a file keep their order."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(places)))


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
