"""Where an office is in the action plan, and the cards it sees there."""

from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from content.model import Library
from content.wording import filled
from dialogs import goal_forms, parts, writing
from dialogs.flow import Answer
from dialogs.views import Button, Choice, View

SAVE_GOAL, SAVE_FOLLOW_UP, ANYWAY = "save-goal", "save-follow-up", "save-anyway"
WITHDRAWN = "withdrawn-goals"
"""A verb, and the last of what can be opened from the plan."""
GOAL_FORM, FOLLOW_UP_FORM = "plan.form", "plan.follow-up"
"""Cards with something to fill in; what an answer's state names is always the card to show."""


@dataclass(frozen=True, slots=True)
class AtPlan:
    """The plan was shown; `offered` are the ids of its lines, in their order."""

    offered: str = ""
    withdrawn: bool = False
    part: int = 1
    of: int = 1


@dataclass(frozen=True, slots=True)
class AtGoal:
    """A line was shown, as of a revision; `ways` and `more` are the verbs it offered."""

    goal: str
    revision: int
    ways: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class WritingGoal:
    """A line is being written: a new one without a revision. What was written is not here."""

    goal: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True)
class FollowingUp:
    """A follow-up is being written; without an id the form asks to which line it belongs.

    `typed` says that it asks for a number.
    """

    goal: str = ""
    typed: bool = True


Place = AtPlan | AtGoal | WritingGoal | FollowingUp


@dataclass(frozen=True, slots=True)
class Known:
    """Today, where whoever looks is, and whether they write lines of the plan; the server checks again."""

    today: date
    writes: bool


NOT_ALLOWED = View("plan.not-allowed", {}, (Button("home"), Button("help")))


def here(library: Library, known: Known, place: Place) -> View:
    """Show the ways on from a place; what stands in the plan is never shown from memory."""
    match place:
        case AtPlan(offered):
            nameless = library.sentences["plan.nameless"]
            ids = enumerate(offered.split(), start=1)
            options = tuple((id_, filled(nameless, {"number": number})) for number, id_ in ids)
            return _list(library, known, place, Answer(options=options), "plan.closed")
        case AtGoal(_, _, ways, more):
            return View("plan.closed", {}, _buttons(ways), _more(library, more))
        case WritingGoal():
            return goal_form(library, known, {})
        case FollowingUp(_, typed):
            return _follow_up_form(library, known, Answer(), typed=typed)
        case _:
            assert_never(place)


def _buttons(ways: str) -> tuple[Button, ...]:
    return tuple(Button(verb) for verb in ways.split())


def _more(library: Library, verbs: str) -> tuple[Choice, ...]:
    """Return what is listed beside the buttons."""
    options = tuple((verb, library.verbs[verb].label) for verb in verbs.split())
    return (Choice("more", library.sentences["plan.choose-more"], options, "open"),) if options else ()


def _list(library: Library, known: Known, place: AtPlan, answer: Answer, card: str) -> View:
    """Show the lines, and the way to those that were withdrawn."""
    withdrawn = ((WITHDRAWN, library.verbs[WITHDRAWN].label),) if known.writes else ()
    options = answer.options if place.withdrawn else (*answer.options, *withdrawn)
    choice = Choice("goal", library.sentences["plan.choose"], options, "open")
    opens = (Button("open"),) if options else ()
    writes = (Button("new-goal"),) if known.writes and not place.withdrawn else ()
    others = (Button("recommendations"),) if known.writes else (Button("month"), Button("recommendations"))
    back = (Button("plan"),) if place.withdrawn else others
    turning = parts.Part(place.part, place.of).buttons(library)
    buttons = (*opens, *turning, *writes, *back, Button("home"))
    return View(
        card,
        answer.values,
        buttons,
        (choice,) if options else (),
        note=str(answer.values.get("note", "")),
        remarks=(*answer.remarks, *parts.Part(place.part, place.of).remarks(library)),
    )


def goal_form(library: Library, known: Known, held: writing.Held, *, anyway: bool = False) -> View:
    """Show the form of a line with what it holds."""
    inputs = goal_forms.of_goal(library, known.today, held, SAVE_GOAL)
    return View(GOAL_FORM, {}, _saves(SAVE_GOAL, anyway=anyway), inputs)


def _saves(verb: str, *, anyway: bool) -> tuple[Button, ...]:
    return (Button(verb), *((Button(ANYWAY, sends=True),) if anyway else ()), Button("plan"), Button("home"))


def _follow_up_form(library: Library, known: Known, answer: Answer, *, typed: bool) -> View:
    held = {field: str(answer.values[field]) for field in goal_forms.FOLLOW_UP if field in answer.values}
    inputs = goal_forms.of_follow_up(library, known.today, held, SAVE_FOLLOW_UP, answer.options, typed=typed)
    values = {"title": answer.values.get("title", library.sentences["plan.any-line"])}
    buttons = _saves(SAVE_FOLLOW_UP, anyway=bool(answer.values.get("anyway")))
    return View(FOLLOW_UP_FORM, values, buttons, inputs)


def written_again(library: Library, known: Known, place: FollowingUp, answer: Answer) -> View:
    """Show the form of a follow-up with what it holds, and what there is to say of it."""
    view = _follow_up_form(library, known, answer, typed=place.typed)
    return replace(view, note=str(answer.values.get("note", "")), remarks=answer.remarks)


def learned(library: Library, known: Known, answer: Answer) -> tuple[Place, View]:
    """Return where what the shell found leads, and its card."""
    values, note = answer.values, str(answer.values.get("note", ""))
    match answer.state:
        case "plan.form":
            held = {field: str(values[field]) for field in goal_forms.GOAL if field in values}
            form = goal_form(library, known, held, anyway=bool(values.get("anyway")))
            writing = WritingGoal(str(values["id"]), int(str(values["revision"])))
            return writing, replace(form, note=note, remarks=answer.remarks)
        case "plan.follow-up":
            following = FollowingUp(str(values["id"]), bool(values["typed"]))
            return following, written_again(library, known, following, answer)
        case "plan.goal" | "plan.history":
            ways, more = str(values["ways"]), str(values["more"])
            at = AtGoal(str(values["id"]), int(str(values["revision"])), ways, more)
            return at, View(
                answer.state,
                values,
                _buttons(ways),
                _more(library, more),
                answer.tables,
                note,
                remarks=answer.remarks,
            )
        case state:
            held_part = parts.shown(answer)
            listed = " ".join(id_ for id_, _ in answer.options)
            plan = AtPlan(listed, bool(values.get("withdrawn")), held_part.number, held_part.of)
            return plan, _list(library, known, plan, answer, state)
