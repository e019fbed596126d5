"""The whole state in two forms: lines that replace older files, and a quick one to start from.

A `base` is a file of lines like any other, so that damage costs one line. A `checkpoint` is derived from
what is there anyway: when it is not whole it is not used, and the lines are read instead.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO
from zlib import crc32

import orjson

from dialogs.facts import Stamped
from dialogs.people import PersonId
from storage.codec import KINDS, from_json, to_json
from storage.embedded.columns import Frozen, Stamp
from storage.embedded.disk import FileSystem, write_all
from storage.entries import (
    AddressLearned,
    DeliveriesChanged,
    JournalEntry,
    LifeKept,
    PeopleChanged,
    RegisterWritten,
    Resumed,
)
from storage.ports import TurnMark
from storage.views import Views, freeze_places

FORMAT = 1
"""How a checkpoint is written; one of another format is not used."""

PART = 1024 * 1024

SHAPES = crc32(repr([(name, [part.name for part in fields(kind)]) for name, kind in KINDS.items()]).encode())
"""What the kinds of this program look like; a checkpoint of a program where they differ is not used."""

CHECKSUM = 8


def entries_of(views: Views) -> Iterator[JournalEntry]:
    """Return entries that bring empty views to this state; the last one says where it stands."""
    for person in views.everyone():
        yield PeopleChanged((person,))
    for person_id, _ in views.addresses.pairs():
        if (address := views.address(PersonId(person_id))) is not None:
            yield AddressLearned(PersonId(person_id), address)
    for each in dict.fromkeys([*views.facts.people(), *views.places]):
        life = views.life(each)
        if life.facts or life.conversations:
            yield LifeKept(each, life.facts, life.conversations)
    for delivery in views.deliveries.everything():
        yield DeliveriesChanged((delivery,))
    for name, shelf in views.registers.items():
        for entry, document in shelf.pairs():
            for revision, body in enumerate(document["bodies"], start=1):
                yield RegisterWritten(name, entry, revision, body)
    yield Resumed(views.position, tuple(TurnMark(digest, at) for digest, at in views.turns.items()))


def write_checkpoint(views: Views, files: FileSystem, file: int) -> None:
    """Write the quick form into an empty file. Raises OSError."""
    parts = _parts(views)
    sizes = [len(part) for part in parts]
    header = {"format": FORMAT, "order": sys.byteorder, "shapes": SHAPES, "sizes": sizes}
    checksum = 0
    for part in (orjson.dumps(header) + b"\n", *parts):
        checksum = crc32(part, checksum)
        write_all(files, file, memoryview(part))
    write_all(files, file, memoryview(b"%08x" % checksum))


def read_checkpoint(path: Path, views: Views) -> bool:
    """Bring empty views to the state of a checkpoint; False, and nothing done, when it cannot be used."""
    try:
        file = path.open("rb")
    except OSError:
        return False
    with file:
        if not _is_whole(file):
            return False
        header = orjson.loads(file.readline())
        if (header["format"], header["order"], header.get("shapes")) != (FORMAT, sys.byteorder, SHAPES):
            return False
        _load(views, (file.read(size) for size in header["sizes"]))
    return True


def _is_whole(file: BinaryIO) -> bool:
    """Tell whether a checkpoint ends with its own checksum; then go back to its beginning."""
    left = file.seek(0, os.SEEK_END) - CHECKSUM
    file.seek(0)
    checksum = 0
    while left > 0:
        part = file.read(min(left, PART))
        checksum = crc32(part, checksum)
        left -= len(part)
    whole = left == 0 and file.read() == b"%08x" % checksum
    file.seek(0)
    return whole


def _parts(views: Views) -> list[bytes]:
    facts = views.facts.frozen()
    return [
        orjson.dumps([views.position, views.disposals]),
        orjson.dumps([[digest.hex(), at.isoformat()] for digest, at in views.turns.items()]),
        orjson.dumps(dict(views.people.pairs())),
        orjson.dumps(dict(views.addresses.pairs())),
        orjson.dumps({name: dict(shelf.pairs()) for name, shelf in views.registers.items()}),
        orjson.dumps(views.places.frozen(freeze_places)),
        orjson.dumps(views.deliveries.frozen()),
        orjson.dumps(facts.people),
        orjson.dumps([_stamp_to_json(stamp) for stamp in facts.stamps]),
        *facts.columns,
    ]


def _load(views: Views, parts: Iterator[bytes]) -> None:
    """Take the parts in, one after the other, so that they are not all in memory at once."""
    read: Iterator[Any] = map(orjson.loads, parts)
    views.position, views.disposals = next(read)
    views.turns = {bytes.fromhex(digest): datetime.fromisoformat(at) for digest, at in next(read)}
    views.people.load(next(read))
    views.addresses.load(next(read))
    for name, documents in next(read).items():
        views.register(name).load(documents)
    views.places.load(next(read))
    views.deliveries.load(next(read))
    people, stamps = next(read), [_stamp_of_json(stamp) for stamp in next(read)]
    views.facts.load(Frozen(people, stamps, list(parts)))


def _stamp_to_json(stamp: Stamp) -> dict[str, Any]:
    return to_json(Stamped(PersonId(""), date.min, *stamp))


def _stamp_of_json(document: dict[str, Any]) -> Stamp:
    stamped = from_json(Stamped, document)
    return stamped.unit, stamped.path, stamped.language, stamped.fact
