"""Somebody at a session: four digits, typed anywhere or on the card, and one fact."""

import pytest

from content.model import Library, Text
from dialogs.attendance import NEW, SESSION, THERE, TOO_MANY, UNKNOWN
from dialogs.facts import SessionAttended
from dialogs.flow import Answer, Learned
from dialogs.questions import AttendanceAsked
from dialogs.reception import learn
from dialogs.views import Button, TextInput, Value
from tests.dialogs.visitor import Visitor

TITLE = Text(en="New here?", fr="De passage?")
FOUND: dict[str, Value] = {"title": TITLE, SESSION: "first"}


def at(visitor: Visitor, state: str) -> Visitor:
    visitor.answer = Answer(FOUND if state in (NEW, THERE) else {}, state=state)
    return visitor


def attended(visitor: Visitor) -> list[SessionAttended]:
    return [fact for fact in visitor.facts if isinstance(fact, SessionAttended)]


@pytest.mark.parametrize("words", ["I am at a session", "Je suis à une séance", "presence"])
def test_the_door_asks_for_four_digits(settled: Visitor, words: str) -> None:
    view = settled.types(words)
    assert settled.asked == AttendanceAsked()
    (asked,) = view.inputs
    assert isinstance(asked, TextInput)
    assert (view.card, view.submit, asked.id) == ("attend", "present", "code")


def test_the_code_is_given_on_the_card_or_typed(settled: Visitor) -> None:
    settled.types("attendance")
    at(settled, NEW)
    assert settled.presses("present", code=" 4821 ").card == "attend.there"
    assert settled.asked == AttendanceAsked("4821")
    at(settled, THERE)
    assert settled.types("4822").card == "attend.there"
    assert settled.asked == AttendanceAsked("4822")
    assert attended(settled) == [SessionAttended("first")]


def test_four_digits_count_from_anywhere(settled: Visitor) -> None:
    settled.presses("open-M01")
    settled.presses("next")
    view = at(settled, NEW).types("4821")
    assert (view.card, view.values) == ("attend.there", {"title": TITLE})
    assert attended(settled) == [SessionAttended("first")]


@pytest.mark.parametrize("state", [UNKNOWN, TOO_MANY])
def test_a_code_that_no_session_has_keeps_nothing_and_takes_nobody_from_where_they_are(
    settled: Visitor, state: str
) -> None:
    settled.presses("open-M01")
    page = settled.presses("next")
    before = dict(settled.standing)
    view = at(settled, state).types("4821")
    assert (view.card, view.note, view.passing) == ("attend", f"attend.{state}", True)
    assert settled.standing == before
    assert not attended(settled)
    assert settled.presses("present", code="4822").note == f"attend.{state}", "the card takes another one"
    assert settled.types("français") == page


@pytest.mark.parametrize("typed", ["482", "48211", "48 21", "4821x", "٤٨٢١"])
def test_only_four_digits_are_a_code(settled: Visitor, typed: str) -> None:
    assert at(settled, NEW).types(typed).note == "not-understood"
    at(settled, "").types("attendance")
    assert settled.presses("present", code=typed).note == "attend.required"
    assert not attended(settled)


def test_a_card_without_a_code_asks_for_one(settled: Visitor) -> None:
    settled.types("attendance")
    assert settled.presses("present").note == "attend.required"
    assert settled.presses("next").note == "here-again"


def test_a_number_still_means_the_option_and_never_a_code(settled: Visitor) -> None:
    settled.types("menu")
    asked = settled.asked
    settled.types("1")
    assert settled.asked is asked


def test_numbers_mean_the_same_before_and_after_being_counted(settled: Visitor) -> None:
    form = settled.types("attendance")
    there = at(settled, NEW).types("4821")
    kept = [button for button in form.buttons if button.verb != form.submit]
    assert [*kept, Button("rating")] == list(there.buttons)
    assert settled.types("2").card.startswith("home")


def test_whoever_comes_back_to_the_card_is_told_that_they_are_counted(settled: Visitor) -> None:
    at(settled, NEW).types("4821")
    assert at(settled, THERE).types("attendance").card == "attend.there"
    assert len(attended(settled)) == 1


def test_whoever_left_is_told_why_they_do_not_count(settled: Visitor, library: Library) -> None:
    settled.types("attendance")
    turned = settled.turned
    assert turned is not None
    view = learn(settled.desk, turned, Learned(None)).view
    assert view is not None
    assert view.card == "attend.left"
    assert library.cards["attend.left"]


def test_before_the_notice_was_seen_four_digits_are_only_words(visitor: Visitor) -> None:
    assert at(visitor, NEW).opens().card == "welcome"
    assert visitor.types("4821").card == "welcome"
    assert visitor.facts == []
