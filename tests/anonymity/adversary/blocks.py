"""Files of blocks of one size: which of them changed between two snapshots, and numbers in them."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.anonymity.adversary.tables import Row
from tests.anonymity.adversary.values import Fields

SIZES: Final = (32, 48, 64, 96, 128, 160, 192, 256, 512, 1024, 2048, 4096, 4224, 8192, 16384)
LEAST: Final = 4
"""Blocks a file must have."""
DEPTH: Final = 96
"""Bytes from the front of a block in which numbers are looked for."""
SMALL: Final = float(1 << 40)
KINDS: Final = ("<u4", ">u4", "<u8", ">u8", "<f8", ">f8")

Bytes = NDArray[np.uint8]


def block_tables(
    name: str, versions: Sequence[tuple[int, bytes]], most: int
) -> Iterator[tuple[int, list[Row]]]:
    """Give, for each size that fits, the blocks that changed, oldest change first, with the snapshot.

    Blocks of the first version count where the file grew later or has empty blocks; otherwise they may be
    filling. A size at which more than `most` blocks changed does not fit.
    """
    for size in SIZES:
        for header in sorted({0, len(versions[-1][1]) % size}):
            if len(versions[-1][1]) - header >= LEAST * size:
                rows = _changed(name, versions, size, header, most)
                if rows and (header == 0 or len(versions[-1][1]) % size):
                    yield size, rows


def _changed(
    name: str, versions: Sequence[tuple[int, bytes]], size: int, header: int, most: int
) -> list[Row]:
    rows: list[Row] = []
    before: Bytes | None = None
    grows = len({len(data) for _, data in versions}) > 1
    for snapshot, data in versions:
        now = _cut(data, size, header)
        for index in _differing(before, now, grows=grows).tolist():
            block = now[index].tobytes()
            used = len(block.rstrip(block[-1:]))
            fields: Fields = {"index": float(index), "change": float(len(rows)), "used": float(used)}
            rows.append(Row(block, fields, name, index, snapshot, index))
            if len(rows) > most:
                return []
        before = now
    _numbers(rows, size)
    return rows


def _cut(data: bytes, size: int, header: int) -> Bytes:
    count = max(0, len(data) - header) // size
    return np.frombuffer(data, dtype=np.uint8, count=count * size, offset=min(header, len(data))).reshape(
        count, size
    )


def _differing(before: Bytes | None, now: Bytes, *, grows: bool) -> NDArray[np.intp]:
    full: NDArray[np.bool_] = np.asarray(now.any(axis=1), dtype=np.bool_)
    if before is None:
        counts = full if grows or not full.all() else np.zeros_like(full)
        return np.flatnonzero(counts)
    both = min(len(before), len(now))
    changed = full.copy()
    changed[:both] = (before[:both] != now[:both]).any(axis=1)
    return np.flatnonzero(changed)


def _numbers(rows: Sequence[Row], size: int) -> None:
    """Add the numbers that stand at the same place of every block, where they tell something."""
    if len(rows) < LEAST:
        return
    blocks = np.frombuffer(b"".join(row.raw for row in rows), dtype=np.uint8).reshape(len(rows), size)
    for kind in KINDS:
        width = int(kind[2])
        for offset in range(0, min(size, DEPTH) - width + 1, 1 if size <= 512 else 4):
            values = np.ascontiguousarray(blocks[:, offset : offset + width]).view(kind)[:, 0].astype(float)
            if not _telling(values):
                continue
            for row, value in zip(rows, values.tolist(), strict=True):
                row.fields[f"{kind}+{offset}"] = value


def _telling(values: NDArray[np.float64]) -> bool:
    """Tell whether numbers say something: mostly different, and all small or all near each other."""
    with np.errstate(all="ignore"):
        if not np.isfinite(values).all() or (values < 0).any() or values.max() == 0:
            return False
        if len(np.unique(values)) < len(values) // 2:
            return False
        close = values.min() > 0 and values.max() / values.min() < 4
        return bool(values.max() < 1 << 24 or close)
