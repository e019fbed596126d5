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

from tests.app.copied import Copy

ROOT = Path(__file__).parents[2]


def environment(**more: str) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ETHOS_", "LC_", "LANG"))
    }
    return {**kept, "LANG": "C.UTF-8", **more}


COPIED, ALONE = "copied", "alone"
"""How the program begins: as a copy of a process that has made its imports, or alone, making its own."""

ALL_ALONE = sys.platform != "linux" or "ETHOS_TORTURE" in os.environ

Process = subprocess.Popen[str] | Copy


def run(
    *words: str, said: str = "", root: Path | str = ROOT, begins: str = COPIED, **more: str
) -> subprocess.CompletedProcess[str]:
    process = start(*words, root=root, begins=begins, **more)
    try:
        out, err = process.communicate(said, timeout=60)
    finally:
        process.kill()
    return subprocess.CompletedProcess(["app.py", *words], process.wait(10), out, err)


def start(*words: str, root: Path | str = ROOT, begins: str = COPIED, **more: str) -> Process:
    """Start the program; what belongs to another folder, or imports other things, begins alone."""
    meddled = root != ROOT or any(name.startswith("PYTHON") for name in more)
    if begins == COPIED and not meddled and not ALL_ALONE:
        return Copy(words, environment(**more))
    return subprocess.Popen(
        [sys.executable, "app.py", *words],
        cwd=root,
        stdin=subprocess.PIPE,
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
def begun(*words: str, begins: str = COPIED, **more: str) -> Iterator[Process]:
    """Start a command and go on; it is ended with the block."""
    process = start(*words, begins=begins, **more)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=20)


@dataclass(frozen=True, slots=True)
class Serving:
    process: Process
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
def serving(data: Path, *words: str, begins: str = COPIED, **more: str) -> Iterator[Serving]:
    with started("serve", "--port", "0", "--data", str(data), *words, begins=begins, **more) as program:
        yield program


@contextmanager
def started(*words: str, begins: str = COPIED, **more: str) -> Iterator[Serving]:
    process = start(*words, begins=begins, **more)
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
