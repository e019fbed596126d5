"""What several cards say of the same thing, they say in the same words."""

from datetime import date

import pytest

from content.model import HEADINGS, Goal, Library, Name, Note, Recommendation, Title
from dialogs import assessment_cards, goal_forms, register_form, slips
from dialogs.register_shapes import EVIDENCE
from reports import action_plan, composing
from reports.material import Material
from reports.years import years_named

TODAY = date(2026, 11, 23)
MINE = Title(en="Mine", fr="Le mien")


def test_too_many_characters_are_said_alike_by_every_form(library: Library) -> None:
    long = "x" * 9_001
    given = {"title_en": long, "kinds": "topic", "begins": "2026-10"}
    said = [
        *assessment_cards.faults(library, {"words_en": long}),
        *goal_forms.goal_faults(library, TODAY, {"title_en": long}),
        *register_form.slips(library, EVIDENCE, TODAY, given),
        *slips.found(library, TODAY, {"title_en": long}, all_fields=False),
    ]
    english = [each.en for each in said if "9,001 characters; the maximum is" in each.en]
    french = [each.fr for each in said if "9\N{NO-BREAK SPACE}001 caractères; le maximum est de" in each.fr]
    assert (len(english), len(french)) == (4, 4), said


def test_a_line_of_the_plan_has_the_headings_of_the_evidence(library: Library) -> None:
    names = [library.sentences[f"registers.heading.{each}"] for each in HEADINGS]
    line = Goal(
        level="unit", title=MINE, due=TODAY, owner=Name(en="Ours", fr="Le nôtre"), headings=tuple(HEADINGS)
    )
    assert all(name.fr in str(action_plan.about(library, line, TODAY, None)) for name in names)
    asked = next(
        each for each in goal_forms.of_goal(library, TODAY, {}, "save-goal") if each.id == "headings"
    )
    assert [name for _, name in asked.options] == names  # type: ignore[union-attr]


@pytest.mark.parametrize("state", ["open", "accepted", "declined", "done"])
def test_a_draft_says_what_became_of_a_recommendation_as_its_card_does(library: Library, state: str) -> None:
    advice = Recommendation.model_validate(
        {"day": TODAY, "concerns": "practice", "title": MINE, "because": Note(en="So."), "state": state}
    )
    material = Material(library, years_named("FY2026-27"), TODAY, recommendations={"one": advice})
    facts = str(
        [each.facts for each in composing.compose(material, library.question_sets["pco-2024"]).questions]
    )
    became = library.sentences[f"recommendations.state.{state}"]
    assert f"(recommended on November 23, 2026, {became.en})" in facts
    assert f"(recommandation du 23 novembre 2026, {became.fr})" in facts


def test_words_about_a_line_fit_a_goal_and_a_risk_and_those_about_names_fit_every_form(
    library: Library,
) -> None:
    reached, names = library.sentences["plan.reached"], library.sentences["plan.names"]
    assert "goal" not in reached.en.lower()
    assert "objectif" not in reached.fr.lower()
    assert not {"plan"} & {*names.en.lower().split(), *names.fr.lower().split()}


def test_recommendations_go_to_the_deputy_head_in_both_languages(library: Library) -> None:
    holding = library.sentences["composing.holding.recommendations"]
    page = library.cards["recommendations.page"].title
    for text in (holding, page, library.verbs["recommendation-page"].label):
        assert ("deputy head" in text.en, "l'administration générale" in text.fr) == (True, True)
