"""Every card that can be reached: valid, small, in one language, labelled, and readable as plain text."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
import pytest_asyncio

from bot.cards.adaptive import card, plain
from bot.cards.text import text
from bot.heard import Shown
from content.model import LANGUAGES, Language, Library, Text
from dialogs.views import Button, Value, View
from tests.bot.walk import every_card

SCHEMA = json.loads(files("adaptive_cards").joinpath("schemas/schema-1.5.json").read_text("utf-8"))
LARGEST = 25 * 1024
"""Bytes in UTF-16; Teams documents limits from 28 KB upward."""

CLOSED = {f"{card}.closed" for card in ("record", "records", "checklist", "talk", "team")}
UNREACHED = {"report.not-allowed", "unavailable"} | CLOSED
"""Cards that a Senior Official of the demo does not meet in one walk; other tests show them."""


@pytest_asyncio.fixture(params=LANGUAGES)
async def drawn(request: pytest.FixtureRequest, library: Library) -> dict[str, tuple[Shown, dict[str, Any]]]:
    found = await every_card(library, request.param)
    assert {shown.view.card for shown in found.values()} | UNREACHED == set(library.cards)
    return {name: (shown, card(library, shown)) for name, shown in found.items()}


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


async def test_every_card_is_valid(drawn: dict[str, tuple[Shown, dict[str, Any]]]) -> None:
    validator = jsonschema.Draft7Validator(SCHEMA)
    for name, (_, json_card) in drawn.items():
        assert not list(validator.iter_errors(json_card)), name


async def test_every_card_is_small_enough_for_teams(drawn: dict[str, tuple[Shown, dict[str, Any]]]) -> None:
    for name, (_, json_card) in drawn.items():
        size = len(json.dumps(json_card, ensure_ascii=False).encode("utf-16-le"))
        assert size <= LARGEST, f"{name}: {size}"


async def test_ids_are_unique_and_every_button_has_a_title(
    drawn: dict[str, tuple[Shown, dict[str, Any]]],
) -> None:
    for name, (_, json_card) in drawn.items():
        ids = [element["id"] for element in elements(json_card) if "id" in element]
        assert len(ids) == len(set(ids)), name
        assert 1 <= len(json_card["actions"]) <= 6, name
        for action in json_card["actions"]:
            assert action["title"].strip(), name
            assert (action["type"], action["fallback"]["type"]) == ("Action.Execute", "Action.Submit")
            assert action["id"] == action["verb"] == action["data"]["verb"]
            assert action["data"]["token"]


async def test_every_card_has_a_heading_and_wraps(drawn: dict[str, tuple[Shown, dict[str, Any]]]) -> None:
    for name, (shown, json_card) in drawn.items():
        blocks = [element for element in elements(json_card) if element.get("type") == "TextBlock"]
        headings = [block for block in blocks if block.get("style") == "heading"]
        assert len(headings) == (2 if shown.language is None else 1), name
        assert all(block["wrap"] for block in blocks), name
        assert not [block for block in blocks if not block["text"].strip()], name


async def test_every_input_says_what_it_is_and_what_is_missing(
    drawn: dict[str, tuple[Shown, dict[str, Any]]],
) -> None:
    seen = 0
    for _, json_card in drawn.values():
        for element in elements(json_card):
            if str(element.get("type", "")).startswith("Input."):
                seen += 1
                assert element["label"]
                assert element.get("isRequired", False) == ("errorMessage" in element)
    assert seen >= 3


async def test_header_cells_are_filled(drawn: dict[str, tuple[Shown, dict[str, Any]]]) -> None:
    tables = [
        element for _, each in drawn.values() for element in elements(each) if element.get("type") == "Table"
    ]
    assert tables
    for table in tables:
        assert all(cell["items"][0]["text"] for cell in table["rows"][0]["cells"])


async def test_no_name_is_left_unfilled_in_a_card_or_in_plain_text(
    drawn: dict[str, tuple[Shown, dict[str, Any]]], library: Library
) -> None:
    for name, (shown, json_card) in drawn.items():
        words = json.dumps(json_card, ensure_ascii=False) + text(library, shown)
        assert not re.search(r"\{[a-z_.]+\}|\{\{", words), name


ONLY_ENGLISH = re.compile(r"\b(the|your|you|with|this|that|what|kept|from)\b", re.IGNORECASE)
ONLY_FRENCH = re.compile(r"\b(le|les|des|vous|votre|avec|cette|est|conservé|du)\b", re.IGNORECASE)


async def test_a_card_speaks_one_language(
    drawn: dict[str, tuple[Shown, dict[str, Any]]], library: Library
) -> None:
    other: dict[Language, re.Pattern[str]] = {"en": ONLY_FRENCH, "fr": ONLY_ENGLISH}
    for name, (shown, _) in drawn.items():
        if shown.language is None or name.startswith("help"):  # help names the words of both languages
            continue
        words = text(library, shown).replace("« English »", "").replace("“français”", "")
        assert not other[shown.language].search(words), name


async def test_plain_text_numbers_what_can_be_pressed(
    drawn: dict[str, tuple[Shown, dict[str, Any]]], library: Library
) -> None:
    for name, (shown, _) in drawn.items():
        lines = text(library, shown).splitlines()
        ways = [line for line in lines if re.match(r"\d+\. |> ", line)]
        assert len(ways) >= len(shown.view.buttons) - 1, name
        if shown.view.passing:
            assert not [line for line in lines if re.match(r"\d+\. ", line)], name


def test_a_word_that_looks_like_markdown_is_shown_as_it_is() -> None:
    assert plain("*a* [b](c) <d> #e `f` \\g _h_") == ("\\*a\\* \\[b\\](c) \\<d\\> \\#e \\`f\\` \\\\g \\_h\\_")


def test_the_other_language_is_left_out_when_six_buttons_are_there(library: Library) -> None:
    seven = tuple(Button(verb) for verb in ("home", "help", "modules", "record", "report", "coi"))
    json_card = card(library, Shown(View("help", {}, seven), "en", "t"))
    assert len(json_card["actions"]) == 6


def test_a_list_is_a_list_and_a_story_is_not(library: Library) -> None:
    lines = (Text(en="One.", fr="Un."), Text(en="Two.", fr="Deux."))
    values: dict[str, Value] = {
        "title": lines[0],
        "minutes": 5,
        "outcomes": lines,
        "public_value": lines[1],
    }
    opening = json.dumps(card(library, Shown(View("module.opening", values), "fr", "t")), ensure_ascii=False)
    assert "• Un." in opening
    story = json.dumps(
        card(library, Shown(View("module.dilemma", {"title": lines[0], "situation": lines}), "fr", "t"))
    )
    assert "•" not in story
