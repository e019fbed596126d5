"""The conflict-of-interest officer's list, looked up each time and never shown from memory."""

from datetime import date

import pytest

from content.model import Library, Text
from dialogs.flow import Answer
from dialogs.questions import UnansweredAsked
from dialogs.unanswered import NOBODY
from dialogs.views import Table
from tests.dialogs.visitor import Visitor


def same(words: str) -> Text:
    return Text(en=words, fr=words)


TABLE = Table(same("Two reminders"), (same("Person"), same("Day")), ((same("Ana"), date(2026, 10, 20)),))
REMARK = same("One reminder only.")
LISTED = Answer({"part": 2, "of": 3}, (TABLE,), (REMARK,))


@pytest.fixture
def officer(library: Library) -> Visitor:
    found = Visitor(library, may=["unanswered"], answer=LISTED)
    found.settles_in()
    return found


def test_the_list_is_shown_in_parts_that_fit_on_a_card(officer: Visitor) -> None:
    view = officer.types("unanswered")
    assert officer.asked == UnansweredAsked()
    assert (view.card, view.tables) == ("unanswered", (TABLE,))
    assert view.remarks == (REMARK, Text(en="Part 2 of 3", fr="Partie 2 sur 3"))
    assert [button.verb for button in view.buttons] == ["part-1", "part-3", "home", "help"]
    officer.presses("part-3")
    assert officer.asked == UnansweredAsked(3)


def test_a_list_without_a_name_says_so(officer: Visitor) -> None:
    officer.answer = Answer({"part": 1, "of": 1}, state=NOBODY)
    assert officer.types("rappels sans réponse").card == "unanswered.none"


def test_names_are_never_shown_from_memory(officer: Visitor) -> None:
    officer.types("unanswered")
    officer.asked = None
    assert officer.types("qwerty").card == "unanswered"
    assert officer.asked == UnansweredAsked(), "the list is looked up again"
    view = officer.presses("nothing-changed")
    assert (view.card, view.tables) == ("unanswered.closed", ())
    officer.types("1")
    assert officer.asked == UnansweredAsked(1), "a number still means the part before"


def test_nobody_else_sees_the_list(library: Library) -> None:
    other = Visitor(library, may=["report", "records", "team"], answer=LISTED)
    other.settles_in()
    view = other.types("unanswered")
    assert (view.card, view.tables) == ("unanswered.not-allowed", ())


def test_the_door_stands_at_home_and_in_the_menu_of_the_officer_alone(
    officer: Visitor, visitor: Visitor
) -> None:
    visitor.settles_in()
    for person, shown in ((officer, True), (visitor, False)):
        assert ("unanswered" in [button.verb for button in person.types("home").buttons]) is shown
        (listed,) = person.types("more").inputs
        assert ("unanswered" in str(listed)) is shown
