"""Everything the attacker holds, as tables: each row with the snapshot that had it first."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from tests.anonymity.adversary.blocks import block_tables
from tests.anonymity.adversary.tables import UNKNOWN, Row, Source, Table, is_database, is_text, rows_in
from tests.anonymity.adversary.values import Fields, fields_of, hidden
from tests.anonymity.canaries import contents, expanded, files_below
from tests.anonymity.evidence import Evidence, FileMeta

CROWD: Final = 12
"""With so many files of one kind in a folder, each of them is a row."""

HEAD: Final = 65536

SYSTEM: Final = frozenset({"ctid", "xmin", "rowid_"})
"""What a server says of where a row lies, and by which transaction."""
SHORT: Final = 64
"""Letters of what may be a name."""

_CHANGING = re.compile(r"[0-9a-fA-F]{8,}|\d+")


@dataclass(frozen=True, slots=True)
class Version:
    """What a file held at a moment: `snapshot` is the number of the first that had it so."""

    name: str
    snapshot: int
    data: bytes
    meta: FileMeta


@dataclass(slots=True)
class Corpus:
    """What was found: every version of every file that differs, logs and keys, and rows in all of them."""

    evidence: Evidence
    files: dict[str, list[Version]] = field(default_factory=dict)
    logs: dict[str, bytes] = field(default_factory=dict)
    keys: dict[str, bytes] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)

    def blobs(self) -> Iterator[tuple[str, bytes]]:
        """Give all bytes there are, each content once, by a name for it."""
        seen = set()
        versions = (
            (f"{each.name}@{each.snapshot}", each.data) for every in self.files.values() for each in every
        )
        for name, data in (*versions, *self.logs.items(), *self.keys.items()):
            mark = hashlib.blake2b(data, digest_size=16).digest()
            if mark not in seen:
                seen.add(mark)
                yield name, data

    def add(self, name: str, source: Source, rows: Sequence[Row]) -> None:
        """Put rows into a table, which is made at its first."""
        self.tables.setdefault(name, Table(name, source)).rows.extend(rows)


def gathered(evidence: Evidence) -> Corpus:
    """Read everything once."""
    corpus = Corpus(evidence)
    for number, snapshot in enumerate(evidence.snapshots):
        for name, path in snapshot.files():
            _keep(corpus, number, name, path, snapshot.meta[name])
    for path in evidence.logs:
        corpus.logs[path.name] = b"".join(contents(path))
    if evidence.keys is not None:
        for path in files_below([evidence.keys]):
            corpus.keys[path.relative_to(evidence.keys).as_posix()] = b"".join(contents(path))
    _tables(corpus)
    return corpus


def general(name: str, periods: Sequence[str]) -> str:
    """Return a name without what differs from period to period and from file to file."""
    for period in periods:
        name = name.replace(period, "*")
    return _CHANGING.sub("#", name)


def _keep(corpus: Corpus, number: int, name: str, path: Path, meta: FileMeta) -> None:
    try:
        data = path.read_bytes()
    except OSError:
        return
    for part in expanded(data):
        _keep_bytes(corpus, number, f"{name}!unpacked", part, meta)
    _keep_bytes(corpus, number, name, data, meta)


def _keep_bytes(corpus: Corpus, number: int, name: str, data: bytes, meta: FileMeta) -> None:
    versions = corpus.files.setdefault(name, [])
    if not versions or versions[-1].data != data:
        versions.append(Version(name, number, data, meta))
    elif versions[-1].meta.mtime_ns != meta.mtime_ns:
        versions.append(Version(name, number, versions[-1].data, meta))


def _tables(corpus: Corpus) -> None:
    periods = tuple(corpus.evidence.released)
    crowds: dict[tuple[str, str], list[str]] = {}
    for name in corpus.files:
        path = PurePosixPath(name)
        crowds.setdefault((path.parent.as_posix(), path.suffix), []).append(name)
    for (folder, suffix), names in crowds.items():
        table = general(f"{folder}/*{suffix}", periods)
        corpus.add(table, Source.FOLDER, [row for name in names for row in _of_file(corpus.files[name])])
        if len(names) < CROWD or suffix == ".jsonl":
            for name in names:
                _of_versions(corpus, general(name, periods), corpus.files[name])
    for name, versions in corpus.files.items():
        if versions and not is_text(versions[-1].data) and not is_database(versions[-1].data):
            contents_ = [(each.snapshot, each.data) for each in versions]
            for size, rows in block_tables(name, contents_, _most(corpus.evidence)):
                corpus.add(f"{general(name, periods)}#{size}", Source.BLOCKS, rows)
    for source, found in ((Source.LOG, corpus.logs), (Source.KEY, corpus.keys)):
        for name, data in found.items():
            for part, raw, fields in rows_in(data):
                rows = corpus.tables.setdefault(f"{source}:{name}{part}", Table(name, source)).rows
                rows.append(Row(raw, fields, name, len(rows), last=len(rows)))


def _most(evidence: Evidence) -> int:
    """Return how many rows a table of blocks may have, beyond which it cannot be one of answers."""
    return 64 + 4 * sum(map(len, evidence.released.values()))


def _of_file(versions: Sequence[Version]) -> Iterator[Row]:
    """Give a row for each time a file was seen to be written."""
    for each in versions:
        path = PurePosixPath(each.name)
        fields: Fields = {
            "@stem": path.stem,
            "@size": float(each.meta.size),
            "@mtime": each.meta.mtime_ns / 1e9,
            "@ctime": each.meta.ctime_ns / 1e9,
            "@inode": float(each.meta.inode),
            **hidden("@stem", path.stem),
        }
        if len(each.data) <= HEAD and is_text(each.data):
            fields |= fields_of(each.data)
        raw = each.name.encode() + b"\x00" + (each.data if len(each.data) <= HEAD else b"")
        yield Row(raw, fields, each.name, 0, each.snapshot)


def _of_versions(corpus: Corpus, table: str, versions: Sequence[Version]) -> None:
    """Put every row of a file into tables, once, however many snapshots have it."""
    seen: dict[tuple[str, bytes], Row] = {}
    identities: dict[tuple[object, ...], int] = {}
    positions: dict[str, int] = {}
    before = b""
    for number, version in enumerate(versions):
        grown = bool(before) and version.data.startswith(before) and before.endswith(b"\n")
        part_of = version.data[len(before) :] if grown and not is_database(before) else version.data
        if part_of is version.data:
            positions = {}
        for part, raw, fields in rows_in(part_of):
            place = positions.get(part, 0)
            positions[part] = place + 1
            known = seen.get((part, raw))
            if known is None:
                row = Row(raw, fields, version.name, place, version.snapshot, place, later=number > 0)
                row.anew = identities.setdefault((part, *identity(fields)), number) < number
                seen[part, raw] = row
                corpus.add(table + part, Source.FILE, [row])
            else:
                known.last = place
        before = version.data


def identity(fields: Fields) -> tuple[object, ...]:
    """Return what says which row it is, however often it is written: not where it lies, nor anything long."""
    names = (name for name in fields if name.strip(".").partition("~")[0] not in SYSTEM)
    values = ((name, fields[name]) for name in names)
    return tuple((name, said) for name, said in values if not isinstance(said, str) or len(said) <= SHORT)


def unknown(row: Row) -> bool:
    """Tell whether nobody knows which snapshot had a row first."""
    return row.first == UNKNOWN
