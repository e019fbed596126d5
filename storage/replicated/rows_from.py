"""How rows of the database become what Ethos hands out."""

from array import array
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any, cast

import orjson

from content.model import Language
from dialogs.facts import Fact, Stamped
from dialogs.flow import Ref
from dialogs.people import Path, Person, PersonId, UnitId
from storage.codec import from_json
from storage.ports import Address, Conversation, Delivery, DeliveryKey, DeliveryState, Kept
from storage.replicated.connections import Row

Stamp = tuple[UnitId, Path, Language, Fact]
"""What many facts share: everything but the person and the day."""


def kept(row: Row, person: PersonId) -> Kept:
    """Read a place of a person."""
    conversation = Conversation(person, row["flow"], row["key"])
    return Kept(conversation, row["revision"], row["place"], row["via"], row["acted"], row["arrived"])


def stamped(row: Row, person: PersonId) -> Stamped:
    """Read a fact of a person. Raises Unreadable."""
    return Stamped(
        person, row["day"], row["unit"], Path(row["path"]), row["language"], fact_from(row["fact"])
    )


@lru_cache(maxsize=4096)
def fact_from(text: str) -> Fact:
    """Read a fact back from its JSON; the same few are kept of many people. Raises Unreadable."""
    return cast("Fact", from_json(cast("Any", Fact), orjson.loads(text)))


def person_from(text: str) -> Person:
    """Read a row of the roster back from its JSON. Raises Unreadable."""
    return from_json(Person, orjson.loads(text))


def address_from(text: str) -> Address:
    """Read an address back from its JSON. Raises Unreadable."""
    return from_json(Address, orjson.loads(text))


def delivery(row: Row) -> Delivery:
    """Read a delivery."""
    return Delivery(
        DeliveryKey(row["source"], row["occurrence"], row["nth"], row["addressee"]),
        Ref(row["ref_flow"], row["ref_key"], row["ref_version"]),
        row["due"],
        row["about"],
        DeliveryState(row["state"]),
        row["reason"],
        row["attempts"],
        row["lease"],
        row["message"],
    )


class FactRows(Iterable[Stamped]):
    """Facts as columns, read some rows at a time, and made one by one when somebody goes through them."""

    def __init__(self) -> None:
        self._numbers = array("q")
        self._days = array("i")
        self._who: list[PersonId] = []
        self._what: list[Stamp] = []
        self._people: dict[PersonId, PersonId] = {}
        self._stamps: dict[tuple[str, ...], Stamp] = {}

    def take(self, rows: Iterable[Row]) -> None:
        """Take in rows as `facts-between` returns them, in any order. Raises Unreadable."""
        people, stamps = self._people, self._stamps
        for number, person, day, unit, path, language, fact in rows:
            key = unit, path, language, fact
            what = stamps.get(key)
            if what is None:
                what = stamps[key] = (unit, Path(path), language, fact_from(fact))
            self._numbers.append(number)
            self._days.append(day.toordinal())
            self._who.append(people.setdefault(person, person))
            self._what.append(what)

    def sort(self) -> None:
        """Put the facts in the order they were kept, unless they are."""
        numbers = self._numbers
        if any(later < earlier for earlier, later in pairwise(numbers)):
            order = sorted(range(len(numbers)), key=numbers.__getitem__)
            self._days = array("i", [self._days[at] for at in order])
            self._who = [self._who[at] for at in order]
            self._what = [self._what[at] for at in order]
            self._numbers = array("q", sorted(numbers))

    def __iter__(self) -> Iterator[Stamped]:
        """Go through the facts."""
        day_of = date.fromordinal
        for person, day, what in zip(self._who, self._days, self._what, strict=True):
            yield Stamped(person, day_of(day), *what)
