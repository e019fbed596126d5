"""What officials write in the fields of a form or a file is read, and each slip is named by its field."""

from typing import get_args

import pytest

from content.model import CodeStep, Evidence, Library, Note, Span, Title, TrainingPlan
from dialogs import register_lines as lines
from dialogs.register_shapes import (
    CARRIED_OUT,
    CODE_REVIEW,
    EVIDENCE,
    LEVELS,
    SHAPES,
    STEPS,
    TRAINING_PLANS,
    UNITS,
    Shape,
)

TALK = {"kinds": "topic, all-staff", "begins": "2024-02-06", "title_en": " A  talk "}
PLAN = {"unit_fr": "Services", "level": "division", "exists": "oui"}
STEP = {"step": "draft", "begins": "2024-02"}


def slips(shape: Shape[Evidence] | Shape[TrainingPlan] | Shape[CodeStep], **given: str) -> set[str]:
    body, found = shape.read(given)
    assert body is None
    return {f"{slip.field} {slip.reason}" for slip in found}


def test_a_piece_of_evidence_needs_a_kind_a_day_and_a_title_in_one_language() -> None:
    body, found = EVIDENCE.read(TALK)
    assert found == ()
    assert body == Evidence(
        kinds=("all-staff", "topic"), when=Span(begins="2024-02-06"), title=Title(en="A talk")
    )
    assert slips(EVIDENCE) == {"kinds kinds-needed", "begins when-needed", "title_en title-needed"}


def test_everything_else_of_it_comes_back_as_it_was_written() -> None:
    given = {
        "kinds": "all-staff topic",
        "begins": "FY2023-24",
        "ends": "2024-04",
        "title_fr": "Exposé",
        "note_en": "One\n\n- two",
        "audience_fr": "Tout le monde",
        "number": "12",
        "of": "sessions",
        "reach": "1200",
        "topic": "gifts",
        "headings": "calling trust",
        "planned": "yes",
        "link": "https://intranet.example.ca/page",
        "withdrawn": "yes",
    }
    body, found = EVIDENCE.read({**given, "reach": "1 200", "planned": "oui", "withdrawn": "X"})
    assert found == ()
    assert body is not None
    assert body.reach == 1200
    assert {field: cell for field, cell in EVIDENCE.cells(body).items() if cell} == given


@pytest.mark.parametrize(
    ("given", "slip"),
    [
        ({"kinds": "topic dance"}, "kinds kinds-unknown"),
        ({"begins": "yesterday"}, "begins when"),
        ({"begins": "", "ends": "2024-02"}, "begins when-needed"),
        ({"ends": "2023-01"}, "ends order"),
        ({"ends": "later"}, "ends when"),
        ({"title_en": 201 * "x"}, "title_en too-long"),
        ({"note_fr": 2001 * "x"}, "note_fr too-long"),
        ({"number": "12,5", "of": "hours"}, "number number"),
        ({"number": "12"}, "of of-needed"),
        ({"of": "hours"}, "number number-needed"),
        ({"number": "12", "of": "hats"}, "of of-unknown"),
        ({"number": "101", "of": "percent"}, "number percent"),
        ({"reach": "many"}, "reach number"),
        ({"topic": "hats"}, "topic topic-unknown"),
        ({"headings": "hats"}, "headings headings-unknown"),
        ({"link": "intranet"}, "link link"),
        ({"link": f"https://x.ca/{500 * 'x'}"}, "link link"),
        ({"planned": "perhaps"}, "planned yes-or-no"),
    ],
)
def test_a_slip_is_named_by_its_field_and_nothing_else_is(given: dict[str, str], slip: str) -> None:
    assert slips(EVIDENCE, **{**TALK, **given}) == {slip}


def test_a_training_plan_that_does_not_exist_cannot_be_carried_out() -> None:
    body, found = TRAINING_PLANS.read({**PLAN, "implemented": "partly", "target": "2025-03"})
    assert found == ()
    assert isinstance(body, TrainingPlan)
    assert TRAINING_PLANS.cells(body)["exists"] == "yes"
    assert slips(TRAINING_PLANS, **{**PLAN, "exists": "no", "implemented": "fully"}) == {
        "implemented implemented-without"
    }
    assert slips(TRAINING_PLANS) == {"unit_en unit-needed", "level level-needed", "exists yes-or-no"}
    assert slips(TRAINING_PLANS, **{**PLAN, "level": "moon"}) == {"level level-unknown"}


