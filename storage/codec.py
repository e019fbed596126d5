"""Whatever is kept, to and from JSON; each kept kind carries its name and its version."""

import base64
import math
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, NewType, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import orjson

from dialogs.facts import FACTS, Stamped
from dialogs.people import Person
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
from storage.ports import Address, Delivery, Kept, Move

T = TypeVar("T")
Convert = Callable[[Any], Any]

KINDS: Mapping[str, type] = {
    **{fact.kind: fact for fact in FACTS},
    "stamped": Stamped,
    "person": Person,
    "address": Address,
    "place": Move,
    "delivery": Delivery,
    "turn-taken": TurnTaken,
    "people-changed": PeopleChanged,
    "address-learned": AddressLearned,
    "address-forgotten": AddressForgotten,
    "deliveries-changed": DeliveriesChanged,
    "delivery-settled": DeliverySettled,
    "register-written": RegisterWritten,
    "records-disposed": RecordsDisposed,
    "life-kept": LifeKept,
    "kept": Kept,
    "resumed": Resumed,
}
"""The kinds that carry their name and version wherever they are written."""

LATER: Mapping[str, Mapping[str, int]] = {"delivery": {"message": 2}}
"""Fields that a kind got later, and in which of its versions.

The newest version is written and every one is read: an older line lacks the field, and its default holds.
"""

_NAMES = {kind: name for name, kind in KINDS.items()}


class Unreadable(ValueError):
    """Something kept that this program cannot read; `reason` tells why, `kind` what it said it was."""

    def __init__(self, reason: Literal["unknown-kind", "newer-version", "malformed"], kind: str) -> None:
        super().__init__(f"{reason}: {kind}")
        self.reason = reason
        self.kind = kind


def to_json(thing: object) -> dict[str, Any]:
    """Return anything of a known kind as plain JSON. Raises TypeError or ValueError when that cannot be."""
    return cast("dict[str, Any]", _writer(cast("Any", type(thing)))(thing))


def from_json(kind: type[T], document: Mapping[str, Any]) -> T:
    """Read a known kind back. Raises Unreadable."""
    return cast("T", _reader(cast("Any", kind))(document))


def write(entry: JournalEntry) -> bytes:
    """Return an entry as one line of JSON, without the line's end."""
    return orjson.dumps(to_json(entry))


def read(line: bytes) -> JournalEntry:
    """Read an entry back. Raises Unreadable."""
    try:
        document = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise Unreadable("malformed", "") from error
    return cast("JournalEntry", _reader(JournalEntry)(document))


def plain(value: Any) -> Any:
    """Return a deep copy of plain JSON. Raises TypeError for anything that would come back different."""
    match value:
        case None | bool() | int() | str():
            return value
        case float() if math.isfinite(value):
            return value
        case list():
            return [plain(item) for item in value]
        case Mapping() if all(type(key) is str for key in value):
            return {key: plain(item) for key, item in value.items()}
        case _:
            raise TypeError(f"not plain JSON: {type(value).__name__}")


# How each annotation is written -------------------------------------------------------------------


@cache
def _writer(hint: Any) -> Convert:
    """Find how a value of this annotation becomes JSON."""
    hint = _bare(hint)
    if get_origin(hint) in {Union, UnionType}:
        return lambda value: None if value is None else _writer(_member(hint, value))(value)
    if get_origin(hint) is tuple:
        item = _writer(get_args(hint)[0])
        return lambda value: [item(each) for each in value]
    if get_origin(hint) is Mapping:
        return plain
    if get_origin(hint) is Literal:
        return str
    if is_dataclass(hint):
        return _object_writer(hint)
    if issubclass(hint, datetime):
        return lambda value: instant(value).isoformat()
    if issubclass(hint, date):
        return lambda value: value.isoformat()
    if issubclass(hint, bytes):
        return lambda value: base64.b64encode(value).decode("ascii")
    if issubclass(hint, StrEnum):
        return str
    return lambda value: value


def _object_writer(kind: Any) -> Convert:
    """Write a dataclass field by field, after its name and version if it has them."""
    name = _NAMES.get(kind, "")
    tag = {"kind": name, "v": _newest(name)} if name else {}
    hints = get_type_hints(kind)
    parts = [(part.name, _writer(hints[part.name])) for part in fields(kind)]
    return lambda value: {**tag, **{name: convert(getattr(value, name)) for name, convert in parts}}


