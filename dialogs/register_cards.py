"""Where an office is among the lines of a register, and the cards it sees there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, assert_never

from content.model import Library, Text
from content.wording import filled, period_in_words
from dialogs import parts
from dialogs.flow import Answer
from dialogs.register_form import SAVE, SURE, inputs, options
from dialogs.register_shapes import EVIDENCE, SHAPES, Shape
from dialogs.views import Button, Choice, View
from dialogs.writing import Held

FORM = "registers.form"
SHOW = "show-entries"
ALL = "all"
"""Neither a year nor a kind."""

STANDING = ("stands", "withdrawn")
"""Lines that count, and those that were taken back."""

NOT_ALLOWED = View("registers.not-allowed", {}, (Button("who-looked"), Button("home"), Button("help")))


@dataclass(frozen=True, slots=True)
class Script:
    """The words, and which register the conversation is about."""

    library: Library
    shape: Shape[Any]


@dataclass(frozen=True, slots=True)
class Known:
    """Today, where the official is, and whether they write; the server checks that again."""

    today: date
    writes: bool


@dataclass(frozen=True, slots=True)
class AtLines:
    """A list was shown, narrowed to a year and a kind; `offered` are the ids of its lines."""

    year: str = ""
    kind: str = ""
    withdrawn: bool = False
    offered: str = ""
    part: int = 1
    of: int = 1


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Asked from which year, and of which kind; `years` are those there are."""

    years: str = ""


@dataclass(frozen=True, slots=True)
class AtLine:
    """One line was shown as of a revision."""

    entry: str
    revision: int
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class AtHistory:
    """The versions of a line were shown."""

    entry: str
    part: int = 1
    of: int = 1


@dataclass(frozen=True, slots=True)
class Filling:
    """A line is being written: a new one without a revision. What was written is not here.

    `doubted` once it was said that a name may stand in it.
    """

    entry: str = ""
    revision: int = 0
    doubted: bool = False


Looking = AtLines | AtLine | AtHistory
"""Places whose card is looked up each time."""

Place = Looking | Narrowing | Filling


def here(script: Script, known: Known, place: Place) -> View:
    """Show the ways on from a place; no line is ever shown from memory."""
    match place:
        case AtLines():
            return _closed(script, known, place, _choice(script.library, _nameless(script, place.offered)))
        case AtLine() | AtHistory():
            return _closed(script, known, place, ())
        case Narrowing(years):
            return _narrowing(script, years)
        case Filling(doubted=doubted):
            return form(script, {}, doubted=doubted)
        case _:
            assert_never(place)


def _closed(script: Script, known: Known, place: Looking, asked: tuple[Choice, ...]) -> View:
    return View("registers.closed", _titled(script), _buttons(script, known, place), asked)


def _titled(script: Script) -> dict[str, Text]:
    register = script.library.sentences[f"registers.title.{script.shape.name}"]
    return {"register": register, "title": register}


def _nameless(script: Script, offered: str) -> tuple[tuple[str, Text], ...]:
    words = script.library.sentences["campaigns.nameless"]
    return tuple(
        (id_, filled(words, {"number": number})) for number, id_ in enumerate(offered.split(), start=1)
    )


def _choice(library: Library, found: tuple[tuple[str, Text], ...]) -> tuple[Choice, ...]:
    """Return the list of what can be opened, if anything can."""
    label = library.sentences["registers.which"]
    return (Choice("entry", label, found, "open", compact=True),) if found else ()


def _buttons(script: Script, known: Known, place: Looking) -> tuple[Button, ...]:
    """Return the buttons under what is shown; an official who only reads has none that write."""
    library, writes = script.library, known.writes
    match place:
        case AtLines(_, _, withdrawn, offered, part, of):
            new = ("new-entry",) if writes and not withdrawn else ()
            opens = ("open",) if offered else ()
            around = parts.Part(part, of).buttons(library)
            return (*map(Button, (*opens, *new)), *around, Button("narrow-entries"), Button("home"))
        case AtLine(withdrawn=withdrawn):
            change = ("bring-back",) if withdrawn else ("edit-entry", "take-back")
            return tuple(map(Button, (*(change if writes else ()), "entry-history", "back", "home")))
        case AtHistory(_, part, of):
            return (*parts.Part(part, of).buttons(library), Button("back"), Button("home"))
        case _:
            assert_never(place)


def _narrowing(script: Script, years: str) -> View:
    """Ask which lines, from which fiscal year, for evidence of which kind; lead to the other registers."""
    words = script.library.sentences
    every = (ALL, words["registers.all"])
    from_ = tuple((year, period_in_words(year)) for year in years.split())
    asked = [Choice("year", words["registers.which-year"], (every, *from_), SHOW, compact=True, value=ALL)]
    if script.shape is EVIDENCE:
        kinds = (every, *options(script.library, "kinds"))
        label = words["registers.which-kind"]
        asked.append(Choice("kind", label, kinds, SHOW, compact=True, value=ALL))
    standing = tuple((each, words[f"registers.standing.{each}"]) for each in STANDING)
    label = words["registers.which-standing"]
    asked.append(Choice("standing", label, standing, SHOW, compact=True, value=STANDING[0]))
    others = tuple(Button(name) for name in SHAPES if name != script.shape.name)
    return View("registers.narrow", _titled(script), (Button(SHOW), *others, Button("back")), tuple(asked))


def form(script: Script, held: Held, *, doubted: bool = False, note: str = "") -> View:
    """Show a form with what it holds; one in which a name may stand can be kept as it is."""
    sure = (Button(SURE, sends=True),) if doubted else ()
    buttons = (Button(SAVE), *sure, Button("back"))
    return View(FORM, _titled(script), buttons, inputs(script.library, script.shape, held), note=note)


def learned(script: Script, known: Known, answer: Answer) -> tuple[Place, View]:
    """Return where what the shell found leads, and its card; the state of an answer is always a card."""
    values, held = answer.values, parts.shown(answer)
    entry, revision = str(values.get("entry", "")), int(str(values.get("revision", 0)))
    asked: tuple[Choice, ...] = ()
    place: Looking
    match answer.state:
        case "registers.form":
            doubted = bool(values.get("doubted"))
            view = form(script, _held(script, values), doubted=doubted, note=str(values.get("note", "")))
            return Filling(entry, revision, doubted), _with(view, answer)
        case "registers.narrow":
            years = str(values["years"])
            return Narrowing(years), _narrowing(script, years)
        case "registers.entry":
            place = AtLine(entry, revision, bool(values["withdrawn"]))
        case "registers.history":
            place = AtHistory(entry, held.number, held.of)
        case _:
            narrowed = (str(values["year"]), str(values["kind"]), bool(values["withdrawn"]))
            offered = " ".join(id_ for id_, _ in answer.options)
            place = AtLines(*narrowed, offered, held.number, held.of)
            asked = _choice(script.library, answer.options)
    remarks = (*answer.remarks, *held.remarks(script.library))
    note, buttons = str(values.get("note", "")), _buttons(script, known, place)
    shown = {**_titled(script), **values}
    return place, View(answer.state, shown, buttons, asked, answer.tables, note, remarks=remarks)


def _held(script: Script, values: Mapping[str, Any]) -> dict[str, str]:
    return {field: str(values.get(field, "")) for field in script.shape.fields}


def _with(view: View, answer: Answer) -> View:
    return replace(view, tables=answer.tables, remarks=answer.remarks)
