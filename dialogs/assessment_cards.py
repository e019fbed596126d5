"""Where the Senior Official is in the self-assessment of the organization, and what stands on each card."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never, get_args

from content.model import Library, OfficialQuestion, Text
from content.wording import filled, period_in_words
from dialogs import parts, writing
from dialogs.assessment_questions import FileKind
from dialogs.flow import Answer
from dialogs.views import Button, Choice, Input, Value, View, WordsInput

SAVE, ANYWAY, MAKE = "save-answer", "save-anyway", "make-draft-file"
BOXES, WORDS = "boxes", ("words_en", "words_fr")
KINDS: tuple[FileKind, ...] = get_args(FileKind)
MOST_WORDS = 1_800
"""Characters of an answer in each language: a card has room for both."""

BETWEEN, OF = "/", "-"
"""Between a set, its years and its question, and between the name of an input and what it is about."""


@dataclass(frozen=True, slots=True)
class AtStart:
    """Asked which set and which years; `offered` are set/years."""

    offered: str = ""


@dataclass(frozen=True, slots=True)
class AtDraft:
    """The questions of a set; `offered` are their ids."""

    asked: str
    period: str
    offered: str = ""
    part: int = 1
    of: int = 1


@dataclass(frozen=True, slots=True)
class AtQuestion:
    """One question; `after` is the id of the next one."""

    asked: str
    period: str
    question: str
    after: str = ""
    part: int = 1
    of: int = 1


@dataclass(frozen=True, slots=True)
class Answering:
    """The answer to a question is being written, as of a revision. What was written is not here.

    `doubted` once it was said that a name may stand in it.
    """

    asked: str
    period: str
    question: str
    revision: int = 0
    doubted: bool = False


@dataclass(frozen=True, slots=True)
class AtFrozen:
    """The drafts that were kept; `offered` are their ids."""

    offered: str = ""


@dataclass(frozen=True, slots=True)
class Filing:
    """Asked which file of a draft: that of today, or the one that was kept under an id."""

    asked: str = ""
    period: str = ""
    frozen: str = ""


Place = AtStart | AtDraft | AtQuestion | Answering | AtFrozen | Filing
Held = Mapping[str, str]

NOT_ALLOWED = View("assessment.not-allowed", {}, (Button("home"), Button("help")))


def asked_of(library: Library, place: AtQuestion | Answering) -> OfficialQuestion | None:
    """Return the question of a place, or None where the set does not ask it any more."""
    found = library.question_sets.get(place.asked)
    asked = found.questions if found else ()
    return next((each for each in asked if each.id == place.question), None)


def named(library: Library, question: str) -> Text:
    """Name a question."""
    return filled(library.sentences["assessment.question"], {"id": question})


def here(library: Library, place: Place) -> View:
    """Show the ways on from a place; what is on file is never shown from memory."""
    match place:
        case Answering():
            return form(library, place, {})
        case Filing():
            return _kinds(library, place)
        case _:
            return View("assessment.closed", {}, _buttons(library, place), _choice(library, place, ()))


def _buttons(library: Library, place: Place) -> tuple[Button, ...]:
    match place:
        case AtStart(offered):
            return (*_opens(offered), Button("frozen-drafts"), Button("home"))
        case AtDraft(_, _, offered, part, of):
            turning = parts.Part(part, of).buttons(library)
            acts = (Button("draft-file"), Button("freeze-draft"), Button("frozen-drafts"))
            return (*_opens(offered), *acts, *turning, Button("back"), Button("home"))
        case AtQuestion(_, _, _, after, part, of):
            turning = parts.Part(part, of).buttons(library)
            following = (Button("next-question"),) if after else ()
            return (Button("answer-question"), *following, *turning, Button("back"), Button("home"))
        case AtFrozen(offered):
            return (*_opens(offered), Button("back"), Button("home"))
        case Answering(doubted=doubted):
            anyway = (Button(ANYWAY, sends=True),) if doubted else ()
            return (Button(SAVE), *anyway, Button("back"))
        case Filing():
            return (Button(MAKE), Button("back"))
        case _:
            assert_never(place)


def _opens(offered: str) -> tuple[Button, ...]:
    return (Button("open"),) if offered else ()


def _choice(library: Library, place: Place, options: tuple[tuple[str, Text], ...]) -> tuple[Choice, ...]:
    """Return the list of what can be opened; without names, those ids that have one of their own."""
    match place:
        case AtStart(offered):
            id_ = "set"
        case AtDraft(_, _, offered):
            id_, options = "question", tuple((each, named(library, each)) for each in offered.split())
        case AtFrozen(offered):
            id_ = "frozen"
        case _:
            return ()
    nameless = library.sentences["campaigns.nameless"]
    numbered = enumerate(offered.split(), start=1)
    shown = options or tuple((each, filled(nameless, {"number": number})) for number, each in numbered)
    label = library.sentences[f"assessment.which-{id_}"]
    return (Choice(id_, label, shown, "open", compact=True),) if shown else ()


def _kinds(library: Library, place: Filing) -> View:
    options = tuple((kind, library.sentences[f"assessment.kind.{kind}"]) for kind in KINDS)
    choice = Choice("kind", library.sentences["assessment.which-kind"], options, MAKE)
    return View("assessment.kinds", {}, _buttons(library, place), (choice,))


# The form -----------------------------------------------------------------------------------------


def form(library: Library, place: Answering, held: Held) -> View:
    """Show the form of an answer with what it holds; its inputs are named after what they are about."""
    question = asked_of(library, place)
    words = library.sentences
    inputs: tuple[Input, ...] = ()
    if question and question.boxes:
        options = tuple((box.id, box.text) for box in question.boxes)
        label = words["assessment.tick-several" if question.several else "assessment.tick-one"]
        id_ = input_id(BOXES, place)
        chosen = held.get(BOXES, "")
        boxes = Choice(id_, label, options, SAVE, required=False, value=chosen, several=question.several)
        inputs = (boxes,)
    for field in WORDS:
        value = writing.cut(held.get(field, ""), 2 * MOST_WORDS)
        label, missing = words[f"assessment.field.{field}"], words["assessment.empty"]
        id_ = input_id(field, place)
        inputs = (
            *inputs,
            WordsInput(id_, label, SAVE, MOST_WORDS, missing, value, lines=True, required=False),
        )
    asked = question.text if question else named(library, place.question)
    period = period_in_words(place.period)
    values: dict[str, Value] = {
        "question": named(library, place.question),
        "text": asked,
        "period": period,
    }
    return View("assessment.form", values, _buttons(library, place), inputs)


def input_id(field: str, place: Answering) -> str:
    """Name an input after its set, years and question: on a card that comes back late they still stand."""
    return f"{field}{OF}{BETWEEN.join((place.asked, place.period, place.question))}"


def cleaned(place: Answering, given: Held) -> dict[str, str]:
    """Return what was given for one question, without what nobody can see."""
    found = {field: given.get(input_id(field, place), "") for field in (BOXES, *WORDS)}
    return {field: writing.clean(words) for field, words in found.items() if words}


def answered(given: Held) -> Answering | None:
    """Return what a form was about, by the names of its inputs; None where it is none of ours."""
    for name in given:
        field, _, about = name.partition(OF)
        match about.split(BETWEEN):
            case [asked, period, question] if field in (BOXES, *WORDS):
                return Answering(asked, period, question)
    return None


def faults(library: Library, held: Held) -> tuple[Text, ...]:
    """Return what is wrong with a form: nothing in it, or too many words."""
    words = library.sentences
    if not any(held.values()):
        return (words["assessment.empty"],)
    found = {field: len(held.get(field, "")) for field in WORDS}
    return tuple(
        writing.too_long(library, words[f"assessment.field.{field}"], count, MOST_WORDS)
        for field, count in found.items()
        if count > MOST_WORDS
    )


# What the shell found -----------------------------------------------------------------------------


def learned(library: Library, answer: Answer) -> tuple[Place, View]:
    """Return where what the shell found leads, and its card; the state of an answer is always a card."""
    values, held = answer.values, parts.shown(answer)
    said = {name: str(value) for name, value in values.items() if isinstance(value, str)}
    listed = " ".join(id_ for id_, _ in answer.options)
    place: Place
    match answer.state:
        case "assessment.draft":
            place = AtDraft(said["asked"], said["period_id"], listed, held.number, held.of)
        case "assessment.question":
            at = (said["asked"], said["period_id"], said["id"], said["after"])
            place = AtQuestion(*at, held.number, held.of)
        case "assessment.form":
            about = (said["asked"], said["period_id"], said["id"])
            place = Answering(*about, int(str(values["revision"])), bool(values.get("doubted")))
            view = form(library, place, said)
            return place, _noted(view, answer)
        case "assessment.file":
            place = AtStart()
            buttons = (Button("assessment"), Button("home"))
            return place, View(answer.state, values, buttons, file=said["key"])
        case "assessment.frozen":
            place = AtFrozen(listed)
        case _:
            place = AtStart(listed)
    inputs = _choice(library, place, answer.options)
    remarks = (*answer.remarks, *held.remarks(library))
    note = said.get("note", "")
    view = View(answer.state, values, _buttons(library, place), inputs, answer.tables, note, remarks=remarks)
    return place, view


def _noted(view: View, answer: Answer) -> View:
    return View(
        view.card,
        view.values,
        view.buttons,
        view.inputs,
        note=str(answer.values.get("note", "")),
        remarks=answer.remarks,
    )
