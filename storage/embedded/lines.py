"""Lines that tell whether they are as they were written, and batches that tell where a crash tore them.

A line is `crc32 batch left body`: the batch it was written with, how many lines of the batch follow, and
the body. A batch is written at once and made durable before the next one starts. So the last batch of the
last file is the only one that a crash can tear, whatever order the medium chose for its blocks. Damage
anywhere else is damage to something acknowledged: that line is set aside, and all others are read.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

PARTS = 3
SEAL = b"sealed"
"""The body of the last line of a file that nothing is added to any more."""

_START = re.compile(rb"(?=[0-9a-f]{8} [0-9a-f]+ [0-9a-f]+ )")

Fold = Callable[[bytes], bool]
"""Takes the body of a line; False when it cannot be read."""


@dataclass(frozen=True, slots=True)
class Line:
    """One whole line: its batch, how many lines of the batch follow, and its body."""

    batch: int
    left: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Damaged:
    """A line that cannot be read: its number in the file, from 1, and what is there."""

    number: int
    raw: bytes


@dataclass(slots=True)
class Scanned:
    """What a file holds: the size and number of its last whole batch, and the lines that were set aside."""

    size: int = 0
    batch: int = 0
    sealed: bool = False
    damaged: list[Damaged] = field(default_factory=list)


def framed(batch: int, bodies: Sequence[bytes]) -> bytes:
    """Return a batch as it is written."""
    last = len(bodies) - 1
    contents = (b"%x %x %s" % (batch, last - index, body) for index, body in enumerate(bodies))
    return b"".join(b"%08x %s\n" % (crc32(content), content) for content in contents)


def parsed(raw: bytes) -> Line | None:
    """Read a line, or None when it is not as it was written."""
    checksum, _, content = raw[:-1].partition(b" ")
    if not raw.endswith(b"\n") or checksum != b"%08x" % crc32(content):
        return None
    parts = content.split(b" ", 2)
    return Line(int(parts[0], 16), int(parts[1], 16), parts[2]) if len(parts) == PARTS else None


def scan(path: Path, fold: Fold, *, last: bool) -> Scanned:
    """Fold every acknowledged line of a file, in order. Only in the `last` file may the end be torn."""
    scanner = _Scanner(fold)
    number = 0
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            scanner.take(number, raw)
    found = scanner.end(last=last)
    if not last and not found.sealed:
        # Nobody knows how much of the end is gone, only that the last line is.
        found.damaged.append(Damaged(number + 1, b""))
    return found


class _Scanner:
    """Holds the lines of the newest batch back until it is known whether they were acknowledged."""

    def __init__(self, fold: Fold) -> None:
        self._fold = fold
        self._found = Scanned()
        self._held: list[tuple[int, bytes, Line | None]] = []
        self._batch = 0

    def take(self, number: int, raw: bytes) -> None:
        """Take the next line of the file."""
        line = parsed(raw)
        if line is None:
            self._held.append((number, raw, None))
            # A line that lost its end swallowed the next ones.
            for swallowed in _within(raw):
                self._take(number, b"", swallowed)
        else:
            self._take(number, raw, line)

    def _take(self, number: int, raw: bytes, line: Line) -> None:
        newest = self._batch or self._found.batch + 1
        if line.batch < newest:
            self._held.append((number, raw, None))
            return
        if line.batch > newest:
            self._next_batch(number, line.batch)
        self._batch = line.batch
        self._held.append((number, raw, line))

    def _next_batch(self, number: int, batch: int) -> None:
        """Let go of what is held; damage behind a whole batch belongs to the one that follows."""
        whole = self._whole() if batch == self._batch + 1 else 0
        behind = self._held[whole:] if whole else []
        self._held = self._held[: len(self._held) - len(behind)]
        unexplained = not self._damage_held()
        self._acknowledge()
        if unexplained and batch > self._found.batch + 1:
            self._found.damaged.append(Damaged(number, b""))
        self._held = behind

    def _damage_held(self) -> bool:
        return any(line is None for _, _, line in self._held)

    def _acknowledge(self) -> None:
        """Fold what is held; a later batch exists, so all of it was acknowledged."""
        left = None
        for number, raw, line in self._held:
            if line is None or not self._read(line):
                self._found.damaged.append(Damaged(number, raw))
            elif left is not None and line.left != left - 1:
                self._found.damaged.append(Damaged(number, b""))
            left = None if line is None else line.left
            self._found.size += len(raw)
        self._found.batch = max(self._found.batch, self._batch)
        self._held, self._batch = [], 0

    def _read(self, line: Line) -> bool:
        self._found.sealed = line.body == SEAL
        return self._found.sealed or self._fold(line.body)

    def end(self, *, last: bool) -> Scanned:
        """Decide about the newest batch, at the end of the file."""
        whole = self._whole()
        # A crash leaves damage where a line was; a batch that ends well without one lost it otherwise.
        robbed = not whole and not self._damage_held() and self._ends()
        if last and not robbed:
            self._held = self._held[:whole]
            self._batch = self._batch if whole else 0
        self._acknowledge()
        return self._found

    def _ends(self) -> bool:
        line = self._held[-1][2] if self._held else None
        return line is not None and line.left == 0

    def _whole(self) -> int:
        """Count the lines of the newest batch if all of them are there, one after the other; else 0."""
        left = None
        for count, (_, _, line) in enumerate(self._held, start=1):
            if line is None or left not in {None, line.left + 1}:
                return 0
            if line.left == 0:
                return count
            left = line.left
        return 0


def _within(raw: bytes) -> Iterator[Line]:
    """Find whole lines behind the damage in a line."""
    for start in _START.finditer(raw):
        line = parsed(raw[start.start() :])
        if line is not None:
            yield line
