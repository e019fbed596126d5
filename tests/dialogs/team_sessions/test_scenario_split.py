"""What people may expect of the split of a scenario, in words and in numbers."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from content.model import Library
from dialogs.team_sessions import scenario_cards
from dialogs.team_sessions.lines import Written
from dialogs.team_sessions.meeting import Meeting, Outcome
from dialogs.team_sessions.room import Room, opened
from dialogs.team_sessions.scenario import Revealed, ScenarioClosed, Told
from dialogs.team_sessions.split import InNumbers, InWords, Split, TooFew, split
from dialogs.views import View
from tests.dialogs.team_sessions.chat import scenario_chat, verbs, words
from tests.dialogs.team_sessions.people import SEED, seats


def told(library: Library, first: Split, seconds: Mapping[str, Split], people: int = 12) -> View:
    """Show the split of M01 to everybody while people talk."""
    room = opened(seats(12), seats(1)[0], SEED, range(1, 301))
    assert isinstance(room, Room)
    state = Revealed(room, Told(people, first, seconds), None)
    return scenario_cards.everybody(library, Meeting("scenario", {}, state, subject="M01"))


@pytest.mark.parametrize("people", range(5, 15))
def test_two_options_are_named_alike_whether_one_or_both_were_chosen(library: Library, people: int) -> None:
    """For every way in which up to 14 people answer two options: what they see tells no unanimity."""
    options = [option.id for option in library.modules["M01"].dilemma.options]
    shown: dict[tuple[str, str], set[str]] = {}
    for first in range(people + 1):
        counts = dict.fromkeys(options, 0) | {options[0]: first, options[2]: people - first}
        found = split(SEED, counts)
        if isinstance(found, InWords):
            view = told(library, found, {}, people)
            shown.setdefault(found.two, set()).add(words(view))
            assert not view.tables
    assert all(len(views) == 1 for views in shown.values())
    said = str([library.cards["session.scenario.words"], library.sentences["session.scenario.then-words"]])
    assert "come first" in said
    assert not re.search(r"\b(?:both|chosen|choisies|toutes)\b", said)


def test_everybody_of_one_mind_and_a_team_that_is_divided_see_the_same_card(library: Library) -> None:
    agreed, divided = scenario_chat(library, count=8), scenario_chat(library, count=8)
    for who in range(8):
        agreed.press(who, "scenario-pick", option="interrupt")
    agreed.press(0, "session-on")
    assert isinstance(agreed.state, Revealed)
    assert isinstance(agreed.state.told.first, InWords)
    (second,) = set(agreed.state.told.first.two) - {"interrupt"}
    for who in range(8):
        divided.press(who, "scenario-pick", option="interrupt" if who % 2 else second)
    divided.press(0, "session-on")
    assert agreed.everybody() == divided.everybody()
    assert [agreed.sees(who) for who in range(8)] == [divided.sees(who) for who in range(8)]


def test_too_few_answers_are_not_shown_and_the_team_talks_instead(library: Library) -> None:
    chat = scenario_chat(library)
    for who in range(4):
        chat.press(who, "scenario-pick", option="interrupt")
    chat.act(chat.seats[0], "on")
    view = chat.everybody()
    assert (view.card, view.tables) == ("session.scenario.few", ())
    assert library.modules["M01"].talk.en in words(view)
    assert "people answered" not in words(view)


def test_second_steps_are_told_by_the_same_rule_under_the_first(library: Library) -> None:
    first = InNumbers((("interrupt", 6), ("send-as-is", 12), ("send-with-note", 0), ("hold-back", 0)))
    thirds = InNumbers((("tell-now", 4), ("fix-the-file", 4), ("wait-and-see", 4)))
    view = told(library, first, {"send-as-is": thirds})
    assert [count for _, count in view.tables[1].rows] == [4, 4, 4]
    assert view.tables[1].title.en.startswith("After “Send it as is")
    named = told(library, first, {"send-as-is": InWords(("tell-now", "wait-and-see"))})
    assert "these two come first" in words(named)
    assert len(named.tables) == 1
    few = told(library, first, {"send-as-is": TooFew()})
    assert "too few answers to show" in words(few)


def test_an_option_that_was_rewritten_since_the_reveal_has_kind_words(library: Library) -> None:
    view = told(library, InWords(("interrupt", "gone")), {"gone": TooFew(), "interrupt": TooFew()})
    assert view.values["two"] == (
        library.modules["M01"].dilemma.options[0].text,
        library.sentences["session.scenario.gone-option"],
    )
    assert not [remark for remark in view.remarks if "too few" in remark.en]


def test_what_is_left_is_shown_in_the_same_words_once_the_chat_is_free(library: Library) -> None:
    line = Written("fr", "On demande avant d'envoyer.")
    left = Outcome("scenario", ScenarioClosed(Told(7, InWords(("interrupt", "hold-back")), {}), line))
    view = scenario_cards.everybody(library, replace(left, subject="M01"))
    assert (view.card, verbs(view)) == ("session.scenario.words", ["session"])
    assert "On demande avant d'envoyer." in words(view)
