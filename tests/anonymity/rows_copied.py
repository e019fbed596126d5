"""Copies every table of a database as the attacker reads it: in physical order, with `ctid` and `xmin`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import asyncpg
import orjson


async def rows_of_every_table(url: str) -> Mapping[str, bytes]:
    """Return every table of ours by name: a line of JSON for each row; bytes as hexadecimal digits."""
    connection = await asyncpg.connect(url)
    try:
        tables = await connection.fetch(
            "SELECT tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        found: dict[str, bytes] = {}
        for (table,) in tables:
            rows = await connection.fetch(
                f'SELECT ctid::text AS ctid, xmin::text AS xmin, * FROM "{table}" ORDER BY ctid'
            )
            found[table] = b"".join(orjson.dumps(dict(row), default=_plain) + b"\n" for row in rows)
        return found
    finally:
        await connection.close()


async def copy_rows(url: str, folder: Path) -> None:
    """Write one `<table>.jsonl` for each table into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in (await rows_of_every_table(url)).items():
        (folder / f"{table}.jsonl").write_bytes(rows)


def _plain(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
