"""First contact: the notice comes first, and nothing is kept before it."""

import pytest

from content.model import Library
from dialogs.facts import LanguageChosen, NoticeSeen
from dialogs.turned import Card
from tests.dialogs.visitor import Visitor


def test_the_first_card_speaks_both_languages_and_carries_the_notice(
    visitor: Visitor, library: Library
) -> None:
    view = visitor.opens()
    assert view.card == "welcome"
    assert view.both
    assert [button.verb for button in view.buttons] == ["language-en", "language-fr"]
    assert view.values["notice"] == library.cards["privacy"].body


def test_nothing_is_kept_until_the_notice_was_seen(visitor: Visitor) -> None:
    visitor.opens()
    for text in ("home", "M01", "my record", "report", "hello", "next"):
        assert visitor.types(text).card == "welcome"
    visitor.presses("home")
    visitor.presses("open-M01")
    assert visitor.facts == []
    assert visitor.standing == {}


@pytest.mark.parametrize(
    ("said", "language"),
    [("2", "fr"), ("1", "en"), ("français", "fr"), ("FRANCAIS", "fr"), ("English", "en")],
)
def test_the_language_can_be_typed(visitor: Visitor, library: Library, said: str, language: str) -> None:
    visitor.opens()
    assert visitor.types(said).card == "home"
    assert visitor.facts == [
        NoticeSeen(library.notice_version),
        LanguageChosen("fr" if language == "fr" else "en"),
    ]


def test_a_second_press_on_the_first_card_says_where_we_are(visitor: Visitor) -> None:
    visitor.opens()
    card = visitor.card
    visitor.presses("language-fr", card)
    kept = list(visitor.facts)
    assert visitor.presses("language-fr", card).card == "home"
    assert visitor.facts == kept


def test_a_new_notice_is_shown_to_those_who_saw_the_old_one(visitor: Visitor, library: Library) -> None:
    visitor.settles_in()
    visitor.library = library.model_copy(update={"notice_version": library.notice_version + 1})
    assert visitor.types("home").card == "welcome"
    assert visitor.presses("language-en").card == "home"
    assert visitor.types("home").card == "home"


@pytest.mark.parametrize("said", ["français", "1", "English"])
def test_a_language_typed_before_the_notice_was_shown_shows_it_first(visitor: Visitor, said: str) -> None:
    assert visitor.types(said).card == "welcome"
    assert visitor.facts == []
    assert visitor.types(said).card == "home"


def test_a_button_that_is_not_of_the_first_card_shows_it_first(visitor: Visitor) -> None:
    assert visitor.presses("language-en").card == "welcome"
    assert visitor.presses("language-en", Card("home", "", 0, "AtHome", "1")).card == "welcome"
    assert visitor.facts == []


def test_the_card_of_an_older_notice_does_not_stand_for_the_new_one(
    visitor: Visitor, library: Library
) -> None:
    visitor.opens()
    older = visitor.card
    visitor.library = library.model_copy(update={"notice_version": library.notice_version + 1})
    assert visitor.presses("language-en", older).card == "welcome"
    assert visitor.facts == []
