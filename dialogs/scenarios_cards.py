"""Where the values and ethics office is among its scenarios, and the cards it sees there."""

from dataclasses import dataclass, replace
from typing import assert_never

from content.model import Library, Text
from content.wording import filled
from dialogs import parts, scenario_form
from dialogs.flow import Answer
from dialogs.views import Button, Choice, View

SAVE, ANYWAY = "save-scenario", "keep-scenario"
TAKE, BRING = "take-scenario-back", "bring-scenario-back"


@dataclass(frozen=True, slots=True)
class Script:
    """The words of the office, and the batch from whose themes a scenario was begun, if any."""

    library: Library
    batch: str = ""


@dataclass(frozen=True, slots=True)
class AtAll:
    """The list was shown; `offered` are the ids of what could be opened."""

    offered: str = ""
    withdrawn: bool = False
    part: int = 1
    of: int = 1


@dataclass(frozen=True, slots=True)
class AtOne:
    """One was shown, as of a revision."""

    id: str
    revision: int
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Writing:
    """One is being written: a new one without a revision. What was written is not here."""

    id: str = ""
    revision: int = 0
    batch: str = ""


Place = AtAll | AtOne | Writing

NOT_ALLOWED = View("scenarios.not-allowed", {}, (Button("home"), Button("help")))
BACK = (Button("scenarios"), Button("home"))


def here(library: Library, place: Place) -> View:
    """Show the ways on from a place; what was written is never shown from memory."""
    match place:
        case AtAll(offered):
            words = library.sentences["scenarios.nameless"]
            named = enumerate(offered.split(), start=1)
            options = tuple((id_, filled(words, {"number": number})) for number, id_ in named)
            return _list(library, place, Answer(options=options), "scenarios.closed")
        case AtOne():
            return View("scenarios.closed", {}, (Button("open"), *_ways(place)))
        case Writing():
            return View("scenarios.closed", {}, (Button("open"), *BACK))
        case _:
            assert_never(place)


def _ways(place: AtOne) -> tuple[Button, ...]:
    if place.withdrawn:
        return (Button(BRING), *BACK)
    return (Button("edit-scenario"), Button(TAKE), *BACK)


def _list(library: Library, place: AtAll, answer: Answer, card: str) -> View:
    choice = Choice("scenario", library.sentences["scenarios.choose"], answer.options, "open", compact=True)
    opens = (Button("open"),) if answer.options else ()
    held = parts.Part(place.part, place.of)
    kept = (Button("voices"), Button("scenarios-taken-back"))
    ways = (Button("scenarios"),) if place.withdrawn else kept
    return View(
        card,
        answer.values,
        (*opens, *held.buttons(library), *ways, Button("home")),
        (choice,) if answer.options else (),
        note=str(answer.values.get("note", "")),
        remarks=held.remarks(library),
    )


def _form(library: Library, answer: Answer) -> View:
    values = answer.values
    held = {field: str(values[field]) for field in scenario_form.FIELDS if field in values}
    inputs = scenario_form.inputs(library, held, SAVE, answer.options)
    anyway = (Button(ANYWAY, sends=True),) if values.get("anyway") else ()
    view = View("scenarios.form", {}, (Button(SAVE), *anyway, *BACK), inputs)
    return replace(view, note=str(values.get("note", "")), remarks=answer.remarks)


def learned(library: Library, answer: Answer) -> tuple[Place, View]:
    """Return where what the shell found leads, and its card; the state of an answer is always a card."""
    values, note = answer.values, str(answer.values.get("note", ""))
    match answer.state:
        case "scenarios.form":
            writing = Writing(str(values["id"]), int(str(values["revision"])), str(values["batch"]))
            return writing, _form(library, answer)
        case "scenarios.one":
            at = AtOne(str(values["id"]), int(str(values["revision"])), bool(values["withdrawn"]))
            return at, View(answer.state, values, _ways(at), note=note)
        case state:
            held = parts.shown(answer)
            listed = " ".join(id_ for id_, _ in answer.options)
            place = AtAll(listed, bool(values.get("withdrawn")), held.number, held.of)
            return place, _list(library, place, answer, state)


def named_doubts(library: Library, found: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[Text, ...]:
    """Say in which field what was found."""
    words = library.sentences
    return tuple(
        filled(
            words["scenarios.doubt"],
            {
                "field": words[f"plan.field.{field}"],
                "kinds": tuple(words[f"scenarios.doubted.{kind}"] for kind in kinds),
            },
        )
        for field, kinds in found
    )
