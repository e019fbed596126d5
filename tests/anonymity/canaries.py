"""Finds many needles in many bytes in one pass, however they are written down: five encodings of each."""

import base64
import gzip
import io
import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

WINDOW: Final = 8
"""Bytes of a pattern that are looked for; the rest is compared where they are found."""

PIECE: Final = 1 << 22
"""Bytes looked through at a time."""

MIX: Final = np.uint64(0x9E3779B97F4A7C15)
ODD: Final = np.uint64(0xC2B2AE3D27D4EB4F)
BITS: Final = 22


@dataclass(frozen=True, slots=True)
class Finding:
    """A needle that was found: which one, in what file, where, and how it was written."""

    needle: int
    path: Path
    offset: int
    encoding: str


def search(folders: Iterable[Path], needles: Sequence[str | bytes]) -> list[Finding]:
    """Return every place below some folders (or files) where a needle stands, by file and offset.

    A needle is a text or bytes. Raises ValueError for one of fewer than 9 bytes: it would be found by chance.
    Compressed files (gzip, zlib, zip) are looked into as well; there the offset is that in the content.
    """
    spelled = [spellings(needle) for needle in needles]
    patterns = [pattern for each in spelled for pattern in each.values()]
    names = [(number, name) for number, each in enumerate(spelled) for name in each]
    net = Net(patterns)
    found = set()
    for path in files_below(folders):
        for content in contents(path):
            found |= {Finding(names[which][0], path, at, names[which][1]) for at, which in net.hits(content)}
    return sorted(found, key=lambda each: (str(each.path), each.offset, each.needle, each.encoding))


def files_below(folders: Iterable[Path]) -> Iterator[Path]:
    """Give every plain file, sorted within each folder."""
    for folder in folders:
        for path in [folder] if folder.is_file() else sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path


def contents(path: Path) -> Iterator[bytes]:
    """Give the bytes of a file, and what comes out of it where it is compressed. Unreadable: nothing."""
    with suppress(OSError):
        data = path.read_bytes()
        yield data
        yield from expanded(data)


