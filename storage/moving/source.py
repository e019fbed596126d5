"""A data folder that is left: held, read to its end, and told in an order that its files have no part in."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path

import orjson

from dialogs.people import PersonId
from storage.boxes import Span, name_of, slot_size
from storage.embedded.disk import Disk
from storage.embedded.journal import named, numbers, read_sealed
from storage.embedded.lines import scan
from storage.embedded.owing import rank
from storage.embedded.slots import files_of, segment_of, slots_of
from storage.embedded.upkeep import fold, restore
from storage.entries import AddressLearned, DeliveriesChanged, LifeKept, PeopleChanged, RegisterWritten
from storage.folder import FolderRefused, check_mark, lock, set_aside
from storage.memory import PlainShelf
from storage.moving.tally import (
    Row,
    Tallies,
    address_row,
    delivery_row,
    fact_row,
    nothing,
    person_row,
    place_row,
    slot_row,
    turn_row,
    version_row,
)
from storage.ports import Box, TurnMark
from storage.views import Views

ORDER = 2
"""Which order the pieces have. What was begun in another order cannot go on."""


TOGETHER = 16
"""How many slots make one piece."""


@dataclass(frozen=True, slots=True)
class SlotsKept:
    """Slots of one segment that lie side by side, as they are; nobody here can tell which are full."""

    box: Box
    span: Span
    slots: tuple[bytes, ...]


Piece = PeopleChanged | AddressLearned | LifeKept | TurnMark | DeliveriesChanged | RegisterWritten | SlotsKept
"""What is brought at a time; a life is all facts and places of one person."""


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces of one kind: how many, and each of them, always in the same order."""

    name: str
    size: int
    pieces: Callable[[], Iterator[Piece]]


@dataclass(frozen=True, slots=True)
class Everything:
    """All that is kept, and how many pieces are brought at a time."""

    groups: tuple[Group, ...]
    part: int

    @property
    def size(self) -> int:
        """Return how many pieces there are."""
        return sum(group.size for group in self.groups)

    def pieces(self) -> Iterator[Piece]:
        """Go through all of them."""
        return chain.from_iterable(group.pieces() for group in self.groups)

    def parts(self, after: int) -> Iterator[tuple[Group, int, Sequence[Piece]]]:
        """Return what follows the first so many pieces, a part at a time, with its group and place in it.

        Pieces of two groups never go together.
        """
        for group in self.groups:
            at = min(after, group.size)
            after -= at
            pieces = islice(group.pieces(), at, None)
            while some := list(islice(pieces, self.part)):
                yield group, at, some
                at += len(some)


@contextmanager
def held(folder: Path, mark: str) -> Iterator[Views]:
    """Hold a folder and hand out what it keeps. Nothing is written to it but copies of damaged lines.

    Raises FolderRefused as opening it does; OSError.
    """
    file = lock(folder)
    try:
        if not (folder / "ethos.json").exists():
            # Opening it would make a new one of it.
            raise FolderRefused("corrupt", file="ethos.json")
        check_mark(folder, mark, Disk())
        yield _read(folder)
    finally:
        os.close(file)


def _read(folder: Path) -> Views:
    """Fold a folder to its end; what a crash tore off there was never acknowledged."""
    views = Views(lambda _: PlainShelf())
    after = restore(folder, views)
    take = partial(fold, views, "journal")
    newest = max([after, *numbers(folder, "journal")])
    read_sealed(folder, after, newest - 1, take, set_aside)
    if newest > after:
        path = named(folder, "journal", newest)
        set_aside(path, scan(path, take, last=True))
    return views


