"""My messages: the budget, what comes next, and peace until a date."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from content.model import Library, Text
from dialogs import dates
from dialogs.facts import MessageSent, Reached, Snoozed
from dialogs.flow import Answer
from dialogs.questions import MessagesAsked
from dialogs.views import DateInput, View
from tests.dialogs.visitor import TODAY, Visitor

NEXT = Text(en="Gifts: November 30, 2026", fr="Cadeaux : 30 novembre 2026")
DAY = date(2026, 12, 7)
AGAIN = "messages.date-required"


@pytest.fixture
def asking(library: Library) -> Visitor:
    visitor = Visitor(library, answer=Answer({"upcoming": (NEXT,)}))
    visitor.settles_in()
    visitor.types("my messages")
    return visitor


def asked(view: View) -> DateInput:
    (found,) = view.inputs
    assert isinstance(found, DateInput)
    return found


def snoozed(visitor: Visitor) -> list[date]:
    return [fact.until for fact in visitor.facts if isinstance(fact, Snoozed)]


def peace(visitor: Visitor, until: date) -> View:
    """Press, with the shell answering for the day that was asked for, as it does."""
    visitor.answer = Answer({"upcoming": (NEXT,), "until": until})
    return visitor.presses("snooze", until=until.isoformat())


@pytest.mark.parametrize("words", ["my messages", "messages", "mes messages"])
def test_the_card_says_how_many_may_come_how_many_came_and_what_is_next(asking: Visitor, words: str) -> None:
    asking.past = asking.past.with_facts([MessageSent("communication", "gifts", Reached.DELIVERED)], "en")
    view = asking.types(words)
    assert (view.card, view.values["most"], view.values["count"]) == ("messages", 12, 1)
    assert view.values["upcoming"] == (NEXT,)
    assert [button.verb for button in view.buttons] == ["snooze", "home"]
    assert (asked(view).earliest, asked(view).latest) == (date(2026, 11, 24), date(2026, 12, 23))


def test_where_nothing_is_planned_the_card_says_so(asking: Visitor, library: Library) -> None:
    asking.answer = Answer({"upcoming": ()})
    assert asking.types("my messages").values["upcoming"] == (library.sentences["messages.nothing"],)
    asking.answer = Answer()
    assert asking.types("my messages").values["upcoming"] == (library.sentences["messages.nothing"],)


def test_the_menu_leads_there(settled: Visitor) -> None:
    settled.types("more")
    assert settled.presses("open", menu="messages").card == "messages"


def test_a_date_is_kept_said_back_and_changed(asking: Visitor) -> None:
    view = peace(asking, DAY)
    assert (view.card, view.values["until"]) == ("messages.peace", DAY)
    assert [button.verb for button in view.buttons] == ["snooze", "wake", "home"]
    assert asking.asked == MessagesAsked(DAY)
    assert snoozed(asking) == [DAY]
    peace(asking, DAY)
    assert snoozed(asking) == [DAY], "the same date again is nothing new"
    peace(asking, date(2026, 12, 1))
    assert snoozed(asking) == [DAY, date(2026, 12, 1)]


def test_peace_is_taken_back_with_one_button(asking: Visitor) -> None:
    peace(asking, DAY)
    asking.answer = Answer({"upcoming": (NEXT,), "until": TODAY})
    view = asking.presses("wake")
    assert (view.card, asking.asked) == ("messages", MessagesAsked(TODAY))
    assert snoozed(asking) == [DAY, TODAY]
    asking.presses("wake")
    assert snoozed(asking) == [DAY, TODAY], "there is nothing more to take back"


def test_peace_ends_by_itself_on_its_day(asking: Visitor) -> None:
    peace(asking, DAY)
    asking.answer = Answer({"upcoming": (NEXT,)})
    asking.past = replace(asking.past, today=DAY)
    assert asking.types("my messages").card == "messages"


@pytest.mark.parametrize("written", ["2026-11-23", "2026-11-22", "2026-12-24", "2027-11-30", "soon", ""])
def test_a_date_too_near_or_too_far_is_asked_for_again(asking: Visitor, written: str) -> None:
    asking.answer = Answer({"upcoming": (NEXT,), "note": AGAIN})
    view = asking.presses("snooze", until=written)
    assert asking.asked == MessagesAsked(note=AGAIN)
    assert (view.card, view.note, view.values["upcoming"]) == ("messages", AGAIN, (NEXT,))
    assert snoozed(asking) == []


@pytest.mark.parametrize("words", ["2026-12-07", "December 7, 2026", "7 décembre 2026"])
def test_a_typed_date_counts_at_once(asking: Visitor, words: str) -> None:
    asking.types(words)
    assert snoozed(asking) == [DAY]


def test_a_typed_date_that_cannot_be_or_none_is_asked_for_again(asking: Visitor) -> None:
    for words in ("2026-01-05", "snooze", "rien avant cette date"):
        asking.types(words)
        assert asking.asked == MessagesAsked(note=AGAIN)
    asking.types("next")
    assert asking.asked == MessagesAsked()
    assert snoozed(asking) == []


def test_a_day_ahead_lies_between_two_days() -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert dates.ahead("2026-11-24", tomorrow, DAY) == tomorrow
    assert dates.ahead("2026-12-07", tomorrow, DAY) == DAY
    assert [dates.ahead(words, tomorrow, DAY) for words in ("2026-11-23", "2026-12-08", "no")] == [None] * 3
