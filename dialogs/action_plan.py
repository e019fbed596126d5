"""The action plan: goals and risks, which office answers for them, and how far they have come.

Nothing of it stands in a place: which line, at which revision, and which ways on, never a word.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from content.model import Library
from dialogs import action_plan_cards as cards
from dialogs import goal_forms, parts, writing
from dialogs.action_plan_cards import (
    ANYWAY,
    NOT_ALLOWED,
    SAVE_FOLLOW_UP,
    SAVE_GOAL,
    AtGoal,
    AtPlan,
    FollowingUp,
    Known,
    Place,
    WritingGoal,
)
from dialogs.flow import ABOUT, Answer, Ask, Flow, Learned, Next, Opened, Past, Said, Show
from dialogs.plan_questions import (
    FollowUpFormAsked,
    FollowUpWritten,
    GoalAsked,
    GoalFormAsked,
    GoalTurned,
    GoalWritten,
    PlanAsked,
    PlanQuery,
    Turn,
)
from dialogs.views import Pressed

OFFICE = "goals"
"""What whoever writes lines of the plan may."""

TURNS: Mapping[str, Turn] = {
    "goal-reached": "reached",
    "goal-dropped": "dropped",
    "goal-reopened": "reopened",
    "withdraw-goal": "withdrawn",
    "restore-goal": "restored",
}
OLD = frozenset({f"old-{SAVE_GOAL}", f"old-{SAVE_FOLLOW_UP}", f"old-{ANYWAY}"})


def step(library: Library, known: Known, place: Place, said: Said) -> Next[Place]:
    """Ask the shell, which checks the role each time; only the words of a form are read here."""
    match place, said:
        case _, Learned(None):
            return Next(AtPlan(), (Show(NOT_ALLOWED),))
        case _, Learned(answer) if answer is not None:
            at, view = cards.learned(library, known, answer)
            return Next(at, (Show(view),))
        case _, Opened(door=True):
            return Next(AtPlan(), (Ask(PlanAsked()),))
        case _, Pressed(verb, given) if verb in OLD:
            return _rescued(library, known, given)
        case AtPlan(), Pressed():
            return Next(place, (Ask(_at_plan(known, place, said)),))
        case AtGoal(), Pressed():
            return Next(place, (Ask(_at_goal(place, said)),))
        case WritingGoal(), Pressed("save-goal" | "save-anyway" as verb, given):
            return _goal_written(library, known, place, given, anyway=verb == ANYWAY)
        case FollowingUp(), Pressed("save-follow-up" | "save-anyway" as verb, given):
            return _followed_up(library, known, place, given, anyway=verb == ANYWAY)
        case _:
            return Next(place, (Ask(_again(place)),))


def _at_plan(known: Known, place: AtPlan, said: Pressed) -> PlanQuery:
    """Open a line, begin one, turn the page, or look at what was withdrawn."""
    match said:
        case Pressed("open", {"goal": goal}) if goal in place.offered.split():
            return GoalAsked(goal)
        case Pressed("open", {"goal": cards.WITHDRAWN}) if known.writes:
            return PlanAsked(withdrawn=True)
        case Pressed("new-goal") if known.writes:
            return GoalFormAsked()
        case Pressed("withdrawn-goals") if known.writes:
            return PlanAsked(withdrawn=True)
        case _:
            return PlanAsked(parts.wanted(said.verb) or place.part, place.withdrawn)


def _at_goal(place: AtGoal, said: Pressed) -> PlanQuery:
    """Do what one of the buttons, or one of what is listed beside them, says."""
    offered = (*place.ways.split(), *place.more.split())
    verb = said.inputs.get("more", "") if said.verb == "open" else said.verb
    if verb in TURNS and verb in offered:
        return GoalTurned(place.goal, place.revision, TURNS[verb])
    if verb == "edit-goal" and verb in offered:
        return GoalFormAsked(place.goal)
    if verb == "follow-up" and verb in offered:
        return FollowUpFormAsked(place.goal, {})
    return GoalAsked(place.goal, history=verb == "goal-history")


def _rescued(library: Library, known: Known, given: writing.Held) -> Next[Place]:
    """Hand words back that were written on a card of an earlier moment."""
    about = given.get(ABOUT, "")
    if "due" not in given:
        return Next(FollowingUp(), (Ask(FollowUpFormAsked(about, goal_forms.cleaned_follow_up(given))),))
    form = cards.goal_form(library, known, goal_forms.cleaned_goal(given))
    return Next(WritingGoal(about), (Show(form.noted("plan.form-again")),))


def _goal_written(
    library: Library, known: Known, place: WritingGoal, given: writing.Held, *, anyway: bool
) -> Next[Place]:
    """Have a line kept that has no fault; any other comes back as it was written, with what is wrong."""
    held = goal_forms.cleaned_goal(given)
    found = goal_forms.goal_faults(library, known.today, held)
    if found:
        view = cards.goal_form(library, known, held).noted("plan.form-faults")
        return Next(place, (Show(replace(view, remarks=found)),))
    return Next(place, (Ask(GoalWritten(place.goal, place.revision, held, anyway)),))


def _followed_up(
    library: Library, known: Known, place: FollowingUp, given: writing.Held, *, anyway: bool
) -> Next[Place]:
    """Have a follow-up kept that has no fault."""
    held = goal_forms.cleaned_follow_up(given)
    found = goal_forms.follow_up_faults(library, known.today, held, chooses=not place.goal)
    if found and place.goal:
        answer = Answer({**held, "note": "plan.form-faults"}, remarks=found)
        return Next(place, (Show(cards.written_again(library, known, place, answer)),))
    if found:  # Only the shell knows the lines to choose from.
        return Next(place, (Ask(FollowUpFormAsked("", held)),))
    return Next(place, (Ask(FollowUpWritten(place.goal or held["goal"], held, anyway)),))


def _again(place: Place) -> PlanQuery:
    """Ask for what is shown at a place."""
    match place:
        case AtPlan(_, withdrawn, part):
            return PlanAsked(part, withdrawn)
        case AtGoal(goal):
            return GoalAsked(goal)
        case WritingGoal(goal):
            return GoalFormAsked(goal)
        case FollowingUp(goal):
            return FollowUpFormAsked(goal, {})
        case _:
            assert_never(place)


def _know(_library: Library, past: Past) -> Known:
    return Known(past.today, OFFICE in past.may)


FLOW: Flow[Library, Known, Place] = Flow(
    name="plan",
    version=1,
    places=(AtPlan, AtGoal, WritingGoal, FollowingUp),
    script=lambda library, _key: library,
    know=_know,
    begin=lambda _library, _known: AtPlan(),
    here=cards.here,
    step=step,
    edition=lambda _library: "1",
    looks_up=True,
    forms=frozenset({SAVE_GOAL, SAVE_FOLLOW_UP, ANYWAY}),
    about=lambda place: place.goal if isinstance(place, WritingGoal | FollowingUp) else "",
    writing=lambda step, about: FollowingUp(about) if step == FollowingUp.__name__ else WritingGoal(about),
)
