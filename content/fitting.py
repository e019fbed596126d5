"""Fits what stands in the files to the model, and says in plain words what does not fit."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from content.faults import Fault
from content.model import LANGUAGES
from content.yaml_source import Node, plain

T = TypeVar("T")

SENTENCES = {
    "extra_forbidden": "field-unknown",
    "string_too_short": "text-empty",
    "string_type": "not-text",
    "model_type": "not-both",
    "model_attributes_type": "not-both",
    "dict_type": "not-both",
    "tuple_type": "not-list",
    "list_type": "not-list",
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
}
BESIDE = "[key]"
"""How the model marks that the name itself is wrong, not what it holds."""


def fit(adapter: TypeAdapter[T], node: Node, file: str, name: str) -> tuple[T | None, tuple[Fault, ...]]:
    """Return the value in the shape of the model, or None with every misfit. `name` says what it is."""
    try:
        return adapter.validate_python(plain(node)), ()
    except ValidationError as error:
        return None, tuple(_faults(error.errors(include_url=False), node, file, name))


def _faults(errors: Sequence[ErrorDetails], node: Node, file: str, name: str) -> Iterator[Fault]:
    for error in errors:
        path = [step for step in error["loc"] if step != BESIDE]
        last = str(path[-1]) if path else name
        around = path[:-1] if error["type"] in ("missing", "extra_forbidden") else path
        where = " > ".join([name, *(str(step + 1 if isinstance(step, int) else step) for step in around)])
        at = node.at(path)
        of, line = at.file or file, at.line
        if error["type"] == "missing" and last in LANGUAGES:
            yield Fault(of, line, "language-missing", {"language": last, "where": where})
        elif error["type"] == "missing":
            yield Fault(of, line, "field-missing", {"field": last, "where": where})
        else:
            yield Fault(of, line, SENTENCES.get(error["type"], "not-valid"), _values(error, last, where))


def _values(error: ErrorDetails, last: str, where: str) -> dict[str, str | int]:
    context: dict[str, Any] = error.get("ctx", {})
    return {
        "field": last,
        "where": where,
        "expected": str(context.get("expected", "")),
        "least": int(context.get("min_length", context.get("ge", 0))),
        "most": int(context.get("max_length", context.get("le", 0))),
        "reason": error["msg"],
    }
