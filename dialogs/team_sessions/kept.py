"""A session to and from bytes. The same state gives the same bytes, in whatever order things happened."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from dialogs.team_sessions import charter_states, review, scenario
from dialogs.team_sessions.room import Room

VERSION = 1
"""The newest shape of the bytes; every released one is read."""

Session = charter_states.Charter | scenario.Scenario | review.Review
Kept = charter_states.Closed | scenario.ScenarioClosed | review.ReviewClosed

KINDS = {kind.__name__: kind for kind in (*charter_states.STATES, *scenario.STATES, *review.STATES)}


class UnreadableSession(ValueError):
    """Bytes that no released version wrote."""


def closed(state: Session) -> Kept | None:
    """Return what may be kept of a session for good, or None while it is open.

    A closed session has no field for a seat: what it keeps is all that it is.
    """
    return state if isinstance(state, Kept) else None


def room_of(state: Session | None) -> Room | None:
    """Return who is there and who leads, or None where a session is over or has not begun."""
    return None if state is None or isinstance(state, Kept) else state.room


def save(state: Session) -> bytes:
    """Write a state as compact JSON: every map by its keys, every set in the order of its members."""
    body = {"v": VERSION, **_plain(state)}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def load(saved: bytes) -> Session:
    """Read a state back. Raises UnreadableSession for anything that no released version wrote."""
    try:
        body = json.loads(saved)
        version = body.pop("v")
        if type(version) is not int or not 1 <= version <= VERSION:
            raise UnreadableSession(f"version {version!r} is not known here")
        state: Session = _object(KINDS[body["at"]], body)
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise UnreadableSession(type(error).__name__) from error
    return state


def _plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    match value:
        case str() | int() | None:
            return value
        case tuple():
            return [_plain(each) for each in value]
        case frozenset():
            return sorted(value)
        case bytes():
            return value.hex()
        case Mapping():
            return {key: _plain(each) for key, each in value.items()}
        case _:
            parts = {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
            return {"at": type(value).__name__, **parts}


# Reading ----------------------------------------------------------------------------------------------------


@cache
def _reader(hint: Any) -> Callable[[Any], Any]:
    """Return what reads a declared type from JSON, and refuses any other. Types are looked at once."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return partial(_one_of, {getattr(kind, "__name__", ""): kind for kind in inner})
    if origin is Literal:
        return partial(_named, frozenset(inner))
    if origin is Mapping:
        return partial(_map, _reader(inner[1]))
    if origin is tuple and inner[-1] is not ...:
        return partial(_each, tuple(_reader(part) for part in inner))
    if origin in (tuple, frozenset):
        return partial(_many, origin, _reader(inner[0]))
    if is_dataclass(hint):
        return partial(_object, hint)
    return bytes.fromhex if hint is bytes else partial(_exactly, getattr(hint, "__supertype__", hint))


def _exactly(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(f"not a {kind.__name__}")
    return value


def _named(names: frozenset[str], value: Any) -> Any:
    if value not in names:
        raise TypeError("not one of the names")
    return value


def _map(read: Callable[[Any], Any], value: Any) -> Mapping[str, Any]:
    return {key: read(each) for key, each in _exactly(dict, value).items()}


def _each(reads: tuple[Callable[[Any], Any], ...], value: Any) -> tuple[Any, ...]:
    return tuple(read(part) for read, part in zip(reads, _exactly(list, value), strict=True))


def _many(kind: Callable[[Any], Any], read: Callable[[Any], Any], value: Any) -> Any:
    return kind(map(read, _exactly(list, value)))


def _one_of(kinds: Mapping[str, Any], value: Any) -> Any:
    """Read the kind of a union that a value says it is, or the one that is no object."""
    match value:
        case None if "NoneType" in kinds:
            return None
        case {"at": name}:
            return _reader(kinds[name])(value)
        case _:
            (only,) = (kind for kind in kinds.values() if not is_dataclass(kind) and kind is not NoneType)
            return _reader(only)(value)


@cache
def _readers(kind: Any) -> Mapping[str, Callable[[Any], Any]]:
    hints = get_type_hints(kind)
    return {each.name: _reader(hints[each.name]) for each in fields(kind)}


def _object(kind: Any, value: Any) -> Any:
    body, readers = _exactly(dict, value), _readers(kind)
    if body.get("at") != kind.__name__ or body.keys() != {"at", *readers}:
        raise TypeError(f"not a {kind.__name__}")
    return kind(**{name: read(body[name]) for name, read in readers.items()})