def everything_in(views: Views, folder: Path, part: int) -> Everything:
    """Return everything that is kept."""
    segments = files_of(folder)
    addresses = sorted(person for person, _ in views.addresses.pairs())
    lives = sorted({*views.facts.people(), *(each for each in views.places if views.places.get(each))})
    turns = sorted(views.turns.items())
    deliveries = sorted(views.deliveries.everything(), key=lambda delivery: rank(delivery.key))
    entries = sorted((name, entry) for name, shelf in views.registers.items() for entry, _ in shelf.pairs())
    groups = (
        Group("people", len(views.everyone()), lambda: (PeopleChanged((each,)) for each in views.everyone())),
        Group("addresses", len(addresses), lambda: _addresses(views, addresses)),
        Group("lives", len(lives), lambda: (_life(views, person) for person in lives)),
        Group("turns", len(turns), lambda: (TurnMark(digest, at) for digest, at in turns)),
        Group("deliveries", len(deliveries), lambda: (DeliveriesChanged((each,)) for each in deliveries)),
        Group(
            "registers",
            sum(views.versions(*entry) for entry in entries),
            lambda: (version for entry in entries for version in _versions(views, *entry)),
        ),
        Group("slots", sum(map(_pieces, segments)), lambda: chain.from_iterable(map(_slots, segments))),
    )
    return Everything(groups, part)


def _addresses(views: Views, people: list[str]) -> Iterator[Piece]:
    for person in map(PersonId, people):
        if (address := views.address(person)) is not None:
            yield AddressLearned(person, address)


def _life(views: Views, person: PersonId) -> Piece:
    life = views.life(person)
    return LifeKept(person, life.facts, life.conversations)


def _versions(views: Views, register: str, entry: str) -> Iterator[Piece]:
    bodies = (views.register(register).one(entry) or {"bodies": ()})["bodies"]
    for revision, body in enumerate(bodies, start=1):
        yield RegisterWritten(register, entry, revision, body)


def _slots(file: Path) -> Iterator[Piece]:
    if (place := segment_of(file.name)) is None:
        return
    box, segment = place
    size, slots = slot_size(box), slots_of(file)
    with file.open("rb") as stream:
        for first in range(0, slots, TOGETHER):
            count = min(TOGETHER, slots - first)
            yield SlotsKept(box, Span(segment, first, count), tuple(stream.read(size) for _ in range(count)))


def _pieces(file: Path) -> int:
    return -(-slots_of(file) // TOGETHER)


# What it comes to ---------------------------------------------------------------------------------


def tallied(everything: Everything, told: Callable[[int], None]) -> Tallies:
    """Count everything; `told` hears now and then how many pieces were counted."""
    tallies = nothing()
    for count, piece in enumerate(everything.pieces(), start=1):
        for kind, row in _rows(piece):
            tallies[kind].add(row)
        if count % everything.part == 0 or count == everything.size:
            told(count)
    return tallies


def _rows(piece: Piece) -> Iterator[tuple[str, Row]]:
    match piece:
        case PeopleChanged(people):
            for person in people:
                yield "people", person_row(person, person.end)
        case AddressLearned(person_id, address):
            yield "addresses", address_row(person_id, address)
        case LifeKept(_, facts, places):
            for nth, stamped in enumerate(facts, start=1):
                yield "facts", fact_row(stamped, nth, stamped.fact.kind)
            for kept in places:
                yield "places", place_row(kept)
        case TurnMark(digest, at):
            yield "turns", turn_row(digest, at)
        case DeliveriesChanged(deliveries):
            for delivery in deliveries:
                yield "deliveries", delivery_row(delivery)
        case RegisterWritten(register, entry, revision, body):
            day = body.get("day") if register == "access" else None
            day = day if type(day) is str else None
            yield "registers", version_row(register, entry, revision, body, day)
        case SlotsKept(box, span, slots):
            for place, slot in zip(span.places(), slots, strict=True):
                yield "slots", slot_row(name_of(box), *place, slot)


def fingerprint(mark: str, position: int, everything: Everything, tallies: Tallies) -> str:
    """Name a folder by all it holds: whatever is different in it gives another name."""
    sizes = [(group.name, group.size) for group in everything.groups]
    sums = [(kind, tally.count, f"{tally.digest:x}") for kind, tally in tallies.items()]
    return sha256(orjson.dumps([ORDER, mark, position, sizes, sums])).hexdigest()
