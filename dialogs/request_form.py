"""The forms of a request for a session: what a unit asks, and what the office answers; pure."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, assert_never

from content.model import Library, SessionRequest, Text
from content.model.session_requests import MOST_IN_A_WISH, REASONS
from dialogs import goal_forms, themes, writing
from dialogs.goal_forms import Asked, number, slip
from dialogs.planning import SPOKEN
from dialogs.request_questions import StepTaken
from dialogs.views import Input
from dialogs.writing import FURTHEST, Held

FIELDS = ("unit", "topic", "spoken", "first", "second", "wish")
DAYS = ("first", "second")
STEPS: Mapping[StepTaken, tuple[str, ...]] = {
    "agree": ("agreed",),
    "hold": ("held", "people"),
    "decline": ("reason",),
}
"""What each step asks."""

OPEN = ("asked", "agreed")
"""States in which a request waits for something."""

MOST_PEOPLE = 100_000
MOST_IN_A_NUMBER = 7


def cleaned(given: Held) -> dict[str, str]:
    """Return what was given, without what nobody can see."""
    return writing.cleaned(given, FIELDS, DAYS)


def cleaned_step(given: Held) -> dict[str, str]:
    """Return what was given for a step of the office."""
    return writing.cleaned(
        given, tuple(each for asked in STEPS.values() for each in asked), ("agreed", "held")
    )


def request_of(held: Held, day: date) -> SessionRequest:
    """Return what a form without faults asks for."""
    fields: dict[str, Any] = {field: held.get(field, "") for field in FIELDS}
    return SessionRequest.model_validate({**fields, "day": day})


def answered(before: SessionRequest, step: StepTaken, held: Held) -> SessionRequest:
    """Return a request after a step whose form has no fault."""
    said: dict[str, Any]
    match step:
        case "agree":
            said = {"state": "agreed", "agreed": held["agreed"]}
        case "hold":
            said = {"state": "held", "held": held["held"], "people": number(held["people"])}
        case "decline":
            said = {"state": "declined", "reason": held["reason"]}
        case _:
            assert_never(step)
    return _anew(before, said)


def reopened(before: SessionRequest) -> SessionRequest:
    """Return a request that was held or declined as one that is open again."""
    return _anew(before, {"state": "asked"})


def _anew(before: SessionRequest, said: Mapping[str, Any]) -> SessionRequest:
    nothing = {"agreed": None, "held": None, "people": None, "reason": None}
    return SessionRequest.model_validate({**before.model_dump(), **nothing, **said})


# What it asks -------------------------------------------------------------------------------------


def inputs(library: Library, today: date, held: Held, submit: str) -> tuple[Input, ...]:
    """Return the inputs of a request with what they hold."""
    asked = Asked(library, held, submit)
    tomorrow, last = today + timedelta(days=1), today + FURTHEST
    return (
        asked.choice("unit", [(unit.id, unit.name) for unit in library.organization.units]),
        asked.choice("topic", topics(library)),
        asked.choice("spoken", [(each, library.sentences[f"sessions.spoken.{each}"]) for each in SPOKEN]),
        asked.day("first", tomorrow, last),
        asked.day("second", tomorrow, last),
        asked.words("wish", MOST_IN_A_WISH),
    )


def topics(library: Library) -> tuple[tuple[str, Text], ...]:
    """Return what a session or a talk can be about."""
    return tuple((each, themes.named(library, each)) for each in themes.THEMES)


def reasons(library: Library) -> tuple[tuple[str, Text], ...]:
    """Return why a session may not be held."""
    return tuple((each, library.sentences[f"requests.reason.{each}"]) for each in REASONS)


def inputs_of_step(
    library: Library, today: date, asked_on: date, step: StepTaken, held: Held, *, submit: str
) -> tuple[Input, ...]:
    """Return the inputs of a step with what they hold."""
    asked = Asked(library, held, submit)
    match step:
        case "agree":
            return (asked.day("agreed", today, today + FURTHEST),)
        case "hold":
            people = asked.words("people", MOST_IN_A_NUMBER, required=True)
            return (asked.day("held", min(asked_on, today), today), people)
        case "decline":
            return (asked.choice("reason", reasons(library)),)
        case _:
            assert_never(step)


def begins(found: SessionRequest, step: StepTaken, today: date) -> dict[str, str]:
    """Return what the form of a step begins with: a date that is known already, where it can be."""
    known = (found.agreed, found.first, found.second)
    match step:
        case "agree":
            day = next((each for each in known if each and each >= today), None)
            return {"agreed": day.isoformat()} if day else {}
        case "hold":
            over = [each for each in known if each and found.day <= each <= today]
            return {"held": (over[0] if over else today).isoformat()}
        case "decline":
            return {}
        case _:
            assert_never(step)


# What is wrong with it ----------------------------------------------------------------------------


def faults(library: Library, today: date, held: Held) -> tuple[Text, ...]:
    """Return everything that is wrong with a request, field by field."""
    return tuple(_faults(library, today, held))


def _faults(library: Library, today: date, held: Held) -> Iterator[Text]:
    known = {
        "unit": {unit.id for unit in library.organization.units},
        "topic": set(themes.THEMES),
        "spoken": set(SPOKEN),
    }
    for field, options in known.items():
        if held.get(field) not in options:
            yield slip(library, "choose", field)
    for field in DAYS:
        yield from goal_forms.not_a_day(library, held, field, today + timedelta(days=1), today + FURTHEST)
    if held.get("first") and held.get("first") == held.get("second"):
        yield library.sentences["requests.fault.one-date"]
    wish = held.get("wish", "")
    if len(wish) > MOST_IN_A_WISH:
        yield writing.too_long(library, library.sentences["plan.field.wish"], len(wish), MOST_IN_A_WISH)
    if "\n" in wish:
        yield slip(library, "lines", "wish")


def faults_of_step(
    library: Library, today: date, asked_on: date, step: StepTaken, held: Held
) -> tuple[Text, ...]:
    """Return everything that is wrong with the form of a step."""
    return tuple(_faults_of_step(library, today, asked_on, step, held))


def _faults_of_step(
    library: Library, today: date, asked_on: date, step: StepTaken, held: Held
) -> Iterator[Text]:
    match step:
        case "agree":
            yield from goal_forms.not_a_day(library, held, "agreed", today, today + FURTHEST)
        case "hold":
            yield from goal_forms.not_a_day(library, held, "held", min(asked_on, today), today)
            count = number(held.get("people", ""))
            if count is None or not 1 <= count <= MOST_PEOPLE:
                yield slip(library, "number", "people")
        case "decline":
            if held.get("reason") not in REASONS:
                yield slip(library, "choose", "reason")
        case _:
            assert_never(step)
