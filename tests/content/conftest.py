"""A copy of the shipped content that a test may break."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from content.checks import Checked, check, seal
from content.loader import load

SHIPPED = Path(__file__).parents[2] / "content"


@dataclass(frozen=True, slots=True)
class Desk:
    """An officer's own copy of the content, with what an officer does to it."""

    root: Path

    def change(self, file: str, old: str, new: str) -> None:
        """Replace words that stand in a file; the test is wrong if they do not."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def add(self, file: str, text: str) -> None:
        """Add lines at the end of a file, or a whole new file."""
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(before + text, encoding="utf-8")

    def check(self) -> Checked:
        """Check the copy."""
        return check(self.root)

    def seal(self) -> int:
        """Seal the copy."""
        return seal(self.root)

    def version(self, name: str) -> int:
        """Return the version of a module as it stands in its file."""
        return load(self.root, "demo").modules[name].version

    def unseal(self) -> None:
        """Forget what was sealed, where a test is about something else."""
        (self.root / "versions.lock").unlink()

    def line(self, file: str, words: str) -> int:
        """Find the line on which words stand."""
        lines = (self.root / file).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, start=1) if words in line)


SAMPLES = ("public-safety", "cics", "opo")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A copy with the demonstration only, which is checked soonest."""
    return copied(tmp_path, *SAMPLES)


def copied(folder: Path, *without: str) -> Desk:
    """Copy the shipped content, without some organizations."""
    root = folder / "content"
    shutil.copytree(SHIPPED, root, ignore=shutil.ignore_patterns("*.py", "__pycache__", *without))
    return Desk(root)


Faults = Callable[[Checked], list[tuple[str, int, str]]]


@pytest.fixture
def found() -> Faults:
    """List faults as file, line and id."""
    return lambda checked: [(fault.file, fault.line, fault.id) for fault in checked.faults]
