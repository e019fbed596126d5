"""Where an office is among the recommendations, and the cards it sees there."""

from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from content.model import Library, Text
from content.wording import filled
from dialogs import parts, recommendation_form
from dialogs.flow import Answer
from dialogs.views import Button, Choice, View

SAVE, ANYWAY, MAKE = "save-recommendation", "save-anyway", "make-page"
LANGUAGES = ("both", "fr", "en")
WITHDRAWN = "withdrawn-recommendations"
"""A verb, and the last of what can be opened from the list."""


@dataclass(frozen=True, slots=True)
class AtAll:
    """The list was shown; `offered` are the ids of what could be opened."""

    offered: str = ""
    withdrawn: bool = False
    part: int = 1
    of: int = 1


@dataclass(frozen=True, slots=True)
class AtOne:
    """One was shown, as of a revision; `ways` and `more` are the verbs it offered."""

    id: str
    revision: int
    ways: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Writing:
    """One is being written: a new one without a revision. What was written is not here."""

    id: str = ""
    revision: int = 0
    signal: str = ""


@dataclass(frozen=True, slots=True)
class AtSignals:
    """What may call for one was shown; `offered` are the ids of the signals."""

    offered: str = ""


@dataclass(frozen=True, slots=True)
class AtPage:
    """What is open was shown on one page."""


Place = AtAll | AtOne | Writing | AtSignals | AtPage


@dataclass(frozen=True, slots=True)
class Known:
    """Today, where whoever looks is, and whether they recommend; the server checks that again."""

    today: date
    recommends: bool


NOT_ALLOWED = View("recommendations.not-allowed", {}, (Button("home"), Button("help")))
BACK = (Button("recommendations"), Button("home"))


def here(library: Library, known: Known, place: Place) -> View:
    """Show the ways on from a place; what is recommended is never shown from memory."""
    match place:
        case AtAll(offered):
            options = _nameless(library, offered)
            return _list(library, known, place, Answer(options=options), "recommendations.closed")
        case AtOne(_, _, ways, more):
            return View("recommendations.closed", {}, _buttons(ways), _more(library, more))
        case Writing():
            return _form(library, known, Answer())
        case AtSignals(offered):
            return _signals(
                library, known, Answer(options=_nameless(library, offered)), "recommendations.closed"
            )
        case AtPage():
            return View("recommendations.closed", {}, (Button(MAKE), *BACK), (_language(library),))
        case _:
            assert_never(place)


def _nameless(library: Library, offered: str) -> tuple[tuple[str, Text], ...]:
    words = library.sentences["plan.nameless"]
    return tuple(
        (id_, filled(words, {"number": number})) for number, id_ in enumerate(offered.split(), start=1)
    )


def _buttons(ways: str) -> tuple[Button, ...]:
    return tuple(Button(verb) for verb in ways.split())


def _more(library: Library, verbs: str) -> tuple[Choice, ...]:
    options = tuple((verb, library.verbs[verb].label) for verb in verbs.split())
    return (Choice("more", library.sentences["plan.choose-more"], options, "open"),) if options else ()


def _list(library: Library, known: Known, place: AtAll, answer: Answer, card: str) -> View:
    withdrawn = ((WITHDRAWN, library.verbs[WITHDRAWN].label),) if known.recommends else ()
    options = answer.options if place.withdrawn else (*answer.options, *withdrawn)
    choice = Choice("recommendation", library.sentences["recommendations.choose"], options, "open")
    opens = (Button("open"),) if options else ()
    turning = parts.Part(place.part, place.of).buttons(library)
    # In the middle two buttons turn the page, and a card has room for six.
    signals = (Button("signals"),) if place.part in (1, place.of) else ()
    writes = (Button("new-recommendation"), *signals) if known.recommends else ()
    ways = (*writes, Button("recommendation-page")) if not place.withdrawn else (Button("recommendations"),)
    return View(
        card,
        answer.values,
        (*opens, *turning, *ways, Button("home")),
        (choice,) if options else (),
        note=str(answer.values.get("note", "")),
        remarks=parts.Part(place.part, place.of).remarks(library),
    )


def _form(library: Library, known: Known, answer: Answer) -> View:
    values = answer.values
    held = {field: str(values[field]) for field in recommendation_form.FIELDS if field in values}
    inputs = recommendation_form.inputs(library, known.today, held, SAVE, answer.options)
    anyway = (Button(ANYWAY, sends=True),) if values.get("anyway") else ()
    note = str(values.get("note", ""))
    view = View("recommendations.form", {}, (Button(SAVE), *anyway, *BACK), inputs)
    return replace(view, note=note, remarks=answer.remarks)


def _signals(library: Library, known: Known, answer: Answer, card: str) -> View:
    choice = Choice("signal", library.sentences["signals.choose"], answer.options, "begin-recommendation")
    begins = bool(answer.options) and known.recommends
    buttons = (*((Button("begin-recommendation"),) if begins else ()), Button("plan"), *BACK)
    return View(card, answer.values, buttons, (choice,) if begins else (), remarks=answer.remarks)


def _language(library: Library) -> Choice:
    options = tuple((each, library.sentences[f"recommendations.page.{each}"]) for each in LANGUAGES)
    return Choice("language", library.sentences["recommendations.which-language"], options, MAKE)


def learned(library: Library, known: Known, answer: Answer) -> tuple[Place, View]:
    """Return where what the shell found leads, and its card; the state of an answer is always a card."""
    values, note = answer.values, str(answer.values.get("note", ""))
    listed = " ".join(id_ for id_, _ in answer.options)
    match answer.state:
        case "recommendations.form":
            writing = Writing(str(values["id"]), int(str(values["revision"])), str(values.get("signal", "")))
            return writing, _form(library, known, answer)
        case "recommendations.one":
            at = AtOne(
                str(values["id"]), int(str(values["revision"])), str(values["ways"]), str(values["more"])
            )
            view = View(answer.state, values, _buttons(at.ways), _more(library, at.more), note=note)
            return at, view
        case "signals" | "signals.none":
            return AtSignals(listed), _signals(library, known, answer, answer.state)
        case "recommendations.page":
            buttons = (Button(MAKE), *BACK)
            return AtPage(), View(
                answer.state, values, buttons, (_language(library),), remarks=answer.remarks
            )
        case "recommendations.file":
            return AtPage(), View(answer.state, values, BACK, file=str(values["key"]))
        case state:
            held = parts.shown(answer)
            place = AtAll(listed, bool(values.get("withdrawn")), held.number, held.of)
            return place, _list(library, known, place, answer, state)
