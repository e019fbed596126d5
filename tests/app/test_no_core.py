"""A process that dies leaves no core: what somebody was just writing is in memory, and stays there."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.program import ROOT, environment, serving

DIES = "import os, resource, sys; sys.path.insert(0, {root!r}); {none}; os.abort()"
LARGE = "resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))"
NONE = "from bot.command import cores; cores.none()"


def dies_in(folder: Path, none: str) -> list[str]:
    """Abort a process that runs in a folder, and return what it leaves there."""
    folder.mkdir()
    words = [sys.executable, "-c", DIES.format(root=str(ROOT), none=none)]
    done = subprocess.run(words, cwd=folder, check=False, capture_output=True, env=environment(), timeout=60)
    assert done.returncode == -signal.SIGABRT, done.stderr
    return [path.name for path in folder.iterdir()]


def test_a_process_that_dies_leaves_no_core_where_another_one_leaves_one(tmp_path: Path) -> None:
    assert dies_in(tmp_path / "ours", f"{LARGE}; {NONE}") == []
    if not dies_in(tmp_path / "other", LARGE):
        pytest.skip("this system collects cores elsewhere, or none")


def test_the_program_that_serves_may_leave_none(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as program:
        limits = Path(f"/proc/{program.process.pid}/limits").read_text()
    (cores,) = [line for line in limits.splitlines() if line.startswith("Max core file size")]
    assert cores.split()[4:6] == ["0", "0"]
