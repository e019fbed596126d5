"""What may stand in a row: numbers and texts by the name of their field, and the instants hidden in them."""

import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

import orjson

Value = float | str
Fields = dict[str, Value]

MOST_FIELDS: Final = 40
MOST_ITEMS: Final = 12
DEEPEST: Final = 5
LONGEST: Final = 40
"""Letters of the name of a field."""

LARGEST: Final = 2**53

_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")
_PLACE = re.compile(r"\((\d+),(\d+)\)")
"""Where a row of a table lies in the server's file: page and place."""
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_SPLIT = re.compile(r"[\s,;|\"'\[\]()]+")
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def fields_of(line: bytes) -> Fields:
    """Return the fields of a line: those of the JSON in it, wherever it begins, and its words by number."""
    text = line.decode(errors="replace")
    begin, end = text.find("{"), text.rfind("}")
    if 0 <= begin < end:
        with suppress(orjson.JSONDecodeError):
            found = flat(orjson.loads(text[begin : end + 1]))
            return found | words(text[:begin] + " " + text[end + 1 :])
    with suppress(orjson.JSONDecodeError):
        return flat(orjson.loads(text))
    return words(text)


def flat(value: Any, name: str = "", depth: int = 0) -> Fields:
    """Return the numbers and texts in a JSON value by their path, and what they hide."""
    found: Fields = {}
    for path, leaf in _leaves(value, name, depth):
        if len(found) >= MOST_FIELDS:
            break
        found[path] = leaf
        found.update(hidden(path, leaf))
    return found


def _leaves(value: Any, name: str, depth: int) -> Iterator[tuple[str, Value]]:
    match value:
        case bool() | None:
            return
        case int() | float():
            yield name, float(value) if abs(value) <= LARGEST or isinstance(value, float) else str(value)
        case str():
            yield name, value
        case dict() if depth < DEEPEST:
            for key, each in value.items():
                yield from _leaves(each, f"{name}.{key}", depth + 1)
        case list() if depth < DEEPEST:
            for number, each in enumerate(value[:MOST_ITEMS]):
                yield from _leaves(each, f"{name}.{number}", depth + 1)
        case _:
            return


def words(text: str) -> Fields:
    """Return the words of a line by number, or by name where it says `name=word`."""
    found: Fields = {}
    for number, word in enumerate(each for each in _SPLIT.split(text[:2000]) if each):
        if number >= MOST_ITEMS:
            break
        name, equals, rest = word.partition("=")
        named = equals and rest.strip("=") and len(name) <= LONGEST
        key, said = (name, rest) if named else (f"word{number}", word)
        if _NUMBER.fullmatch(said):
            number_ = float(said)
            found[key] = number_ if abs(number_) <= LARGEST else said
        else:
            found[key] = said
        found.update(hidden(key, said))
    for number, iso in enumerate(_ISO.findall(text[:2000])[:4]):
        found.update(hidden(f"time{number}", iso))
    return found


# What texts hide ----------------------------------------------------------------------------------------


def hidden(name: str, value: Value) -> Mapping[str, float]:
    """Return numbers that a text stands for: seconds since 1970, a place in a table, what digits say."""
    if isinstance(value, float):
        return {}
    found = {}
    instant = _instant(value)
    if instant is not None:
        found[f"{name}~time"] = instant
    place = _PLACE.fullmatch(value)
    if place:
        found[f"{name}~place"] = int(place[1]) * 65536.0 + int(place[2])
    if value.isascii() and value.isdigit() and len(value) <= 24:
        found[f"{name}~number"] = float(value)
    elif len(value) <= 16 and re.fullmatch(r"(?:0x)?[0-9a-fA-F]+", value):
        found[f"{name}~hex"] = float(int(value, 16))
    return found


def _instant(text: str) -> float | None:
    if _ISO.fullmatch(text):
        with suppress(ValueError):
            found = datetime.fromisoformat(text.replace(",", "."))
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    if len(text) == 36 and text.count("-") == 4:
        with suppress(ValueError):
            return _of_uuid(uuid.UUID(text))
    if len(text) == 32:
        with suppress(ValueError):
            return _of_uuid(uuid.UUID(text))
    if _ULID.fullmatch(text):
        return (
            sum(_LETTERS.index(letter) << (5 * (9 - place)) for place, letter in enumerate(text[:10])) / 1000
        )
    return None


def _of_uuid(found: uuid.UUID) -> float | None:
    """Return the instant in an id of version 1 or 7."""
    match found.version:
        case 1:
            return (found.time - 0x01B21DD213814000) / 1e7
        case 7:
            return (found.int >> 80) / 1000
        case _:
            return None
