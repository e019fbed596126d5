"""A session to and from bytes. The same state gives the same bytes, in whatever order things happened."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from dialogs.team_sessions import charter_states, review, scenario

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
        state: Session = _read(KINDS[body["at"]], body)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UnreadableSession(type(error).__name__) from error
    return state


def _plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    match value:
        case bytes():
            return value.hex()
        case frozenset():
            return sorted(value)
        case tuple():
            return [_plain(each) for each in value]
        case Mapping():
            return {key: _plain(each) for key, each in value.items()}
        case _ if is_dataclass(value):
            parts = {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
            return {"at": type(value).__name__, **parts}
        case _:
            return value


def _read(hint: Any, value: Any) -> Any:
    """Return a value of a declared type from JSON, and refuse any other."""
    origin, inner = get_origin(hint), get_args(hint)
    match value:
        case dict() if origin is None and is_dataclass(hint):
            return _object(hint, value)
        case _ if origin in (Union, UnionType):
            return _one_of(inner, value)
        case str() if hint is bytes:
            return bytes.fromhex(value)
        case list() if origin is frozenset:
            return frozenset(_read(inner[0], each) for each in value)
        case list() if origin is tuple and inner[-1] is ...:
            return tuple(_read(inner[0], each) for each in value)
        case list() if origin is tuple:
            return tuple(_read(each, part) for each, part in zip(inner, value, strict=True))
        case dict() if origin is Mapping:
            return {key: _read(inner[1], each) for key, each in value.items()}
        case str() if origin is Literal and value in inner:
            return value
        case _ if type(value) is getattr(hint, "__supertype__", hint):
            return value
        case _:
            raise TypeError(f"not a {hint}")


def _one_of(kinds: tuple[Any, ...], value: Any) -> Any:
    """Read the one kind of a union that a value says it is."""
    match value:
        case None if type(None) in kinds:
            return None
        case {"at": name}:
            return _read({getattr(kind, "__name__", ""): kind for kind in kinds}[name], value)
        case _:
            (only,) = (kind for kind in kinds if not is_dataclass(kind) and kind is not type(None))
            return _read(only, value)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    names = {each.name for each in fields(kind)}
    return {name: hint for name, hint in get_type_hints(kind).items() if name in names}


def _object(kind: Any, body: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    if body["at"] != kind.__name__ or body.keys() != {"at", *hints}:
        raise TypeError(f"not a {kind.__name__}")
    return kind(**{name: _read(hint, body[name]) for name, hint in hints.items()})
