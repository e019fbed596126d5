"""A person who asks for text in place of cards, and for cards again."""

import pytest

from content.model import Library
from dialogs.facts import TextOnlyChosen
from dialogs.surroundings import wants_text
from dialogs.views import Choice
from tests.dialogs.visitor import Visitor

ON, OFF = TextOnlyChosen(on=True), TextOnlyChosen(on=False)


def chosen(visitor: Visitor) -> list[TextOnlyChosen]:
    return [fact for fact in visitor.facts if isinstance(fact, TextOnlyChosen)]


@pytest.mark.parametrize(
    ("text", "cards"),
    [("text only", "cards"), ("Texte seulement", "Cartes"), ("texte", "revenir aux cartes")],
)
def test_text_only_and_cards_again_can_be_asked_for_in_both_languages(
    settled: Visitor, text: str, cards: str
) -> None:
    settled.types(text)
    assert wants_text(settled.past.happened)
    settled.types(cards)
    assert not wants_text(settled.past.happened)
    assert chosen(settled) == [ON, OFF]


def test_nobody_gets_text_only_who_did_not_ask(settled: Visitor) -> None:
    settled.types("cards")
    assert chosen(settled) == []
    assert not wants_text(settled.past.happened)


def test_asking_again_keeps_nothing_new(settled: Visitor) -> None:
    settled.types("text only")
    settled.types("text only")
    assert chosen(settled) == [ON]


def test_asking_in_the_middle_of_a_module_keeps_the_place(settled: Visitor) -> None:
    settled.presses("open-M01")
    settled.presses("next")
    page = settled.presses("next")
    assert settled.types("text only") == page
    assert settled.types("1") != page


def test_a_person_in_the_self_assessment_stays_on_its_form(settled: Visitor) -> None:
    form = settled.types("self-assessment")
    assert settled.presses("text-only") == form
    assert chosen(settled) == [ON]


def test_what_was_shown_in_passing_can_be_started_again_by_typing(settled: Visitor) -> None:
    assert settled.types("start again").card == "self-check"


def test_help_and_more_offer_the_other_form(settled: Visitor) -> None:
    assert "text-only" in [button.verb for button in settled.types("help").buttons]
    after = settled.presses("text-only")
    assert after.card == "help"
    assert "cards" in [button.verb for button in after.buttons]

    [choice] = settled.types("more").inputs
    assert isinstance(choice, Choice)
    listed = [key for key, _ in choice.options]
    assert listed[-1] == "cards"
    view = settled.types(str(len(listed)))
    assert (view.card, chosen(settled)) == ("menu", [ON, OFF])
    assert view == settled.types("more")


def test_nothing_is_kept_before_the_notice_was_seen(library: Library) -> None:
    newcomer = Visitor(library)
    assert newcomer.types("text only").card == "welcome"
    assert newcomer.facts == []