def instant(value: datetime) -> datetime:
    """Return an aware instant in UTC, as it is kept. Raises ValueError for one without a zone."""
    if value.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return value.astimezone(UTC)


def _member(union: Any, value: object) -> Any:
    """Find which member of a union a value is; optional simple values have only one."""
    members = [member for member in get_args(union) if member is not NoneType]
    return type(value) if type(value) in members else members[0]


def _bare(hint: Any) -> Any:
    """See through names such as PersonId."""
    return _bare(hint.__supertype__) if isinstance(hint, NewType) else hint


# How each annotation is read ----------------------------------------------------------------------


@cache
def _reader(hint: Any) -> Convert:
    """Find how JSON becomes a value of this annotation; what does not fit raises Unreadable."""
    hint = _bare(hint)
    if get_origin(hint) in {Union, UnionType}:
        return _union_reader(hint)
    if get_origin(hint) is Literal:
        return _checked(str, lambda value: get_args(hint)[get_args(hint).index(value)])
    if get_origin(hint) is tuple:
        item = _reader(get_args(hint)[0])
        return _checked(list, lambda value: tuple([item(each) for each in value]))
    if get_origin(hint) is Mapping:
        return _checked(dict, plain)
    if is_dataclass(hint):
        return _object_reader(hint)
    if issubclass(hint, datetime):
        return _checked(str, lambda value: instant(datetime.fromisoformat(value)))
    if issubclass(hint, date | StrEnum):
        return _checked(str, hint.fromisoformat if issubclass(hint, date) else hint)
    if issubclass(hint, bytes):
        return _checked(str, lambda value: base64.b64decode(value, validate=True))
    return _checked(hint, lambda value: value)


def _checked(shape: type, convert: Convert) -> Convert:
    """Refuse JSON of another shape; true is not a number."""

    def reader(value: Any) -> Any:
        if type(value) is not shape:
            raise Unreadable("malformed", type(value).__name__)
        try:
            return convert(value)
        except Unreadable:
            raise
        except ValueError as error:
            raise Unreadable("malformed", shape.__name__) from error

    return reader


def _union_reader(union: Any) -> Convert:
    """Read one of several kinds by its name, or a value that may be missing."""
    members = [member for member in get_args(union) if member is not NoneType]
    optional = len(members) < len(get_args(union))
    single = _reader(members[0]) if len(members) == 1 else None

    def reader(value: Any) -> Any:
        if optional and value is None:
            return None
        if single is not None:
            return single(value)
        name = value.get("kind") if type(value) is dict else None
        kind = KINDS.get(name) if type(name) is str else None
        if kind not in members:
            raise Unreadable("unknown-kind", str(name))
        return _reader(kind)(value)

    return reader


def _object_reader(kind: Any) -> Convert:
    """Read a dataclass: every field its version has, nothing else, and its name and version if any."""
    name = _NAMES.get(kind, "")
    hints = get_type_hints(kind)
    later = LATER.get(name, {})
    parts_of = [
        [
            (part.name, _reader(hints[part.name]))
            for part in fields(kind)
            if later.get(part.name, 1) <= version
        ]
        for version in range(1, _newest(name) + 1)
    ]
    tag = 2 if name else 0

    def reader(value: Any) -> Any:
        if type(value) is not dict:
            raise Unreadable("malformed", name)
        parts = parts_of[_version(value, name) - 1 if name else 0]
        if len(value) != len(parts) + tag or not all(part in value for part, _ in parts):
            raise Unreadable("malformed", name)
        return kind(**{part: convert(value[part]) for part, convert in parts})

    return reader


def _newest(name: str) -> int:
    """Return the version in which a kind is written; without a name of its own it has only one."""
    return max(LATER.get(name, {}).values(), default=1)


def _version(value: Mapping[str, Any], name: str) -> int:
    """Return the version; refuse another kind, and a version that only a newer program can read."""
    if value.get("kind") != name:
        raise Unreadable("unknown-kind", str(value.get("kind")))
    version = value.get("v")
    if type(version) is not int or version < 1:
        raise Unreadable("malformed", name)
    if version > _newest(name):
        raise Unreadable("newer-version", name)
    return version
