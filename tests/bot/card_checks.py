"""What every card must be: valid, small, labelled, headed, wrapped, in one language."""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema

from bot.cards.adaptive import card
from bot.cards.text import text
from bot.heard import Shown
from content.model import Language, Library

LARGEST = 25 * 1024
"""Bytes in UTF-16; Teams documents limits from 28 KB upward."""

MOST_ACTIONS = 6
ENGLISH = "the|your|you|with|this|that|what|kept|from|who|whom|which|they|their|when|how|have|not|and|of|is"
FRENCH = (
    "le|les|des|vous|votre|vos|conservé|avec|cette|est|du|dans|pour|qui|que|une|aux|leur|sont|pas|et|ou|mais"
)
OTHER: dict[Language, re.Pattern[str]] = {
    "en": re.compile(rf"\b({FRENCH})\b", re.IGNORECASE),
    "fr": re.compile(rf"\b({ENGLISH})\b", re.IGNORECASE),
}
ALLOWED = re.compile(
    r"«\sDans notre équipe, on…\s»|« English »|“français”|English|Français"
    r"|\S+@\S+|https?://\S+|\S+\.(?:ca|example)\S*"
)
"""How lines of a charter begin, names of languages in themselves, and addresses."""

TOKENLESS = frozenset({"session.away"})
"""Cards for when nothing can be reached, not even the keys with which a token is signed."""

WORDS = frozenset({"text", "title", "label", "errorMessage", "placeholder", "value", "id", "verb", "token"})
"""What holds any words at all, as far as the schema goes."""


def faults_of(library: Library, shown: Shown) -> list[str]:
    """List what is wrong with a card."""
    drawn = card(library, shown)
    return [
        *_shape(drawn, shown),
        *_charts(drawn, shown),
        *_words(drawn, shown),
        *_inputs(drawn),
        *_languages(library, drawn, shown),
    ]


def elements(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every object inside a card, fallbacks left out."""
    if isinstance(node, dict):
        yield node
        for key, value in node.items():
            if key != "fallback":
                yield from elements(value)
    elif isinstance(node, list):
        for value in node:
            yield from elements(value)


@cache
def _misfits(outline: str) -> tuple[str, ...]:
    """List where an outline leaves the schema; most cards share one with another."""
    return tuple(error.message for error in _validator().iter_errors(json.loads(outline)))


def _outline(node: Any) -> Any:
    """Return a card without its words, and with one element of several that are then the same.

    Where an element may be dropped, as a chart may, the card is what it is without it.
    """
    if isinstance(node, dict):
        return {
            key: "" if key in WORDS and isinstance(value, str) else _outline(value)
            for key, value in node.items()
        }
    if isinstance(node, list):
        kept = [each for each in node if not (isinstance(each, dict) and each.get("fallback") == "drop")]
        outlines = [_outline(each) for each in kept]
        return [each for at, each in enumerate(outlines) if each not in outlines[:at]]
    return node


@cache
def _validator() -> Any:
    schema = files("adaptive_cards").joinpath("schemas/schema-1.5.json").read_text("utf-8")
    return jsonschema.Draft7Validator(json.loads(schema))


def _shape(drawn: dict[str, Any], shown: Shown) -> Iterator[str]:
    yield from _misfits(json.dumps(_outline(drawn)))
    size = len(json.dumps(drawn, ensure_ascii=False).encode("utf-16-le"))
    if size > LARGEST:
        yield f"{size} bytes"
    ids = [element["id"] for element in elements(drawn) if "id" in element]
    if len(ids) != len(set(ids)):
        yield "an id stands twice"
    actions = drawn["actions"]
    if not bool(shown.view.buttons) <= len(actions) <= MOST_ACTIONS:
        yield f"{len(actions)} buttons"
    for action in actions:
        if not action["title"].strip():
            yield f"{action['id']} has no title"
        if (action["type"], action["fallback"]["type"]) != ("Action.Execute", "Action.Submit"):
            yield f"{action['id']} has no fallback"
        if not action["id"] == action["verb"] == action["data"]["verb"]:
            yield f"{action['id']} has another verb"
        if not action["data"]["token"] and shown.view.card not in TOKENLESS:
            yield f"{action['id']} has no token"


def _charts(drawn: dict[str, Any], shown: Shown) -> Iterator[str]:
    """Say where a chart has no table with its figures, or a table lost its chart."""
    charts = [element for element in elements(drawn) if str(element.get("type", "")).startswith("Chart.")]
    tables = [table for table in shown.view.tables if table.chart]
    if len(charts) != len(tables) * (2 if shown.language is None else 1):
        yield f"{len(charts)} charts beside {len(tables)} tables"
    if not all(chart["title"] and chart["data"] and chart["fallback"] == "drop" for chart in charts):
        yield "a chart without a title, a figure or a way to do without it"


def _words(drawn: dict[str, Any], shown: Shown) -> Iterator[str]:
    blocks = [element for element in elements(drawn) if element.get("type") == "TextBlock"]
    headings = [block for block in blocks if block.get("style") == "heading"]
    if len(headings) != (2 if shown.language is None else 1):
        yield f"{len(headings)} headings"
    if not all(block.get("wrap") for block in blocks):
        yield "a text does not wrap"
    if any(not block["text"].strip() for block in blocks):
        yield "an empty text"
    for table in (element for element in elements(drawn) if element.get("type") == "Table"):
        if not all(cell["items"][0]["text"] for cell in table["rows"][0]["cells"]):
            yield "an empty header cell"


def _inputs(drawn: dict[str, Any]) -> Iterator[str]:
    for element in elements(drawn):
        if not str(element.get("type", "")).startswith("Input."):
            continue
        if not element.get("label"):
            yield f"{element['id']} has no label"
        if element.get("isRequired", False) != bool(element.get("errorMessage")):
            yield f"{element['id']} does not say what is missing, or what is not"


def _languages(library: Library, drawn: dict[str, Any], shown: Shown) -> Iterator[str]:
    words = json.dumps(drawn, ensure_ascii=False) + text(library, shown)
    if found := re.search(r"\{[a-z_.]+\}|\{\{", words):
        yield f"{found[0]} is not filled"
    if shown.language is None:
        return
    if drawn["lang"] != shown.language:
        yield f"lang is {drawn['lang']}"
    if found := OTHER[shown.language].search(ALLOWED.sub("", text(library, shown))):
        line = next(line for line in text(library, shown).splitlines() if found[0] in line)
        yield f"{found[0]!r} is in the other language: {line}"
