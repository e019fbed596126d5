"""Runs the program as an operator does; every process started here is ended here, by its id."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


def environment(**more: str) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ETHOS_", "LC_", "LANG"))
    }
    return {**kept, "LANG": "C.UTF-8", **more}


def run(
    *words: str, said: str = "", root: Path | str = ROOT, **more: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py", *words],
        cwd=root,
        input=said,
        capture_output=True,
        text=True,
        env=environment(**more),
        timeout=60,
        check=False,
    )


def start(*words: str, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "app.py", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(**more),
        preexec_fn=_may_be_interrupted,  # noqa: PLW1509 - nothing else runs in a process that has just begun
    )


def _may_be_interrupted() -> None:
    """Heed an interrupt, also where the tests themselves run in the background and do not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def begun(*words: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    """Start a command and go on; it is ended with the block."""
    process = start(*words, **more)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=20)


@dataclass(frozen=True, slots=True)
class Serving:
    process: subprocess.Popen[str]
    entrance: str

    @property
    def address(self) -> str:
        return self.entrance.partition("/?")[0]

    @property
    def port(self) -> str:
        return self.address.rpartition(":")[2]

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)


@contextmanager
def serving(data: Path, *words: str, **more: str) -> Iterator[Serving]:
    with started("serve", "--port", "0", "--data", str(data), *words, **more) as program:
        yield program


@contextmanager
def started(*words: str, **more: str) -> Iterator[Serving]:
    process = start(*words, **more)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/\?key=\S+", line)
        assert found, line + (process.stderr.read() if process.stderr else "")
        yield Serving(process, found[0])
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=20)


def journals(data: Path) -> list[Path]:
    """Return the files of the journal; the last one is being written to."""
    return sorted(data.glob("journal-*"))


def kept(data: Path) -> int:
    """Return how many bytes the journal has."""
    return sum(file.stat().st_size for file in journals(data))


def copy_of_content(folder: Path) -> Path:
    """Copy what `check` and `load` read, so that a test may break it."""
    shutil.copytree(ROOT / "content", folder / "content", ignore=shutil.ignore_patterns("__pycache__"))
    return folder / "content"
