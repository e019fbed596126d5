"""What a chat draws for somebody who asked for text only."""

from dataclasses import replace

import pytest

from bot.cards.drawn import for_page, for_teams
from bot.cards.text import text
from bot.heard import Shown
from content.model import Library, Text
from dialogs.views import Button, Choice, View

HELP = Shown(View("help", {}, (Button("home"),), note="here-again"), "fr", "t", plain=True)
ASKED = Choice("a", Text(en="A?", fr="A?"), (("x", Text(en="X", fr="X")),), submit="open")
FORM = replace(HELP, view=View("help", {}, (Button("open"),), (ASKED, replace(ASKED, id="b"))))
SENDS = replace(HELP, view=View("help", {}, (Button("open"), Button("home", sends=True)), (ASKED,)))


def test_a_person_who_did_not_ask_gets_cards(library: Library) -> None:
    shown = replace(HELP, plain=False)
    assert for_page(library, shown)["type"] == "AdaptiveCard"
    assert not isinstance(for_teams(library, shown), str)


@pytest.mark.parametrize("shown", [FORM, SENDS])
def test_what_cannot_be_typed_stays_a_card_with_labelled_inputs(library: Library, shown: Shown) -> None:
    card = for_teams(library, shown)
    assert not isinstance(card, str)
    assert all(each["label"] for each in card["body"] if each["type"].startswith("Input."))
    assert for_page(library, shown)["type"] == "AdaptiveCard"


def test_the_page_gets_the_same_words_with_their_title_and_their_language(library: Library) -> None:
    drawn = for_page(library, HELP)
    words, ways = drawn["parts"]
    assert (words["lang"], words["title"], words["note"]) == (
        "fr",
        "Aide",
        library.sentences["here-again"].fr,
    )
    assert ways["text"].startswith("1. Accueil")
    written = text(library, HELP)
    assert written == for_teams(library, HELP)
    assert written == f"[{words['note']}]\n\nAide\n====\n{words['text']}\n\n{ways['text']}\n"


def test_before_a_language_is_chosen_each_part_says_which_it_is(library: Library) -> None:
    drawn = for_page(library, replace(HELP, language=None))
    assert [part["lang"] for part in drawn["parts"]] == ["en", "fr", "en"]
