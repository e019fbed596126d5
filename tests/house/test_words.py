"""No sentence that a person reads stands outside content/: code holds ids, patterns, queries and names."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.test_shape import PRODUCT, ROOT

SENTENCE = re.compile(r"[A-Za-zÀ-ÿ]+(?:[ '\u2019][A-Za-zÀ-ÿ,]+){2,}")
"""Three words in a row, as prose has them."""

SHOWN = frozenset({"Refusal", "ClickException", "UsageError", "BadParameter"})
"""Errors that a person reads; what any other says is for developers and logs."""


FOUND = frozenset({"REASONS", "SLIPS"})
"""What the checker looks for: words of the YAML parser, and slips in terms with the terms that are meant."""


def sentences(code: str) -> Iterator[str]:
    """Give every text in a module that reads like a sentence, docstrings and errors for developers aside."""
    tree = ast.parse(code)
    silent = {id(constant) for node in ast.walk(tree) for constant in _silent(node)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in silent
            and SENTENCE.search(node.value)
            and not _of_a_machine(node.value)
        ):
            yield node.value


def _silent(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Expr(value=ast.Constant() as constant):
            yield constant
        case ast.Raise(exc=ast.Call(func=ast.Name(id=name)) as call) if name not in SHOWN:
            yield from ast.walk(call)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="re"))):  # a pattern to look for
            yield from ast.walk(node)
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)) if (
            name in FOUND
        ):
            yield from ast.walk(node)
        case ast.Call(func=ast.Name(id="NotSaved" | "Unavailable")):  # made here, raised elsewhere
            yield from ast.walk(node)
        case _:
            pass


def _of_a_machine(text: str) -> bool:
    """Tell a query or a pattern from prose: lists of values for SQL."""
    return bool(
        re.match(r"\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH|SET|BEGIN|LOCK|CREATE|default-src)\b", text)
    )


@pytest.mark.parametrize("path", PRODUCT, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sentence_stands_in_the_code(path: Path) -> None:
    assert list(sentences(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("code", ['x = "Your choice was kept"', 'show(f"Votre choix est gardé {day}")'])
def test_a_sentence_in_the_code_is_seen(code: str) -> None:
    assert list(sentences(code))


@pytest.mark.parametrize(
    "code",
    ['"""A module about your choice."""', 'raise ValueError("a step answers once only")', 'x = "coi.ask"'],
)
def test_what_only_developers_read_is_no_sentence_of_the_product(code: str) -> None:
    assert not list(sentences(code))
