"""What is said about the action plan: the forms as people fill them in, and a place that is never lost."""

from datetime import date, timedelta

import pytest

from content.model import Goal, Library
from dialogs import goal_forms
from dialogs.action_plan import FLOW
from dialogs.action_plan_cards import AtGoal, AtPlan, Known
from dialogs.flow import Answer, Ask, Opened
from dialogs.plan_questions import FollowUpFormAsked, GoalAsked, GoalFormAsked, PlanAsked
from dialogs.views import Value
from reports.measures import MEASURES
from tests.bot.plan_office import GOAL
from tests.dialogs.visitor import TODAY, Visitor

LISTED = Answer(
    {"standing": "S", "withdrawn": False, "part": 1, "of": 1, "note": ""},
    state="plan",
)
CARD: dict[str, Value] = {
    "id": "g1",
    "revision": 3,
    "title": "T",
    "lines": (),
    "ways": "open follow-up edit-goal plan home",
    "more": "goal-history goal-reached",
}


@pytest.fixture
def visitor(library: Library) -> Visitor:
    options = (("g1", library.sentences["plan.choose"]),)
    found = Visitor(
        library, may=["plan", "goals"], answer=Answer(LISTED.values, state="plan", options=options)
    )
    found.settles_in()
    return found


def faults(library: Library, **changed: str) -> list[str]:
    found = goal_forms.goal_faults(library, TODAY, goal_forms.cleaned_goal({**GOAL, **changed}))
    return [each.en for each in found]


def test_a_line_needs_one_language_and_says_what_is_measured(library: Library) -> None:
    assert faults(library) == []
    assert faults(library, title_en="", title_fr="T") == []
    assert faults(library, measure="acknowledgements", indicator_en="") == []
    assert faults(library, measure="acknowledgements")[0].startswith("It is measured by what Ethos counts")
    assert faults(library, indicator_en="")[0].startswith("There is a target")
    assert faults(library, indicator_en="", target="") == []
    assert faults(library, title_fr="one\ntwo") == [
        "What is to be reached, in French: please keep it to one line."
    ]
    assert faults(library, owner_fr="x" * 121) == [
        "Office that answers for it, in French: 121 characters; the maximum is 120."
    ]


def test_a_number_may_be_written_as_people_write_it() -> None:
    read = {words: goal_forms.number(words) for words in ("80", "80 %", "1,200", "1\xa0200", "12 000 000")}
    assert read == {"80": 80, "80 %": 80, "1,200": 1200, "1\xa0200": 1200, "12 000 000": 12_000_000}
    assert [goal_forms.number(words) for words in ("", "1,5", "-3", "many", "1.200")] == [None] * 5


def test_a_form_holds_what_was_kept_and_keeps_what_no_form_asks() -> None:
    goal = goal_forms.goal_of(goal_forms.cleaned_goal(GOAL))
    assert goal_forms.held_by_goal(goal) == {**GOAL, "headings": "calling,respect"}
    assert (goal.target, goal.headings, goal.measure) == (80, ("calling", "respect"), None)
    reached = goal.model_copy(update={"state": "reached"})
    again = goal_forms.goal_of(goal_forms.cleaned_goal({**GOAL, "title_en": "G2"}), reached)
    assert isinstance(again, Goal)
    assert (again.title.en, again.state) == ("G2", "reached")


def test_an_overdue_line_can_still_be_changed(library: Library) -> None:
    assert faults(library, due=(TODAY - timedelta(days=400)).isoformat()) == []
    assert faults(library, due=date(2060, 1, 1).isoformat())[0].startswith("Due on: choose a day")


def test_indicators_are_counted_as_reports_count_them(library: Library) -> None:
    assert set(goal_forms.COUNTED) < set(MEASURES)
    assert all(f"measure.{each}" in library.sentences for each in goal_forms.COUNTED)


def test_a_follow_up_that_is_too_long_comes_back_whole(library: Library) -> None:
    held = goal_forms.cleaned_follow_up({"day": "2026-11-20", "note_en": "x" * 501, "goal": "g1"})
    assert [each.en for each in goal_forms.follow_up_faults(library, TODAY, held, chooses=True)] == [
        "How far it is, in English: 501 characters; the maximum is 500."
    ]


def last(visitor: Visitor) -> object:
    return visitor.asked


def test_whatever_else_is_said_the_plan_says_where_it_is(visitor: Visitor) -> None:
    visitor.types("action plan")
    visitor.presses("x")
    assert last(visitor) == PlanAsked()
    assert visitor.presses("open", None, goal="unknown").card == "plan"
    visitor.answer = Answer(CARD, state="plan.goal")
    visitor.presses("open", None, goal="g1")
    assert last(visitor) == GoalAsked("g1")
    visitor.presses("x")
    assert last(visitor) == GoalAsked("g1")
    visitor.answer = Answer({**CARD, **GOAL, "note": ""}, state="plan.form")
    visitor.presses("edit-goal")
    visitor.presses("x")
    assert last(visitor) == GoalFormAsked("g1")
    visitor.answer = Answer({**CARD, "typed": True, "note": ""}, state="plan.follow-up")
    visitor.types("action plan")
    visitor.presses("x")
    assert last(visitor) == FollowUpFormAsked("g1", {})


def test_a_lost_reply_shows_the_ways_on_and_nothing_of_the_plan(visitor: Visitor) -> None:
    visitor.types("action plan")
    point = visitor.desk.point("plan", "")
    assert point is not None
    assert point.here().card == "plan.closed"
    assert [button.verb for button in point.here().buttons][:2] == ["open", "new-goal"]
    visitor.answer = Answer(CARD, state="plan.goal")
    visitor.presses("open", None, goal="g1")
    point = visitor.desk.point("plan", "")
    assert point is not None
    assert "T" not in point.here().values
    for state, more in (("plan.form", GOAL), ("plan.follow-up", {"typed": "1"})):
        visitor.answer = Answer({**CARD, **more, "note": ""}, state=state)
        visitor.presses("edit-goal")
        point = visitor.desk.point("plan", "")
        assert point is not None
        assert point.here().card == state
        visitor.answer = Answer(CARD, state="plan.goal")
        visitor.types("action plan")


def test_a_place_that_is_come_back_to_asks_for_what_was_shown_there(library: Library) -> None:
    known = Known(TODAY, writes=False)
    for place, asked in ((AtPlan("g1", part=2), PlanAsked(2)), (AtGoal("g1", 3), GoalAsked("g1"))):
        following = FLOW.step(library, known, place, Opened(door=False))
        assert following.effects == (Ask(asked),)
