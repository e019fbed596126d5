"""Every reason that a message may not have arrived has words and a next step, in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.undelivered import why
from content.model import LANGUAGES, Library
from scheduler.reach import Miss
from scheduler.stages import OVER, PAUSED, STOPPED

ROOT = Path(__file__).parents[2]
PLACES = ("scheduler", "bot/teams/messenger.py", "bot/local", "bot/teams/wire")
ENDINGS = frozenset(
    {"Refused", "Retry", "Uncertain", "Elsewhere", "_dropped", "_later", "Settlement"}
    | {"refused", "retry", "uncertain", "elsewhere", "_refused", "_elsewhere"}
)
"""What makes an ending of an attempt, by the names the code gives it."""


def reasons_in(code: str) -> Iterator[str]:
    """Give every reason that is written out where an attempt ends."""
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call):
            continue
        named = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        said = [*node.args[:1], *(each.value for each in node.keywords if each.arg == "reason")]
        if named in ENDINGS:
            yield from (str(each.value) for each in said if isinstance(each, ast.Constant) and each.value)


def found() -> set[str]:
    folders = [ROOT / place for place in PLACES]
    files = [file for each in folders for file in (each.rglob("*.py") if each.is_dir() else [each])]
    return {reason for file in files for reason in reasons_in(file.read_text())}


def test_the_search_finds_the_reasons_that_are_there() -> None:
    known = {"blocked", "gone", "content", "lease", "no-address", "unauthorized", "later"}
    assert known <= found()
    code = 'Refused("x"); held(reason="z"); _later("y", due); Settlement(s, reason="w")'
    assert list(reasons_in(code)) == ["x", "y", "w"]


NAMED = {PAUSED, STOPPED, OVER, *Miss, "budget", "together", "moved", "time-out", "error"}


@pytest.mark.parametrize("reason", sorted(found() | NAMED))
def test_a_reason_has_words_of_its_own(library: Library, reason: str) -> None:
    assert f"undelivered.{reason}" in library.sentences
    said, helps = why(library, reason)
    for language in LANGUAGES:
        assert said.of(language).endswith(".")
        assert helps.of(language).endswith(".")


def test_the_words_do_not_tell_a_leave_from_a_wish_for_quiet(library: Library) -> None:
    assert why(library, Miss.SNOOZED) == why(library, Miss.ON_LEAVE)


def test_a_status_and_what_nobody_foresaw_have_words_too(library: Library) -> None:
    assert why(library, "status-418")[0] == library.sentences["undelivered.status"]
    assert why(library, "strange")[0] == library.sentences["undelivered.other"]
    assert why(library, "statuesque")[1] == library.sentences["undelivered.other.next"]
