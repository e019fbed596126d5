"""Puts the mutants of the door to the tests: whatever check is taken out, a test must notice.

`python -m tests.bot.teams.mutation [--list] [--only MODULE.py]... [--tests "PYTEST ARGUMENTS"]...
[--state FILE] [--minutes N] [--at-once N]` prints each as killed or survived with file and line, and ends
with 1 if one survived. With `--state` a run that was cut off goes on where it stopped, as long as the module
is the same.
"""

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

from tests.bot.teams.mutants import MODULES, ROOT, Mutant, mutants

TEAMS = "tests/bot/teams"
SLOW = ("conformance", "fuzz", "replays", "mutants", "forged_buttons", "conversation", "codec*")
"""What is told already, or takes longer than it is worth here."""

QUICK = (
    "body",
    "activity",
    "clouds",
    "service_urls",
    "token_checks",
    "signing_keys",
    "guests",
    "rates",
    "door",
)
TESTS = (
    " ".join(("tests/bot/test_web.py", *(f"{TEAMS}/test_{name}.py" for name in QUICK))),
    f"{TEAMS}/test_conformance.py",
    " ".join(
        (TEAMS, "tests/bot/test_web.py", *(f"--ignore-glob=*/test_{name}.py" for name in (*SLOW, *QUICK)))
    ),
)
"""In this order, until one fails: the quick ones first, then the table."""

SECONDS = 400


class NotGreen(Exception):
    """The tests fail without any mutant, so that they would notice nothing."""


@dataclass
class Run:
    """Puts mutants to the tests, some at once, each in a copy of the tree of its own."""

    tests: Sequence[str] = TESTS
    at_once: int = 2
    minutes: float = 60.0
    state: Path | None = None
    root: Path = ROOT
    told: Callable[[str], object] = lambda line: sys.stdout.write(f"{line}\n") and sys.stdout.flush()
    known: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.state and self.state.exists():
            self.known = json.loads(self.state.read_text("utf-8"))

    def put(self, every: Sequence[Mutant]) -> dict[str, list[Mutant]]:
        """Return the mutants by what became of them: killed, survived, or left for another run.

        Raises NotGreen.
        """
        until = time.monotonic() + self.minutes * 60
        found: dict[str, list[Mutant]] = {"killed": [], "survived": [], "left": []}
        with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
            trees: SimpleQueue[Path] = SimpleQueue()
            for number in range(self.at_once):
                trees.put(copied(self.root, Path(folder) / str(number)))
            first = trees.get()
            for test in self.tests:
                if not self.passes(test, first):
                    raise NotGreen(test)
            trees.put(first)

            def one(mutant: Mutant) -> tuple[Mutant, str]:
                if known := self.known.get(mutant.key):
                    return mutant, known
                if time.monotonic() > until:
                    return mutant, "left"
                tree = trees.get()
                try:
                    return mutant, "killed" if self.noticed(mutant, tree) else "survived"
                finally:
                    trees.put(tree)

            with ThreadPoolExecutor(self.at_once) as pool:
                for mutant, word in pool.map(one, every):
                    found[word].append(mutant)
                    self.told(f"{word:8} {mutant.name}")
                    self._keep(mutant, word)
        return found

    def noticed(self, mutant: Mutant, tree: Path) -> bool:
        """Tell whether a test fails in a tree with this mutant."""
        path = tree / mutant.module
        whole = path.read_text("utf-8")
        path.write_text(mutant.code, "utf-8")
        try:
            return any(not self.passes(test, tree) for test in self.tests)
        finally:
            path.write_text(whole, "utf-8")

    def passes(self, test: str, tree: Path) -> bool:
        """Run tests in a tree until one fails."""
        options = ["-x", "-q", "-p", "no:cacheprovider"]
        command = [sys.executable, "-m", "pytest", *options, *shlex.split(test)]
        quiet = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "ETHOS_TORTURE": ""}
        try:
            done = subprocess.run(
                command, cwd=tree, env=quiet, capture_output=True, timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0

    def _keep(self, mutant: Mutant, word: str) -> None:
        if self.state and word != "left":
            self.known[mutant.key] = word
            self.state.write_text(json.dumps(self.known), "utf-8")


def copied(root: Path, tree: Path) -> Path:
    """Copy what is needed to run the tests: no history, no leftovers; what is installed is shared."""
    leave = (".git", ".venv", "node_modules", "__pycache__", ".*_cache", ".hypothesis", "build")
    shutil.copytree(root, tree, ignore=shutil.ignore_patterns(*leave))
    for name in (".venv", "node_modules"):
        if (root / name).exists():
            (tree / name).symlink_to((root / name).resolve())
    return tree


def main() -> int:
    """Read the command line and run."""
    read = argparse.ArgumentParser(description=__doc__)
    read.add_argument("--only", action="append")
    read.add_argument("--tests", action="append")
    read.add_argument("--list", action="store_true")
    read.add_argument("--state", type=Path)
    read.add_argument("--minutes", type=float, default=60.0)
    read.add_argument("--at-once", type=int, default=2)
    given = read.parse_args()
    every = [mutant for module in given.only or MODULES for mutant in mutants(module)]
    if given.list:
        sys.stdout.writelines(f"{mutant.name}\n" for mutant in every)
        return 0
    run = Run(given.tests or TESTS, given.at_once, given.minutes, given.state)
    found = run.put(every)
    run.told(", ".join(f"{len(each)} {word}" for word, each in found.items()))
    return 1 if found["survived"] else 0


if __name__ == "__main__":
    sys.exit(main())
