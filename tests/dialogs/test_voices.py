"""The desk for what people said: what it asks the shell for, and what it never holds."""

import pytest

from content.model import Library, Text
from dialogs import places, themes, voices
from dialogs.flow import Answer, Nothing
from dialogs.questions import FormAsked
from dialogs.views import Choice, View
from dialogs.voice_questions import (
    BatchAsked,
    TextRedirected,
    TextsAsked,
    ThemesGiven,
    TrendAsked,
    VoicesAsked,
)
from dialogs.voices_cards import AtBatch, AtForm, AtForms, AtTexts, Redirecting, Replying
from tests.dialogs.visitor import Visitor

BATCH = "feedback@2@2026-Q3"


def same(words: str) -> Text:
    return Text(en=words, fr=words)


FORMS = Answer(
    {"note": ""}, state="voices", options=(("feedback", same("Feedback")), ("pulse", same("Pulse")))
)
TREND = Answer(
    {"form": "feedback", "title": same("Feedback"), "part": 2, "of": 3},
    state="voices.form",
    options=((BATCH, same("July")),),
)
COUNTS = Answer(
    {
        "batch": BATCH,
        "title": same("Feedback"),
        "period": same("July"),
        "answers": same("24"),
        "reads": "read-texts you-said",
        "part": 1,
        "of": 2,
    },
    state="voices.batch",
)
PAGE = Answer(
    {
        "batch": BATCH,
        "title": same("Feedback"),
        "period": same("July"),
        "texts": "1/0a 3/0c",
        "text-0a": same("one"),
        "themes-0a": "gifts",
        "text-0c": same("three"),
        "themes-0c": "",
        "part": 2,
        "of": 3,
    },
    state="voices.texts",
)
ALONE = Answer(
    {**PAGE.values, "texts": "3/0c", "part": 1, "of": 1},
    state="voices.texts",
)
EMPTY = Answer({**PAGE.values, "texts": "", "part": 1, "of": 1}, state="voices.texts")


@pytest.fixture
def vera(library: Library) -> Visitor:
    found = Visitor(library, may=["voices", "feedback", "campaigns"], answer=FORMS)
    found.settles_in()
    found.types("what people said")
    return found


def asks(visitor: Visitor) -> object:
    """Return what was last asked of the shell."""
    return visitor.asked


def at(visitor: Visitor) -> object:
    return places.load(voices.FLOW, visitor.standing["voices", ""].place)


def goes(visitor: Visitor, answer: Answer, verb: str, **inputs: str) -> View:
    visitor.answer = answer
    return visitor.presses(verb, None, **inputs)


def to_batch(visitor: Visitor) -> View:
    goes(visitor, TREND, "open", form="feedback")
    return goes(visitor, COUNTS, "open", batch=BATCH)


def to_texts(visitor: Visitor, page: Answer = PAGE) -> View:
    to_batch(visitor)
    return goes(visitor, page, "read-texts")


def verbs(view: View) -> list[str]:
    return [button.verb for button in view.buttons]


def test_an_office_goes_from_the_forms_to_one_batch_and_back(vera: Visitor) -> None:
    assert asks(vera) == VoicesAsked()
    assert at(vera) == AtForms("feedback pulse")
    view = goes(vera, TREND, "open", form="feedback")
    assert asks(vera) == TrendAsked("feedback")
    assert at(vera) == AtForm("feedback", BATCH, 2, 3)
    assert verbs(view) == ["open", "part-1", "part-3", "back", "home"]
    vera.presses("part-3")
    assert asks(vera) == TrendAsked("feedback", 3)
    view = goes(vera, COUNTS, "open", batch=BATCH)
    assert asks(vera) == BatchAsked(BATCH)
    assert at(vera) == AtBatch(BATCH, "read-texts you-said", 1, 2)
    assert verbs(view) == ["read-texts", "you-said", "part-2", "back", "home"]
    vera.presses("part-2")
    assert asks(vera) == BatchAsked(BATCH, 2)
    goes(vera, TREND, "back")
    assert asks(vera) == TrendAsked("feedback")
    goes(vera, FORMS, "back")
    assert asks(vera) == VoicesAsked()


def test_numbers_mean_what_stands_on_the_card(vera: Visitor) -> None:
    vera.answer = TREND
    vera.types("1")
    assert asks(vera) == TrendAsked("feedback")
    vera.answer = COUNTS
    vera.types("1")
    assert asks(vera) == BatchAsked(BATCH)
    vera.answer = PAGE
    vera.types("1")
    assert asks(vera) == TextsAsked(BATCH)
    assert vera.types("1").card == "voices.redirect", "the button that only saves has no number"


def test_what_cannot_be_opened_shows_again_where_one_is(vera: Visitor) -> None:
    vera.presses("open", form="nonsense")
    assert asks(vera) == VoicesAsked()
    goes(vera, TREND, "open", form="feedback")
    vera.presses("open", batch="nonsense")
    assert asks(vera) == TrendAsked("feedback", 2)
    goes(vera, COUNTS, "open", batch=BATCH)
    vera.presses("open")
    assert asks(vera) == BatchAsked(BATCH)


def test_counts_are_never_shown_from_memory(vera: Visitor) -> None:
    to_batch(vera)
    for verb in ("what people said", "zzz"):
        vera.asked = None
        vera.types(verb)
        assert vera.asked is not None
    for place in (AtForms("a b"), AtForm("a", "b"), AtBatch("b", "read-texts"), AtTexts("b", "1/0a 2/0b")):
        view = voices.here(vera.library, Nothing(), place)
        assert (view.card, view.tables) == ("voices.closed", ())


