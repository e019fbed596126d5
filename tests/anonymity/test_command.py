"""Whoever represents employees can let the adversary at a system, and reads the outcome in their language."""

import pytest

from tests.anonymity import words
from tests.anonymity.__main__ import main, share, table
from tests.anonymity.adversary.attacks import ALL, ATTACKS
from tests.anonymity.conftest import Attempts
from tests.anonymity.registry import SUBJECTS

LANGUAGES = ("en", "fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_name_every_system_is_listed(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--language", language]) == 0
    said = capsys.readouterr().out
    for name, subject in SUBJECTS.items():
        assert name in said
        assert (subject.how.en if language == "en" else subject.how.fr) in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_that_nobody_has_is_answered_in_a_sentence(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["no-such-system", "--language", language]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "no-such-system" in said.err


@pytest.mark.parametrize(
    ("name", "language", "code", "said"),
    [
        ("read-in-order", "en", 1, words.BROKEN.en),
        ("nothing-kept", "fr", 0, words.KEPT.fr),
    ],
)
def test_a_system_is_played_and_the_verdict_is_said(
    name: str, language: str, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([name, "--language", language]) == code
    assert said in capsys.readouterr().out


def test_the_table_has_a_line_for_each_attack_in_both_languages(attempts: Attempts) -> None:
    assert {*words.ATTACKS} == {*ATTACKS, ALL}
    results = attempts("order-kept")
    english, french = [*table(results, "en")], [*table(results, "fr")]
    assert len(english) == len(french) == len(ATTACKS) + 3
    for attack, text in words.ATTACKS.items():
        assert any(line.startswith(text.en) for line in english), attack
        assert any(line.startswith(text.fr) for line in french), attack
    assert "100.0%" in english[-2]
    assert "100,0\N{NO-BREAK SPACE}%" in french[-2]


def test_the_ways_are_shown_to_whoever_asks_for_them(attempts: Attempts) -> None:
    results = attempts("order-kept")
    assert "answers-*.jsonl" in "\n".join(table(results, "en", ways=True))
    assert "answers-*.jsonl" not in "\n".join(table(results, "en"))


def test_a_share_is_written_as_each_language_writes_it() -> None:
    assert share(0.0567, "en") == "5.7%"
    assert share(0.0567, "fr") == "5,7\N{NO-BREAK SPACE}%"
