"""python -m tests.anonymity.search LIST FOLDER...: looks for each line of a list in all files."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from content.model import Language
from tests.anonymity import words
from tests.anonymity.canaries import counted, files_below, search


def main(given: Sequence[str] | None = None) -> int:
    """Run the command: 0 nothing found, 1 something was, 2 the list cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m tests.anonymity.search")
    parser.add_argument("list", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--language", choices=("en", "fr"), default="en")
    asked = parser.parse_args(given)
    language: Language = asked.language
    needles = [line for line in asked.list.read_text(encoding="utf-8").splitlines() if line]
    short = [number for number, needle in enumerate(needles, 1) if len(needle.encode()) < 9]
    if short:
        sys.stderr.write(words.SHORT.of(language).format(line=short[0]) + "\n")
        return 2
    found = search(asked.folders, needles)
    if not found:
        files = sum(1 for _ in files_below(asked.folders))
        sys.stdout.write(words.NOTHING.of(language).format(needles=len(needles), files=files) + "\n")
        return 0
    different = len({each.needle for each in found})
    sys.stdout.write(words.FOUND.of(language).format(count=len(found), needles=different) + "\n")
    for (path, encoding), count in sorted(counted(found).items()):
        sys.stdout.write(f"  {count:8} {encoding:12} {path}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
