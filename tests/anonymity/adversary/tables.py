"""Rows out of files of any kind: lines, JSON, databases. What is unreadable gives none."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import orjson

from tests.anonymity.adversary.values import Fields, fields_of, flat, hidden

LARGEST_JSON: Final = 1 << 26
DEEPEST: Final = 3
MANY: Final = 8
UNKNOWN: Final = -1
"""Instead of the number of a snapshot: nobody knows when this came."""


class Source(StrEnum):
    """Where rows are from."""

    FILE = "file"
    LOG = "log"
    KEY = "key"
    FOLDER = "folder"
    """A row is a file: its name, its size, its times."""
    BLOCKS = "blocks"
    """A row is a block that changed between two snapshots."""
    OPENED = "opened"
    """A row was sealed, and a key opened it."""


@dataclass(slots=True)
class Row:
    """One row: its bytes, its fields, the file it is from, its position there when it was first seen.

    `first` is the number of the snapshot that had it first, `last` its position in the last that had it.
    `later`: the file was there before it. `anew`: it took the place of one that was there before.
    """

    raw: bytes
    fields: Fields
    file: str
    position: int
    first: int = UNKNOWN
    last: int = 0
    later: bool = False
    anew: bool = False


@dataclass(slots=True)
class Table:
    """Rows of one kind, in the order in which they were first seen."""

    name: str
    source: Source
    rows: list[Row] = field(default_factory=list)


def is_text(data: bytes) -> bool:
    """Tell whether bytes are lines of text, a few damaged letters aside."""
    head = data[:65536]
    if not head or b"\x00" in head:
        return False
    return head.decode(errors="replace").count("\ufffd") <= len(head) // 50


def is_database(data: bytes) -> bool:
    """Tell whether this is a file of SQLite."""
    return data.startswith(b"SQLite format 3\x00")


Found = tuple[str, bytes, Fields]
"""The name of the table within the file, the bytes of a row, its fields."""


def rows_in(data: bytes) -> Iterator[Found]:
    """Give the rows of a file that is text or a database, in order."""
    if is_database(data):
        yield from _of_database(data)
    elif is_text(data):
        whole = _whole(data)
        if whole is None:
            for line in data.splitlines():
                if line.strip():
                    yield "", line, fields_of(line)
                    yield from _within(line)
        else:
            yield from _collections(whole, "", 0)


def _within(line: bytes) -> Iterator[Found]:
    """Give the items of every collection in the JSON of a line, also of one that stands there as a text."""
    begin = line.find(b"{") if b"[" in line else -1
    with suppress(orjson.JSONDecodeError):
        yield from _nested(orjson.loads(line[begin:]) if begin >= 0 else None, "", 0)


def _nested(value: Any, path: str, depth: int) -> Iterator[Found]:
    if isinstance(value, str) and value[:1] in {"{", "["}:
        with suppress(orjson.JSONDecodeError):
            yield from _nested(orjson.loads(value), path, depth)
    elif isinstance(value, list) and _many(value):
        yield from _collections(value, path, 1)
    elif isinstance(value, dict) and depth < DEEPEST:
        for key, each in value.items():
            yield from _nested(each, f"{path}.{key}", depth + 1)


def _whole(data: bytes) -> dict[str, Any] | list[Any] | None:
    """Return the JSON value that a whole file is; None where it is lines."""
    if data[:1] in b"{[" and len(data) <= LARGEST_JSON:
        with suppress(orjson.JSONDecodeError):
            found = orjson.loads(data)
            if isinstance(found, dict | list):
                return found
    return None


def _collections(value: dict[str, Any] | list[Any], path: str, depth: int) -> Iterator[Found]:
    """Give the items of every collection in a JSON value: lists, and objects of objects."""
    items = (
        list(value.items()) if isinstance(value, dict) else [(str(n), each) for n, each in enumerate(value)]
    )
    nested = [(key, each) for key, each in items if isinstance(each, dict | list)]
    if isinstance(value, dict) and len(nested) < len(items):
        yield path, orjson.dumps(value), flat(value)
    if isinstance(value, list) or len(nested) == len(items):
        for key, each in items:
            fields = flat(each) | {"@key": key} | dict(hidden("@key", key))
            yield f"{path}[]", f"{key}: ".encode() + orjson.dumps(each), fields
    for key, each in nested:
        if depth < DEEPEST and _many(each):
            yield from _collections(each, f"{path}.{key}" if isinstance(value, dict) else path, depth + 1)


def _many(value: dict[str, Any] | list[Any]) -> bool:
    """Tell a collection from a record: a long list, or an object of nothing but objects and lists."""
    if isinstance(value, list):
        return len(value) >= MANY
    return bool(value) and all(isinstance(each, dict | list) for each in value.values())


def _of_database(data: bytes) -> Iterator[Found]:
    with tempfile.TemporaryDirectory() as folder, suppress(sqlite3.Error):
        path = Path(folder) / "copy.db"
        path.write_bytes(data)
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as base:
            base.text_factory = lambda raw: raw.decode(errors="replace")
            for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                yield from _of_table(base, str(name))


def _of_table(base: sqlite3.Connection, name: str) -> Iterator[Found]:
    quoted = name.replace('"', '""')
    for with_number in ("rowid AS rowid_, *", "*"):
        with suppress(sqlite3.Error):
            asked = base.execute(f'SELECT {with_number} FROM "{quoted}"')
            names = [each[0] for each in asked.description]
            for row in asked:
                shown = {
                    key: value.hex() if isinstance(value, bytes) else value
                    for key, value in zip(names, row, strict=True)
                }
                raw = b"\x00".join(
                    value if isinstance(value, bytes) else str(value).encode() for value in row
                )
                yield f":{name}", raw, flat(shown)
            return
