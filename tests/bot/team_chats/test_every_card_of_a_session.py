"""Every card that people of a team meet, in any state, is sound: valid, small, labelled, in one language."""

import pytest

from content.model import LANGUAGES, Language, Library
from tests.bot import walk_chat
from tests.bot.card_checks import faults_of

in_each_language = pytest.mark.parametrize("language", LANGUAGES)


@in_each_language
async def test_whatever_a_team_does_each_card_it_meets_is_sound(library: Library, language: Language) -> None:
    met = await walk_chat.cards(library, language)
    distinct = {repr((shown.view, shown.language)): shown for shown in met}
    found = {f"{each.view.card} {each.view.note}": faults_of(library, each) for each in distinct.values()}
    assert {card: faults for card, faults in found.items() if faults} == {}
    assert len(distinct) > 200
