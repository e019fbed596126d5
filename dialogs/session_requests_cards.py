"""Where the office is among the sessions that units ask for, and the cards it sees there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from content.model import Library
from content.wording import filled
from dialogs import parts, request_form
from dialogs.flow import Answer
from dialogs.request_questions import StepTaken
from dialogs.views import Button, Choice, View

FORMS: Mapping[str, StepTaken] = {
    "agree-request": "agree",
    "hold-request": "hold",
    "decline-request": "decline",
}
"""What opens the form of a step."""

SAVES: Mapping[str, StepTaken] = {
    "request-agreed": "agree",
    "request-held": "hold",
    "request-declined": "decline",
}
"""What keeps it."""

ANSWERED, REOPEN, PLAN = "requests-answered", "reopen-request", "plan-request"
FORM = "requests.form"


@dataclass(frozen=True, slots=True)
class AtRequests:
    """The queue was shown, or what was answered; `offered` are the ids of what could be opened."""

    offered: str = ""
    answered: bool = False
    part: int = 1
    of: int = 1


@dataclass(frozen=True, slots=True)
class AtRequest:
    """One was shown, as of a revision; `ways` are the verbs it offered, `plan` begins a session."""

    id: str
    revision: int
    ways: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True)
class AtStep:
    """The form of a step was shown. What was written is not here."""

    id: str
    revision: int = 0
    step: str = ""


Place = AtRequests | AtRequest | AtStep


@dataclass(frozen=True, slots=True)
class Known:
    """Today, where whoever looks is."""

    today: date


NOT_ALLOWED = View("requests.not-allowed", {}, (Button("home"), Button("help")))
BACK = (Button("requests"), Button("home"))


def here(library: Library, known: Known, place: Place) -> View:
    """Show the ways on from a place; what was asked is never shown from memory."""
    match place:
        case AtRequests(offered):
            words = library.sentences["requests.nameless"]
            named = enumerate(offered.split(), start=1)
            options = tuple((id_, filled(words, {"number": number})) for number, id_ in named)
            return _list(library, place, Answer(options=options), "requests.closed")
        case AtRequest():
            return View("requests.closed", {}, _ways(place))
        case AtStep():
            return View("requests.closed", {}, BACK)
        case _:
            assert_never(place)


def _ways(place: AtRequest) -> tuple[Button, ...]:
    return (*(Button(verb) for verb in place.ways.split()), *BACK)


def _list(library: Library, place: AtRequests, answer: Answer, card: str) -> View:
    choice = Choice("request", library.sentences["requests.choose"], answer.options, "open")
    opens = (Button("open"),) if answer.options else ()
    held = parts.Part(place.part, place.of)
    ways = (Button("requests" if place.answered else ANSWERED), Button("home"))
    return View(
        card,
        answer.values,
        (*opens, *held.buttons(library), *ways),
        (choice,) if answer.options else (),
        note=str(answer.values.get("note", "")),
        remarks=held.remarks(library),
    )


def step_of(place: AtStep) -> StepTaken:
    """Return the step whose form was shown; of a form that is only known by its id, the first."""
    known = (each for each in request_form.STEPS if each == place.step)
    return next(known, "agree")


def learned(library: Library, known: Known, answer: Answer) -> tuple[Place, View]:
    """Return where what the shell found leads, and its card; the state of an answer is always a card."""
    values, note = answer.values, str(answer.values.get("note", ""))
    match answer.state:
        case "requests.form":
            at = AtStep(str(values["id"]), int(str(values["revision"])), str(values["step"]))
            return at, _form(library, known, at, answer)
        case "requests.one":
            one = AtRequest(
                str(values["id"]), int(str(values["revision"])), str(values["ways"]), str(values["plan"])
            )
            return one, View(answer.state, values, _ways(one), note=note)
        case state:
            held = parts.shown(answer)
            listed = " ".join(id_ for id_, _ in answer.options)
            place = AtRequests(listed, bool(values.get("answered")), held.number, held.of)
            return place, _list(library, place, answer, state)


def _form(library: Library, known: Known, place: AtStep, answer: Answer) -> View:
    values, step = answer.values, step_of(place)
    held = {field: str(values[field]) for field in request_form.STEPS[step] if field in values}
    submit = next(verb for verb, each in SAVES.items() if each == step)
    asked_on = date.fromisoformat(str(values["asked_on"]))
    asked = request_form.inputs_of_step(library, known.today, asked_on, step, held, submit=submit)
    view = View(f"requests.{step}", {"line": values["line"]}, (Button(submit), *BACK), asked)
    return replace(view, note=str(values.get("note", "")), remarks=answer.remarks)
