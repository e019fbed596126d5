"""A message about what people said: begun with a draft and a theme, then written like any other."""

import pytest

from content.model import Library
from dialogs import begun, themes
from dialogs.flow import Answer
from dialogs.questions import CalendarAsked, WrittenDown
from tests.dialogs.visitor import Visitor

KEY = themes.about("gifts")
BEGUN = Answer({"campaign": "c", "revision": 0, "draft": KEY}, state="campaigns.form")


def test_a_draft_and_its_theme_are_told_apart() -> None:
    assert themes.begun_with(KEY) == ("you-said-we-did", "gifts")
    assert themes.begun_with("you-said-we-did@nonsense") == ("you-said-we-did", "")
    assert themes.begun_with("elections") == ("elections", "")
    assert themes.begun_with("") == ("", "")


@pytest.mark.parametrize("key", ["", "nonsense", "nonsense@gifts"])
def test_nothing_is_begun_with_a_draft_that_there_is_not(library: Library, key: str) -> None:
    assert begun.YOU_SAID.script(library, key) is None


def test_from_the_form_on_it_is_written_like_any_other(library: Library) -> None:
    vera = Visitor(library, may=["campaigns", "voices", "feedback"], answer=BEGUN)
    vera.settles_in()
    vera.stands("you-said", KEY)
    point = vera.desk.point("you-said", KEY)
    assert point is not None
    assert point.here().card == "campaigns.closed"
    vera.answer = Answer(
        {"batch": "b@1@2026-Q3", "title": "t", "period": "p", "answers": "a", "reads": "you-said"},
        state="voices.batch",
    )
    vera.types("voices")
    vera.presses("you-said")
    vera.answer = BEGUN
    vera.presses("write-reply", theme="gifts")
    form = {
        "title_en": "You said", "title_fr": "Vous avez dit", "body_en": "One.", "body_fr": "Un.",
        "audience": "everyone", "people": "", "first_day": "2026-11-24", "spread": "0",
    }  # fmt: skip
    vera.presses("save-message", None, **form)
    asked = vera.asked
    assert isinstance(asked, WrittenDown)
    assert (asked.draft, asked.held["title_en"]) == (KEY, "You said")
    vera.answer = Answer({"until": vera.past.today, "note": ""}, state="campaigns")
    assert vera.presses("campaigns").card == "campaigns"
    assert vera.asked == CalendarAsked()
