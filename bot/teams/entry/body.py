"""Reads a request body as the strict JSON a channel may send, or names what is wrong with it."""

import json
import re
from math import isfinite
from typing import Any

DEEPEST = 32
LARGEST = 2**53
# UTF-8 holds no surrogate, so half of a pair can only be written as an escape.
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")


class Malformed(ValueError):
    """The request cannot be read. Its text is one word for the log and never holds content."""

    status = 400


class OtherKind(Malformed):
    """The request says that it holds something else than JSON."""

    status = 415


def read(body: bytes, content_type: str = "application/json") -> dict[str, Any]:
    """Parse a body. Raises Malformed for anything that two readers could understand differently.

    Refused: another content type, not UTF-8, not JSON, a root other than an object, a key twice, NaN and
    infinities, whole numbers beyond 2^53, lone surrogates, nesting deeper than 32.
    """
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise OtherKind("content-type")
    try:
        found = _STRICT.decode(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Malformed("not-utf-8") from error
    except RecursionError as error:
        raise Malformed("too-deep") from error
    except json.JSONDecodeError as error:
        raise Malformed("not-json") from error
    if not isinstance(found, dict):
        raise Malformed("not-an-object")
    # Few bodies have enough brackets to be too deep, or half of a pair; the others need no second look.
    if body.count(b"{") + body.count(b"[") > DEEPEST or _HALF.search(body):
        _inspect(found)
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build an object whose keys are all different."""
    built = dict(pairs)
    if len(built) != len(pairs):
        raise Malformed("duplicate-key")
    return built


def _refuse_number(_name: str) -> None:
    """Refuse NaN, Infinity and -Infinity, which are not JSON."""
    raise Malformed("number")


def _real(digits: str) -> float:
    """Read a fraction; 1e999 would become infinite."""
    number = float(digits)
    if not isfinite(number):
        raise Malformed("number")
    return number


def _whole(digits: str) -> int:
    """Read a whole number that every JSON reader holds exactly."""
    # The length first: thousands of digits cost quadratic time to convert.
    if len(digits) > len(str(-LARGEST)) or abs(int(digits)) > LARGEST:
        raise Malformed("number")
    return int(digits)


def _inspect(root: dict[str, Any]) -> None:
    """Look at every text and every level. A stack of our own, so that depth cannot break it."""
    waiting: list[tuple[Any, int]] = [(root, 1)]
    while waiting:
        value, depth = waiting.pop()
        match value:
            case str():
                _whole_text(value)
            case dict() | list():
                if depth > DEEPEST:
                    raise Malformed("too-deep")
                for key in value if isinstance(value, dict) else ():
                    _whole_text(key)
                inner = value.values() if isinstance(value, dict) else value
                waiting += [(each, depth + 1) for each in inner]
            case _:
                pass


_STRICT = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_refuse_number, parse_float=_real, parse_int=_whole
)


def _whole_text(text: str) -> None:
    """Refuse half of a surrogate pair, which no store and no answer can carry."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Malformed("lone-surrogate") from error
