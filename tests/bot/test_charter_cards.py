"""The cards of a charter as they are drawn: valid, small whatever is written, and never read as Markdown."""

import json

import pytest

from bot.cards.adaptive import card
from bot.cards.text import text
from bot.heard import Shown
from content.model import LANGUAGES, Language, Library
from dialogs.team_sessions.charter_presses import WINDOWS
from dialogs.team_sessions.lines import LONGEST
from dialogs.views import View
from tests.bot.card_checks import LARGEST, elements, faults_of
from tests.bot.walk_charter import cards, reached, steps
from tests.dialogs.team_sessions.test_charter_words import HOSTILE

TOKEN = "v1." + 300 * "-"
"""As long as a button's token can be on a card that is measured."""

LINES = {
    "letters": "x" * LONGEST,
    "stars": "*" * LONGEST,
    "backslashes": "\\" * LONGEST,
    "pictures": "\U0001f600" * LONGEST,
}


def shown(view: View, language: Language) -> Shown:
    """Return a view as a channel draws it: the card for everybody in both languages, French first or not."""
    if view.both:
        return Shown(view, None, TOKEN, french_first=language == "fr")
    return Shown(view, language, TOKEN)


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_every_card_of_30_people_who_write_five_long_lines_each_can_be_sent(
    library: Library, line: str
) -> None:
    largest: dict[str, int] = {}
    for table in steps(library, line):
        for view in reached(table):
            for language in LANGUAGES:
                drawn = json.dumps(card(library, shown(view, language), WINDOWS), ensure_ascii=False)
                largest[view.card] = max(largest.get(view.card, 0), len(drawn.encode("utf-16-le")))
    assert max(largest.values()) <= LARGEST, largest
    assert len(largest) > 15


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_of_a_charter_is_sound_in_both_languages(library: Library, language: Language) -> None:
    met = cards(library, language)
    broken = {each.view.card: faults for each in met if (faults := faults_of(library, each))}
    assert not broken
    assert {each.view.card for each in met} == {each for each in library.cards if each.startswith("charter.")}


def test_a_crowd_of_lines_stands_in_peoples_own_views_only_and_there_on_pages(library: Library) -> None:
    stops = [table.everybody() for table in steps(library, "x" * LONGEST)][2:4]
    assert [each.card for each in stops] == ["charter.grouping.many", "charter.choosing.many"]
    assert all("lines" not in each.values for each in stops)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_looks_like_markdown_is_shown_as_it_was_typed(library: Library, language: Language) -> None:
    for number, table in enumerate(steps(library, HOSTILE, people=6)):
        for view in reached(table):
            drawn = card(library, shown(view, language))
            blocks = [each["text"] for each in elements(drawn) if each.get("type") == "TextBlock"]
            assert not any("**[" in each or "click](http" in each for each in blocks)
        if number in (2, 3):
            assert HOSTILE in text(library, shown(table.view(1), language))