def test_a_step_of_the_review_was_done_or_is_due() -> None:
    for given in (STEP, {"step": "draft", "target": "2024-02"}):
        body, found = CODE_REVIEW.read(given)
        assert found == ()
        assert isinstance(body, CodeStep)
    assert slips(CODE_REVIEW, step="draft") == {"begins done-or-due"}
    assert slips(CODE_REVIEW, step="draft", ends="2024-02") == {"begins when-needed"}
    assert slips(CODE_REVIEW, step="draft", begins="never") == {"begins when"}
    assert slips(CODE_REVIEW, target="2024-02", step="dance") == {"step step-unknown"}


def test_the_words_of_a_file_are_those_of_the_registers() -> None:
    def known(shape: type, field: str) -> tuple[str, ...]:
        annotation = shape.model_fields[field].annotation  # type: ignore[attr-defined]
        return get_args(annotation if field != "of" else get_args(annotation)[0])

    assert known(Evidence, "of") == UNITS
    assert known(TrainingPlan, "level") == LEVELS
    assert known(TrainingPlan, "implemented") == CARRIED_OUT
    assert known(CodeStep, "step") == STEPS


def test_every_word_of_a_register_has_a_name_in_both_languages(library: Library) -> None:
    for field, words in (("of", UNITS), ("level", LEVELS), ("implemented", CARRIED_OUT), ("step", STEPS)):
        assert all(f"registers.{field}.{word}" in library.sentences for word in words)
    assert all(f"registers.title.{name}" in library.sentences for name in SHAPES)


def test_a_line_says_in_words_when_it_was_and_in_which_language_it_is(library: Library) -> None:
    talk, _ = EVIDENCE.read({**TALK, "ends": "2024-03", "planned": "yes"})
    done, _ = EVIDENCE.read(TALK)
    assert talk is not None
    assert done is not None
    assert lines.days_of(library, done).fr == "6 février 2024"
    assert lines.days_of(library, talk).en == "February 6, 2024 \N{EN DASH} March 2024 (planned)"
    assert lines.named(library, talk).en == "A talk"
    assert lines.named(library, talk).fr == "A talk (en anglais)"
    assert lines.sort_of(library, talk).en == "All-staff event, Session on one topic"


def test_plans_and_steps_say_their_day_or_that_they_have_none(library: Library) -> None:
    plan, without = TrainingPlan, Title(fr="x")
    none = plan(unit={"fr": "Services"}, level="division", exists=False)  # type: ignore[arg-type]
    some = none.model_copy(update={"exists": True, "target": "FY2024-25"})
    assert without.of("en") == ("x", "fr")
    assert lines.days_of(library, none) == library.sentences["registers.no-day"]
    assert lines.days_of(library, some).fr == "échéance\N{NO-BREAK SPACE}: exercice 2024-2025"
    assert lines.sort_of(library, none) == library.sentences["registers.no-plan"]
    assert lines.sort_of(library, some) == library.sentences["registers.implemented.no"]
    assert lines.named(library, none).en == "Services (in French)"
    due = CodeStep(step="draft", target="2024-02")
    held = CodeStep(step="draft", when=Span(begins="2024-01"), nature=Note(en="Shorter"))
    assert lines.days_of(library, due).en == "by February 2024"
    assert lines.days_of(library, held).en == "January 2024"
    assert lines.named(library, due) == library.sentences["registers.no-words"]
    assert lines.named(library, held).en == "Shorter"
    assert lines.sort_of(library, held) == library.sentences["registers.step.draft"]
    filed: list[tuple[str, lines.Body]] = [("a", none), ("b", some), ("c", held), ("d", due)]
    order = sorted(filed, key=lambda each: lines.newest_first(*each))
    assert [id_ for id_, _ in order] == ["b", "d", "c", "a"]


def test_a_day_is_written_as_exactly_as_somebody_knew_it(library: Library) -> None:
    spans = [Span(begins="2026-02-01"), Span(begins="2026-02"), Span(begins="FY2025-26", ends="2026-05")]
    assert [lines.span_words(library, each).fr for each in spans] == [
        "1er février 2026",
        "février 2026",
        "exercice 2025-2026 \N{EN DASH} mai 2026",
    ]
