"""A place in a conversation, to and from JSON; each flow versions its own places."""

import json
from dataclasses import asdict
from typing import Any, get_type_hints

from dialogs.flow import Flow


class UnreadablePlace(ValueError):
    """A saved place that no released version of the flow wrote."""


def save(flow: Flow[Any, Any, Any], place: object) -> bytes:
    """Write a place as compact JSON, with the version of its flow."""
    body = {"v": flow.version, "at": type(place).__name__, **asdict(place)}  # type: ignore[call-overload]
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def load(flow: Flow[Any, Any, Any], saved: bytes) -> object:
    """Read a place back. Raises UnreadablePlace when it names an unknown place or a newer version."""
    try:
        body = json.loads(saved)
        if body.pop("v") > flow.version:
            raise UnreadablePlace(f"{flow.name}: written by a newer version")
        kinds = {kind.__name__: kind for kind in flow.places}
        kind = kinds[body.pop("at")]
        hints = get_type_hints(kind)
        return kind(**{name: _typed(hints[name], value) for name, value in body.items()})
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadablePlace(f"{flow.name}: {error}") from error


def _typed(hint: Any, value: Any) -> Any:
    """Check one field: places hold strings, numbers and text maps only."""
    origin = getattr(hint, "__origin__", hint)
    if not isinstance(value, origin) or (origin is int and isinstance(value, bool)):
        raise TypeError(f"{value!r} is not {hint}")
    return value
