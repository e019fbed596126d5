"""What is said about recommendations: a place that is come back to, and a reply that was lost."""

import pytest

from content.model import Library
from dialogs.flow import Ask, Opened
from dialogs.plan_questions import (
    PageAsked,
    RecommendationAsked,
    RecommendationFormAsked,
    RecommendationsAsked,
    SignalsAsked,
)
from dialogs.recommendation_form import cleaned
from dialogs.recommendations import FLOW
from dialogs.recommendations_cards import AtAll, AtOne, AtPage, AtSignals, Known, Place, Writing
from dialogs.views import Pressed
from tests.dialogs.visitor import TODAY

KNOWN = Known(TODAY, recommends=True)
PLACES: tuple[tuple[Place, object, str], ...] = (
    (AtAll("r1 r2", part=2), RecommendationsAsked(2), "recommendations.closed"),
    (
        AtOne("r1", 3, "open home", "recommendation-done"),
        RecommendationAsked("r1"),
        "recommendations.closed",
    ),
    (Writing("r1", 3), RecommendationFormAsked("r1"), "recommendations.form"),
    (AtSignals("goal-g1"), SignalsAsked(), "recommendations.closed"),
    (AtPage(), PageAsked(), "recommendations.closed"),
)


@pytest.mark.parametrize(("place", "asked", "card"), PLACES, ids=lambda each: type(each).__name__)
def test_whoever_comes_back_finds_what_was_shown_there(
    library: Library, place: Place, asked: object, card: str
) -> None:
    following = FLOW.step(library, KNOWN, place, Opened(door=False))
    assert following.effects == (Ask(asked),)  # type: ignore[arg-type]
    shown = FLOW.here(library, KNOWN, place)
    assert shown.card == card
    assert shown.buttons


def test_nonsense_in_a_place_asks_for_what_was_shown_there(library: Library) -> None:
    for place, asked, _ in PLACES:
        following = FLOW.step(library, KNOWN, place, Pressed("nonsense", {"recommendation": "r9"}))
        assert following.effects == (Ask(asked),)  # type: ignore[arg-type]


def test_what_is_no_line_of_the_plan_is_left_out_of_a_form() -> None:
    assert cleaned({"goal": "g1"})["goal"] == "g1"
    assert cleaned({"goal": "../x y"})["goal"] == ""
