"""Everything that is kept can be read back, and what cannot be read is named."""

from dataclasses import MISSING, fields, replace
from datetime import UTC, timedelta, timezone
from typing import Any, get_type_hints

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.facts import FACTS, Acknowledged, Stamped
from dialogs.people import Person, PersonId
from storage import codec
from storage.entries import (
    AddressForgotten,
    AddressLearned,
    DeliveriesChanged,
    DeliverySettled,
    JournalEntry,
    LifeKept,
    PeopleChanged,
    RecordsDisposed,
    RegisterWritten,
    Resumed,
    TurnTaken,
)
from storage.ports import Address, Conversation, Delivery, DeliveryState, Kept, Move, TurnMark
from tests.storage.rows import delivery, fact, move, person

NUMBERS = st.integers(-(2**53), 2**53)
ZONES = st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.datetimes(timezones=ZONES).filter(lambda at: 1 < at.year < 9999)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def built(kind: type, **known: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Build a dataclass from its own annotations, with numbers that JSON can hold."""
    hints = get_type_hints(kind)
    numbers = {part.name: NUMBERS for part in fields(kind) if hints[part.name] is int}
    return st.builds(kind, **{**numbers, **known})


def several(things: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(things, max_size=3).map(tuple)


FACT = st.one_of([built(kind) for kind in FACTS])
STAMPED = built(Stamped, fact=FACT)
PEOPLE = built(Person)
ADDRESS = built(Address, reference=st.dictionaries(st.text(), st.text()))
MOVE = built(Move, conversation=built(Conversation))
PLACE = built(Kept, conversation=built(Conversation))
MARK = built(TurnMark, at=INSTANTS)
DELIVERY = built(
    Delivery,
    key=built(get_type_hints(Delivery)["key"]),
    ref=built(get_type_hints(Delivery)["ref"]),
    due=INSTANTS,
    lease=st.none() | INSTANTS,
)
KEPT: dict[type, st.SearchStrategy[Any]] = {
    **{kind: built(kind) for kind in FACTS},
    Stamped: STAMPED,
    Person: PEOPLE,
    Address: ADDRESS,
    Move: MOVE,
    Kept: PLACE,
    Delivery: DELIVERY,
}
ENTRIES: dict[type, st.SearchStrategy[Any]] = {
    TurnTaken: built(
        TurnTaken,
        moves=several(MOVE),
        turn=st.none() | MARK,
        facts=several(STAMPED),
        deliveries=several(DELIVERY),
    ),
    PeopleChanged: built(PeopleChanged, people=several(PEOPLE)),
    AddressLearned: built(AddressLearned, address=ADDRESS),
    AddressForgotten: built(AddressForgotten),
    DeliveriesChanged: built(DeliveriesChanged, deliveries=several(DELIVERY)),
    DeliverySettled: built(DeliverySettled, delivery=DELIVERY, facts=several(STAMPED)),
    RegisterWritten: built(RegisterWritten, body=st.dictionaries(st.text(), JSON, max_size=3)),
    RecordsDisposed: built(RecordsDisposed),
    LifeKept: built(LifeKept, facts=several(STAMPED), places=several(PLACE)),
    Resumed: built(Resumed, turns=several(MARK)),
}


@pytest.mark.parametrize("kind", KEPT)
@given(data=st.data())
def test_whatever_is_kept_comes_back_the_same(kind: type, data: st.DataObject) -> None:
    thing = data.draw(KEPT[kind])

    document = orjson.loads(orjson.dumps(codec.to_json(thing)))

    assert codec.from_json(kind, document) == thing
    assert (document["kind"], document["v"]) == (codec._NAMES[kind], 2 if kind is Delivery else 1)


@pytest.mark.parametrize("kind", ENTRIES)
@given(data=st.data())
def test_every_entry_is_one_line_that_comes_back_the_same(kind: type, data: st.DataObject) -> None:
    entry: JournalEntry = data.draw(ENTRIES[kind])

    line = codec.write(entry)

    assert b"\n" not in line
    assert codec.read(line) == entry


def test_every_kind_is_tested() -> None:
    assert {*KEPT, *ENTRIES} == set(codec.KINDS.values())


def test_every_fact_is_written_under_its_own_name() -> None:
    assert {kind.kind: kind for kind in FACTS}.items() <= codec.KINDS.items()


@given(at=INSTANTS)
def test_instants_are_kept_in_utc(at: Any) -> None:
    kept = codec.to_json(TurnTaken((), TurnMark(b"", at), (), ()))["turn"]["at"]

    assert kept == at.astimezone(UTC).isoformat()


def test_a_fact_of_an_unknown_kind_is_named() -> None:
    document = codec.to_json(fact())
    document["fact"]["kind"] = "horoscope-read"

    with pytest.raises(codec.Unreadable) as refused:
        codec.from_json(Stamped, document)

    assert (refused.value.reason, refused.value.kind) == ("unknown-kind", "horoscope-read")


AS_EVER_WRITTEN = {
    1: b'{"kind":"delivery","v":1,"key":{"source":"coi","occurrence":"2026-Q4","nth":1,"addressee":"p1"},'
    b'"ref":{"flow":"coi","key":"2026-Q4","version":1},"due":"2026-11-24T12:00:00+00:00","about":null,'
    b'"state":"delivered","reason":"","attempts":1,"lease":null}',
    2: b'{"kind":"delivery","v":2,"key":{"source":"coi","occurrence":"2026-Q4","nth":1,"addressee":"p1"},'
    b'"ref":{"flow":"coi","key":"2026-Q4","version":1},"due":"2026-11-24T12:00:00+00:00","about":null,'
    b'"state":"delivered","reason":"","attempts":1,"lease":null,"message":"1:abc"}',
}
"""One delivery as each version wrote it."""


@pytest.mark.parametrize("version", AS_EVER_WRITTEN)
def test_a_delivery_of_every_earlier_version_is_read_and_written_as_the_newest(version: int) -> None:
    settled = delivery(PersonId("p1"), state=DeliveryState.DELIVERED, attempts=1)

    found = codec.from_json(Delivery, orjson.loads(AS_EVER_WRITTEN[version]))

    assert found == replace(settled, message="1:abc" if version > 1 else "")
    assert codec.to_json(found)["v"] == max(AS_EVER_WRITTEN)


def test_there_is_a_delivery_of_every_version() -> None:
    assert [*AS_EVER_WRITTEN] == [*range(1, codec.to_json(delivery())["v"] + 1)]


@pytest.mark.parametrize(("version", "other"), [(1, 2), (2, 1)])
def test_a_delivery_says_what_its_own_version_says_and_nothing_else(version: int, other: int) -> None:
    document = {**orjson.loads(AS_EVER_WRITTEN[version]), "v": other}

    with pytest.raises(codec.Unreadable) as refused:
        codec.from_json(Delivery, document)

    assert refused.value.reason == "malformed"


def test_what_a_kind_got_later_has_a_value_in_older_lines() -> None:
    for name, later in codec.LATER.items():
        defaults = {part.name for part in fields(codec.KINDS[name]) if part.default is not MISSING}
        assert defaults >= later.keys()


@pytest.mark.parametrize("thing", [fact(), person(), move(), Acknowledged("1"), Address("teams"), delivery()])
def test_a_newer_version_is_named(thing: Any) -> None:
    document = codec.to_json(thing)
    document["v"] += 1

    with pytest.raises(codec.Unreadable) as refused:
        codec.from_json(type(thing), document)

    assert refused.value.reason == "newer-version"


def test_another_kind_is_not_taken_for_a_person() -> None:
    with pytest.raises(codec.Unreadable) as refused:
        codec.from_json(Person, codec.to_json(move()))

    assert (refused.value.reason, refused.value.kind) == ("unknown-kind", "place")


@pytest.mark.parametrize(
    "change",
    [
        {"day": "yesterday"},
        {"day": 20261124},
        {"day": None},
        {"path": "astronaut"},
        {"language": "de"},
        {"person": 7},
        {"more": 1},
        {"v": 0},
        {"v": True},
        {"fact": {"kind": "notice-seen", "v": 1, "notice": True}},
        {"fact": {"kind": "notice-seen", "v": 1}},
        {"fact": {"kind": "notice-seen", "v": "1", "notice": 1}},
    ],
)
def test_a_damaged_fact_is_named(change: dict[str, Any]) -> None:
    with pytest.raises(codec.Unreadable) as refused:
        codec.from_json(Stamped, {**codec.to_json(fact()), **change})

    assert refused.value.reason == "malformed"


@pytest.mark.parametrize("other", [None, [], "x", {}, {"kind": ["notice-seen"], "v": 1}, {"kind": "person"}])
def test_what_is_no_fact_is_named(other: Any) -> None:
    with pytest.raises(codec.Unreadable) as refused:
        codec.from_json(Stamped, {**codec.to_json(fact()), "fact": other})

    assert refused.value.reason == "unknown-kind"


@pytest.mark.parametrize("line", [b"", b"{", b"null", b"[]", b"7", b'{"kind":"person"}'])
def test_what_is_no_entry_is_named(line: bytes) -> None:
    with pytest.raises(codec.Unreadable):
        codec.read(line)
