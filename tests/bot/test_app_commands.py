"""Whoever taps a word that Teams offers is understood, in their language, and sees what the word promises."""

from dataclasses import replace
from datetime import date

import pytest

from content.loader import load
from content.model import LANGUAGES, Language, Library
from tests.bot.office import Office, person
from tests.conftest import CONTENT

CARDS = {
    "home": "home",
    "modules": "modules",
    "doors": "doors",
    "coi": "coi.ask-first",
    "self-check": "self-check",
    "checklist": "checklist",
    "record": "record",
    "privacy": "privacy",
    "menu": "menu",
    "help": "help",
}
"""The card behind each button, for somebody new who has had one reminder."""

OFFERED = load(CONTENT, "demo").app
TYPED = [
    pytest.param(language, command.title.of(language), CARDS[command.verb], id=command.title.of(language))
    for language in LANGUAGES
    for command in (*OFFERED.private, *OFFERED.shared)
]


@pytest.fixture
async def office(library: Library) -> Office:
    """One new person, to whom one reminder has come."""
    office = Office(library)
    await office.hires(replace(person("ada", "policy"), start=date(2026, 11, 16)))
    return office


@pytest.mark.parametrize(("language", "words", "card"), TYPED)
async def test_every_word_that_teams_offers_opens_what_it_promises(
    office: Office, language: Language, words: str, card: str
) -> None:
    await office.settles_in("ada", language=language)
    await office.ticks()
    shown = await office.types("ada", words)
    assert (shown.view.card, shown.view.note, shown.language) == (card, "", language)


async def test_a_word_that_teams_does_not_offer_is_not_understood(office: Office) -> None:
    await office.settles_in("ada")
    assert (await office.types("ada", "tell me everything")).view.note == "not-understood"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_word_tapped_before_the_notice_was_seen_shows_the_notice_first(
    office: Office, language: Language
) -> None:
    for command in OFFERED.private:
        assert (await office.types("ada", command.title.of(language))).view.card == "welcome"
