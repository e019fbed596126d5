"""Counts what is kept and sums it up, by kind: the same rows have the same tally, whatever holds them.

A row is plain JSON, written in one way only. The order of rows does not matter; the facts of one person carry
their number in it, so theirs does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import orjson

from dialogs.facts import Stamped
from dialogs.people import Person, PersonId
from storage.codec import instant, to_json
from storage.ports import Address, Delivery, Kept
from storage.replicated.sheet import fact_text

KINDS = ("people", "addresses", "facts", "places", "turns", "deliveries", "registers", "slots")

ROOM = (1 << 256) - 1

Row = list[Any]


@dataclass(slots=True)
class Tally:
    """How many rows, and the sum of their digests: a row that is there twice is not as if it were not."""

    count: int = 0
    digest: int = 0

    def add(self, row: Row) -> None:
        """Count one row."""
        written = orjson.dumps(row, option=orjson.OPT_SORT_KEYS)
        self.count += 1
        self.digest = (self.digest + int.from_bytes(sha256(written).digest(), "big")) & ROOM


Tallies = Mapping[str, Tally]
"""One for each of KINDS."""


def nothing() -> dict[str, Tally]:
    """Return tallies of nothing."""
    return {kind: Tally() for kind in KINDS}


# A row of each kind, with what a database keeps beside it to find it by -----------------------------


def person_row(person: Person, last_day: date | None) -> Row:
    """Return a row of the roster."""
    return [to_json(person), last_day]


def address_row(person: PersonId, address: Address) -> Row:
    """Return where a person is reached."""
    return [person, to_json(address)]


def fact_row(stamped: Stamped, nth: int, kind: str) -> Row:
    """Return a fact; `nth` is its number among those of its person, from 1."""
    fact = orjson.Fragment(fact_text(stamped.fact))
    return [stamped.person, nth, stamped.day, stamped.unit, stamped.path, stamped.language, kind, fact]


def place_row(kept: Kept) -> Row:
    """Return a place."""
    return [to_json(kept)]


def turn_row(digest: bytes, at: datetime) -> Row:
    """Return a message that was heard."""
    return [digest.hex(), instant(at)]


def delivery_row(delivery: Delivery) -> Row:
    """Return a delivery."""
    return [to_json(delivery)]


def version_row(register: str, entry: str, revision: int, body: Any, day: str | None) -> Row:
    """Return one version of an entry of a register."""
    return [register, entry, revision, body, day]


def slot_row(box: str, segment: int, number: int, slot: bytes) -> Row:
    """Return one slot of the mailbox, by its digest."""
    return [box, segment, number, sha256(slot).hexdigest()]
