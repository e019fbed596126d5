"""The self-assessment in chat, step by step: nothing pressed leads astray, and no place holds words."""

from dataclasses import replace

import pytest

from content.model import Library, Text
from dialogs import assessment, places
from dialogs.assessment_cards import Answering, AtDraft, AtFrozen, AtQuestion, AtStart, Filing, Place
from dialogs.assessment_questions import (
    AnswerAsked,
    AnswerGiven,
    AssessmentAsked,
    AssessmentQuery,
    DraftAsked,
    DraftFileAsked,
    FreezeAsked,
    FrozenAsked,
    QuestionAsked,
)
from dialogs.flow import Answer, Ask, Learned, Nothing, Opened, Said, Show
from dialogs.views import Pressed, View
from tests.dialogs.visitor import Visitor

SET, YEAR = "pco-2024", "FY2026-27"
DRAFT = AtDraft(SET, YEAR, "1 2", 2, 3)
QUESTION = AtQuestion(SET, YEAR, "1", "2", 1, 2)
LAST = AtQuestion(SET, YEAR, "13")
WRITING = Answering(SET, YEAR, "6", 4)
START, FROZEN = AtStart(f"{SET}/{YEAR}"), AtFrozen("0a 0b")
TODAYS, KEPT = Filing(SET, YEAR), Filing(frozen="0a")
ABOUT, EARLIER = f"{SET}/{YEAR}/6", "FY2025-26"
GIVEN = {f"boxes-{ABOUT}": "topics", f"words_en-{ABOUT}": " Words.\r\n", f"words_fr-{ABOUT}": ""}
EVERYWHERE: tuple[Place, ...] = (START, DRAFT, QUESTION, LAST, WRITING, FROZEN, TODAYS, KEPT)


def asks(library: Library, place: Place, said: Said) -> AssessmentQuery:
    """Return what the shell is asked once something was said."""
    (effect,) = assessment.step(library, Nothing(), place, said).effects
    assert isinstance(effect, Ask)
    return effect.query  # type: ignore[return-value]


def shows(library: Library, place: Place, said: Said) -> tuple[Place, View]:
    following = assessment.step(library, Nothing(), place, said)
    (effect,) = following.effects
    assert isinstance(effect, Show)
    return following.place, effect.view


@pytest.mark.parametrize(
    ("place", "said", "asked"),
    [
        (START, Pressed("open", {"set": f"{SET}/{YEAR}"}), DraftAsked(SET, YEAR)),
        (START, Pressed("open", {"set": "other/FY2026-27"}), AssessmentAsked()),
        (START, Pressed("frozen-drafts"), FrozenAsked()),
        (START, Pressed("back"), AssessmentAsked()),
        (START, Opened(door=False), AssessmentAsked()),
        (LAST, Opened(), AssessmentAsked()),
        (DRAFT, Pressed("open", {"question": "2"}), QuestionAsked(SET, YEAR, "2")),
        (DRAFT, Pressed("open", {"question": "9"}), DraftAsked(SET, YEAR, 2)),
        (DRAFT, Pressed("part-3"), DraftAsked(SET, YEAR, 3)),
        (DRAFT, Pressed("freeze-draft"), FreezeAsked(SET, YEAR)),
        (DRAFT, Pressed("back"), AssessmentAsked()),
        (DRAFT, Opened(door=False), DraftAsked(SET, YEAR, 2)),
        (QUESTION, Pressed("answer-question"), AnswerAsked(SET, YEAR, "1")),
        (QUESTION, Pressed("next-question"), QuestionAsked(SET, YEAR, "2")),
        (LAST, Pressed("next-question"), QuestionAsked(SET, YEAR, "13")),
        (QUESTION, Pressed("part-2"), QuestionAsked(SET, YEAR, "1", 2)),
        (QUESTION, Pressed("back"), DraftAsked(SET, YEAR)),
        (QUESTION, Opened(door=False), QuestionAsked(SET, YEAR, "1")),
        (WRITING, Pressed("back"), QuestionAsked(SET, YEAR, "6")),
        (WRITING, Pressed("nonsense"), AnswerAsked(SET, YEAR, "6")),
        (
            WRITING,
            Pressed("save-answer", GIVEN),
            AnswerGiven(SET, YEAR, "6", 4, {"boxes": "topics", "words_en": "Words."}),
        ),
        (
            replace(WRITING, doubted=True),
            Pressed("save-anyway", GIVEN),
            AnswerGiven(SET, YEAR, "6", 4, {"boxes": "topics", "words_en": "Words."}, anyway=True),
        ),
        (WRITING, Pressed("save-anyway", GIVEN), AnswerAsked(SET, YEAR, "6")),
        (DRAFT, Pressed("old-save-answer"), DraftAsked(SET, YEAR, 2)),
        (DRAFT, Pressed("old-save-answer", {"words_en-6": "Words."}), DraftAsked(SET, YEAR, 2)),
        (DRAFT, Pressed("old-save-answer", {f"other-{ABOUT}": "Words."}), DraftAsked(SET, YEAR, 2)),
        (FROZEN, Pressed("back"), AssessmentAsked()),
        (FROZEN, Pressed("nonsense"), FrozenAsked()),
        (TODAYS, Pressed("back"), DraftAsked(SET, YEAR)),
        (TODAYS, Pressed("nonsense"), DraftAsked(SET, YEAR)),
        (KEPT, Pressed("back"), FrozenAsked()),
        (TODAYS, Pressed("make-draft-file", {"kind": "md-fr"}), DraftFileAsked("md-fr", SET, YEAR)),
        (KEPT, Pressed("make-draft-file", {"kind": "docx-en"}), DraftFileAsked("docx-en", frozen="0a")),
    ],
)
def test_what_is_pressed_asks_for_one_thing(
    library: Library, place: Place, said: Said, asked: AssessmentQuery
) -> None:
    assert asks(library, place, said) == asked


