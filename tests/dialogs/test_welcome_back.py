"""The card of a return: what came on it, and the ways on."""

from collections.abc import Sequence
from datetime import date

import pytest

from content.model import Library, Text
from dialogs.facts import Dated, Fact, MessageSent, Reached, ReminderSent
from dialogs.flow import Answer
from dialogs.people import Path
from dialogs.plans import Missed
from dialogs.questions import CommunicationAsked, ReturnAsked
from dialogs.turned import Card
from dialogs.views import Choice, View
from dialogs.welcome_back import NOTHING, came, line, named
from tests.dialogs.visitor import TODAY, Visitor

DAY = "2026-11-21"
TOGETHER = Reached.TOGETHER
CARD = MessageSent("welcome-back", DAY, Reached.DELIVERED)
PARTS: Sequence[Fact] = (
    ReminderSent("coi", "2026-Q4", 1, TOGETHER),
    ReminderSent("code", "2026", 1, TOGETHER),
    MessageSent("communication", "gifts", TOGETHER),
    MessageSent("session", "talk", TOGETHER),
    MessageSent("talk", "", TOGETHER),
    MessageSent("team", "", TOGETHER),
)
ALL = (
    Missed("coi", "2026-Q4"),
    Missed("code", "2026"),
    Missed("communication", "gifts"),
    Missed("session", "talk"),
    Missed("talk", ""),
    Missed("team", ""),
)
GIFTS = Text(en="Gifts", fr="Cadeaux")


def kept(fact: Fact, day: date = TODAY) -> Dated:
    return Dated(day, Path.EMPLOYEE, "en", fact)


@pytest.fixture
def back(library: Library) -> Visitor:
    """Somebody to whom the card came, with everything there can be on it."""
    options = tuple((named(each), line(library, each, GIFTS)) for each in ALL)
    visitor = Visitor(library, answer=Answer({"due": date(2026, 12, 7)}, options=options))
    visitor.settles_in()
    visitor.past = visitor.past.with_facts([CARD, *PARTS], "en")
    visitor.stands("welcome-back", DAY)
    return visitor


def pressed(visitor: Visitor, verb: str, **inputs: str) -> View:
    return visitor.presses(verb, Card("welcome-back", DAY, 0, "Back", "1"), **inputs)


def test_everything_stands_on_one_card_with_one_date_and_a_way_to_each(back: Visitor) -> None:
    view = pressed(back, "next")
    assert (view.card, view.values["due"]) == ("welcome-back", date(2026, 12, 7))
    assert back.asked == ReturnAsked(DAY)
    missed = view.values["missed"]
    assert isinstance(missed, tuple)
    assert [text.en for text in missed if isinstance(text, Text)][:3] == [
        "Conflict of interest reminder, October to December 2026",
        "Yearly reminder about the code, 2026",
        "Gifts",
    ]
    assert [button.verb for button in view.buttons] == ["read", "coi", "code", "checklist", "team", "home"]
    (choice,) = view.inputs
    assert isinstance(choice, Choice)
    assert [id_ for id_, _ in choice.options] == ["communication/gifts", "session/talk"]


def test_what_is_to_be_read_is_read_from_the_card(back: Visitor) -> None:
    pressed(back, "read", what="communication/gifts")
    assert back.asked == CommunicationAsked("gifts")
    pressed(back, "read", what="session/talk")
    assert back.asked == CommunicationAsked("talk")


@pytest.mark.parametrize("what", ["communication/others", "coi/2026-Q4", ""])
def test_nothing_else_is_read_from_it(back: Visitor, what: str) -> None:
    pressed(back, "read", what=what)
    assert back.asked == ReturnAsked(DAY)


def test_the_buttons_lead_to_what_was_missed(back: Visitor) -> None:
    assert pressed(back, "coi").card == "coi.ask-first"


def test_without_anything_to_read_there_is_no_list_and_without_a_date_it_is_counted(back: Visitor) -> None:
    words = Text(en="x", fr="x")
    back.answer = Answer(options=(("coi/2026-Q4", words), ("unknown/x", words)))
    view = pressed(back, "next")
    assert (view.inputs, [button.verb for button in view.buttons]) == ((), ["coi", "home"])
    assert view.values["due"] == date(2026, 12, 4)


def test_the_card_is_shown_again_from_what_was_kept(back: Visitor) -> None:
    point = back.desk.point("welcome-back", DAY)
    assert point is not None
    view = point.here()
    missed = view.values["missed"]
    assert isinstance(missed, tuple)
    assert len(missed) == len(ALL)
    assert view.values["due"] == date(2026, 12, 4), "ten working days after Saturday, November 21"


def test_only_what_came_on_this_very_card_belongs_to_it() -> None:
    earlier = date(2026, 10, 5)
    facts = [
        kept(MessageSent("welcome-back", "2026-10-04", Reached.DELIVERED), earlier),
        kept(MessageSent("communication", "old", TOGETHER), earlier),
        kept(ReminderSent("coi", "2026-Q3", 1, Reached.DELIVERED), earlier),
        kept(CARD),
        *(kept(each) for each in PARTS),
    ]
    assert came(facts, DAY) == ALL
    assert came(facts, "2026-10-04") == (Missed("communication", "old"),)
    refused = [kept(MessageSent("welcome-back", DAY, Reached.REFUSED)), kept(PARTS[0])]
    assert came(refused, DAY) == ()


def test_a_day_that_is_none_has_no_card(back: Visitor) -> None:
    assert back.desk.point("welcome-back", "yesterday") is None


def test_a_card_with_nothing_left_says_nothing(back: Visitor) -> None:
    point = back.desk.point("welcome-back", DAY)
    assert point is not None
    assert point.flow.silent == {NOTHING}