def test_texts_come_with_their_themes_and_places_hold_neither(vera: Visitor) -> None:
    view = to_texts(vera)
    assert asks(vera) == TextsAsked(BATCH)
    assert verbs(view) == ["save-themes", "other-door", "part-1", "part-3", "back", "home"]
    first, second = view.inputs
    assert isinstance(first, Choice)
    assert isinstance(second, Choice)
    assert (first.id, first.hint, first.value, first.several) == ("0a", same("one"), "gifts", True)
    assert (second.title, second.value) == (Text(en="Text 3", fr="Texte 3"), "")
    assert [id_ for id_, _ in first.options] == list(themes.THEMES)
    assert at(vera) == AtTexts(BATCH, "1/0a 3/0c", 2, 3)


def test_themes_are_saved_as_chosen_and_an_empty_list_is_a_choice_too(vera: Visitor) -> None:
    to_texts(vera)
    vera.presses("save-themes", None, **{"0c": "other,gifts,nonsense"})
    assert asks(vera) == ThemesGiven(BATCH, 2, {"0a": (), "0c": ("gifts", "other")})
    vera.presses("part-3", None, **{"0a": "coi", "0c": ""})
    assert asks(vera) == ThemesGiven(BATCH, 3, {"0a": ("coi",), "0c": ()})


def test_nothing_chosen_saves_nothing(vera: Visitor) -> None:
    to_texts(vera)
    vera.presses("save-themes")
    assert asks(vera) == TextsAsked(BATCH, 2)
    vera.presses("part-3")
    assert asks(vera) == TextsAsked(BATCH, 3)
    vera.presses("home-sweet-home", None, **{"0a": "coi"})
    assert asks(vera) == TextsAsked(BATCH, 2)
    goes(vera, COUNTS, "back")
    assert asks(vera) == BatchAsked(BATCH)


def test_the_themes_of_a_text_alone_on_its_page_can_be_typed(vera: Visitor) -> None:
    to_texts(vera, ALONE)
    vera.types("2")
    assert asks(vera) == ThemesGiven(BATCH, 1, {"0c": (themes.THEMES[1],)})


def test_where_there_is_nothing_to_read_there_is_nothing_to_save(vera: Visitor) -> None:
    view = to_texts(vera, EMPTY)
    assert (verbs(view), view.inputs) == (["back", "home"], ())
    vera.presses("other-door")
    assert asks(vera) == TextsAsked(BATCH, 1)


def test_a_text_is_sent_to_another_door_once_both_are_chosen(vera: Visitor) -> None:
    to_texts(vera)
    view = vera.presses("other-door")
    assert (view.card, at(vera)) == ("voices.redirect", Redirecting(BATCH, "1/0a 3/0c", 2))
    text, door = view.inputs
    assert isinstance(text, Choice)
    assert isinstance(door, Choice)
    assert [id_ for id_, _ in text.options] == ["0a", "0c"]
    assert [id_ for id_, _ in door.options] == ["dilemma", "wrongdoing", "harassment", "ear"]
    for chosen in ({}, {"text": "0a"}, {"text": "0b", "door": "ear"}, {"text": "0a", "door": "suggestion"}):
        assert vera.presses("hide-text", None, **chosen).note == "option-required"
    vera.presses("hide-text", text="0c", door="harassment")
    assert asks(vera) == TextRedirected(BATCH, 2, "0c", "harassment")


def test_whoever_thinks_better_of_it_is_back_among_the_texts(vera: Visitor) -> None:
    to_texts(vera)
    vera.presses("other-door")
    assert vera.presses("back").card == "voices.texts"
    vera.presses("other-door")
    vera.types("zzz")
    assert asks(vera) == TextsAsked(BATCH, 2)


def test_a_message_is_begun_about_a_theme(vera: Visitor) -> None:
    to_batch(vera)
    view = vera.presses("you-said")
    assert (view.card, at(vera)) == ("voices.reply", Replying(BATCH))
    assert vera.presses("write-reply").note == "option-required"
    vera.presses("back")
    assert asks(vera) == BatchAsked(BATCH)
    vera.presses("you-said")
    vera.answer = Answer(
        {"campaign": "c", "revision": 0, "draft": "you-said-we-did@gifts"}, state="campaigns.form"
    )
    assert vera.presses("write-reply", theme="gifts").card == "campaigns.form"
    assert asks(vera) == FormAsked(draft="you-said-we-did@gifts")


def test_where_the_doors_are_is_told_from_where_a_text_is_hidden(vera: Visitor) -> None:
    to_texts(vera)
    vera.presses("other-door")
    vera.answer = Answer({"campaign": "c", "revision": 0, "draft": "other-doors"}, state="campaigns.form")
    assert vera.presses("tell-doors").card == "campaigns.form"
    assert asks(vera) == FormAsked(draft="other-doors")


def test_whoever_may_not_is_told_who_reads_and_where_to_see_who_looked(library: Library) -> None:
    other = Visitor(library, may=["report", "team"], answer=FORMS)
    other.settles_in()
    view = other.types("ce que les gens ont dit")
    assert (view.card, verbs(view)) == ("voices.not-allowed", ["who-looked", "home", "help"])


def test_the_door_stands_at_home_of_the_two_offices_alone(library: Library, visitor: Visitor) -> None:
    visitor.settles_in()
    official = Visitor(library, may=["report", "voices"])
    official.settles_in()
    officer = Visitor(library, may=["campaigns", "voices", "feedback"])
    officer.settles_in()
    assert [("voices" in verbs(each.types("home"))) for each in (visitor, official, officer)] == [
        False,
        True,
        True,
    ]
    officer.is_sent()
    assert "voices" not in verbs(officer.types("home")), "the reminder needs the place"
    (listed,) = officer.types("more").inputs
    assert "voices" in str(listed)