@pytest.mark.parametrize("place", EVERYWHERE)
@pytest.mark.parametrize("verb", ["old-save-answer", "old-save-anyway"])
def test_words_that_come_late_go_to_the_years_of_their_card(
    library: Library, place: Place, verb: str
) -> None:
    late = Pressed(verb, {f"words_fr-{SET}/{EARLIER}/9": "Des mots.", f"boxes-{SET}/{EARLIER}/9": ""})
    assert asks(library, place, late) == AnswerAsked(SET, EARLIER, "9", {"words_fr": "Des mots."})


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (YEAR, Text(en="fiscal year 2026 to 2027", fr="exercice 2026-2027")),
        (
            f"{EARLIER}..{YEAR}",
            Text(
                en="fiscal year 2025 to 2026 until fiscal year 2026 to 2027",
                fr="de l'exercice 2025-2026 à l'exercice 2026-2027",
            ),
        ),
    ],
)
def test_a_form_says_which_years_it_is_about(library: Library, period: str, words: Text) -> None:
    view = assessment.here(library, Nothing(), Answering(SET, period, "6"))
    assert view.values["period"] == words
    assert "{period}" in str(library.cards["assessment.form"])


def test_a_file_is_chosen_before_it_is_made(library: Library) -> None:
    assert shows(library, DRAFT, Pressed("draft-file"))[0] == TODAYS
    assert shows(library, FROZEN, Pressed("open", {"frozen": "0b"}))[0] == Filing(frozen="0b")
    place, view = shows(library, TODAYS, Pressed("make-draft-file", {"kind": "pdf"}))
    assert (place, view.card, view.note) == (TODAYS, "assessment.kinds", "option-required")


def test_a_form_with_nothing_in_it_comes_back(library: Library) -> None:
    place, view = shows(library, WRITING, Pressed("save-answer", {f"words_en-{ABOUT}": "  "}))
    assert (place, view.note) == (WRITING, "assessment.form-faults")
    assert [remark.en for remark in view.remarks] == [
        "Tick a box, or write something in English or in French."
    ]


@pytest.mark.parametrize("place", EVERYWHERE)
def test_no_place_shows_what_is_on_file_from_memory(library: Library, place: Place) -> None:
    view = assessment.here(library, Nothing(), place)
    assert view.card in {"assessment.closed", "assessment.form", "assessment.kinds"}
    assert (view.tables, view.remarks) == ((), ())
    again = places.load(assessment.FLOW, places.save(assessment.FLOW, place))
    assert again == place


def test_a_question_that_is_asked_no_more_has_a_form_all_the_same(library: Library) -> None:
    for gone in (Answering("gone", YEAR, "6"), Answering(SET, YEAR, "99")):
        view = assessment.here(library, Nothing(), gone)
        assert [each.id.partition("-")[0] for each in view.inputs] == ["words_en", "words_fr"]


def test_who_may_not_is_told_kindly(library: Library) -> None:
    place, view = shows(library, DRAFT, Learned(None))
    assert (place, view.card) == (AtStart(), "assessment.not-allowed")
    visitor = Visitor(library, may=["voices"])
    visitor.settles_in()
    assert visitor.types("thirteen questions").card == "assessment.not-allowed"
    assert "assessment" not in [button.verb for button in visitor.types("home").buttons]


def test_the_door_stands_at_home_and_its_words_are_not_those_of_the_self_check(library: Library) -> None:
    options = ((f"{SET}/{YEAR}", Text(en="A", fr="B")),)
    listed = Answer({"note": ""}, state="assessment", options=options)
    official = Visitor(library, may=["assessment"], answer=listed)
    official.settles_in()
    assert "assessment" in [button.verb for button in official.types("home").buttons]
    assert official.types("autoévaluation de l'organisation").card == "assessment"
    assert official.types("autoévaluation").card == "self-check"
