"""Who looked, for everyone: looked up each time, and in parts where it is long."""

from content.model import Library, Text
from dialogs import who_looked
from dialogs.flow import Answer, Learned, Nothing, Show
from dialogs.record import AtRecord
from dialogs.views import Table
from dialogs.voice_questions import LooksAsked
from tests.dialogs.visitor import Visitor


def same(words: str) -> Text:
    return Text(en=words, fr=words)


TABLE = Table(same("What"), (same("Month"),), ((same("November"),),))


def test_everybody_reads_how_often_something_was_opened(visitor: Visitor) -> None:
    visitor.settles_in()
    visitor.answer = Answer({"part": 1, "of": 2}, (TABLE,))
    view = visitor.types("who looked")
    assert (view.card, view.tables) == ("who-looked", (TABLE,))
    assert view.remarks == (Text(en="Part 1 of 2", fr="Partie 1 sur 2"),)
    assert [button.verb for button in view.buttons] == ["part-2", "privacy", "home", "help"]
    visitor.presses("part-2")
    assert visitor.asked == LooksAsked(2)
    (listed,) = visitor.types("more").inputs
    assert "who-looked" in str(listed)


def test_an_empty_list_says_so(visitor: Visitor) -> None:
    visitor.settles_in()
    visitor.answer = Answer({"part": 1, "of": 1}, state=who_looked.NOBODY)
    assert visitor.types("qui a consulté").card == "who-looked.none"


def test_it_is_never_shown_from_memory(library: Library, visitor: Visitor) -> None:
    visitor.settles_in()
    visitor.answer = Answer({"part": 1, "of": 2}, (TABLE,))
    visitor.types("who looked")
    visitor.asked = None
    assert visitor.types("zzz").card == "who-looked"
    assert visitor.asked == LooksAsked()
    for place in (AtRecord(), AtRecord(1, 2)):
        view = who_looked.here(library, Nothing(), place)
        assert (view.card, view.tables) == ("who-looked.closed", ())
    following = who_looked.step(library, Nothing(), AtRecord(), Learned(None))
    assert following.effects == (Show(who_looked.here(library, Nothing(), AtRecord())),)
