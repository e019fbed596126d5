"""What the checker estimates is never less than what a person's client is sent."""

import json
from datetime import date

import pytest
import pytest_asyncio

from bot.cards.adaptive import card
from bot.heard import Shown
from content.loader import overlaid
from content.model import LANGUAGES, Language, Library
from content.shelf import Entry, take
from content.size import MOST_BYTES, Screen, screens
from dialogs import lesson, module
from dialogs.flow import Past
from dialogs.people import Path
from dialogs.views import View
from tests.bot.walk import every_card
from tests.content.conftest import SHIPPED

TOKEN = "t" * 32
READER = Past(date(2026, 1, 1), Path.EXECUTIVE, None, frozenset(), ())
"""Somebody who reads every page there is."""


@pytest.fixture(scope="module")
def filled() -> list[Entry]:
    laid = overlaid(take(SHIPPED, complete=True), SHIPPED, SHIPPED / "organizations" / "demo")
    return list(laid.filled.values())


def drawn(library: Library, view: View, language: Language | None) -> int:
    told = card(library, Shown(view, language, TOKEN))
    return len(json.dumps(told, ensure_ascii=False).encode("utf-16-le"))


def largest(found: list[Screen]) -> int:
    return max(screen.bytes for screen in found)


def test_the_screens_of_every_module_are_estimated_above_what_is_drawn(
    library: Library, filled: list[Entry]
) -> None:
    for entry in [entry for entry in filled if entry.kind == "module"]:
        told = lesson.script(library, entry.id)
        assert told is not None
        known = lesson.know(told, READER)
        guessed = {screen.begins.line: screen.bytes for screen in screens(entry)}
        pages = [guessed[page.line] for page in entry.node.at(("pages",)).value]  # type: ignore[union-attr]  # a list of pages, checked by the loader
        dilemma = guessed[entry.node.at(("dilemma",)).line]
        for language in LANGUAGES:
            for number, guess in enumerate(pages):
                page = module.Reading(number, told.module.pages[number].id)
                real = drawn(library, module.here(told, known, page), language)
                assert real <= guess <= MOST_BYTES
                assert guess < 4 * real, "an estimate far above is no help"
            for place in (module.Opening(), module.Deciding(), module.Talking()):
                real = drawn(library, module.here(told, known, place), language)
                assert real <= max(dilemma, *pages, largest(list(screens(entry))))
            assert drawn(library, module.here(told, known, module.Deciding()), language) <= dilemma


def test_the_notice_is_estimated_above_what_is_drawn_in_both_languages(
    library: Library, filled: list[Entry]
) -> None:
    (notice,) = [entry for entry in filled if entry.kind == "notice"]
    real = drawn(library, View("privacy", {}, both=True), None)
    assert real <= largest(list(screens(notice))) <= MOST_BYTES


@pytest_asyncio.fixture(params=LANGUAGES)
async def met(request: pytest.FixtureRequest, library: Library) -> list[tuple[str, Shown]]:
    return [(shown.view.card, shown) for shown in (await every_card(library, request.param)).values()]


async def test_the_frame_allows_for_every_card_that_can_be_met(
    library: Library, filled: list[Entry], met: list[tuple[str, Shown]]
) -> None:
    """What stands around the texts of a card (its buttons, its frame) is in the estimate of its sentences."""
    guessed = {entry.id: largest(list(screens(entry))) for entry in filled if entry.kind == "card"}
    for name, shown in met:
        bare = View(name, {}, shown.view.buttons) if not shown.view.values else None
        if bare and name in guessed and not shown.view.tables and not shown.view.inputs:
            assert drawn(library, bare, shown.language) <= guessed[name], name


def test_no_shipped_text_is_near_the_limit(filled: list[Entry]) -> None:
    for entry in filled:
        for screen in screens(entry):
            assert screen.bytes <= MOST_BYTES, entry.id
