"""SQL by name: every query lies in sql/*.sql, under its name and one sentence that says what it does."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "sql"

_HEAD = re.compile(r"^-- ([a-z-]+): ([A-Z].*\.)$")


@cache
def queries(folder: Path = FOLDER) -> Mapping[str, str]:
    """Return every query of a folder by its name. Raises ValueError for another kind of file."""
    found: dict[str, str] = {}
    for file in sorted(folder.glob("*.sql")):
        for name, text in _parts(file):
            if name in found:
                raise ValueError(f"{file.name}: two queries are called {name}")
            found[name] = text
    return found


def query(name: str) -> str:
    """Return one query. Raises KeyError."""
    return queries()[name]


def _parts(file: Path) -> Iterator[tuple[str, str]]:
    for block in re.split(r"\n(?=-- [a-z-]+: )", file.read_text(encoding="utf-8")):
        head, _, text = block.partition("\n")
        match = _HEAD.match(head)
        if match is None or not text.strip():
            raise ValueError(f"{file.name}: a query starts with its name and a sentence, not {head!r}")
        yield match[1], text.strip().removesuffix(";")
