"""The advice that follows from the answers of the self-assessment: each case of its table, and its rules."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.model import Advice
from dialogs.self_check import Weighed, weigh
from tests.selfcheck import NOTHING, QUESTIONS, REAL, answers


def test_the_form_asks_the_twelve_questions_in_order() -> None:
    assert [question.id for question in REAL.questions] == list(QUESTIONS.values())
    assert [question.gate for question in REAL.questions] == [False] * 11 + [True]


CASES: list[tuple[dict[str, str], Advice]] = [
    ({}, "nothing"),
    ({"Q3": "apart"}, "talk"),
    ({"Q3": "touching"}, "report"),
    ({"Q11": "not-sure"}, "talk"),
    ({"Q5": "yes"}, "report"),
    ({"Q5": "yes", "Q12": "yes"}, "pause"),
    ({"Q6": "not-sure", "Q12": "not-sure"}, "pause"),
    ({"Q12": "yes"}, "nothing"),
    ({"Q9": ""}, "talk"),
    ({"Q6": "large"}, "report"),
    ({"Q10": "politics"}, "talk"),
    ({"Q4": "apart"}, "talk"),
    ({"Q4": "touching"}, "report"),
    ({"Q6": "small"}, "talk"),
    ({"Q9": "yes"}, "talk"),
    ({"Q9": "offer"}, "report"),
    ({"Q10": "otherwise"}, "talk"),
    ({"Q11": "yes"}, "talk"),
    ({"Q1": "yes"}, "report"),
    ({"Q2": "yes"}, "report"),
    ({"Q7": "yes"}, "report"),
    ({"Q8": "yes"}, "report"),
    ({"Q8": "not-sure"}, "talk"),
    ({"Q12": ""}, "nothing"),
    ({"Q2": "not-sure", "Q12": ""}, "pause"),
]
"""The cases of the assessment's own table come first, in its order."""


@pytest.mark.parametrize(("given", "advice"), CASES)
def test_the_answers_lead_to_the_advice_of_the_table(given: dict[str, str], advice: Advice) -> None:
    assert weigh(REAL, answers(**given)).advice == advice


def test_who_sends_an_empty_form_is_told_to_ask_first() -> None:
    assert weigh(REAL, {}) == Weighed("pause")


def test_an_answer_that_does_not_exist_counts_as_not_sure() -> None:
    assert weigh(REAL, answers(Q1="maybe")).advice == "talk"


@pytest.mark.parametrize(
    ("soon", "come_back"), [("yes", True), ("not-sure", False), ("", False), ("no", False)]
)
def test_who_sees_no_link_and_is_about_to_act_is_asked_to_come_back(soon: str, *, come_back: bool) -> None:
    assert weigh(REAL, answers(Q12=soon)) == Weighed("nothing", come_back=come_back)


REPORTED = {
    **dict.fromkeys(("investments", "contracts", "close-people", "favours", "information"), "yes"),
    **dict.fromkeys(("outside-work", "volunteering"), "touching"),
    "gifts": "large",
    "employers": "offer",
}
"""The answers that are to be reported, written down a second time from the rules."""


def by_the_rules(given: Mapping[str, str]) -> Advice:
    """Say the rules of the table in another way: the first row that holds is the advice."""
    eleven = list(QUESTIONS.values())[:11]
    real = {question.id: {option.id for option in question.options} for question in REAL.questions}
    said = {one: given.get(one) if given.get(one) in real[one] else "not-sure" for one in real}
    if said["coming-up"] != "no" and any(said[one] != "no" for one in eleven):
        return "pause"
    if any(said[one] == REPORTED.get(one, "-") for one in eleven):
        return "report"
    return "talk" if any(said[one] != "no" for one in eleven) else "nothing"


WORDS = st.sampled_from(
    ["no", "no", "no", "yes", "not-sure", "apart", "touching", "small", "large", "offer", "politics", "x"]
)


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(st.sampled_from(list(QUESTIONS.values())), WORDS))
def test_whatever_is_answered_the_advice_is_what_the_rules_say(given: dict[str, str]) -> None:
    for filled in (given, NOTHING | given):
        assert weigh(REAL, filled).advice == by_the_rules(filled)
