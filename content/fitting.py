"""Fits what stands in the files to the model, and says in plain words what does not fit."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from content.faults import Fault
from content.model import LANGUAGES
from content.yaml_source import Node, plain

T = TypeVar("T")
Place = tuple[int | str, ...]

SENTENCES = {
    "extra_forbidden": "field-unknown",
    "string_too_short": "text-empty",
    "string_type": "not-text",
    "model_type": "not-both",
    "model_attributes_type": "not-both",
    "dict_type": "not-both",
    "tuple_type": "not-list",
    "list_type": "not-list",
    "frozen_set_type": "not-list",
    "int_type": "not-number",
    "int_from_float": "not-number",
    "int_parsing": "not-number",
    "enum": "not-one-of",
    "literal_error": "not-one-of",
    "string_pattern_mismatch": "id-shape",
    "too_short": "too-few",
    "too_long": "too-many",
    "greater_than_equal": "number-small",
    "less_than_equal": "number-large",
    "bool_type": "not-yes-or-no",
    "date_type": "not-a-date",
    "date_parsing": "not-a-date",
    "date_from_datetime_parsing": "not-a-date",
    "date_from_datetime_inexact": "not-a-date",
    "time_type": "not-a-time",
    "time_parsing": "not-a-time",
}
SHAPES = (
    ("^[a-z]", "key-shape"),
    ("^[0-9A-Fa-f]", "group-shape"),
    ("^(?:", "person-shape"),
    ("^[a-zA", "list-file-shape"),
)
"""What a text should look like, by how its pattern begins; any other is the shape of an id."""
QUOTED = re.compile(r"'([^']*)'")
BESIDE = "[key]"
"""How the model marks that the name itself is wrong, not what it holds."""


def fit(
    adapter: TypeAdapter[T], node: Node, file: str, name: str, before: Node | None = None
) -> tuple[T | None, tuple[Fault, ...]]:
    """Return the value in the shape of the model, or None with every misfit. `name` says what it is.

    `before` is the same before an organization's lines were hidden.
    """
    try:
        return adapter.validate_python(plain(node)), ()
    except ValidationError as error:
        return None, tuple(_faults(error.errors(include_url=False), node, file, name, before))


def _faults(
    errors: Sequence[ErrorDetails], node: Node, file: str, name: str, before: Node | None
) -> Iterator[Fault]:
    wrong = [error["loc"] for error in errors]
    yield from _parts(errors, node, file, name)
    for error in errors:
        if error["type"] == "too_short" and any(_inside(error["loc"], loc) for loc in wrong):
            continue  # Items that do not fit are not counted; they are named themselves.
        if error["type"] == "missing" and node.at(error["loc"][:-1]).alone:
            continue  # It is named as a part.
        path = [step for step in error["loc"] if step != BESIDE]
        last = str(path[-1]) if path else name
        around = path[:-1] if error["type"] in ("missing", "extra_forbidden") else path
        where = _where(name, around)
        at = node.at(path)
        of, line = at.file or file, at.line
        if error["type"] == "missing" and last in LANGUAGES:
            yield Fault(of, line, "language-missing", {"language": last, "where": where})
        elif error["type"] == "missing":
            yield Fault(of, line, "field-missing", {"field": last, "where": where})
        elif error["type"] == "too_short" and before and before.at(path).value:
            yield Fault(of, line, "all-hidden", {"where": where})
        else:
            yield Fault(of, line, _sentence(error), _values(error, last, where))


def _parts(errors: Sequence[ErrorDetails], node: Node, file: str, name: str) -> Iterator[Fault]:
    """Name the items of which only a part stands in an upper layer and nothing below, each once."""
    missing: dict[Place, list[str]] = {}
    for error in errors:
        around = error["loc"][:-1]
        if error["type"] == "missing" and node.at(around).alone:
            missing.setdefault(around, []).append(str(error["loc"][-1]))
    for place, fields in missing.items():
        item, where = node.at(place), _where(name, place[:-1])
        found = str(item.at(("id",)).value)
        values = {"found": found, "where": where, "fields": ", ".join(fields)}
        yield Fault(item.file or file, item.line, "item-not-below", values)


def _where(name: str, path: Sequence[int | str]) -> str:
    return " > ".join([name, *(str(step + 1 if isinstance(step, int) else step) for step in path)])


def _inside(place: Place, other: Place) -> bool:
    return len(other) > len(place) and other[: len(place)] == place


def _sentence(error: ErrorDetails) -> str:
    if error["type"] == "string_pattern_mismatch":
        pattern = str(error["ctx"]["pattern"])
        return next((id_ for start, id_ in SHAPES if pattern.startswith(start)), "id-shape")
    return SENTENCES.get(error["type"], "not-valid")


def _values(error: ErrorDetails, last: str, where: str) -> dict[str, str | int]:
    context: dict[str, Any] = error.get("ctx", {})
    return {
        "field": last,
        "where": where,
        "expected": ", ".join(QUOTED.findall(str(context.get("expected", "")))),
        "least": int(context.get("min_length", context.get("ge", 0))),
        "most": int(context.get("max_length", context.get("le", 0))),
    }
