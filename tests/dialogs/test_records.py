"""The ATIP contact at the records card: holding, lifting, and asking for a person's record."""

import pytest

from content.model import Library
from dialogs.flow import Answer
from dialogs.questions import DisposalAsked, RecordAsked
from dialogs.views import TextInput, View
from tests.dialogs.visitor import TODAY, Visitor

ANA = "ana@example.org"


def contact(library: Library, state: str = "") -> Visitor:
    """Return a contact who has opened the records card; every look finds the same state."""
    visitor = Visitor(library, may=("records",), answer=Answer({"since": TODAY}, state=state))
    visitor.settles_in()
    visitor.presses("records")
    return visitor


def finds(visitor: Visitor, state: str) -> None:
    visitor.answer = Answer({"since": TODAY}, state=state)


def test_home_shows_the_contact_a_door_and_nobody_else(library: Library) -> None:
    for may, there in ((("records",), True), ((), False), (("report",), False)):
        visitor = Visitor(library, may=may)
        home = visitor.settles_in()
        assert ("records" in [button.verb for button in home.buttons]) is there
        assert len(home.buttons) < 6, "the other language still has a button"


def test_whoever_is_not_the_contact_is_told_whose_work_it_is(library: Library) -> None:
    visitor = Visitor(library)
    visitor.settles_in()
    assert visitor.types("records").card == "records.not-allowed"


def test_a_hold_is_one_press(library: Library) -> None:
    visitor = contact(library)
    finds(visitor, "on-hold")
    view = visitor.presses("hold")
    assert visitor.asked == DisposalAsked(hold=True)
    assert (view.card, view.buttons[0].verb) == ("records.on-hold", "lift-hold")


def test_a_hold_may_be_typed(library: Library) -> None:
    visitor = contact(library)
    finds(visitor, "on-hold")
    assert visitor.types("suspendre").card == "records.on-hold"
    assert visitor.asked == DisposalAsked(hold=True)


@pytest.mark.parametrize("typed", [False, True])
def test_lifting_a_hold_asks_once_more(library: Library, typed: bool) -> None:  # noqa: FBT001 - both ways
    visitor = contact(library, "on-hold")
    before = visitor.asked
    view = visitor.types("lift") if typed else visitor.presses("lift-hold")
    assert view.card == "records.lift"
    assert visitor.asked is before, "nothing was asked of the server yet"
    finds(visitor, "")
    view = visitor.types("oui") if typed else visitor.presses("yes")
    assert visitor.asked == DisposalAsked(hold=False)
    assert (view.card, view.buttons[0].verb) == ("records", "hold")


def test_a_hold_that_is_not_to_be_lifted_stays(library: Library) -> None:
    visitor = contact(library, "on-hold")
    visitor.presses("lift-hold")
    assert visitor.presses("no").card == "records.on-hold"
    assert visitor.asked == DisposalAsked()


def test_a_hold_that_somebody_else_pressed_is_seen_at_the_next_look(library: Library) -> None:
    visitor = contact(library)
    finds(visitor, "on-hold")
    assert visitor.types("records").card == "records.on-hold"
    assert visitor.types("1").card == "records.lift"


def at_person(library: Library) -> Visitor:
    visitor = contact(library)
    assert visitor.presses("record-of").card == "records.request"
    assert visitor.presses("next", request=" a-2026-00123 ").card == "records.person"
    return visitor


def test_a_record_is_asked_for_by_request_and_person(library: Library) -> None:
    visitor = at_person(library)
    finds(visitor, "found")
    view = visitor.presses("show-record", who=f" {ANA} ")
    assert visitor.asked == RecordAsked(ANA, "A-2026-00123")
    assert (view.card, view.values["request"]) == ("record-of", "A-2026-00123")
    assert isinstance(view.inputs[0], TextInput), "another person can be looked up right away"


def test_a_record_may_be_asked_for_by_typing(library: Library) -> None:
    visitor = contact(library)
    finds(visitor, "found")
    said = [visitor.types(text).card for text in ("record of", "P-2026-7", ANA, "retour", "back")]
    assert said == ["records.request", "records.person", "record-of", "records.request", "records"]


def test_whose_record_it_was_is_in_no_place(library: Library) -> None:
    visitor = at_person(library)
    finds(visitor, "found")
    visitor.presses("show-record", who=ANA)
    visitor.types(ANA)
    assert not [standing for standing in visitor.standing.values() if b"ana" in standing.place]
    assert visitor.facts[2:] == []


def test_somebody_nobody_knows_is_one_kind_sentence(library: Library) -> None:
    visitor = at_person(library)
    finds(visitor, "unknown")
    view = visitor.presses("show-record", who=ANA)
    assert (view.card, view.note) == ("records.person", "person-unknown")


@pytest.mark.parametrize("request_", ["", "Marie Tremblay", "2026", "A-2026-00123 Tremblay", "ABCDE-1"])
def test_a_request_has_a_number_and_never_a_name(library: Library, request_: str) -> None:
    visitor = contact(library)
    visitor.presses("record-of")
    view = visitor.presses("next", request=request_)
    assert (view.card, view.note) == ("records.request", "request-required")


@pytest.mark.parametrize("who", ["", "Ana", "@", "a b@c.ca", "0000000a-de30-4000-8000"])
def test_a_person_is_found_by_email_or_id_and_not_by_a_part_of_a_name(library: Library, who: str) -> None:
    visitor = at_person(library)
    view = visitor.presses("show-record", who=who)
    assert (view.card, view.note) == ("records.person", "person-required")


def test_nothing_given_is_asked_for_again(library: Library) -> None:
    visitor = contact(library)
    visitor.presses("record-of")
    assert visitor.presses("next").note == "request-required"
    visitor.presses("next", request="A-1")
    assert visitor.presses("show-record").note == "person-required"
    assert visitor.presses("back").card == "records.request"


@pytest.mark.parametrize("way", [(), ("record-of",), ("lift-hold",)])
def test_a_change_of_language_leaves_the_contact_where_they_are(
    library: Library, way: tuple[str, ...]
) -> None:
    visitor = contact(library, "on-hold")
    view: View | None = None
    for verb in way:
        view = visitor.presses(verb)
    assert visitor.presses("language-fr").card == (view.card if view else "records.on-hold")


def test_an_unknown_button_says_where_we_are(library: Library) -> None:
    visitor = contact(library)
    assert (visitor.presses("lift-hold").card, visitor.presses("x").note) == ("records.closed", "here-again")
