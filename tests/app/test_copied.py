"""A copied start of the program is told from one with imports of its own by nothing but the time it takes."""

import signal
from pathlib import Path

import pytest

from tests.app.program import ALONE, COPIED, begun, run, serving

FRENCH = {"LANG": "fr_CA.UTF-8"}


@pytest.mark.parametrize(
    ("words", "more"),
    [
        (("report", "--help"), FRENCH),
        (("nothing",), {}),
        (("campaign", "status", "nothing"), FRENCH),
        (("check", "content/notice.yaml"), {}),
        (("serve", "--port", "0"), {"ETHOS_ORGANIZATION": "../x"}),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)
def test_the_same_words_get_the_same_answer(
    tmp_path: Path, words: tuple[str, ...], more: dict[str, str]
) -> None:
    ways = [
        run(*words, begins=begins, ETHOS_DATA=str(tmp_path / "data"), **more) for begins in (COPIED, ALONE)
    ]
    copied, alone = ((done.returncode, done.stdout, done.stderr) for done in ways)
    assert copied == alone


def test_what_is_said_arrives_and_is_kept_for_the_next_start(tmp_path: Path) -> None:
    heard = [
        run(
            "play",
            "--as",
            "Graham",
            said="1\nM01\n1\n",
            begins=begins,
            ETHOS_DATA=str(tmp_path / begins),
        )
        for begins in (COPIED, ALONE)
    ]
    assert heard[0].stdout == heard[1].stdout != ""
    assert [done.returncode for done in heard] == [0, 0]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_signal_ends_both_alike(tmp_path: Path, number: signal.Signals) -> None:
    ends = []
    for begins in (COPIED, ALONE):
        with serving(tmp_path / begins, begins=begins) as program:
            program.process.send_signal(number)
            ends.append((program.process.wait(20), *program.process.communicate(timeout=20)))
    assert ends[0] == ends[1]


def test_a_copy_that_nobody_stops_is_ended_with_its_block(tmp_path: Path) -> None:
    with begun("serve", "--port", "0", "--data", str(tmp_path / "data")) as copy:
        assert copy.stdout is not None
        assert "http://" in copy.stdout.readline()
        assert copy.poll() is None
    assert copy.returncode == -signal.SIGKILL
