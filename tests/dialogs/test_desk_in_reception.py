"""The desk of the values and ethics office, reached by its door, by typed words, and from old cards."""

from datetime import date

from content.model import Library
from dialogs.communication_desk import FORM
from dialogs.flow import Answer
from dialogs.questions import (
    ActAsked,
)
from dialogs.views import Value
from tests.dialogs.test_writing import GOOD
from tests.dialogs.visitor import Visitor

TODAY = date(2026, 11, 23)


# In the reception ---------------------------------------------------------------------------------


def officer(library: Library, answer: Answer) -> Visitor:
    visitor = Visitor(library, may=["campaigns"], answer=answer)
    visitor.settles_in()
    return visitor


def test_the_office_finds_its_door_at_home_and_by_its_word(library: Library) -> None:
    visitor = officer(library, Answer({"until": TODAY}, state="campaigns"))
    home = visitor.presses("home")
    assert "campaigns" in [button.verb for button in home.buttons]
    assert visitor.types("communications").card == "campaigns"
    assert visitor.types("communiqué").note == "not-understood"
    assert Visitor(library).past.may == frozenset()


def test_what_counts_asks_yes_when_it_is_typed(library: Library) -> None:
    values: dict[str, Value] = {
        "campaign": "c1",
        "revision": 4,
        "ways": "start-campaign stop-campaign campaigns",
    }
    visitor = officer(library, Answer(values, state="campaigns.card"))
    visitor.types("communications")
    assert visitor.types("start").card == "confirm"
    assert visitor.types("yes").card == "campaigns.card"
    assert visitor.asked == ActAsked("c1", 4, "start")
    visitor.types("communications")
    assert visitor.types("1").card == "confirm"
    visitor.types("no")
    assert visitor.types("stop").card == "campaigns.stop"
    visitor.types("yes")
    assert visitor.asked == ActAsked("c1", 4, "stop")


def test_words_written_on_an_old_card_of_another_window_are_not_lost(library: Library) -> None:
    visitor = officer(library, Answer({"campaign": "c1", "revision": 0, **GOOD}, state=FORM))
    visitor.types("communications")
    old = visitor.card
    visitor.presses("back")
    visitor.answer = Answer({"until": TODAY}, state="campaigns")
    visitor.types("communications")
    view = visitor.presses("save-message", old, **GOOD)
    assert (view.card, view.note) == (FORM, "campaigns.form-again")
    assert {each.id: each.value for each in view.inputs} == GOOD
    view = visitor.presses("preview-en", old)
    assert view.note == "old-card"
