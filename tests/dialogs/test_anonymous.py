"""What is asked without a name, how large an answer may become, and until when it is taken."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from content.model import Library, Questionnaire
from content.model.questionnaires import LEAST
from dialogs import anonymous
from dialogs.anonymous import (
    Offered,
    check,
    checks,
    ended,
    following,
    offered,
    period_at,
    taken_until,
    widest,
)
from storage.ports import Box
from storage.sealing import room_in, written

ZONE = "America/Toronto"


def text(words: str) -> dict[str, str]:
    return {"en": words, "fr": words}


def form(*questions: Mapping[str, object], **more: object) -> Questionnaire:
    return Questionnaire.model_validate(
        {
            "id": "pulse",
            "version": 3,
            "kind": "pulse",
            "title": text("Pulse"),
            "opening": [text("Please.")],
            "closing": [text("Thanks.")],
            "questions": [{"text": text("?"), **question} for question in questions],
            **more,
        }
    )


def options(*ids: str) -> list[dict[str, object]]:
    return [{"id": each, "text": text(each)} for each in ids]


ONE: Mapping[str, object] = {"id": "trust", "options": options("agree", "no")}
SEVERAL: Mapping[str, object] = {
    "id": "topics",
    "kind": "several",
    "most": 2,
    "options": options("gifts", "ai", "travel"),
}
WORDS: Mapping[str, object] = {"id": "keep", "kind": "words", "most": 100}


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (ONE, {"trust": "agree"}),
        (SEVERAL, {"topics": "travel gifts"}),
        (WORDS, {"keep": "\N{GRINNING FACE}" * 100}),
        ({"id": "none"}, {"none": ""}),
        ({**SEVERAL, "options": []}, {"topics": ""}),
    ],
)
def test_the_largest_answer_is_known_before_anybody_gives_it(
    question: Mapping[str, object], answer: dict[str, str]
) -> None:
    assert widest(form(question)) == len(written(answer))


def test_a_small_slot_has_the_room_that_a_form_is_measured_by() -> None:
    assert room_in(Box("pulse", 1, "2026-Q4")) == anonymous.ROOM


def test_a_form_with_words_or_with_long_choices_has_the_larger_room(library: Library) -> None:
    long: Mapping[str, object] = {"id": "question", "options": options("o" * 60)}
    forms = {
        "small": form(ONE, id="small"),
        "wordy": form(ONE, WORDS, id="wordy", least=20),
        "long": form(long, id="long"),
    }
    found = offered(library.model_copy(update={"questionnaires": forms}))

    assert found["small"] == Offered(3, LEAST, large=False)
    assert found["wordy"] == Offered(3, 20, large=True)
    assert found["long"] == Offered(3, LEAST, large=True)


def test_everything_that_is_asked_without_a_name_is_offered(library: Library) -> None:
    found = offered(library)

    module = library.modules["M01"]
    assert found[check("M01")] == Offered(module.version, LEAST, large=False)
    assert {"talk-not-yet", "doors", "self-check"} < set(found)
    assert set(library.questionnaires) <= set(found)
    assert {each for module in library.modules.values() for each in checks(module)} < set(found)
    nothing: dict[str, object] = {
        "modules": {},
        "checklists": {},
        "doors": {},
        "forms": {},
        "questionnaires": {},
    }
    assert offered(library.model_copy(update=nothing)) == {}


def test_each_situation_of_a_module_is_a_form_of_its_own(library: Library) -> None:
    branching = [module for module in library.modules.values() if len(checks(module)) > 1]
    assert branching
    for module in branching:
        led = [option.id for option in module.dilemma.options if option.then]
        assert checks(module) == (check(module.id), *(check(module.id, option) for option in led))
        assert len(set(checks(module))) == 1 + len(led)
    assert check("M01") == "check-m01-1"
    assert check("M01", "Ask") == "check-m01-1-ask"


@pytest.mark.parametrize(
    ("at", "period"),
    [
        (datetime(2027, 1, 1, 4, 59, tzinfo=UTC), "2026-Q4"),
        (datetime(2027, 1, 1, 5, 0, tzinfo=UTC), "2027-Q1"),
        (datetime(2026, 4, 1, 3, 59, tzinfo=UTC), "2026-Q1"),
        (datetime(2026, 4, 1, 4, 0, tzinfo=UTC), "2026-Q2"),
        (datetime(2026, 11, 30, 12, 0, tzinfo=UTC), "2026-Q4"),
    ],
)
def test_a_period_begins_where_the_organization_is(at: datetime, period: str) -> None:
    assert period_at(at, ZONE) == period


def test_an_answer_is_taken_for_a_day_after_its_period() -> None:
    assert ended("2026-Q4", ZONE) == datetime(2027, 1, 1, 5, tzinfo=UTC)
    assert taken_until("2026-Q4", ZONE) == datetime(2027, 1, 2, 5, tzinfo=UTC)
    # On a day in October the clocks have not changed yet; between March and July they have.
    assert ended("2026-Q3", ZONE) == datetime(2026, 10, 1, 4, tzinfo=UTC)
    assert ended("2026-Q1", ZONE) == datetime(2026, 4, 1, 4, tzinfo=UTC)
    assert [ended("soon", ZONE), taken_until("soon", ZONE), following("soon")] == [None, None, None]


def test_one_period_follows_another() -> None:
    found = ["2026-Q3"]
    for _ in range(3):
        found.append(following(found[-1]) or "")
    assert found == ["2026-Q3", "2026-Q4", "2027-Q1", "2027-Q2"]


def test_every_day_lies_in_the_period_that_says_so() -> None:
    day = date(2026, 1, 1)
    while day < date(2028, 3, 1):
        noon = datetime.combine(day, datetime.min.time(), tzinfo=UTC) + timedelta(hours=17)
        end = ended(period_at(noon, ZONE), ZONE)
        assert end is not None
        assert noon < end
        day += timedelta(days=1)
