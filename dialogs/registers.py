"""Evidence, training plans and the review of the code: one office writes them, the Senior Official reads.

Nothing of a line stands in a place: which register, which line, which version, never a word.
"""

from dataclasses import replace
from typing import assert_never

from content.model import KINDS
from dialogs import parts
from dialogs.flow import ABOUT, Ask, Flow, Learned, Next, Opened, Said, Show
from dialogs.register_cards import (
    NOT_ALLOWED,
    SHOW,
    STANDING,
    AtHistory,
    AtLine,
    AtLines,
    Filling,
    Known,
    Narrowing,
    Place,
    Script,
    form,
    here,
    learned,
)
from dialogs.register_form import SAVE, SURE, slips
from dialogs.register_questions import (
    EntryAsked,
    EntryFormAsked,
    EntryTaken,
    EntryWritten,
    HistoryAsked,
    RegisterAsked,
    RegisterQuery,
    YearsAsked,
)
from dialogs.register_shapes import SHAPES
from dialogs.views import Pressed
from dialogs.writing import cleaned

WRITES = "writes-evidence"
"""What whoever writes may."""


def step(script: Script, known: Known, place: Place, said: Said) -> Next[Place]:
    """Ask the shell, which checks the role each time; only what was chosen or written is read here."""
    register = script.shape.name
    match place, said:
        case _, Learned(None):
            return Next(AtLines(), (Show(NOT_ALLOWED),))
        case _, Learned(answer) if answer is not None:
            place, view = learned(script, known, answer)
            return Next(place, (Show(view),))
        case _, Opened(door=True):
            return Next(AtLines(), (Ask(RegisterAsked(register)),))
        case _, Pressed("old-save-entry" | "old-keep-as-it-is", given):
            held = cleaned(given, script.shape.fields, ())
            again = "registers.edit-again" if given.get(ABOUT) else "registers.form-again"
            return Next(Filling(given.get(ABOUT, "")), (Show(form(script, held, note=again)),))
        case Filling(), Pressed(verb, given) if verb == SAVE or (verb == SURE and place.doubted):
            return _written(script, known, place, Pressed(verb, given))
        case AtLines(), Pressed():
            return _at_lines(register, place, said)
        case AtLine() | AtHistory(), Pressed():
            return _at_line(register, place, said)
        case Narrowing(), Pressed(verb, chosen) if verb == SHOW:
            year, kind = chosen.get("year", ""), chosen.get("kind", "")
            known_year = year if year in place.years.split() else ""
            known_kind, withdrawn = kind if kind in KINDS else "", chosen.get("standing") == STANDING[1]
            return Next(place, (Ask(RegisterAsked(register, known_year, known_kind, withdrawn)),))
        case Narrowing() | Filling(entry=""), Pressed("back"):
            return Next(place, (Ask(RegisterAsked(register)),))
        case Filling(), Pressed("back"):
            return Next(place, (Ask(EntryAsked(register, place.entry)),))
        case _:
            return Next(place, (Ask(_again(register, place)),))


def _at_lines(register: str, place: AtLines, said: Pressed) -> Next[Place]:
    """Open a line, begin a new one, narrow the list, or turn to another part."""
    match said:
        case Pressed("open", {"entry": entry}) if entry in place.offered.split():
            return Next(place, (Ask(EntryAsked(register, entry)),))
        case Pressed("new-entry"):
            return Next(place, (Ask(EntryFormAsked(register)),))
        case Pressed("narrow-entries"):
            return Next(place, (Ask(YearsAsked(register)),))
        case _:
            turned = replace(place, part=parts.wanted(said.verb) or place.part)
            return Next(place, (Ask(_again(register, turned)),))


def _at_line(register: str, place: AtLine | AtHistory, said: Pressed) -> Next[Place]:
    """Change a line, take it back or bring it back, look at its versions, or go back."""
    match place, said.verb:
        case AtLine(entry), "edit-entry":
            return Next(place, (Ask(EntryFormAsked(register, entry)),))
        case AtLine(entry, revision), "take-back" | "bring-back" as verb:
            return Next(place, (Ask(EntryTaken(register, entry, revision, verb == "take-back")),))
        case AtLine(entry), "entry-history":
            return Next(place, (Ask(HistoryAsked(register, entry)),))
        case AtLine(), "back":
            return Next(place, (Ask(RegisterAsked(register)),))
        case AtHistory(entry), "back":
            return Next(place, (Ask(EntryAsked(register, entry)),))
        case AtHistory(entry, part), verb:
            return Next(place, (Ask(HistoryAsked(register, entry, parts.wanted(verb) or part)),))
        case _:
            return Next(place, (Ask(_again(register, place)),))


def _written(script: Script, known: Known, place: Filling, said: Pressed) -> Next[Place]:
    """Have a form kept that has no fault; any other comes back as it was written, with what is wrong."""
    held = cleaned(said.inputs, script.shape.fields, ())
    found = slips(script.library, script.shape, known.today, held)
    if found:
        view = form(script, held, doubted=place.doubted, note="registers.form-faults")
        return Next(place, (Show(replace(view, remarks=found)),))
    sure = said.verb == SURE
    return Next(place, (Ask(EntryWritten(script.shape.name, place.entry, place.revision, held, sure)),))


def _again(register: str, place: Place) -> RegisterQuery:
    """Ask for what is shown at a place."""
    match place:
        case AtLines(year, kind, withdrawn, _, part):
            return RegisterAsked(register, year, kind, withdrawn, part)
        case Narrowing():
            return YearsAsked(register)
        case AtLine(entry):
            return EntryAsked(register, entry)
        case AtHistory(entry, part):
            return HistoryAsked(register, entry, part)
        case Filling(entry):
            return EntryFormAsked(register, entry)
        case _:
            assert_never(place)


FLOW: Flow[Script, Known, Place] = Flow(
    name="registers",
    version=1,
    places=(AtLines, Narrowing, AtLine, AtHistory, Filling),
    script=lambda library, key: Script(library, SHAPES[key]) if key in SHAPES else None,
    know=lambda _script, past: Known(past.today, WRITES in past.may),
    begin=lambda _script, _known: AtLines(),
    here=here,
    step=step,
    edition=lambda _script: "1",
    looks_up=True,
    forms=frozenset({SAVE, SURE}),
    about=lambda place: place.entry if isinstance(place, Filling) else "",
    writing=lambda _step, about: Filling(about, doubted=True),
)
"""One conversation for each register, by its name."""