def expanded(data: bytes) -> Iterator[bytes]:
    """Give what comes out of compressed bytes; nothing when they are not."""
    with suppress(OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        if data[:2] == b"\x1f\x8b":
            yield gzip.decompress(data)
        elif data[:1] == b"\x78" and data[1:2] in b"\x01\x5e\x9c\xda":
            yield zlib.decompress(data)
        elif data[:4] == b"PK\x03\x04":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    yield archive.read(name)


# How a needle may be written ----------------------------------------------------------------------------


def spellings(needle: str | bytes) -> Mapping[str, bytes]:
    """Return how a needle may stand in a file, by the name of the encoding. Raises ValueError: too short."""
    raw = needle if isinstance(needle, bytes) else needle.encode()
    if len(raw) <= WINDOW:
        raise ValueError(f"a needle of {len(raw)} bytes would be found by chance")
    found = {"utf-8": raw, "hex": raw.hex().encode(), "hex-upper": raw.hex().upper().encode()}
    text = needle if isinstance(needle, str) else _text(raw)
    if text is not None:
        found["utf-16-le"] = text.encode("utf-16-le")
        for name, ascii_only in (("json", True), ("json-utf-8", False)):
            found[name] = json.dumps(text, ensure_ascii=ascii_only)[1:-1].encode()
    for shift in range(3):
        found[f"base64-{shift}"] = core = sixty_four(raw, shift)
        found[f"base64url-{shift}"] = core.translate(bytes.maketrans(b"+/", b"-_"))
    once: dict[bytes, str] = {}
    for name, pattern in found.items():
        if len(pattern) >= WINDOW:
            once.setdefault(pattern, name)
    return {name: pattern for pattern, name in once.items()}


def _text(raw: bytes) -> str | None:
    with suppress(UnicodeDecodeError):
        return raw.decode()
    return None


def sixty_four(raw: bytes, shift: int) -> bytes:
    """Return those letters of base64 that only these bytes decide, when so many bytes modulo 3 go before."""
    whole = base64.b64encode(bytes(shift) + raw).rstrip(b"=")
    first = (0, 2, 3)[shift]
    last = len(whole) - (1 if (shift + len(raw)) % 3 else 0)
    return whole[first:last]


# Many patterns at once ----------------------------------------------------------------------------------


class Net:
    """Many patterns of 8 bytes or more, found in one pass; `hits` says where and which."""

    def __init__(self, patterns: Sequence[bytes]) -> None:
        """Take the patterns. Raises ValueError for one that is too short."""
        if any(len(each) < WINDOW for each in patterns):
            raise ValueError("a pattern has 8 bytes or more")
        self._patterns = patterns
        self._by_head: dict[int, dict[bytes, list[int]]] = {}
        for number, pattern in enumerate(patterns):
            heads = self._by_head.setdefault(int.from_bytes(pattern[:WINDOW], "little"), {})
            heads.setdefault(pattern[WINDOW : 2 * WINDOW], []).append(number)
        self._lengths = sorted({min(len(each) - WINDOW, WINDOW) for each in patterns})
        self._heads = np.array(sorted(self._by_head), dtype=np.uint64)
        short = [min(map(len, self._by_head[head])) < WINDOW for head in self._heads.tolist()]
        self._short = np.array(short, dtype=np.bool_)
        self._maybe, self._both = np.zeros((2, 1 << BITS), dtype=np.bool_)
        self._maybe[_mixed(self._heads)] = True
        fronts = np.frombuffer(
            b"".join(each[: 2 * WINDOW] for each in patterns if len(each) >= 2 * WINDOW), dtype="<u8"
        ).reshape(-1, 2)
        self._both[_mixed(fronts[:, 0] ^ (fronts[:, 1] * ODD))] = True

    def hits(self, data: bytes) -> list[tuple[int, int]]:
        """Return (offset, number of the pattern) for each pattern wherever it stands, by offset."""
        found: list[tuple[int, int]] = []
        for begin in range(0, max(0, len(data) - WINDOW + 1), PIECE):
            found += self._piece(data, begin)
        return found

    def _piece(self, data: bytes, begin: int) -> Iterator[tuple[int, int]]:
        offsets = [
            begin + shift + WINDOW * self._standing(data, begin + shift, begin + PIECE)
            for shift in range(WINDOW)
        ]
        for offset in np.sort(np.concatenate(offsets)).tolist():
            head = int.from_bytes(data[offset : offset + WINDOW], "little")
            seconds = self._by_head[head]
            for length in self._lengths:
                for number in seconds.get(data[offset + WINDOW : offset + WINDOW + length], ()):
                    if data.startswith(self._patterns[number], offset):
                        yield offset, number

    def _standing(self, data: bytes, begin: int, end: int) -> NDArray[np.intp]:
        """Return the numbers of the 8-byte words that begin a pattern, of those from `begin` up to `end`."""
        count = min(-(-(end - begin) // WINDOW), (len(data) - begin) // WINDOW)
        if count <= 0 or not len(self._heads):
            return np.empty(0, dtype=np.intp)
        words = np.frombuffer(data, dtype="<u8", count=count, offset=begin)
        likely = np.flatnonzero(self._maybe[_mixed(words)])
        if not len(likely):
            return likely
        near = np.minimum(np.searchsorted(self._heads, words[likely]), len(self._heads) - 1)
        right = self._heads[near] == words[likely]
        likely, near = likely[right], near[right]
        second = words[np.minimum(likely + 1, count - 1)]  # Heads are words of the language: look further.
        both = self._both[_mixed(words[likely] ^ (second * ODD))] | (likely == count - 1)
        found: NDArray[np.intp] = likely[both | self._short[near]]
        return found


def _mixed(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return (words * MIX) >> np.uint64(64 - BITS)


def counted(findings: Iterable[Finding]) -> Mapping[tuple[str, str], int]:
    """Return how many needles were found, by file and encoding."""
    return Counter((str(each.path), each.encoding) for each in findings)
