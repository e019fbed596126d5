"""Every card of a team's session, as it is drawn: sound, small enough, in the languages it is meant for."""

import pytest

from bot.cards.adaptive import card
from bot.cards.drawn import for_page, for_teams
from bot.heard import Shown
from content.model import LANGUAGES, Language, Library
from tests.bot import walk_team_sessions
from tests.bot.card_checks import elements, faults_of
from tests.dialogs.team_sessions.chat import review_chat, scenario_chat


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_of_a_team_session_is_sound(library: Library, language: Language) -> None:
    met = walk_team_sessions.cards(library, language)
    cards = {card for card in library.cards if card.startswith("session.")}
    assert {shown.view.card for shown in met} == cards
    for shown in met:
        assert faults_of(library, shown) == [], shown.view.card
        assert for_page(library, shown)
        assert for_teams(library, shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_scenario_fits_its_cards_for_everybody_and_for_each_person(
    library: Library, language: Language
) -> None:
    for subject, module in library.modules.items():
        chat = scenario_chat(library, subject)
        met = [chat.everybody()]
        for who in range(12):
            option = module.dilemma.options[who % len(module.dilemma.options)]
            chat.press(who, "scenario-pick", option=option.id)
            met.append(chat.sees(who).view)
            if option.then:
                chat.press(who, "scenario-then", option=option.then.options[0].id)
                met.append(chat.sees(who).view)
        chat.press(0, "session-on")
        met += [chat.everybody(), chat.sees(0).view]
        for view in met:
            shown = Shown(view, None if view.both else language, "token")
            assert faults_of(library, shown) == [], f"{subject} {view.card}"


def test_a_situation_is_a_story_and_the_two_options_are_a_list(library: Library) -> None:
    chat = scenario_chat(library)
    shown = Shown(chat.everybody(), None, "token")
    told = [each["text"] for each in elements(card(library, shown)) if each.get("type") == "TextBlock"]
    assert not [line for line in told if line.startswith("•")]
    for who in range(6):
        chat.press(who, "scenario-pick", option="interrupt")
    chat.press(0, "session-on")
    drawn = card(library, Shown(chat.sees(1).view, "fr", "token"))
    told = [each["text"] for each in elements(drawn) if each.get("type") == "TextBlock"]
    assert len([line for line in told if line.startswith("•")]) == 2


def test_no_card_in_the_chat_of_a_team_offers_to_change_a_setting(library: Library) -> None:
    for chat in (scenario_chat(library), review_chat(library)):
        drawn = card(library, Shown(chat.sees(1).view, "en", "token"))
        assert [each["id"] for each in drawn["actions"]] == [
            button.verb for button in chat.sees(1).view.buttons
        ]


def test_markdown_in_a_last_line_is_shown_as_it_was_typed(library: Library) -> None:
    chat = scenario_chat(library)
    chat.act(chat.seats[0], "on")
    chat.press(0, "scenario-takeaway")
    chat.press(0, "scenario-taken", words="[Press](https://bad.example) **now** {count}", language="en")
    drawn = str(card(library, Shown(chat.everybody(), None, "token")))
    assert "\\\\[Press\\\\](https://bad.example) \\\\*\\\\*now\\\\*\\\\* {count}" in drawn
