"""The self-assessment: advice from the answers alone, and nothing of them is kept."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.model import Library, Text
from dialogs import self_check
from dialogs.facts import LanguageChosen
from dialogs.flow import Drop, Nothing, Show
from dialogs.self_check import FORM
from dialogs.views import Choice, Pressed, View
from tests.dialogs.visitor import Visitor
from tests.files import with_files
from tests.selfcheck import ASSESSMENT, DEMO, QUESTIONS, REAL, answers

# What is shown --------------------------------------------------------------------------------------


@pytest.fixture
def checking(settled: Visitor) -> Visitor:
    settled.presses("self-check")
    return settled


def read(view: View) -> list[Text]:
    lines = view.values["lines"]
    assert isinstance(lines, tuple)
    return list(lines)


def test_the_form_is_one_form_where_nothing_has_to_be_answered(checking: Visitor) -> None:
    view = checking.presses("start-again")
    assert (view.card, view.passing, view.submit) == ("self-check", True, "show-advice")
    assert [asked.id for asked in view.inputs] == ["reason", *QUESTIONS.values()]
    assert all(isinstance(asked, Choice) and not asked.required for asked in view.inputs)


def test_each_kind_of_conflict_is_explained_with_two_examples(checking: Visitor) -> None:
    definitions = checking.presses("start-again").values["definitions"]
    assert isinstance(definitions, tuple)
    for kind, line in zip(("Real", "Apparent", "Potential"), definitions, strict=True):
        assert line.en.startswith(kind)
        assert line.en.count("; ") == line.fr.count("; ") == 1


def test_the_advice_says_the_disclaimer_and_whom_to_ask(checking: Visitor) -> None:
    view = checking.presses("show-advice", None, **answers(Q5="yes"))
    assert (view.card, view.passing) == ("self-check.advice", True)
    assert view.values["title"] == REAL.advice["report"].title
    closing = view.values["closing"]
    assert isinstance(closing, tuple)
    assert "neither a legal opinion nor your declaration" in closing[0].en
    assert "coi@demo.example" in closing[-1].en
    assert [button.verb for button in view.buttons] == ["doors", "start-again", "home"]


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("started", "60 days of starting"),
        ("job", "60 days of the new job"),
        ("life", "60 days of the change"),
        ("yearly", "is in March"),
    ],
)
def test_the_reason_for_coming_chooses_the_deadline(checking: Visitor, reason: str, said: str) -> None:
    for doubts in ({}, {"Q11": "yes"}, {"Q5": "yes"}):
        lines = read(checking.presses("show-advice", None, reason=reason, **answers(**doubts)))
        assert sum(said in line.en for line in lines) == 1
    pausing = read(checking.presses("show-advice", None, reason=reason, **answers(Q5="yes", Q12="yes")))
    assert pausing == list(REAL.advice["pause"].lines), "who should ask today is given no later day"


@pytest.mark.parametrize("reason", ["checking", "nonsense", ""])
def test_without_a_reason_there_is_no_date(checking: Visitor, reason: str) -> None:
    given = answers(Q5="yes") | ({"reason": reason} if reason else {})
    assert read(checking.presses("show-advice", None, **given)) == list(REAL.advice["report"].lines)


def test_politics_leads_to_its_own_contact_and_module(library: Library) -> None:
    politics = library.modules["M01"].model_copy(update={"id": "M09"})
    modules = {**library.modules, "M09": politics}
    visitor = Visitor(library.model_copy(update={"modules": modules}))
    visitor.settles_in()
    visitor.presses("self-check")
    view = visitor.presses("show-advice", None, **answers(Q10="politics"))
    assert any("political-activities@demo.example" in line.en for line in read(view))
    assert [button.verb for button in view.buttons] == ["doors", "open-M09", "start-again", "home"]
    elsewhere = visitor.presses("show-advice", None, **answers(Q10="otherwise"))
    assert read(elsewhere) == list(REAL.advice["talk"].lines)


def test_who_is_about_to_act_without_a_link_reads_that_they_may_come_back(checking: Visitor) -> None:
    assert read(checking.presses("show-advice", None, **answers(Q12="yes")))[-1] == REAL.come_back


def test_a_new_assignment_may_bring_a_declaration_of_its_own(library: Library) -> None:
    visitor = Visitor(with_files(library))
    visitor.settles_in()
    visitor.presses("self-check")
    view = visitor.presses("show-advice", None, reason="job", **answers())
    assert read(view)[-3].en.endswith("before you start: audit of a grant, mediation.")
    assert "file" in [button.verb for button in view.buttons]
    other = visitor.presses("show-advice", None, reason="started", **answers())
    assert "file" not in [button.verb for button in other.buttons]
    assert visitor.presses("file").card == "file"


def test_there_is_never_a_number_nor_a_ruling(library: Library) -> None:
    form = library.forms[FORM].model_dump_json()
    for advice in library.forms[FORM].advice.values():
        for text in (advice.title, *advice.lines, *library.forms[FORM].closing):
            assert not re.search(r"\d", f"{text.en}{text.fr}")
    for ruling in (
        "have no conflict",
        "are in conflict",
        "score",
        "grade",
        "aucun conflit d",
        "en conflit d",
    ):
        assert ruling not in form


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(["reason", *QUESTIONS.values(), "who"]), st.text(max_size=8)))
def test_nothing_that_a_person_sends_is_said_back(given: dict[str, str]) -> None:
    assert ASSESSMENT is not None
    said = Pressed("show-advice", given)
    following = self_check.step(ASSESSMENT, Nothing(), self_check.Answering(), said)
    drop, show = following.effects
    assert drop == Drop("self-check", ASSESSMENT.form.version, {"advice": "shown"}, once=True)
    assert isinstance(show, Show)
    known = [line for advice in REAL.advice.values() for line in advice.lines]
    known += [line for reason in REAL.reasons for line in reason.deadline]
    known += [line for asked in REAL.questions for option in asked.options for line in option.also]
    assert set(read(show.view)) <= {*known, REAL.come_back}


# Nothing is kept ------------------------------------------------------------------------------------


def test_opening_sending_and_starting_again_leave_no_trace(settled: Visitor) -> None:
    before = (dict(settled.standing), settled.facts)
    for verb in ("self-check", "show-advice", "start-again", "show-advice", "nonsense"):
        settled.presses(verb, None, **answers(Q5="yes"))
        assert settled.turned is not None
        assert not settled.turned.keep
        assert (dict(settled.standing), settled.facts) == before


def test_the_token_of_the_advice_is_that_of_the_empty_form(checking: Visitor) -> None:
    empty = checking.card
    checking.presses("show-advice", None, **answers(Q5="yes", Q12="yes"))
    assert checking.card == empty


def test_starting_again_shows_an_empty_form_also_on_a_card_of_an_older_version(checking: Visitor) -> None:
    assert checking.card is not None
    older = replace(checking.card, edition="0")
    view = checking.presses("show-advice", older, **answers(Q5="yes"))
    assert (view.card, view.note) == ("self-check", "old-card")
    assert "self-check" not in {flow for flow, _ in checking.standing}


def test_another_language_is_kept_and_where_it_was_chosen_is_not(checking: Visitor) -> None:
    where = set(checking.standing)
    view = checking.presses("language-fr")
    assert view.card == "self-check"
    assert checking.facts[-1] == LanguageChosen("fr")
    assert set(checking.standing) == where == {("home", "")}
    assert checking.presses("show-advice", None, **answers(Q5="yes")).card == "self-check.advice"
    assert checking.presses("language-fr").card == "self-check"
    assert [fact for fact in checking.facts if isinstance(fact, LanguageChosen)][1:] == [LanguageChosen("fr")]


def test_numbers_typed_below_the_form_never_answer_it(checking: Visitor) -> None:
    assert checking.types("2").card != "self-check.advice"
    assert checking.types("show-advice").card != "self-check.advice"
    assert checking.types("see the advice").card != "self-check.advice"


@pytest.mark.parametrize("words", ["self-assessment", "autoévaluation", "AUTO-EVALUATION"])
def test_the_form_opens_when_it_is_asked_for(settled: Visitor, words: str) -> None:
    assert settled.types(words).card == "self-check"


def test_whoever_has_no_form_has_no_such_conversation(library: Library) -> None:
    assert self_check.FLOW.script(library.model_copy(update={"forms": {}}), "") is None


WORDS = """
self-check show-advice start-again file choose-file no-conflict need-advice send-name back home language-en
language-fr yes no 1 2 coi x
"""
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["press", "type"]),
        st.sampled_from(WORDS.split()),
        st.fixed_dictionaries({}, optional={"process": st.sampled_from(["audit", "mediation", "x"])}),
    ),
    max_size=15,
)


@settings(max_examples=80, deadline=None)
@given(STEPS)
def test_whatever_is_done_around_it_the_self_assessment_is_never_a_place(
    steps: list[tuple[str, str, dict[str, str]]],
) -> None:
    visitor = Visitor(with_files(DEMO))
    visitor.settles_in()
    for way, verb, inputs in steps:
        view = visitor.presses(verb, None, **inputs) if way == "press" else visitor.types(verb)
        assert view.card in DEMO.cards
        assert 1 <= len(view.buttons) <= 6
        assert "self-check" not in {flow for flow, _ in visitor.standing}
        place = "".join(str(standing.place) for standing in visitor.standing.values())
        assert "show-advice" not in place
